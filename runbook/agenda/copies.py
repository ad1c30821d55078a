"""Printed copies, as far as the register knows: which sheets of which edition ought to lie where, and since when.

It says what was issued and how many copies of it a place has; nobody has told it that they were laid in. So a copy is
never said to be there, nor to be missing: it is not confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from runbook.agenda.entry import Entry, Kind, State
from runbook.agenda.survey import Recorded
from runbook.knowledge.procedure import acting_role
from runbook.organisation import Role

if TYPE_CHECKING:
    from runbook.agenda.survey import Survey
    from runbook.editions import IssuedEdition, Register


def recorded_in(register: Register) -> Recorded:
    """What the register itself records: issuing an edition is what the review of the runbook ends with."""
    latest = register.latest
    return {} if latest is None else {(Kind.TASK, "runbook_review"): latest.issued_on}


def copies(survey: Survey, register: Register) -> Iterator[Entry]:
    """For each place the sheets of the edition in force, and those that an edition to come replaces."""
    now, latest = register.in_force(survey.day), register.latest
    for edition in dict.fromkeys(number.number for number in (now, latest) if number):
        yield from _of(survey, register.edition(edition), is_to_come=now is None or edition != now.number)


def _of(survey: Survey, edition: IssuedEdition | None, *, is_to_come: bool) -> Iterator[Entry]:
    for place, since in _laid_in(edition, only_new=is_to_come).items() if edition else ():
        entry = survey.judged(
            Entry(
                kind=Kind.COPIES,
                subject=place,
                path=None,
                due=max(since.values()),
                role=acting_role(Role.OWNER, survey.whole),
                places=(place,),
                about=tuple(sorted(since)),
            )
        )
        yield entry if is_to_come else replace(entry, state=State.UNCONFIRMED)


def _laid_in(edition: IssuedEdition, *, only_new: bool) -> dict[str, dict[str, date]]:
    """By place the sheets of which copies lie there, and since when the words of each are in force."""
    found: dict[str, dict[str, date]] = {}
    for name, sheet in edition.sheets.items():
        for place in edition.copies_of(name):
            if not only_new or sheet.since == edition.effective:
                before = found.setdefault(place, {}).get(name.sheet.name, sheet.since)
                found[place][name.sheet.name] = max(before, sheet.since)
    return found
