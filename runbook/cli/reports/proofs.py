"""Proven packets as lines for a reader, and as a record for a machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from runbook.cli.reports.report import Report
from runbook.knowledge.sheets import Sheet
from runbook.knowledge.titles import sheet_title

if TYPE_CHECKING:
    from runbook.knowledge.language import Language
    from runbook.packets.proving import ProvenPacket


def report_on(proven: Sequence[ProvenPacket], language: Language) -> Report:
    """Every packet, its lines and forks, and that it closes."""
    return Report(record=lambda: list(map(_record, proven)), lines=_lines(proven, language))


def _record(proven: ProvenPacket) -> object:
    packet = proven.packet
    return {
        "packet": _sheet(proven).name,
        "lines": len(packet.lines),
        "forks": sum(len(line.step.forks) for line in packet.lines),
        "things": [thing.item.id for thing in packet.case.things],
        "closes": not proven.gaps,
        "gaps": [{"kind": gap.kind.value, "line": gap.line, "fact": str(gap.fact)} for gap in proven.gaps],
    }


def _lines(proven: Sequence[ProvenPacket], language: Language) -> Iterator[str]:
    for entry in proven:
        sheet = _sheet(entry)
        yield language.say(
            "reports.prove.closes",
            number=sheet.number,
            title=sheet_title(sheet, language),
            lines=len(entry.packet.lines),
            forks=sum(len(line.step.forks) for line in entry.packet.lines),
        )
    yield language.say("reports.prove.all", count=len(proven))


def _sheet(proven: ProvenPacket) -> Sheet:
    case = proven.packet.case
    return Sheet(case.kind.number, case.slug)
