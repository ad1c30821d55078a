"""Whether papers and folders are current, as lines for a reader, and as records for a machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, assert_never

from runbook.cli.reports.editions import sentences_of
from runbook.cli.reports.problems import problem_record
from runbook.cli.reports.report import Report
from runbook.editions.titles import SheetTitles, titles_in
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
    Verification,
    Withdrawn,
)

if TYPE_CHECKING:
    from runbook.editions import IssuedEdition
    from runbook.knowledge.language import Language

_INDENT = "  "


def report_on(verification: Verification, language: Language) -> Report:
    """An answer for each code, then the folder."""
    return Report(
        record=lambda: _record(verification, language),
        lines=_ReportWriter(language, titles_in(language)).lines(verification),
        problems=verification.folder.problems if verification.folder else (),
        is_finding=not verification.is_current,
    )


@dataclass(frozen=True, slots=True)
class _ReportWriter:
    """Writes in the words of a language, with the titles of sheets in it."""

    language: Language
    titles: SheetTitles

    def say(self, key: str, **values: object) -> str:
        return self.language.say(f"reports.{key}", **values)

    def lines(self, verification: Verification) -> Iterator[str]:
        for answer in verification.answers:
            yield from self.answer(answer)
        folder = verification.folder
        if folder is None or folder.problems:
            return
        yield self.say("verify.folder_ok", folder=folder.place)
        if folder.edition is None:
            yield self.say("verify.folder_not_issued")
        elif verification.folder_is_stale:
            yield self.say("verify.folder_other_edition", number=verification.latest or 0)
        else:
            yield self.say("verify.folder_edition", number=folder.edition)

    def answer(self, answer: Answer) -> Iterator[str]:
        """What a code says about its paper."""
        match answer:
            case Current(by=by, successor=successor):
                yield from self._issued("current", answer)
                if by:
                    yield _INDENT + self._until(by, successor)
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

    def _until(self, by: IssuedEdition, successor: Paper | None) -> str:
        match successor:
            case SheetPaper(code=code):
                return self.say("verify.until", until=by.effective, successor=code)
            case EditionPaper(code=code):
                return self.say("verify.until_edition", until=by.effective, by=by.number, successor=code)
            case None:
                return self.say("verify.until_withdrawn", until=by.effective)
            case _:
                assert_never(successor)

    def _because(self, by: IssuedEdition) -> Iterator[str]:
        yield _INDENT + self.say("verify.because", reason=by.reason)
        yield from (f"{_INDENT}- {sentence}" for sentence in sentences_of(by, self.language.code))

    def _now(self, now: Paper | None) -> Iterator[str]:
        if now:
            yield _INDENT + self.say("verify.now", now=now.code)


def _record(verification: Verification, language: Language) -> dict[str, Any]:
    record: dict[str, Any] = {"codes": [answer_record(answer, language.code) for answer in verification.answers]}
    if folder := verification.folder:
        record["folder"] = {
            "problems": [problem_record(problem, language) for problem in folder.problems],
            "edition": folder.edition,
            "latest_edition": verification.latest,
        }
    return record


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
        case Current(paper=paper, by=by, successor=successor):
            change = {"until": str(by.effective), **_reason(by, language)} if by else {}
            change["successor"] = successor.code if successor else None
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
    sheet = {"sheet": str(paper.name), "revision": paper.revision} if isinstance(paper, SheetPaper) else {}
    about = {"code": paper.code, "edition": paper.edition, "day": str(paper.since)}
    return {**about, **sheet, "day_on_paper_is_wrong": answer.other_day}


def _reason(by: IssuedEdition, language: str) -> Mapping[str, Any]:
    return {"reason": by.reason, "changes": list(sentences_of(by, language))}
