"""The result of `runbook reconcile --json`, as somebody gave it: which files of AWS, which differences by rule."""

from __future__ import annotations

import json
import stat
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from runbook.errors import EvidenceError, Problem, SecretFoundError
from runbook.text.secrets import find_secrets

if TYPE_CHECKING:
    from pathlib import Path

_SIZE_LIMIT = 64 << 20


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What a reconciliation found. ``kinds`` counts the files of each kind, ``rules`` the differences by rule.

    ``parts`` and ``roots`` are what was not compared; ``text`` is the file, and ``sha256`` that of it.
    """

    kinds: Mapping[str, int]
    rules: Mapping[str, int]
    untold_uses: int
    parts: tuple[str, ...]
    roots: int
    sha256: str
    text: bytes = field(repr=False)

    @property
    def differences(self) -> int:
        """How many there were."""
        return sum(self.rules.values())


def read_reconciled(path: Path) -> Reconciled:
    """The result in a file; EvidenceError if it is none of ours or cannot be read, SecretFoundError for a secret."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):  # of a folder the disk says so itself
            raise _refused(path, "reconcile-other-form")
        if found.st_size > _SIZE_LIMIT:
            raise _refused(path, "reconcile-too-large", most=f"{_SIZE_LIMIT >> 20} MiB")
        text = path.read_bytes()
    except OSError as error:
        raise _refused(path, "reconcile-unreadable", reason=error.strerror or str(error)) from error
    if secrets := tuple(find_secrets(text.decode(errors="replace"))):
        raise SecretFoundError(tuple(Problem(rule, f"{path}:{_line(text, at)}") for rule, at in secrets))
    try:
        return _read(json.loads(text.decode()), text)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise _refused(path, "reconcile-other-form") from None


def _read(tree: Any, text: bytes) -> Reconciled:  # noqa: ANN401  JSON of any shape
    if tree.keys() != {"problems", "notes", "files", "differences", "untold_uses", "not_compared"} or tree["problems"]:
        raise ValueError("another form")
    missing = tree["not_compared"]
    return Reconciled(
        kinds=_counted(each["kind"] for each in tree["files"]),
        rules=_counted(each["rule"] for each in tree["differences"]),
        untold_uses=_number(tree["untold_uses"]),
        parts=tuple(_word(part) for part in missing["parts"]),
        roots=len(missing["roots"]),
        sha256=sha256(text).hexdigest(),
        text=text,
    )


def _counted(words: Any) -> Mapping[str, int]:  # noqa: ANN401  an iterable of JSON values
    return dict(sorted(Counter(map(_word, words)).items()))


def _word(value: object) -> str:
    """An id of ours; anything else is no such file."""
    if not isinstance(value, str) or not value.replace("-", "").replace("_", "").isalnum() or not value.isascii():
        raise ValueError("no id")
    return value


def _number(value: object) -> int:
    if type(value) is not int:
        raise ValueError("no number")
    return value


def _refused(path: Path, rule: str, **values: object) -> EvidenceError:
    return EvidenceError((Problem.of(rule, str(path), **values),))


def _line(text: bytes, offset: int) -> int:
    return text.decode(errors="replace").count("\n", 0, offset) + 1
