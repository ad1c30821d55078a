"""What is remembered of a build, as a value and as a file: fields between NUL signs, their hash in front."""

from __future__ import annotations

import os

from runbook.unchanged import keeping
from runbook.unchanged.surroundings import hashed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

ENDING = ".unchanged"
_LIMIT = 4 << 20  # bytes of one entry, and of all of them
_HASH = 64  # hexadecimal digits
_BETWEEN = "\0"
_FORM = "runbook-unchanged-1"

File = tuple[str, str, str]  # path, fingerprint, sign


class Entry:
    """A build that was done, and what a run says that finds it done.

    From ``since`` to before ``until``, in seconds of the epoch, it is the same day. ``place`` is the output folder,
    ``own`` that of own templates, if any. The first input is the config.
    """

    __slots__ = ("err", "inputs", "out", "outputs", "own", "place", "program", "since", "until")

    def __init__(  # noqa: PLR0913  a dataclass would have to be imported
        self,
        *,
        program: str,
        since: int,
        until: int,
        place: str,
        own: str,
        out: str,
        err: str,
        inputs: Sequence[File],
        outputs: Sequence[File],
    ) -> None:
        """All of it."""
        self.program, self.since, self.until = program, since, until
        self.place, self.own, self.out, self.err = place, own, out, err
        self.inputs, self.outputs = inputs, outputs


def read_entry(folder: str, key: str) -> Entry | None:
    """What was kept under a key; None unless every byte of it is as it was written."""
    try:
        kept = keeping.read_ours(_path(folder, key), _LIMIT)
        digest, text = kept[:_HASH].decode(), kept[_HASH:].decode("utf-8", "surrogateescape")
        if hashed(text) != digest:
            return None
        form, kept_key, program, since, until, place, own, out, err, inputs, *files = text.split(_BETWEEN)
        if (form, kept_key) != (_FORM, key) or len(files) % 3:
            return None
        found = list(zip(files[::3], files[1::3], files[2::3], strict=True))
        return Entry(
            program=program,
            since=int(since),
            until=int(until),
            place=place,
            own=own,
            out=out,
            err=err,
            inputs=found[: int(inputs)],
            outputs=found[int(inputs) :],
        )
    except (OSError, ValueError):
        return None


def write_entry(folder: str, key: str, entry: Entry) -> None:
    """Keep an entry, and forget what is too old or too much; nothing if the disk refuses, or it cannot be written."""
    numbers = (str(entry.since), str(entry.until))
    head = (_FORM, key, entry.program, *numbers, entry.place, entry.own, entry.out, entry.err, str(len(entry.inputs)))
    fields = (*head, *(field for file in (*entry.inputs, *entry.outputs) for field in file))
    if any(_BETWEEN in field for field in fields):
        return
    text = _BETWEEN.join(fields)
    try:
        keeping.prepare(folder)
        keeping.write(_path(folder, key), (hashed(text) + text).encode("utf-8", "surrogateescape"))
        keeping.forget(folder, ENDING, _LIMIT)
    except OSError:
        return


def _path(folder: str, key: str) -> str:
    return os.path.join(folder, f"{key}{ENDING}")
