"""What can be overridden, what was ejected, and how own pieces stand, as lines and as records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.cli.reports.report import Report
from runbook.errors import UsageError
from runbook.overrides import PieceKind, Standing
from runbook.text.nearest import near_one

if TYPE_CHECKING:
    from runbook.knowledge.language import Language
    from runbook.overrides import OwnPiece, Piece


def asked_for(names: Sequence[str], known: Mapping[str, Piece]) -> tuple[Piece, ...]:
    """The pieces that were typed; UsageError for none, or for a name that is none."""
    if not names:
        raise UsageError("no_piece")
    for name in names:
        if name not in known:
            raise UsageError("bad_piece", value=name, nearest=near_one(name, known))
    return tuple(known[name] for name in dict.fromkeys(names))


def listed(known: Mapping[str, Piece], own: Sequence[OwnPiece], parts: Sequence[str], language: Language) -> Report:
    """Every piece whose name has one of some parts, all without any; own ones are marked, sentences are shown."""
    mine = {piece.name for piece in own}
    found = [piece for piece in known.values() if not parts or any(part in piece.name for part in parts)]

    def lines() -> Iterator[str]:
        for piece in found:
            text = f"  {' '.join(piece.text.split())}" if piece.kind is PieceKind.SENTENCE else ""
            mark = f"  {language.words('reports.templates.own')}" if piece.name in mine else ""
            yield f"{piece.name}{text}{mark}"

    return Report(
        record=lambda: [
            {"name": each.name, "kind": each.kind.value, "sha256": each.fingerprint, "own": each.name in mine}
            for each in found
        ],
        lines=lines(),
        is_for_programs=True,
    )


def ejected(files: Sequence[Path], wanted: Sequence[Piece], language: Language) -> Report:
    """What was written where."""
    return Report(
        record=lambda: {"pieces": [piece.name for piece in wanted], "files": [str(path) for path in files]},
        lines=(language.say("reports.templates.wrote", file=path) for path in files),
        talk=(language.words("reports.templates.next"),),
    )


def compared(own: Sequence[OwnPiece], folder: Path, language: Language) -> Report:
    """How each own piece stands; a finding if ours has changed below one."""
    changed = sum(piece.standing is Standing.CHANGED for piece in own)

    def lines() -> Iterator[str]:
        for piece in own:
            yield language.say(f"reports.templates.standing.{piece.standing}", name=piece.name)
            yield from (f"  {line}" for line in piece.lines)

    summary = language.say("reports.templates.changed", count=changed) if own else None
    return Report(
        record=lambda: [
            {"name": piece.name, "standing": piece.standing.value, "lines": list(piece.lines)} for piece in own
        ],
        lines=lines(),
        talk=(summary or language.say("reports.templates.none", folder=folder),),
        is_finding=bool(changed),
    )
