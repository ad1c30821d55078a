"""Proven packets as lines for a reader, and as a record for a machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from runbook.cli.reports.report import Report
from runbook.knowledge.sheets import Sheet
from runbook.knowledge.titles import sheet_title

if TYPE_CHECKING:
    from runbook.knowledge.language import Language
    from runbook.packets.packet import Packet


def report_on(packets: Sequence[Packet], language: Language) -> Report:
    """Every packet, its lines and forks, and that it closes."""
    return Report(record=lambda: list(map(_record, packets)), lines=_lines(packets, language))


def _record(packet: Packet) -> object:
    return {
        "packet": _sheet(packet).name,
        "lines": len(packet.lines),
        "forks": sum(len(line.step.forks) for line in packet.lines),
        "things": [thing.item.id for thing in packet.case.things],
        "closes": True,  # or it would have been refused
    }


def _lines(packets: Sequence[Packet], language: Language) -> Iterator[str]:
    for packet in packets:
        sheet = _sheet(packet)
        yield language.say(
            "reports.prove.closes",
            number=sheet.number,
            title=sheet_title(sheet, language),
            lines=len(packet.lines),
            forks=sum(len(line.step.forks) for line in packet.lines),
        )
    yield language.say("reports.prove.all", count=len(packets))


def _sheet(packet: Packet) -> Sheet:
    return Sheet(packet.case.kind.number, packet.case.slug)
