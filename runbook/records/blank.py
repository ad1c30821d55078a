"""The form to type a record into: what is known before stands in it, and what is typed from paper has a key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from runbook.assessment import THAT_REFUSE
from runbook.building import prepare
from runbook.clock import Clock
from runbook.errors import RunbookError, UsageError
from runbook.knowledge.sheets import Sheet
from runbook.records.forms import CHECK, FINDING, PLACEMENT
from runbook.records.paper import forms_and_packets, packet_and_steps
from runbook.records.record import ROUTINE
from runbook.records.steps import decisive_steps, rows_of
from runbook.sheets.sets import word_set
from runbook.text.nearest import suggested

if TYPE_CHECKING:
    from runbook.knowledge.language import Language
    from runbook.packets import Packet
    from runbook.records.taking import Desk

Rows = Sequence[tuple[str, str]]


def blank_form(wanted: str, desk: Desk, language: Language) -> str:
    """The form for a sheet, or for a check, a placement, a finding, with remarks in a language.

    UsageError if there is no such sheet or form.
    """
    say = _Sayer(language)
    match wanted:
        case "check":
            lines = _check(desk, say)
        case "placement":
            lines = _placement(say)
        case "finding":
            lines = _finding(say)
        case _:
            known = forms_and_packets(desk.basis(desk.today))
            if wanted not in known:
                raise UsageError("no_such_form", form=wanted, **suggested(wanted, (*known, CHECK, PLACEMENT, FINDING)))
            lines = _sheet(wanted, desk, say)
    return "\n".join(lines) + "\n"


class _Sayer:
    """Says remarks of the form in a language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def remark(self, key: str, **values: object) -> str:
        """A remark on a line of its own."""
        return f"# {self.language.say(f'reports.blank.{key}', **values)}"


def _sheet(name: str, desk: Desk, say: _Sayer) -> Iterator[str]:
    packet, _ = packet_and_steps(name, desk.basis(desk.today))
    language = say.language.code if say.language.code in desk.whole.languages else desk.whole.languages[0]
    yield say.remark("sheet")
    yield from (f"record: {name}", say.remark("code"))
    yield f"code: {_code_of(name, language, desk)}"
    yield f"language: {language}"
    yield from (
        f"kind:                            {say.remark('kind')}",
        f"day:                             {say.remark('day')}",
    )
    yield from (f"begun:                           {say.remark('time')}", "ended:")
    yield from (say.remark("people"), "people:")
    yield from (say.remark("operator"), "operator: []")
    if name[3:] == ROUTINE:
        yield from (say.remark("ticked"), *_mapping("ticked", [(task, "") for task in desk.whole.rotation.tasks()]))
        return
    yield "task:"
    members = desk.basis(desk.today).present.approvers.members
    yield from (say.remark("approvals"), "approvals:")
    yield from (f"  - {{person: {member.person}, answer: , at: }}" for member in members)
    if packet is not None:
        yield from _of_a_packet(packet, say)
    yield from (say.remark("exceptions"), "exceptions:")


def _of_a_packet(packet: Packet, say: _Sayer) -> Iterator[str]:
    way = tuple(row.first.number for row in rows_of((*packet.main, *packet.close)))
    times = [(step, "") for step in decisive_steps(packet) if step in way]
    yield from (say.remark("times"), *_mapping("times", times))
    items = {line.thing.item.id: line.thing.item for line in packet.lines if line.thing is not None}
    rows = [(item.id, "{old: , new: }") for item in items.values() if item.seal]
    if rows:
        yield from (say.remark("seals"), *_mapping("seals", rows))
    numbered = [
        row.first.number
        for row in rows_of((*packet.main, *packet.close))
        if row.first.step.evidence == "number" and row.first.thing is None
    ]
    if numbered:
        yield from (say.remark("numbers"), *_mapping("numbers", [(step, "") for step in numbered]))
    yield from (say.remark("left_out"), "left_out:")
    yield from (say.remark("stopped"), "stopped:", "  after:", "  why:")
    yield from (say.remark("also_done"), "also_done: []")
    yield from (say.remark("notes"), "notes:")


def _mapping(key: str, rows: Rows) -> Iterator[str]:
    yield f"{key}:"
    yield from (f"  {name}: {value}".rstrip() for name, value in rows)


def _code_of(name: str, language: str, desk: Desk) -> str:
    """The code of the sheet as it would be made today; "" if no paper can be made."""
    try:
        case = prepare(desk.source, clock=Clock(day=desk.today), rules=THAT_REFUSE)
        view = next(view for view in case.views if view.language.code == language)
        [worded] = word_set(view, case.templates, Sheet(name[:2], name[3:]))
    except (RunbookError, StopIteration):
        return ""
    return worded.code


def _check(desk: Desk, say: _Sayer) -> Iterator[str]:
    whole, known = desk.whole, desk.before.last_seals()
    seals = [item.id for item in whole.items if item.id in known or item.seal]
    yield from (say.remark("check"), f"record: {CHECK}", "day:", "by: []")
    yield from (say.remark("of"), "of: []")
    yield from (say.remark("seen"), *_mapping("seals", [(item, "") for item in seals]))
    devices = ", ".join(item.id for item in whole.items if "mfa" in item.keys)
    yield from (say.remark("tested", known=devices or "–"), "tested: []")
    yield from (say.remark("confirmed"), "confirmed: []")
    yield from (say.remark("accounts"), "accounts: []")
    yield from (say.remark("renewed"), "batteries:", "domains:", "terms: []")
    yield from (say.remark("noted"), "notes:")


def _placement(say: _Sayer) -> Iterator[str]:
    yield from (say.remark("placement"), f"record: {PLACEMENT}", "day:", "by: []", "place:", "edition:")
    yield from (say.remark("put_in"), "put_in:", "#  - {sheet: ja/02-approvers, copies: 1-2}")
    yield from (say.remark("taken_out"), "taken_out:", "#  - {sheet: ja/02-approvers, copies: 1-2, code: 7K3M-9QTX-X}")
    yield from (say.remark("shredded"), "shredded:", "note:")


def _finding(say: _Sayer) -> Iterator[str]:
    yield from (say.remark("finding"), f"record: {FINDING}", "day:", "by: []")
    yield from (say.remark("about"), "about:", "found:", "done:")
    yield from (say.remark("closes"), "closes:")
