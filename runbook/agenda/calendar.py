"""An agenda as an iCalendar file (RFC 5545): events of whole days, which have no time zone, and no names but roles.

The UID of an event comes from the company, what is due and its subject, not from the day: whoever reads a later file
has the event moved, not doubled. SEQUENCE and DTSTAMP come from the clock of the run, and from nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Alarm, Event
from icalendar import Calendar as Component

from runbook import TOOL
from runbook.agenda.entry import Entry, Kind, State
from runbook.agenda.phrases import Wording, private_texts
from runbook.agenda.recurrence import Recurrence, numbered_days, recurrence
from runbook.config.term_rules import NOTICE
from runbook.organisation.horizon import horizon
from runbook.organisation.terms import appointments, in_office

if TYPE_CHECKING:
    from runbook.agenda.agenda import Agenda
    from runbook.knowledge.phrases import Speaker
    from runbook.organisation import Organisation, Role

_ONE_DAY = timedelta(days=1)
_MORNING = timedelta(hours=9)
_WEEK = timedelta(days=7)
# What takes longer to bring about is told as early as a remark of `check` tells it.
_AHEAD: Mapping[Kind, timedelta] = {
    Kind.BATTERY: NOTICE,
    Kind.DOMAIN: NOTICE,
    Kind.RISK: NOTICE,
    Kind.TERM: NOTICE,
}
_RARE = 4  # a reminder a week ahead of what comes round every week is noise: the interval is at least so many times it
_SEQUENCE_START = datetime(2000, 1, 1, tzinfo=UTC)
_DOMAIN = "runbook.invalid"  # RFC 2606: a name that is nobody's


@dataclass(frozen=True, slots=True)
class Sharing:
    """A calendar to be made: in whose words, when (in UTC), and of which role alone, None for all."""

    speaker: Speaker
    moment: datetime
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """The bytes of a calendar, and how many events are in it."""

    content: bytes
    count: int


def calendar_file(agenda: Agenda, sharing: Sharing) -> CalendarFile:
    """The calendar of an agenda: the same bytes for the same agenda, words and moment."""
    wording = Wording(sharing.speaker, private_texts(sharing.speaker.organisation))
    name = wording.say("shared.calendar")
    if sharing.role:
        name = wording.say("shared.calendar_of", role=wording.role(sharing.role.value))
    calendar = Component()
    for key, value in (
        ("prodid", f"-//{TOOL}//runbook due//{sharing.speaker.language.code.upper()}"),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("x-wr-calname", name),
    ):
        calendar.add(key, value)
    events = sorted(events_of(agenda, sharing.speaker.organisation), key=lambda event: (event.day, event.uid))
    for event in events:
        calendar.add_component(_component(event, wording, sharing.moment))
    return CalendarFile(calendar.to_ical(), len(events))


@dataclass(frozen=True, slots=True)
class DueEvent:
    """An event: an entry on a day, or on all days of a recurrence from it on. ``duties`` are roles it is about."""

    entry: Entry
    uid: str
    day: date
    duties: tuple[str, ...] = ()
    recurs: Recurrence | None = None

    @property
    def alarms(self) -> tuple[timedelta, ...]:
        """How long after midnight of the day it reminds, ahead and on the day, each at nine."""
        if self.entry.state.is_late:
            return (_MORNING,)
        ahead, every = _AHEAD.get(self.entry.kind, _WEEK), self.entry.every
        is_frequent = every is not None and every.after(self.day) - self.day < _RARE * ahead
        return (_MORNING,) if is_frequent else (_MORNING - ahead, _MORNING)


def events_of(agenda: Agenda, whole: Organisation) -> Iterator[DueEvent]:
    """The events of an agenda, of each thing one: the earliest day counts.

    What has no day is none, nor what nobody can confirm.
    """
    told: set[str] = set()
    for entry in agenda.entries:
        uid = uid_of(entry, whole)
        if entry.state in (State.UNCONFIRMED, State.OPEN) or uid in told:
            continue
        told.add(uid)
        if entry.kind is Kind.TASK and entry.due:
            yield from _of_task(entry, agenda.day, whole)
        else:
            yield DueEvent(entry, uid, max(entry.due or agenda.day, agenda.day), _duties(entry, whole, agenda.day))


def uid_of(entry: Entry, whole: Organisation, number: str = "") -> str:
    """What an event is known by in every file of the company, whatever its day."""
    name = whole.company.name.words
    parts = (*((name,) if isinstance(name, str) else (words for _, words in name)), entry.kind.value, entry.subject)
    sign = "\0".join((*parts, entry.source or entry.rule, entry.part, number))
    return f"{hashlib.sha256(sign.encode()).hexdigest()[:32]}@{_DOMAIN}"


def _of_task(entry: Entry, day: date, whole: Organisation) -> Iterator[DueEvent]:
    """A task as one event that recurs, if a rule has exactly its days, else as one for each day up to the horizon."""
    rule = whole.rotation.tasks()[entry.subject]
    upcoming = entry.due or day
    if entry.state is State.OVERDUE:
        yield DueEvent(entry, uid_of(entry, whole, "overdue"), day)
        upcoming = day
    ahead = replace(entry, state=State.DUE)
    recurs = recurrence(rule)
    for number, due in numbered_days(rule, upcoming, horizon(day)):
        if recurs:
            yield DueEvent(ahead, uid_of(entry, whole), due, recurs=recurs)
            return
        yield DueEvent(ahead, uid_of(entry, whole, number), due)


def _duties(entry: Entry, whole: Organisation, day: date) -> tuple[str, ...]:
    """The roles of the person whom an entry is about, in place of the name."""
    if entry.kind is not Kind.CONTACT:
        return entry.about
    held = appointments(in_office(whole, day))
    return tuple(dict.fromkeys(role for role, _, each in held if entry.subject in (each.person, each.deputy)))


def _component(event: DueEvent, wording: Wording, moment: datetime) -> Event:
    entry = event.entry
    title = wording.shared_title(entry, event.duties)
    if entry.state.is_late:  # it stands on the day of the run, where it is seen
        title = wording.say("shared.late", title=title)
    component = Event()
    for key, value in _properties(event, wording, title, moment):
        component.add(key, value)
    if event.recurs:
        component.add("rrule", dict(event.recurs))
    for trigger in event.alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", trigger)
        component.add_component(alarm)
    return component


def _properties(
    event: DueEvent, wording: Wording, title: str, moment: datetime
) -> Iterable[tuple[str, str | int | date | datetime | list[str]]]:
    entry = event.entry
    kind = wording.say(f"kinds.{entry.kind.value}")
    who = wording.say("shared.who", role=wording.role(entry.role.value)) if entry.role else wording.say("shared.named")
    lines = (who, wording.every(entry.every) if entry.every else "", wording.say("shared.how"))
    return (
        ("uid", event.uid),
        ("dtstamp", moment),
        ("last-modified", moment),
        ("sequence", int((moment - _SEQUENCE_START) / timedelta(minutes=1))),
        ("dtstart", event.day),
        ("dtend", event.day + _ONE_DAY),
        ("summary", title),
        ("description", "\n".join(line for line in lines if line)),
        ("categories", [wording.say("shared.category"), kind]),
        ("transp", "TRANSPARENT"),
    )
