"""What is due, as lines for a reader and as a record for a machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runbook.agenda import Agenda, Entry, Grouping, Kind, State
from runbook.agenda.phrases import Wording
from runbook.cli.reports.report import Report
from runbook.config.fault import Fault
from runbook.knowledge.phrases import Name, Speaker

if TYPE_CHECKING:
    from runbook.config import Reading
    from runbook.errors import Problem
    from runbook.knowledge.language import Language

_INDENT = "      "


def report_on(
    reading: Reading, agenda: Agenda, language: Language, *, by: Grouping, is_part: bool, written: str = ""
) -> Report:
    """What is due up to a day; a finding if anything is overdue or was never done.

    ``is_part``: the reader asked for a person, place or role. ``written`` tells of a calendar that was written.
    """
    reader = AgendaReader(reading, Wording(Speaker(language, reading.organisation)), is_part=is_part)
    shown = agenda.shown
    return Report(
        record=lambda: reader.record(shown),
        lines=reader.lines(shown, by),
        talk=(*reader.talk(shown), *((written,) if written else ())),
        is_finding=shown.is_late,
    )


@dataclass(frozen=True, slots=True)
class AgendaReader:
    """Who reads the agenda of a config."""

    reading: Reading
    words: Wording
    is_part: bool

    def lines(self, agenda: Agenda, by: Grouping) -> Iterator[str]:
        """A heading, then each group with its entries."""
        say = self.words.say
        if all(entry.state is State.OPEN for entry in agenda.entries):
            yield say("none_chosen" if self.is_part else "none", until=agenda.until)
        else:
            yield say("head", day=agenda.day, until=agenda.until)
        for key, entries in agenda.grouped(by):
            yield from ("", self._group(key, by, agenda))
            for entry in entries:
                yield from self._entry(entry, by)

    def talk(self, agenda: Agenda) -> Iterator[str]:
        """How many, and what the agenda cannot know."""
        say, kinds = self.words.say, {entry.kind for entry in agenda.entries}
        late = sum(entry.state.is_late for entry in agenda.entries)
        due = sum(entry.state is State.DUE for entry in agenda.entries)
        yield say("counted", late=late, due=due, until=agenda.until)
        if opened := sum(entry.state is State.OPEN for entry in agenda.entries):
            yield say("opened", count=opened)
        if any(entry.kind is Kind.TASK and entry.last is None for entry in agenda.entries):
            yield say("unrecorded")
        if agenda.on_events and not self.is_part:
            yield say("events", tasks=self.words.speaker.commas(map(self.words.task, agenda.on_events)))
        if Kind.COPIES in kinds:
            yield say("copies")
        elif not agenda.has_editions and not self.is_part:
            yield say("no_editions")

    def record(self, agenda: Agenda) -> dict[str, Any]:
        """All of it as JSON."""
        return {
            "problems": [],
            "day": str(agenda.day),
            "until": str(agenda.until),
            "entries": [self._record(entry) for entry in agenda.entries],
            "on_events": list(agenda.on_events),
            "has_editions": agenda.has_editions,
            "late": sum(entry.state.is_late for entry in agenda.entries),
        }

    def _group(self, key: str, by: Grouping, agenda: Agenda) -> str:
        if by is Grouping.DAY:
            return self.words.say(f"groups.{key}", until=agenda.until)
        if not key:
            return self.words.say(f"groups.no_{by.value}")
        return self.words.speaker.say(Name("person" if by is Grouping.PERSON else "place", key))

    def _entry(self, entry: Entry, by: Grouping) -> Iterator[str]:
        """A line for what and when, one for who and where, one for since when and what is written afterwards."""
        say = self.words.say
        day = say(f"marks.{entry.state.value}", day=entry.due) if by is not Grouping.DAY else str(entry.due or "")
        yield "  " + "  ".join(part for part in (day, self.words.title(entry)) if part)
        where = self.words.where(entry) if by is not Grouping.PLACE and entry.kind is not Kind.COPIES else ""
        who = self.words.who(entry)
        yield _INDENT + (say("joined", first=who, then=where) if where else who)
        if last := self.words.last(entry):
            yield _INDENT + last
        if afterwards := self._afterwards(entry):
            yield _INDENT + afterwards

    def _afterwards(self, entry: Entry) -> str:
        if entry.kind is Kind.FINDING and entry.part:
            return self.words.say("then_close", number=entry.part)
        if entry.kind is Kind.FINDING:
            place = self._place(entry)
            return self.words.say("see", place=f"{place.file}:{place.line}:{place.column}", rule=entry.rule)
        if entry.path is not None:
            place = self._place(entry)
            return self.words.say("then", place=f"{place.file}:{place.line}:{place.column}", path=place.where)
        if entry.kind is Kind.TASK:
            return self.words.say("then_issue" if entry.subject == "runbook_review" else "then_sheet")
        return ""

    def _place(self, entry: Entry) -> Problem:
        return Fault(entry.rule, entry.path or ()).located(self.reading.source, self.reading.tree, hidden=True)

    def _record(self, entry: Entry) -> dict[str, Any]:
        place = self._place(entry) if entry.path is not None else None
        return {
            "kind": entry.kind.value,
            "subject": entry.subject,
            "part": entry.part or None,
            "about": list(entry.about),
            "title": self.words.title(entry),
            "state": entry.state.value,
            "due": str(entry.due) if entry.due else None,
            "ends": str(entry.ends) if entry.ends else None,
            "last": str(entry.last) if entry.last else None,
            "every": str(entry.every) if entry.every else None,
            "source": entry.source or None,
            "rule": entry.rule or None,
            "role": entry.role.value if entry.role else None,
            "people": [
                {
                    "id": hand.person,
                    "stands_in_for": hand.stands_in_for,
                    "absent_until": str(hand.absent_until) if hand.absent_until else None,
                }
                for hand in entry.hands
            ],
            "places": list(entry.places),
            "edit": {"file": place.file, "line": place.line, "column": place.column, "path": place.where}
            if place
            else None,
        }
