"""What `due` is asked for: how far ahead, of whom and where, how put together, and whether as a calendar as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.agenda import Grouping
from runbook.agenda.due_file import read_agenda, write_calendar
from runbook.cli.arguments import id_of, last_day, one_of
from runbook.cli.reports.agendas import report_on
from runbook.organisation import Role

if TYPE_CHECKING:
    from pathlib import Path

    from runbook.agenda import Agenda
    from runbook.agenda.due_file import AgendaReading
    from runbook.cli.reports.report import Report
    from runbook.clock import Clock
    from runbook.knowledge.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class DueOptions:
    """What was typed: a span or a last day, a grouping, and whom, where and which role alone it is about."""

    within: str | None
    until: str | None
    by: str
    person: str | None
    place: str | None
    role: str | None

    @property
    def is_part(self) -> bool:
        """Whether it is about a part of all that is due."""
        return any((self.person, self.place, self.role))


def reminded(options: DueOptions, ics: Path | None, config: Path, clock: Clock, language: Language) -> Report:
    """The answer, and the calendar in its file; UsageError for what nobody knows, else as from `look`."""
    grouping = Grouping(one_of("--by", options.by, tuple(Grouping)))
    role = Role(one_of("--role", options.role, tuple(Role))) if options.role else None
    read = read_agenda(config, clock, lambda day: last_day(day, options.within, options.until))
    organisation = read.reading.organisation
    agenda = read.agenda.of(
        person=id_of("--person", options.person, organisation.people),
        place=id_of("--place", options.place, organisation.places),
        role=role,
    )
    written = _calendar(ics, agenda, role, read, language) if ics is not None else ""
    return report_on(read.reading, agenda, language, by=grouping, is_part=options.is_part, written=written)


def _calendar(ics: Path, agenda: Agenda, role: Role | None, read: AgendaReading, language: Language) -> str:
    """Write the calendar; the sentence that says so."""
    from runbook.agenda.calendar import Sharing, calendar_file  # noqa: PLC0415  icalendar is slow to import
    from runbook.knowledge.phrases import Speaker  # noqa: PLC0415

    sharing = Sharing(Speaker(language, read.reading.organisation), read.moment, role)
    calendar = calendar_file(agenda, sharing)
    write_calendar(ics, calendar.content)
    return language.say("agenda.written", file=ics, count=calendar.count)
