"""What a record is judged by, and what is found: refused, or taken in and told.

A record is history. What was wrong in the deed does not keep it out, if the record itself says why: then it is told,
and kept. Refused is what the record leaves unexplained, what contradicts itself, and what cannot be of this paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from runbook.config.fault import Fault
from runbook.organisation.terms import appointments
from runbook.text.characters import composed, folded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runbook.config.tree import Path
    from runbook.knowledge.loading import Knowledge
    from runbook.organisation import Organisation, Person
    from runbook.records.paper import Paper
    from runbook.records.record import Record
    from runbook.records.store import Records


class Weight(StrEnum):
    """What follows from a finding: nothing is taken in, or it is told; of an explained one the record says why."""

    REFUSED = "refused"
    EXPLAINED = "explained"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Found:
    """Something about a record, at a path of it."""

    fault: Fault
    weight: Weight


@dataclass(frozen=True, slots=True)
class Examination:
    """A record with all that it is judged by.

    ``whole`` is the company with all appointments, ``present`` with those of ``day``, on which the record begins where
    the company is. ``today`` is the day on which it is taken in; ``before`` are the records so far, ``instead_of`` the
    number of the one among them that tells of the same, if any. ``is_typed``: it was typed from paper, which has
    the initials, and the times that decide nothing.
    """

    record: Record
    paper: Paper
    whole: Organisation
    present: Organisation
    before: Records
    knowledge: Knowledge
    day: date
    today: date
    instead_of: int | None = None
    is_typed: bool = False

    def unexplained(self, rule: str, path: Path, step: str | None, /, **values: object) -> Found:
        """A finding that is refused unless the record says at its step why it was so.

        None stands for the step with which the work began, because it concerns all of them. On a sheet without steps
        the blank for deviations is asked. ``at`` of its sentences is the step, or the number of that sheet.
        """
        at = step if step is not None else self.began
        is_said = self.record.is_explained(at) if at is not None else self.record.has_exceptions
        values["at"] = at if at is not None else self.record.sheet.number
        return found_at(Weight.EXPLAINED if is_said else Weight.REFUSED, rule, path, values)

    @property
    def began(self) -> str | None:
        """The first step that was done, or of the sheet; None if it has none."""
        steps = self.record.steps
        return next((step.id for step in (*(each for each in steps if each.done), *steps)), None)

    def person_named(self, name: str) -> Person | None:
        """The person of the config with this name, in any of its languages."""
        wanted = same_name(name)
        languages = self.whole.languages
        return next(
            (
                person
                for person in self.whole.people
                if wanted in {same_name(person.name.in_language(code)) for code in languages}
            ),
            None,
        )

    def initialled(self) -> dict[str, str]:
        """People (ids) by their initials."""
        named = ((each.initials, self.person_named(each.name)) for each in self.record.people)
        return {initials: person.id for initials, person in named if person is not None}

    def in_office(self) -> frozenset[str]:
        """Everybody (ids) who held something on the day, or stood in for somebody who did."""
        held = [appointment for _, _, appointment in appointments(self.present)]
        return frozenset(name for each in held for name in (each.person, each.deputy) if name is not None)


def refused(rule: str, path: Path, /, **values: object) -> Found:
    """A finding that no note explains."""
    return found_at(Weight.REFUSED, rule, path, values)


def told(rule: str, path: Path, /, **values: object) -> Found:
    """A finding that keeps nothing out."""
    return found_at(Weight.TOLD, rule, path, values)


def found_at(weight: Weight, rule: str, path: Path, values: Mapping[str, object]) -> Found:
    """A finding of a weight."""
    return Found(Fault(rule, path, tuple((name, str(value)) for name, value in values.items())), weight)


def same_name(name: str) -> str:
    """A name without what does not matter: width, spaces, case."""
    return "".join(folded(composed(name)).split()).casefold()
