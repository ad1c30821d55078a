"""Somebody's departure from the company of a draft: what it touches, also on paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from runbook.offboarding.impact import Leaving, leaving
from runbook.organisation import Organisation
from runbook.organisation.localized import Text
from runbook.sheets.sets import REGISTER, word_set

if TYPE_CHECKING:
    from datetime import date

    from runbook.building import Draft
    from runbook.knowledge.sheets import SheetName


@dataclass(frozen=True, slots=True)
class Departure:
    """A leaving, the company that the person leaves, and the names of the sheets that name them."""

    leaving: Leaving
    organisation: Organisation
    sheets: tuple[SheetName, ...]


def departure_of(draft: Draft, person: str, last_day: date) -> Departure:
    """What somebody's leaving touches, on paper too; ConfigError if the config has no such person."""
    left = leaving(draft.assessment, person, last_day)
    return Departure(left, draft.assessment.whole.organisation, sheets_naming(draft, person))


def sheets_naming(draft: Draft, person_id: str) -> tuple[SheetName, ...]:
    """The sheets whose words would be others without a person's name and addresses; the register follows them anyway.

    Found by wording the sheets again, so that a name that is also part of a word counts only where the person is meant.
    """
    people = tuple(
        replace(
            person,
            name=Text.of("-"),
            contacts=tuple(replace(contact, value="-") for contact in person.contacts),
        )
        if person.id == person_id
        else person
        for person in draft.assessment.present.organisation.people
    )
    organisation = replace(draft.assessment.present.organisation, people=people)
    views = (replace(view, organisation=organisation) for view in draft.views)
    other = {sheet.name: sheet.code for view in views for sheet in word_set(view, draft.templates)}
    return tuple(
        sheet.name for sheet in draft.sheets if sheet.sheet.slug != REGISTER and other[sheet.name] != sheet.code
    )
