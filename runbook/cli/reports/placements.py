"""Copies that were placed, and how all of them stand, for a reader and for a machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from runbook.cli.reports.problems import problem_record
from runbook.cli.reports.records import entry_record
from runbook.cli.reports.report import Report
from runbook.editions.titles import titles_in
from runbook.records.places import Standing
from runbook.records.store import Records

if TYPE_CHECKING:
    from runbook.knowledge.language import Language
    from runbook.organisation import Organisation
    from runbook.records.places import Copies, Placements
    from runbook.records.taking import Taken


def placed_report(taken: Sequence[Taken], counts: Sequence[tuple[int, int]], language: Language) -> Report:
    """An entry for each place, with how many copies were put in and taken out."""
    say = language.say
    key = "placed" if all(each.is_written for each in taken) else "trial"
    return Report(
        record=lambda: {
            "problems": [],
            "notes": [problem_record(note, language) for each in taken for note in (*each.remarks, *each.explained)],
            "file": str(taken[0].store),
            "entries": [entry_record(each.entry, Records()) for each in taken],
            "written": all(each.is_written for each in taken),
        },
        lines=[_line(each, count, language) for each, count in zip(taken, counts, strict=True)],
        remarks=tuple(note for each in taken for note in each.remarks),
        talk=(say(f"reports.places.{key}", count=len(taken), file=taken[0].store),),
    )


def _line(taken: Taken, count: tuple[int, int], language: Language) -> str:
    return language.say(
        "reports.places.entry",
        number=taken.entry.number,
        place=taken.entry.subject,
        day=taken.entry.day,
        laid=count[0],
        gone=count[1],
        people=", ".join(taken.entry.people),
    )


def places_report(placements: Placements, language: Language) -> Report:
    """Place by place what is not as it should be; a finding unless every copy is good."""
    bad = [copies for copies in placements.copies if copies.standing is not Standing.GOOD]
    count = sum(len(copies.numbers) for copies in placements.copies)
    say = language.say
    summary = (
        say("reports.places.none")
        if placements.edition is None
        else say(
            "reports.places.summary", count=count, bad=sum(len(copies.numbers) for copies in bad), day=placements.today
        )
    )
    return Report(
        record=lambda: {
            "edition": placements.edition,
            "day": str(placements.today),
            "copies": [_record(copies) for copies in placements.copies],
        },
        lines=_lines(bad, placements.whole, language),
        talk=(summary,),
        is_finding=bool(bad) or placements.edition is None,
    )


def _lines(bad: Sequence[Copies], whole: Organisation, language: Language) -> Iterator[str]:
    titles = titles_in(language)
    names = {place.id: place.name for place in whole.places}
    for place, copies in groupby(bad, key=lambda each: each.place):
        name = names[place].in_language(language.code) if place in names and language.code in whole.languages else ""
        yield f"{name} ({place})" if name else place
        for each in copies:
            yield "  " + language.say(
                f"reports.places.{each.standing}",
                title=titles(each.name),
                numbers=", ".join(map(str, each.numbers)),
                code=each.code,
                wanted=each.wanted,
                day=each.since or "–",
                due=each.due or "–",
            )


def _record(copies: Copies) -> dict[str, Any]:
    return {
        "place": copies.place,
        "sheet": str(copies.name),
        "copies": list(copies.numbers),
        "state": copies.standing.value,
        "code": copies.code or None,
        "wanted": copies.wanted or None,
        "since": str(copies.since) if copies.since else None,
        "entry": copies.entry,
        "due": str(copies.due) if copies.due else None,
    }
