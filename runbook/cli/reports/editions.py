"""Comparisons and answers as lines for a reader, and as records for a machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runbook.editions.comparison import Change, Comparison, Errand
from runbook.editions.reprint import SheetTitles
from runbook.editions.verification import Answer, State

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
        ending = "_edition" if answer.edition and not answer.name else ""
        yield self.say(
            f"verify.{answer.state.value}{ending}",
            code=answer.code,
            typed=answer.typed,
            title=self.titles(answer.name) if answer.name else "",
            edition=answer.edition,
            revision=answer.revision,
            day=answer.day,
            by=answer.by.number if answer.by else 0,
            successor=answer.successor,
        )
        if answer.other_day:
            yield _INDENT + self.say("verify.other_day")
        if answer.until:
            yield _INDENT + self.say("verify.until", until=answer.until, successor=answer.successor)
        if answer.by:
            yield _INDENT + self.say("verify.because", reason=answer.by.reason)
            yield from (f"{_INDENT}- {sentence}" for sentence in sentences_of(answer.by, self.language.code))
        if answer.now:
            yield _INDENT + self.say("verify.now", now=answer.now)
        if answer.near:
            yield _INDENT + self.say("verify.near", near=" / ".join(answer.near))

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


def answer_record(answer: Answer, language: str) -> dict[str, Any]:
    """An answer for machines."""
    return {
        "typed": answer.typed,
        "code": answer.code or None,
        "state": answer.state.value,
        "current": answer.is_current,
        "sheet": answer.name or None,
        "edition": answer.edition or None,
        "revision": answer.revision or None,
        "day": str(answer.day) if answer.day else None,
        "until": str(answer.until) if answer.until else None,
        "successor": answer.successor or None,
        "code_today": answer.now or (answer.code if answer.state is State.CURRENT else answer.successor) or None,
        "reason": answer.by.reason if answer.by else None,
        "changes": list(sentences_of(answer.by, language)) if answer.by else [],
        "near": list(answer.near),
        "day_on_paper_is_wrong": answer.other_day,
    }
