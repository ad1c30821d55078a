"""The agenda of a day: what is overdue and what is due, by day, by person and by place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from runbook.agenda.copies import copies, recorded_by
from runbook.agenda.dates import dated
from runbook.agenda.entry import Entry, State
from runbook.agenda.findings import open_notices, open_rules
from runbook.agenda.survey import Survey, by_kind
from runbook.agenda.tasks import on_events_only, tasks
from runbook.organisation import Role
from runbook.records.facts import recorded_in
from runbook.records.store import NONE, Records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runbook.checks import Finding
    from runbook.editions import Register
    from runbook.organisation import Organisation


class Grouping(StrEnum):
    """How entries are put together."""

    DAY = "day"
    PERSON = "person"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything that is due, gravest first, then by day: the next day of each thing whatever it is.

    Of periodic tasks all days up to ``until``. ``on_events`` are tasks that are due on events only; ``has_editions``
    says whether the register knows of an edition, and so of copies.
    """

    day: date
    until: date
    entries: tuple[Entry, ...]
    on_events: tuple[str, ...] = ()
    has_editions: bool = False

    @property
    def is_late(self) -> bool:
        """Whether anything is overdue, or was never done."""
        return any(entry.state.is_late for entry in self.entries)

    @property
    def shown(self) -> Agenda:
        """Only what is due up to ``until``."""
        return replace(self, entries=tuple(e for e in self.entries if e.due is None or e.due <= self.until))

    def of(self, *, person: str | None = None, place: str | None = None, role: Role | None = None) -> Agenda:
        """Only what concerns a person, a place, a role; None stands for all."""
        return replace(
            self,
            entries=tuple(
                entry
                for entry in self.entries
                if (person is None or person in entry.people)
                and (place is None or place in entry.places)
                and (role is None or role is entry.role)
            ),
        )

    def grouped(self, by: Grouping) -> Iterator[tuple[str, tuple[Entry, ...]]]:
        """Entries under each state, or person or place by id; those with nobody or no place last, under ""."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            keys = {
                Grouping.DAY: (entry.state.value,),
                Grouping.PERSON: tuple(dict.fromkeys(hand.person for hand in entry.hands)),
                Grouping.PLACE: entry.places,
            }
            for key in keys[by] or ("",):
                found.setdefault(key, []).append(entry)
        order = [state.value for state in State] if by is Grouping.DAY else sorted(found, key=lambda key: key == "")
        yield from ((key, tuple(found[key])) for key in order if key in found)


def agenda_of(  # noqa: PLR0913  a day and a span, and who knows of it
    whole: Organisation,
    register: Register,
    day: date,
    until: date,
    records: Records = NONE,
    *,
    findings: Sequence[Finding] = (),
) -> Agenda:
    """The agenda of a company with all its appointments, by what its register, its records and the rules know.

    Of two that know when the same was last done, the later one counts. ``findings`` are those of the day.
    """
    known, told = dict(by_kind(recorded_in(records, day))), recorded_by(register)
    survey = Survey(whole, day, {**known, **{what: max(done, known.get(what, done)) for what, done in told.items()}})
    dates = (*tasks(survey, until), *dated(survey), *copies(survey, register, records))
    found = (*dates, *open_rules(survey, findings, dates), *open_notices(survey, records))
    return Agenda(
        day,
        until,
        tuple(sorted(found, key=lambda entry: entry.order)),
        on_events_only(survey),
        has_editions=bool(register.issued),
    )
