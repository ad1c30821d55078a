"""A day on which somebody looks what is due: the company, what was recorded, and who does what on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from runbook.agenda.entry import Entry, Hand, Kind, State
from runbook.organisation.deadlines import is_over

if TYPE_CHECKING:
    from runbook.organisation import Organisation, Role
    from runbook.organisation.recorded import Recorded

LastDone = Mapping[tuple[Kind, str], date]
"""When something was last done, by kind and subject, as a record says. It comes before the day typed in the config."""


def by_kind(recorded: Recorded) -> LastDone:
    """What records say, as the agenda asks for it: the same that the rules of `check` are judged by."""
    parts = {
        Kind.TASK: recorded.tasks,
        Kind.TEST: recorded.tested,
        Kind.CONTACT: recorded.confirmed,
        Kind.CUSTODY: recorded.verified,
    }
    return {(kind, subject): day for kind, days in parts.items() for subject, day in days.items()}


@dataclass(frozen=True, slots=True)
class Survey:
    """The company with all its appointments, on a day."""

    whole: Organisation
    day: date
    recorded: LastDone = field(default_factory=dict)

    def last(self, kind: Kind, subject: str, typed: date | None = None) -> date | None:
        """When it was last done: by a record, else as typed; None if neither says so."""
        return self.recorded.get((kind, subject), typed)

    def judged(self, entry: Entry, people: Sequence[str] = ()) -> Entry:
        """The entry with its state, and who does it on its day: those who hold its role then, or else some people.

        What should have been done already, they do today.
        """
        day = max(entry.due or self.day, self.day)
        hands = self._holders(entry.role, day) if entry.role else self._named(people, day)
        state = State.NEVER if entry.due is None else State.OVERDUE if is_over(entry.due, self.day) else State.DUE
        return replace(entry, state=state, hands=tuple(dict.fromkeys(hands)))

    def _holders(self, role: Role, day: date) -> Iterator[Hand]:
        for appointment in self.whole.holders(role):
            if appointment.in_office(day):
                absence = self.whole.person(appointment.person).absence(day)
                deputy = appointment.deputy
                if absence and deputy and self.whole.person(deputy).absence(day) is None:
                    yield Hand(deputy, stands_in_for=appointment.person)
                else:
                    yield Hand(appointment.person, absent_until=absence.until if absence else None)

    def _named(self, people: Sequence[str], day: date) -> Iterator[Hand]:
        for person in people:
            absence = self.whole.person(person).absence(day)
            yield Hand(person, absent_until=absence.until if absence else None)
