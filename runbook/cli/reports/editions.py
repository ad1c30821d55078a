"""Comparisons and answers as lines for a reader, and as records for a machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, assert_never

from runbook.editions.comparison import Change, Comparison, Errand
from runbook.editions.reprint import SheetTitles
from runbook.editions.verification import (
    Answer,
    Current,
    EditionPaper,
    Issued,
    Mistyped,
    Paper,
    SheetPaper,
    Superseded,
    Unknown,
    Upcoming,
    Withdrawn,
)

if TYPE_CHECKING:
    from runbook.editions import IssuedEdition
    from runbook.knowledge.language import Language

_ORDER = (Change.CHANGED, Change.NEW, Change.GONE, Change.UNCHANGED)
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the words of the language, and the titles of sheets in it."""

    language: Language
    titles: SheetTitles

    def say(self, key: str, **values: object) -> str:
        """A sentence of reports.yaml."""
        return self.language.words(f"reports.{key}").format_map(values)

    def comparison(self, comparison: Comparison, changes: Sequence[str]) -> Iterator[str]:
        """What changed: the organisation in words, then sheet by sheet, then the copies to replace."""
        old = self._edition(comparison.old) if comparison.old else self.say("diff.nothing")
        yield self.say("diff.from_to", old=old, new=self._edition(comparison.new))
        if comparison.old and (changes or not comparison.is_same):
            yield from ("", self.say("diff.changes"))
            yield from (f"{_INDENT}- {sentence}" for sentence in changes or [self.say("diff.words_only")])
        yield ""
        if comparison.is_same:
            yield self.say("diff.same")
            return
        yield self.say("diff.sheets")
        for change in _ORDER:
            for sheet in comparison.having(change):
                codes = {"old": sheet.old.code if sheet.old else "", "new": sheet.new.code if sheet.new else ""}
                yield _INDENT + self.say(f"diff.{change.value}", title=self.titles(sheet.name), **codes)
        if comparison.errands:
            yield from ("", self.say("diff.copies"))
        for place in comparison.places():
            yield _INDENT + comparison.place_name(place, self.language.code)
            yield from (2 * _INDENT + self._errand(errand) for errand in comparison.errands_in(place))
        yield from ("", self.say("diff.totals", pages=comparison.pages, destroyed=comparison.destroyed))
        if not comparison.new.approvals:
            yield self.say("diff.code", code=comparison.new.code)

    def answer(self, answer: Answer) -> Iterator[str]:
        """What a code says about its paper."""
        match answer:
            case Current(by=by):
                yield from self._issued("current", answer)
                if by:
                    yield _INDENT + self.say("verify.until", until=by.effective, successor="")
                    yield from self._because(by)
            case Upcoming():
                yield from self._issued("upcoming", answer)
            case Superseded(by=by, successor=successor, now=now):
                change = {"day": by.effective, "by": by.number, "successor": successor.code}
                yield from (*self._issued("superseded", answer, **change), *self._because(by), *self._now(now))
            case Withdrawn(by=by, now=now):
                yield from self._issued("withdrawn", answer, day=by.effective)
                yield from (*self._because(by), *self._now(now))
            case Unknown(code=code):
                yield self.say("verify.unknown", code=code)
            case Mistyped(typed=typed, near=near):
                yield self.say("verify.mistyped", typed=typed)
                if near:
                    yield _INDENT + self.say("verify.near", near=" / ".join(near))
            case _:
                assert_never(answer)

    def _issued(self, key: str, answer: Issued, **change: object) -> Iterator[str]:
        paper = answer.paper
        values = {"code": paper.code, "edition": paper.edition, "day": paper.since} | change
        match paper:
            case SheetPaper(name=name, revision=revision):
                yield self.say(f"verify.{key}", title=self.titles(name), revision=revision, **values)
            case EditionPaper():
                yield self.say(f"verify.{key}_edition", **values)
            case _:
                assert_never(paper)
        if answer.other_day:
            yield _INDENT + self.say("verify.other_day")

    def _because(self, by: IssuedEdition) -> Iterator[str]:
        yield _INDENT + self.say("verify.because", reason=by.reason)
        yield from (f"{_INDENT}- {sentence}" for sentence in sentences_of(by, self.language.code))

    def _now(self, now: Paper | None) -> Iterator[str]:
        if now:
            yield _INDENT + self.say("verify.now", now=now.code)

    def _edition(self, edition: IssuedEdition) -> str:
        if edition.approvals:
            return self.say("diff.edition", number=edition.number, day=edition.effective)
        return self.say("diff.proposal", day=edition.effective)

    def _errand(self, errand: Errand) -> str:
        key = "out_and_put" if errand.out and errand.put else "out" if errand.out else "put"
        return self.say(
            f"diff.{key}",
            title=self.titles(errand.name),
            out=self._numbers(errand.out),
            put=self._numbers(errand.put),
            pages=errand.pages,
        )

    def _numbers(self, copies: tuple[int, int] | None) -> str:
        if copies is None:
            return ""
        first, last = copies
        key = "copy" if first == last else "copies"
        return self.language.words(f"notices.slip.{key}").format(number=first, first=first, last=last)


