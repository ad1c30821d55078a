"""The only code that writes output: a whole folder, replaced in one step, or not at all; and with it the register."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from runbook.errors import Problem
from runbook.stages import Stage, enter
from runbook.writing.exchange import put_in_place
from runbook.writing.faults import disk_faults, refusal
from runbook.writing.inspection import Inspection, inspect
from runbook.writing.ledger import Ledger, entered, ledger_path, read_ledger
from runbook.writing.lock import exclusive
from runbook.writing.manifest import About, Kind, Manifest, fingerprint
from runbook.writing.one_file import KeptFile, read_kept, replace_kept
from runbook.writing.place import make_parents, refuse_unless_apart, safe_place
from runbook.writing.staging import remove_old, remove_tree, stage, sync_folder, tidy, write_file

__all__ = [
    "About",
    "Folder",
    "KeptFile",
    "Kind",
    "Ledger",
    "Manifest",
    "Published",
    "fingerprint",
    "ledger_path",
    "publish",
    "read_kept",
    "read_ledger",
    "refuse_early",
    "refuse_unless_apart",
    "replace_kept",
    "verify_folder",
    "write_new",
]


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did to the files of the output folder, by path in it; and the SHA-256 of all that lies there now."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    hashes: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def again(self) -> Published:
        """What the same run would do once more."""
        return replace(self, written=(), removed=(), unchanged=tuple(sorted((*self.written, *self.unchanged))))


def publish(
    files: Mapping[str, bytes],
    output: Path,
    *,
    config: Path,
    about: About,
    ledger: Ledger | None = None,
) -> Published:
    """Make ``output`` hold exactly ``files``, a manifest with ``about``, and checksums; write ``ledger`` with it.

    Whoever looks sees the old folder or the new one, whole, whatever kills the run. The register is written first, so
    that no folder ever shows an edition that it does not know; if the folder cannot be replaced, it is taken back.
    OutputError if the folder is not ours to replace, of another kind, inside a folder of ours, edited, in use by
    another run, or the disk fails: then both are as they were.
    """
    enter(Stage.WRITING)
    place = safe_place(output, config)
    manifest = Manifest.of(files, about)
    with disk_faults(place):
        make_parents(place)
    with disk_faults(place), exclusive(place):
        tidy(place)
        old = inspect(place)
        old.refuse_unless_free_for(about.kind)
        staged = None if old.holds(manifest) else stage(place, {**manifest.companions(), **files})
        try:
            with entered(ledger) if ledger else nullcontext(), disk_faults(place):  # the register is not to blame
                replaced = put_in_place(staged, place) if staged else None
        except BaseException:
            if staged:
                remove_tree(staged)
            raise
        _finish(place, replaced)
    return _difference(old, manifest, files)


def refuse_early(output: Path, kind: Kind, *, config: Path) -> None:
    """The refusals that need no rendering, for a caller who has not rendered yet; OutputError as from `publish`."""
    place = safe_place(output, config)
    with disk_faults(place):
        inspect(place).refuse_unless_free_for(kind)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder compared with its manifest, the number of the issued edition that it holds, if any, and its kind."""

    place: Path
    problems: tuple[Problem, ...]
    edition: int | None
    kind: Kind = Kind.SHEETS


def verify_folder(output: Path) -> Folder:
    """What in ``output`` is foreign, edited or missing by its own manifest; OutputError if it cannot be read."""
    with disk_faults(output):
        found = inspect(output)
    if found.manifest is None:
        return Folder(output, (Problem("output-no-manifest", where=str(output)),), None)
    missing = (Problem("output-missing", where=str(output / path)) for path in found.missing)
    return Folder(output, (*found.problems(), *missing), found.manifest.edition, found.manifest.kind)


def write_new(path: Path, content: bytes) -> bool:
    """Make a file that was not there; False, and nothing changed, if it was. OutputError if the disk fails."""
    with disk_faults(path):
        try:
            write_file(path, content, mode=0o666)
        except FileExistsError:
            return False
    return True


def _finish(place: Path, replaced: Path | None) -> None:
    try:
        sync_folder(place.parent)
    except OSError as error:  # the old folder is kept until the next run: a power cut could still bring its name back
        raise refusal("output-unconfirmed", place, reason=error.strerror or str(error)) from error
    if replaced is not None:
        remove_old(replaced)


def _difference(old: Inspection, manifest: Manifest, files: Mapping[str, bytes]) -> Published:
    unchanged = {path for path in files if old.hashes.get(path) == manifest.hashes[path]}
    return Published(
        written=tuple(sorted(files.keys() - unchanged)),
        removed=tuple(sorted(old.listed() - manifest.hashes.keys())),
        unchanged=tuple(sorted(unchanged)),
        hashes=manifest.all_hashes(),
    )
