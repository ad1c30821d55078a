"""Printed copies: which sheets of which edition ought to lie where, and what somebody has said of them.

A copy of which nobody said anything is never said to be there, nor to be missing: it is not confirmed. One that is
known to be an old paper, or to lack, is overdue from the day on which its edition came into force.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from runbook.agenda.entry import Entry, Kind, State
from runbook.agenda.survey import LastDone
from runbook.knowledge.procedure import acting_role
from runbook.organisation import Role
from runbook.organisation.deadlines import copies_interval
from runbook.records.places import Standing, copies_standing

if TYPE_CHECKING:
    from runbook.agenda.survey import Survey
    from runbook.editions import IssuedEdition, Register
    from runbook.records.places import Copies
    from runbook.records.store import Records

CHANGE, LOOK = "change", "look"
"""Parts of an entry: an old paper is to be changed; a good one is to be looked at again."""


def recorded_by(register: Register) -> LastDone:
    """What the register itself records: issuing an edition is what the review of the runbook ends with."""
    latest = register.latest
    return {} if latest is None else {(Kind.TASK, "runbook_review"): latest.issued_on}


def copies(survey: Survey, register: Register, records: Records) -> Iterator[Entry]:
    """For each place the sheets of the edition in force, and those that an edition to come replaces."""
    now, latest = register.in_force(survey.day), register.latest
    if now is not None:
        yield from _in_force(survey, now, copies_standing(survey.whole, register, records, survey.day))
    if latest is not None and (now is None or latest.number != now.number):
        for place, since in _laid_in(latest).items():
            yield survey.judged(_entry(survey, place, sorted(since), max(since.values())))


def _in_force(survey: Survey, edition: IssuedEdition, standing: tuple[Copies, ...]) -> Iterator[Entry]:
    """By place: what nobody confirmed, what is to be changed, and what is to be looked at again by which day."""
    found: dict[tuple[str, str, date], list[Copies]] = {}
    for each in standing:
        issued = edition.sheets.get(each.name)
        since = issued.since if issued is not None else edition.effective
        match each.standing:
            case Standing.UNCONFIRMED:
                key = (each.place, "", date.min)
            case Standing.GOOD | Standing.OLD:
                key = (each.place, LOOK, each.due or since)
            case _:
                key = (each.place, CHANGE, since)
        found.setdefault(key, []).append(each)
    for (place, part, due), copies in found.items():
        sheets = sorted({each.name.sheet.name for each in copies})
        if not part:
            first = max(edition.sheets[each.name].since for each in copies)
            yield replace(survey.judged(_entry(survey, place, sheets, first)), state=State.UNCONFIRMED)
            continue
        last = min((each.since for each in copies if each.since), default=None)
        entry = replace(_entry(survey, place, sheets, due), part=part)
        if part == LOOK:
            entry = replace(
                entry, last=last, every=copies_interval(survey.whole.rotation), source="rotation.runbook_review"
            )
        yield survey.judged(entry)


def _entry(survey: Survey, place: str, sheets: list[str], due: date) -> Entry:
    return Entry(
        kind=Kind.COPIES,
        subject=place,
        path=None,
        due=due,
        role=acting_role(Role.OWNER, survey.whole),
        places=(place,),
        about=tuple(sheets),
    )


def _laid_in(edition: IssuedEdition) -> dict[str, dict[str, date]]:
    """By place the sheets that an edition to come replaces, and since when the words of each are in force."""
    found: dict[str, dict[str, date]] = {}
    for name, sheet in edition.sheets.items():
        for place in edition.copies_of(name):
            if sheet.since == edition.effective:
                before = found.setdefault(place, {}).get(name.sheet.name, sheet.since)
                found[place][name.sheet.name] = max(before, sheet.since)
    return found