def sentences_of(edition: IssuedEdition, language: str) -> tuple[str, ...]:
    """What an edition changed, in a language; in another if it was not recorded in this one."""
    return edition.changes.get(language) or next(iter(edition.changes.values()), ())


def comparison_record(comparison: Comparison, changes: Sequence[str]) -> dict[str, Any]:
    """A comparison for machines."""
    return {
        "old": _edition_record(comparison.old) if comparison.old else None,
        "new": _edition_record(comparison.new),
        "changes": list(changes),
        "sheets": [
            {
                "sheet": sheet.name,
                "change": sheet.change.value,
                "old_code": sheet.old.code if sheet.old else None,
                "new_code": sheet.new.code if sheet.new else None,
                "old_revision": sheet.old.revision if sheet.old else None,
                "new_revision": sheet.new.revision if sheet.new else None,
                "pages": sheet.new.pages if sheet.new else None,
            }
            for sheet in comparison.sheets
        ],
        "copies": [
            {
                "place": errand.place,
                "sheet": errand.name,
                "take_out": list(errand.out) if errand.out else None,
                "put_in": list(errand.put) if errand.put else None,
                "pages": errand.pages,
            }
            for errand in comparison.errands
        ],
        "pages_to_print": comparison.pages,
        "copies_to_destroy": comparison.destroyed,
    }


def _edition_record(edition: IssuedEdition) -> dict[str, Any]:
    return {
        "edition": edition.number,
        "code": edition.code,
        "effective": str(edition.effective),
        "issued": bool(edition.approvals),
    }


# A record has every key; what an answer does not know is null.
_NOTHING_KNOWN: Mapping[str, Any] = {
    "typed": None,
    "code": None,
    "state": None,
    "current": False,
    "sheet": None,
    "edition": None,
    "revision": None,
    "day": None,
    "until": None,
    "successor": None,
    "code_today": None,
    "reason": None,
    "changes": [],
    "near": [],
    "day_on_paper_is_wrong": False,
}


def answer_record(answer: Answer, language: str) -> dict[str, Any]:
    """An answer for machines."""
    return {**_NOTHING_KNOWN, "typed": answer.typed, "current": answer.is_current, **_known(answer, language)}


def _known(answer: Answer, language: str) -> Mapping[str, Any]:
    match answer:
        case Current(paper=paper, by=by):
            change = {"until": str(by.effective), **_reason(by, language)} if by else {}
            return {**_issued(answer), "state": "current", "code_today": paper.code, **change}
        case Upcoming():
            return {**_issued(answer), "state": "upcoming"}
        case Superseded(by=by, successor=successor, now=now):
            codes = {"successor": successor.code, "code_today": (now or successor).code}
            return {
                **_issued(answer),
                "state": "superseded",
                "day": str(by.effective),
                **codes,
                **_reason(by, language),
            }
        case Withdrawn(by=by, now=now):
            today = {"code_today": now.code if now else None}
            return {**_issued(answer), "state": "withdrawn", "day": str(by.effective), **today, **_reason(by, language)}
        case Unknown(code=code):
            return {"state": "unknown", "code": code}
        case Mistyped(near=near):
            return {"state": "mistyped", "near": list(near)}
        case _:
            assert_never(answer)


def _issued(answer: Issued) -> Mapping[str, Any]:
    paper = answer.paper
    sheet = {"sheet": paper.name, "revision": paper.revision} if isinstance(paper, SheetPaper) else {}
    about = {"code": paper.code, "edition": paper.edition, "day": str(paper.since)}
    return {**about, **sheet, "day_on_paper_is_wrong": answer.other_day}


def _reason(by: IssuedEdition, language: str) -> Mapping[str, Any]:
    return {"reason": by.reason, "changes": list(sentences_of(by, language))}
