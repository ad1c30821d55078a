"""The record of a packet, made of what was typed from its paper: whoever typed nothing about a step says it was done.

So both ways lead to one record and one judge. What the record says at a path, the file says at another: `typed_at`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from runbook import TOOL
from runbook.config.fault import Fault
from runbook.knowledge.sheets import Sheet
from runbook.packets.facts import world_before
from runbook.records.record import CHECKLIST, VERSION
from runbook.records.steps import after, is_for, rows_of
from runbook.records.typed_times import Times
from runbook.text.nearest import near_one

if TYPE_CHECKING:
    from runbook.config.tree import Path
    from runbook.organisation import Organisation
    from runbook.packets import Packet
    from runbook.records.forms import TypedSheet
    from runbook.records.record import Raw

_Field = tuple[str, str | None, str | bool, "Path"]
TYPED = f"{TOOL} typed"
"""The tool of a record that no page made."""


@dataclass(slots=True)
class Expanded:
    """A record as a page would export it, which path of the file each of its paths comes from, what cannot be said."""

    raw: Raw = field(default_factory=dict)
    typed_at: dict[Path, Path] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def expand(typed: TypedSheet, packet: Packet | None, steps: tuple[str, ...], organisation: Organisation) -> Expanded:
    """The record of a sheet that has these steps, of the company on its day."""
    return _Expansion(typed, packet, steps, organisation).made()


class _Expansion:
    def __init__(
        self, typed: TypedSheet, packet: Packet | None, steps: tuple[str, ...], organisation: Organisation
    ) -> None:
        self.typed, self.packet, self.steps, self.organisation = typed, packet, steps, organisation
        self.times = Times(typed, ZoneInfo(organisation.company.time_zone))
        self.out = Expanded()

    def made(self) -> Expanded:
        """All of it."""
        typed = self.typed
        sheet = Sheet(typed.record[:2], typed.record[3:])
        company = self.organisation.company.name
        language = typed.language if typed.language in self.organisation.languages else self.organisation.languages[0]
        self.out.faults += self._about_the_names()
        self.out.raw = {
            "format": "runbook-record",
            "version": VERSION,
            "tool": TYPED,
            "company": company.in_language(language),
            "sheet": {
                "name": typed.record,
                "title": typed.record[:2],
                "code": typed.code,
                "edition": None,
                "language": typed.language,
            },
            "packet": sheet.kind if sheet.is_packet else None,
            "account": sheet.account if sheet.is_packet else None,
            "kind": typed.kind,
            "started": self.times.begun.isoformat(),
            "ended": self.times.of(typed.ended).isoformat() if typed.ended else None,
            "zone": self.organisation.company.time_zone,
            "people": list(self._people(language)),
            "steps": list(self._steps()),
            "fields": list(self._fields()),
            "plan": [{"id": "plan.task", "value": typed.task}] if typed.task else [],
            "deviations": list(self._notes()),
        }
        of_the_head = {"sheet": "record", "started": "begun", "ended": "ended", "people": "people", "plan": "task"}
        places: dict[Path, Path] = {(own,): (key,) for own, key in of_the_head.items()}
        self.out.typed_at = {
            **places,
            ("sheet", "code"): ("code",),
            ("sheet", "language"): ("language",),
            **self.out.typed_at,
        }
        return self.out

    def _about_the_names(self) -> Iterator[Fault]:
        """Steps that the sheet does not have, and those of which two things are said that cannot both be."""
        typed, known = self.typed, {*self.steps}
        if not known and typed.record[3:] != CHECKLIST:
            return  # a sheet that nobody knows: that is told instead
        named: list[tuple[Path, str, bool]] = [
            ((part, step), step, True)
            for part in ("times", "numbers", "left_out", "notes")
            for step in getattr(typed, part)
        ]
        named += [(("also_done", at), step, False) for at, step in enumerate(typed.also_done)]
        named += [(("stopped", "after"), typed.stopped.after, False)] if typed.stopped else []
        for path, step, on_key in named:
            if step not in known and path[0] not in ("notes", "numbers", "stopped"):  # of these the judge says it
                nearest = near_one(step, self.steps)
                yield Fault.of("record-step-unknown", path, on_key=on_key, step=step, nearest=nearest)
        later = self._after_the_stop()
        for path, step, on_key in named:
            if step in typed.left_out and path[0] in ("times", "numbers", "also_done"):
                yield Fault.of("record-step-both", path, on_key=on_key, step=step)
            elif step in later and path[0] in ("times", "numbers"):
                assert typed.stopped is not None  # noqa: S101  else nothing is later
                yield Fault.of("typed-after-stop", path, on_key=on_key, step=step, after=typed.stopped.after)

    def _after_the_stop(self) -> frozenset[str]:
        """The steps of the way through the packet that come after one stopped."""
        if self.typed.stopped is None or self.packet is None:
            return frozenset()
        place = {number: at for at, number in enumerate(self.steps)}
        last = place.get(self.typed.stopped.after, len(place))
        return frozenset(row.first.number for row in rows_of(self.packet.main) if place.get(row.first.number, 0) > last)

    def _people(self, language: str) -> Iterator[dict[str, Any]]:
        known = {person.id: person.name.in_language(language) for person in self.organisation.people}
        for at, (initials, name) in enumerate(self.typed.people.items()):
            self.out.typed_at["people", at] = ("people", initials)
            yield {"initials": initials, "name": known.get(name, name)}

    def _steps(self) -> Iterator[dict[str, Any]]:
        typed, done = self.typed, self._done()
        for at, number in enumerate(self.steps):
            parts = ("times", "left_out", "notes", "numbers")
            found = next((part for part in parts if number in getattr(typed, part)), None)
            is_last = typed.stopped is not None and typed.stopped.after == number
            place: Path = (found, number) if found else ("stopped", "after") if is_last else ("times",)
            if number in typed.also_done and not found:
                place = ("also_done", typed.also_done.index(number))
            self.out.typed_at["steps", at] = place
            time = typed.times.get(number)
            yield {
                "id": number,
                "n": at + 1,
                "done": number in done,
                "at": self.times.of(time).isoformat() if time else None,
                "initials": None,
                "skipped": typed.left_out.get(number),
            }

    def _done(self) -> frozenset[str]:
        """What is done on the way through the packet where nobody says otherwise; of another sheet what is named.

        A step of an older paper that the packet has no more counts as done only if it is named: whether it was for
        those who did the others, nobody can tell today. What the packet has and the paper had not was not done.
        """
        typed, on_paper = self.typed, {*self.steps}
        later, found = self._after_the_stop(), set[str]()
        said = {*typed.also_done, *typed.times, *typed.numbers} - {*typed.left_out} - later
        if self.packet is None:
            return frozenset(said)
        world, known = world_before(self.packet.case.things), set[str]()
        for part in (self.packet.main, self.packet.detours, self.packet.close):
            for row in rows_of(part):
                number = row.first.number
                known.add(number)
                if number not in on_paper:
                    continue
                implied = part is not self.packet.detours and number not in later and is_for(row, world)
                if number not in typed.left_out and (implied or number in said):
                    world = after(row, world)
                    found.add(number)
        return frozenset(found | (said & on_paper - known))

    def _fields(self) -> Iterator[dict[str, Any]]:
        for at, (name, step, value, place) in enumerate((*self._approvals(), *self._filled())):
            self.out.typed_at["fields", at] = place
            yield {"step": step, "id": name, "value": value}

    def _approvals(self) -> Iterator[_Field]:
        typed = self.typed
        answered = "decision" if typed.record[3:] == CHECKLIST else "yes"
        for at, approval in enumerate(typed.approvals):
            place: Path = ("approvals", at)
            if approval.answer is not None:
                said = approval.answer if answered == "yes" else approval.answer == "yes"
                if said:
                    yield f"approvals.{approval.person}.{answered}", None, said, (*place, "answer")
            if approval.at is not None:
                yield f"approvals.{approval.person}.time", None, self.times.of(approval.at).isoformat(), place

    def _filled(self) -> Iterator[_Field]:
        typed = self.typed
        for at, person in enumerate(typed.operator):
            yield f"team.operator.{person}", None, True, ("operator", at)
        for item, seal in typed.seals.items():
            if seal.old is not None:
                yield f"things.{item}.old_seal", None, seal.old, ("seals", item, "old")
            if seal.new is not None:
                yield f"things.{item}.new_seal", None, seal.new, ("seals", item, "new")
        for step, text in typed.numbers.items():
            yield "number", step, text, ("numbers", step)
        for task, day in typed.ticked.items():
            yield f"due.{task}.{day}", None, True, ("ticked", task)
        if typed.exceptions is not None:
            name = "record.deviations" if typed.record[3:] == CHECKLIST else "record.deviation"
            yield name, None, typed.exceptions, ("exceptions",)

    def _notes(self) -> Iterator[dict[str, Any]]:
        stop: Iterable[tuple[Path, str, str]] = ()
        if self.typed.stopped is not None:
            stop = ((("stopped", "why"), self.typed.stopped.after, self.typed.stopped.why),)
        notes = ((("notes", step), step, text) for step, text in self.typed.notes.items())
        for at, (place, step, text) in enumerate((*notes, *stop)):
            self.out.typed_at["deviations", at] = place
            yield {"step": step, "at": None, "by": None, "text": text}
