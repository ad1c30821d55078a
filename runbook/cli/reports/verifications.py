"""Whether papers and folders are current, as lines for a reader, and as records for a machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, assert_never

from runbook.audience import Audience
from runbook.cli.reports.problems import problem_record
from runbook.cli.reports.report import Report
from runbook.cli.reports.writer import INDENT, ReportWriter
from runbook.editions import IssuedEdition
from runbook.editions.answers import (
    PACKET,
    Answer,
    Current,
    EditionPaper,
    FolderAnswer,
    Issued,
    Mistyped,
    Paper,
    SheetPaper,
    State,
    Superseded,
    Unknown,
    Unlisted,
    Upcoming,
    Verification,
    Withdrawn,
)
from runbook.editions.changes import changes
from runbook.editions.titles import titles_in

if TYPE_CHECKING:
    from runbook.knowledge.language import Language


def report_on(verification: Verification, language: Language) -> Report:
    """An answer for each code, then the folder."""
    return Report(
        record=lambda: _record(verification, language),
        lines=_VerificationWriter(language, titles_in(language)).lines(verification),
        problems=verification.folder.folder.problems if verification.folder else (),
        is_finding=not verification.is_current,
    )


class _VerificationWriter(ReportWriter):
    """Writes an answer for each code, and what a folder is worth."""

    def lines(self, verification: Verification) -> Iterator[str]:
        for answer in verification.answers:
            yield from self.answer(answer)
        if verification.folder and not verification.folder.folder.problems:
            yield from self.folder(verification.folder)

    def folder(self, answer: FolderAnswer) -> Iterator[str]:
        """What a folder, as it was made, is worth."""
        yield self.say("verify.folder_ok", folder=answer.folder.place)
        known: dict[str, object] = {"number": answer.folder.edition, "register": answer.register}
        known |= {"day": answer.edition.effective} if answer.edition else {}
        match answer:
            case FolderAnswer(state=State.SUPERSEDED, other=IssuedEdition() as now):
                yield self.say("verify.folder_superseded", now=now.number, since=now.effective, **known)
            case FolderAnswer(state=State.CURRENT, other=IssuedEdition() as by):
                yield self.say("verify.folder_current", **known)
                yield INDENT + self.say("verify.folder_until", by=by.number, until=by.effective)
            case _:
                yield self.say(f"verify.folder_{answer.state.replace('-', '_')}", **known)

    def answer(self, answer: Answer) -> Iterator[str]:
        """What a code says about its paper."""
        match answer:
            case Current(by=by, successor=successor, before=before):
                yield from self._issued("current", answer)
                if by:
                    yield INDENT + self._until(by, successor)
                    yield from self._because(by, before)
            case Upcoming():
                yield from self._issued("upcoming", answer)
            case Superseded(by=by, successor=successor, now=now, before=before):
                change = {"day": by.effective, "by": by.number, "successor": successor.code}
                yield from self._issued("superseded", answer, **change)
                yield from (*self._because(by, before), *self._now(now))
            case Withdrawn(by=by, now=now, before=before):
                yield from self._issued("withdrawn", answer, day=by.effective)
                yield from (*self._because(by, before), *self._now(now))
            case Unlisted():
                yield from self._unlisted(answer)
            case Unknown(code=code, looked=looked):
                yield self.say("verify.unknown", code=code)
                yield INDENT + self.say("verify.unlisted_none" if looked else "verify.unlisted_unread", code=code)
            case Mistyped(typed=typed, near=near):
                yield self.say("verify.mistyped", typed=typed)
                if near:
                    yield INDENT + self.say("verify.near", near=" / ".join(near))
            case _:
                assert_never(answer)

    def _unlisted(self, answer: Unlisted) -> Iterator[str]:
        is_packet = answer.kind == PACKET
        what = self.say("verify.packet") if is_packet else self.language.words(f"cards.{answer.kind}.title")
        key = f"verify.{'packet' if is_packet else 'card'}_{'current' if answer.holds else 'old'}"
        yield self.say(key, code=answer.code, title=f"{what} ({answer.name})", made=answer.made)
        if answer.holds and answer.until:
            yield INDENT + self.say("verify.card_until", until=answer.until)

    def _issued(self, key: str, answer: Issued, **change: object) -> Iterator[str]:
        paper = answer.paper
        values = {"code": paper.code, "edition": paper.edition, "day": paper.since} | change
        match paper:
            case SheetPaper(name=name, revision=revision):
                yield self.say(f"verify.{key}", title=self.titles(name), revision=revision, **values)
                if paper.audience is Audience.ROLE_ONLY:
                    yield INDENT + self.say("verify.role_only")
            case EditionPaper():
                yield self.say(f"verify.{key}_edition", **values)
            case _:
                assert_never(paper)
        if answer.other_day:
            yield INDENT + self.say("verify.other_day")

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

    def _because(self, by: IssuedEdition, before: IssuedEdition | None) -> Iterator[str]:
        yield INDENT + self.say("verify.because", reason=by.reason)
        yield from (f"{INDENT}- {sentence}" for sentence in _changes(by, before, self.language))

    def _now(self, now: Paper | None) -> Iterator[str]:
        if now:
            yield INDENT + self.say("verify.now", now=now.code)


def _changes(by: IssuedEdition, before: IssuedEdition | None, language: Language) -> tuple[str, ...]:
    """What an edition changed since the one in force before it; the register tells it since the one issued before."""
    return changes(before.facts, by.facts, language) if before else ()


def _record(verification: Verification, language: Language) -> dict[str, Any]:
    record: dict[str, Any] = {"codes": [answer_record(answer, language) for answer in verification.answers]}
    if answer := verification.folder:
        record["folder"] = {
            "problems": [problem_record(problem, language) for problem in answer.folder.problems],
            "state": answer.state,
            "edition": answer.folder.edition,
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
    "audience": None,
    "day": None,
    "until": None,
    "successor": None,
    "code_today": None,
    "reason": None,
    "changes": [],
    "near": [],
    "day_on_paper_is_wrong": False,
}


def answer_record(answer: Answer, language: Language) -> dict[str, Any]:
    """An answer for machines."""
    return {**_NOTHING_KNOWN, "typed": answer.typed, "current": answer.is_current, **_known(answer, language)}


def _known(answer: Answer, language: Language) -> Mapping[str, Any]:
    match answer:
        case Current(paper=paper, by=by, successor=successor, before=before):
            change = {"until": str(by.effective), **_reason(by, before, language)} if by else {}
            change["successor"] = successor.code if successor else None
            return {**_issued(answer), "state": "current", "code_today": paper.code, **change}
        case Upcoming():
            return {**_issued(answer), "state": "upcoming"}
        case Superseded(by=by, successor=successor, now=now, before=before):
            codes = {"successor": successor.code, "code_today": (now or successor).code}
            return {
                **_issued(answer),
                "state": "superseded",
                "day": str(by.effective),
                **codes,
                **_reason(by, before, language),
            }
        case Withdrawn(by=by, now=now, before=before):
            today = {"code_today": now.code if now else None, **_reason(by, before, language)}
            return {**_issued(answer), "state": "withdrawn", "day": str(by.effective), **today}
        case Unlisted() | Unknown() | Mistyped():
            return _known_beside(answer)
        case _:
            assert_never(answer)


def _known_beside(answer: Unlisted | Unknown | Mistyped) -> Mapping[str, Any]:
    """What is known of a paper that no edition has."""
    match answer:
        case Unlisted(code=code, name=name, made=made, until=until, holds=holds):
            state = "current" if holds else "superseded"
            return {"state": state, "code": code, "sheet": name, "day": made, "until": str(until) if until else None}
        case Unknown(code=code):
            return {"state": "unknown", "code": code}
        case Mistyped(near=near):
            return {"state": "mistyped", "near": list(near)}
        case _:
            assert_never(answer)


def _issued(answer: Issued) -> Mapping[str, Any]:
    paper = answer.paper
    sheet: dict[str, object] = {}
    if isinstance(paper, SheetPaper):
        sheet = {"sheet": str(paper.name), "revision": paper.revision, "audience": paper.audience}
    about = {"code": paper.code, "edition": paper.edition, "day": str(paper.since)}
    return {**about, **sheet, "day_on_paper_is_wrong": answer.other_day}


def _reason(by: IssuedEdition, before: IssuedEdition | None, language: Language) -> Mapping[str, Any]:
    return {"reason": by.reason, "changes": list(_changes(by, before, language))}
