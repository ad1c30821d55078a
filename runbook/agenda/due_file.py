"""The agenda of a config file as it is now, and the file of a calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.agenda.agenda import Agenda, agenda_of
from runbook.assessment import judged, read_file
from runbook.editions import read_register_of
from runbook.errors import OutputError, Problem
from runbook.knowledge.loading import shipped_knowledge
from runbook.records.facts import recorded_in
from runbook.records.store_file import read_records_of
from runbook.writing import read_kept, replace_kept

if TYPE_CHECKING:
    from runbook.clock import Clock
    from runbook.config import Reading

_CALENDAR = b"BEGIN:VCALENDAR"


@dataclass(frozen=True, slots=True)
class AgendaReading:
    """A config that was read, and what is due by it; ``moment`` is that of the clock, in UTC."""

    reading: Reading
    agenda: Agenda
    moment: datetime


def read_agenda(config: Path, clock: Clock, until: Callable[[date], date]) -> AgendaReading:
    """What is due on the day of the company, up to the day that ``until`` makes of it; errors as from `read_file`.

    ConfigError too if a fact is dated after the day, or nobody is in an office that the runbook needs. OutputError if
    register or records cannot be read.
    """
    reading = read_file(config)
    organisation = reading.organisation
    day = clock.day_in(organisation.company.time_zone)
    reading.as_of(day)
    _, register = read_register_of(config)
    _, records = read_records_of(config)
    moment = clock.moment or datetime.combine(clock.day or day, time(), UTC)
    found = judged(reading, day, shipped_knowledge(), recorded_in(records, day))
    agenda = agenda_of(organisation, register, day, until(day), records, findings=found)
    return AgendaReading(reading, agenda, moment.replace(microsecond=0))


def write_calendar(path: Path, calendar: bytes) -> None:
    """Write the file in one step; OutputError if something else than a calendar is there, or the disk fails."""
    kept = read_kept(path, "not-a-calendar")
    if kept.before is not None and not kept.before.lstrip(b"\xef\xbb\xbf").startswith(_CALENDAR):
        raise OutputError((Problem.of("not-a-calendar", str(kept.path)),))
    replace_kept(kept, calendar)
