"""What a build leaves for the next one: that it was done, of what, what came out, and what is to be said."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from runbook.unchanged.entry import Entry, File, write_entry
from runbook.unchanged.file_state import UNKNOWN, fingerprint_and_sign, paths_below
from runbook.unchanged.surroundings import command_key, program_key


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a run starts from, taken before it reads anything; the same is taken again when it ends.

    ``files`` are those that a build reads, the config first; ``own`` the folder of own templates.
    """

    folder: str
    key: str
    files: tuple[str, ...]
    own: str
    inputs: tuple[File, ...]
    program: str

    @classmethod
    def of(
        cls, typed: Sequence[str], purpose: str, *, folder: Path | None, files: Sequence[Path], own: Path | None
    ) -> Beginning | None:
        """The beginning of a run with this command line; None without a folder to remember it in, or in doubt."""
        if folder is None:
            return None
        paths, below = tuple(map(str, files)), str(own) if own else ""
        try:
            return cls(str(folder), command_key(typed, purpose), paths, below, _inputs(paths, below), program_key())
        except OSError:
            return None

    def remember(
        self, output: Path, hashes: Mapping[str, str], moments: tuple[int, int], said: tuple[str, str]
    ) -> None:
        """Keep that the files of these hashes (SHA-256 by path) lie in ``output``, unless an input changed meanwhile.

        ``moments``: from which second of the epoch to which, exclusive, it is the same day. ``said``: what a run prints
        on stdout and stderr that finds nothing to do.
        """
        try:
            if (self.inputs, self.program) != (_inputs(self.files, self.own), program_key()):
                return
        except OSError:
            return
        place = os.path.abspath(output)
        entry = Entry(
            program=self.program,
            since=moments[0],
            until=moments[1],
            place=place,
            own=self.own,
            out=said[0],
            err=said[1],
            # Everything is young now: the next run compares contents, and then knows the signs.
            inputs=[(path, fingerprint, UNKNOWN) for path, fingerprint, _ in self.inputs],
            outputs=[(os.path.join(place, path), hashes[path], UNKNOWN) for path in sorted(hashes)],
        )
        write_entry(self.folder, self.key, entry)


def _inputs(files: Sequence[str], own: str) -> tuple[File, ...]:
    return tuple(_signed(files, own))


def _signed(files: Sequence[str], own: str) -> Iterator[File]:
    below = sorted(path for path, is_folder in paths_below(own, hidden=False) if not is_folder) if own else ()
    for path in (*files, *below):
        yield (path, *fingerprint_and_sign(path))
