"""Operating system errors as problems of the output folder."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from runbook.errors import OutputError, Problem

_RULES = {
    errno.ENOSPC: "output-disk-full",
    errno.EDQUOT: "output-disk-full",
    errno.EFBIG: "output-disk-full",
    errno.EROFS: "output-read-only",
    errno.EACCES: "output-denied",
    errno.EPERM: "output-denied",
    errno.EBUSY: "output-mount-point",
    errno.EXDEV: "output-cannot-move",
}


def refusal(rule: str, place: Path, **values: str) -> OutputError:
    """The error for one broken rule at ``place``."""
    return OutputError((Problem.of(rule, str(place), **values),))


@contextmanager
def disk_faults(place: Path) -> Iterator[None]:
    """Turn any OSError inside into an OutputError that names ``place`` and the reason."""
    try:
        yield
    except OSError as error:
        rule = _RULES.get(error.errno or 0, "output-disk-fault")
        raise refusal(rule, place, reason=os.strerror(error.errno) if error.errno else str(error)) from error
