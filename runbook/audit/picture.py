"""The timeline as a picture and as tables: lanes with marks, tasks with bands where the last proof was too old."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from runbook.audit.timeline import Lane, What
from runbook.audit.words import Section, Table
from runbook.organisation.deadlines import QUARTER

if TYPE_CHECKING:
    from runbook.audit.timeline import Gap, TimelineEvent
    from runbook.audit.words import Words
    from runbook.organisation.interval import Interval

WIDTH = 700
"""Of the picture, in its own units; a day is at least one of them wide in a span of two years."""
_LEAST = 1.5
_HATCH = 7


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of days: where it begins, how wide it is, and where lines stand in it."""

    x: float
    width: float
    lines: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the picture. ``shape`` is that of its marks, ``title`` says what is there to who does not see it."""

    name: str
    shape: str
    marks: tuple[float, ...]
    bands: tuple[Band, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The rows, the firsts of months among them, and what stands beside it as tables."""

    lead: tuple[str, ...]
    heads: tuple[str, str]
    rows: tuple[Row, ...]
    sections: tuple[Section, ...]


def picture_of(wording: Words) -> Picture:
    """The timeline of a bundle in a language."""
    facts = wording.facts
    first, last = facts.period.first, facts.period.last
    return Picture(
        lead=(wording.say("timeline.lead", first=first, last=last), wording.say("timeline.reading")),
        heads=(wording.say("heads.lane"), wording.say("about.days", first=first, last=last)),
        rows=tuple(_rows(wording)),
        sections=(_gaps(wording), _events(wording)),
    )


def _rows(wording: Words) -> Iterator[Row]:
    facts = wording.facts
    months = tuple(facts.period.months)
    yield Row(wording.say("timeline.months"), "tick", _places(wording, months), (), wording.say("timeline.firsts"))
    for lane in Lane:
        found = facts.timeline.lane(lane)
        if found or lane is not Lane.OTHER:
            name = wording.say(f"lanes.{lane}")
            days = tuple(dict.fromkeys(each.day for each in found))
            yield Row(name, lane.value, _places(wording, days), (), _title(wording, name, days))
    yield _of_looks(wording)
    for task, rule in facts.organisation.rotation.tasks().items():
        gaps = [gap for gap in facts.timeline.gaps if gap.task == task]
        days = facts.period.within(facts.done.get(task, ()))
        if rule.every is not None:
            name = wording.naming.task(task, wording.language)
            title = wording.say(
                "timeline.gaps_of", what=_title(wording, name, days), days=sum(gap.days for gap in gaps)
            )
            yield Row(name, "done", _places(wording, days), tuple(_band(wording, gap) for gap in gaps), title)


def _of_looks(wording: Words) -> Row:
    """The days of which it is known what the rules found, and those on which that was too long ago."""
    facts, name = wording.facts, wording.say("timeline.looks")
    days, gaps = facts.period.within([snapshot.day for snapshot in facts.snapshots]), facts.timeline.unseen
    title = wording.say("timeline.gaps_of", what=_title(wording, name, days), days=sum(gap.days for gap in gaps))
    return Row(name, "done", _places(wording, days), tuple(_band(wording, gap) for gap in gaps), title)


def _title(wording: Words, name: str, days: Sequence[date]) -> str:
    if not days:
        return wording.say("timeline.nothing", name=name)
    return wording.say("timeline.days", name=name, days=", ".join(map(str, days)))


def _places(wording: Words, days: Sequence[date]) -> tuple[float, ...]:
    """Where days stand: in the middle of theirs."""
    return tuple(_place(wording, day, 0.5) for day in days)


def _place(wording: Words, day: date, part: float) -> float:
    period = wording.facts.period
    return round(((day - period.first).days + part) * WIDTH / period.days, 1)


def _band(wording: Words, gap: Gap) -> Band:
    start, end = _place(wording, gap.first, 0), _place(wording, gap.last, 1)
    width = max(round(end - start, 1), _LEAST)
    lines = tuple(round(start + _HATCH * number, 1) for number in range(1, int(width // _HATCH) + 1))
    return Band(start, width, tuple(line for line in lines if line < start + width))


def _gaps(wording: Words) -> Section:
    rows = []
    tasks = wording.facts.organisation.rotation.tasks()
    for gap in (*wording.facts.timeline.unseen, *wording.facts.timeline.gaps):
        name = wording.naming.task(gap.task, wording.language) if gap.task else wording.say("timeline.looks")
        every = _every(wording, tasks[gap.task].every if gap.task else QUARTER)
        since = str(gap.since) if gap.since else wording.say("gap.unknown")
        until = str(gap.until) if gap.until else wording.say("gap.open")
        days = wording.say("gap.days", first=gap.first, last=gap.last, count=gap.days)
        rows.append((name, every, since, days, until))
    title = wording.say("sections.gaps")
    if not rows:
        return Section(title, (wording.say("empty.gaps"),))
    heads = tuple(wording.say(f"heads.{name}") for name in ("task", "every", "done_before", "without", "done_again"))
    return Section(title, (wording.say("leads.gaps"),), (), Table("gaps", heads, (22, 14, 16, 32, 16), tuple(rows)))


def _every(wording: Words, interval: Interval | None) -> str:
    parts = interval.parts if interval else ()
    units = (wording.language.say(f"labels.units.{unit}", count=number) for number, unit in parts)
    return wording.language.say("labels.formats.every", interval=", ".join(units))


def _events(wording: Words) -> Section:
    rows = tuple(
        (str(each.day), wording.say(f"lanes.{each.lane}"), _what(wording, each))
        for each in wording.facts.timeline.events
    )
    title = wording.say("sections.happenings")
    if not rows:
        return Section(title, (wording.say("empty.happenings"),))
    heads = tuple(wording.say(f"heads.{name}") for name in ("day", "lane", "what"))
    return Section(title, (), (), Table("happenings", heads, (18, 24, 58), rows))


def _what(wording: Words, each: TimelineEvent) -> str:
    if each.what is What.DONE:
        key = f"reports.record.kinds.{each.about}"
        kind = wording.language.words(key) if wording.language.has(key) else each.about
        deed = next(deed for deed in wording.facts.deeds if deed.number == each.number)
        subject = wording.naming.subject_said(deed, wording.language)
        return wording.say(
            "happened.done" if subject else "happened.done_plain", kind=kind, number=each.number, subject=subject
        )
    if each.what is What.LOOKED:
        count = next(len(snapshot.found) for snapshot in wording.facts.snapshots if snapshot.day == each.day)
        return wording.say("happened.looked", number=each.number, count=count)
    key = f"checks.rules.{each.about}"
    title = wording.language.words(key) if each.about and wording.language.has(key) else each.about
    return wording.say(f"happened.{each.what}", number=each.number, rule=each.about, title=title)
