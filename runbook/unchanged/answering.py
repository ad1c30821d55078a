"""What a run says that finds its work done; it is asked before anything else is imported, and changes no file.

Only `runbook build` asks. `verify` reads the folder itself, whatever is remembered.
"""

from __future__ import annotations

import os
import stat
import sys
import time

from runbook.unchanged import keeping
from runbook.unchanged.entry import Entry, File, read_entry, write_entry
from runbook.unchanged.file_state import paths_below, sign_now
from runbook.unchanged.surroundings import command_key, program_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})  # as `writing` has it, which is not loaded here
ONCE = "once"
WATCHING = "watching"


def answer(typed: Sequence[str], purpose: str = ONCE) -> tuple[str, str] | None:
    """What stands on stdout and stderr after this command line if all is as its last run left it; None if it is not.

    All: the program, the day, the environment that counts, every input and every output. In doubt it is not.
    """
    folder = keeping.place_of(os.environ)
    if folder is None or sys.stdout is None or sys.stderr is None:
        return None
    try:
        key = command_key(typed, purpose)
        entry = read_entry(folder, key)
        if entry is None or not entry.since <= _now() < entry.until or entry.program != program_key():
            return None
        if not _is_at_rest(entry):
            return None
        now = time.time_ns()
        inputs = _as_before(entry.inputs, now, follow=True)
        outputs = _as_before(entry.outputs, now, follow=False)
    except (OSError, ValueError, IndexError):
        return None
    if inputs is None or outputs is None:
        return None
    if inputs != entry.inputs or outputs != entry.outputs:  # the next run need not read what this one has read
        entry.inputs, entry.outputs = inputs, outputs
        write_entry(folder, key, entry)
    return entry.out, entry.err


def tell(said: tuple[str, str]) -> None:
    """Print it as the console would; OSError if it cannot be written."""
    for stream, text in zip((sys.stdout, sys.stderr), said, strict=True):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
        stream.write(text)
        stream.flush()


def _now() -> int:
    """Seconds of the epoch, by the only clock; ValueError for an epoch that is none."""
    return int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())


def _is_at_rest(entry: Entry) -> bool:
    """Whether the same files lie where they lay, and nothing that a run left or is about to do; OSError in doubt."""
    inputs, outputs = ([path for path, *_ in files] for files in (entry.inputs, entry.outputs))
    config, place, own = inputs[0], entry.place, entry.own
    above, name = os.path.split(place)
    registers = [path for path in inputs if path.startswith(f"{config}.")]
    return (
        stat.S_ISDIR(os.lstat(place).st_mode)
        and not os.path.ismount(place)
        and _holds_nothing_else(place, outputs)
        and (not own or _files_below(own) == {path for path in inputs if path.startswith(f"{own}/")})
        # What lies there of a run that was killed, or that is at work, is for a whole run to judge.
        and not _begins(above, (f".{name}.",))
        and not _begins(os.path.dirname(config) or ".", tuple(f".{os.path.basename(path)}." for path in registers))
        and not _is_in_output(above)
    )


def _holds_nothing_else(place: str, outputs: Sequence[str]) -> bool:
    """Whether what lies in the output folder are its files and their folders; a run would refuse it if not.

    What file browsers leave there, and the signature that users make, is none of our files and allowed.
    """
    own = {place, *outputs}
    for path in outputs:
        while (path := os.path.dirname(path)) not in own:
            own.add(path)
    return all(
        path in own or os.path.basename(path) in _LITTER or path == f"{place}/manifest.json.sig"
        for path, _ in paths_below(place, hidden=True)
    )


def _files_below(own: str) -> set[str]:
    """The files of a folder of own templates, as a run reads them: all but hidden ones."""
    return {path for path, is_folder in paths_below(own, hidden=False) if not is_folder}


def _begins(folder: str, beginnings: tuple[str, ...]) -> bool:
    """Whether any name in a folder begins so."""
    return any(name.startswith(beginnings) for name in os.listdir(folder))


def _is_in_output(folder: str) -> bool:
    """Whether a manifest lies in a folder or above it: the output would be part of another, and that is refused."""
    while not os.path.lexists(f"{folder}/manifest.json"):
        if folder == (folder := os.path.dirname(folder)):
            return False
    return True


def _as_before(files: Sequence[File], now: int, *, follow: bool) -> list[File] | None:
    """The files with the signs that they have now; None if one is not what it was."""
    found = []
    for path, fingerprint, sign in files:
        has = sign_now(path, fingerprint, sign, now, follow=follow)
        if has is None:
            return None
        found.append((path, fingerprint, has))
    return found
