"""Comparisons of editions as lines for a reader, and as records for a machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runbook.audience import Audience
from runbook.cli.reports.report import Report
from runbook.cli.reports.writer import INDENT, ReportWriter
from runbook.editions.comparison import Change, Comparison, Replacement
from runbook.editions.titles import titles_in

if TYPE_CHECKING:
    from runbook.editions import IssuedEdition
    from runbook.issuing import IssuedFolder
    from runbook.knowledge.language import Language

_ORDER = (Change.CHANGED, Change.NEW, Change.GONE, Change.UNCHANGED)


def issue_report(issued: IssuedFolder, language: Language) -> Report:
    """What an issue changed, and where register, slip and redline are; or that there was nothing to issue."""
    issue, comparison = issued.issue, issued.issue.comparison
    number, day = issue.edition.number, issue.edition.effective
    if not issue.is_new:
        said = language.say("talk.issued_already", number=number, day=day, before=number - 1, folder=issued.reprint)
        return Report(record=lambda: comparison_record(comparison, ()), talk=(said,))
    return Report(
        record=lambda: comparison_record(comparison, sentences_of(issue.edition, language.code)),
        lines=_ComparisonWriter(language, titles_in(language)).comparison(comparison),
        remarks=issue.build.assessment.present.notes,
        talk=(
            language.say("talk.issued", number=number, day=day, register=issued.register.name),
            language.say("talk.reprint_written", folder=issued.reprint),
        ),
    )


def diff_report(comparison: Comparison, language: Language, output: Path | None, *, is_finding: bool) -> Report:
    """A comparison, and where slip and redline were written."""
    return Report(
        record=lambda: comparison_record(comparison, sentences_of(comparison.new, language.code)),
        lines=_ComparisonWriter(language, titles_in(language)).comparison(comparison),
        talk=(language.say("talk.reprint_written", folder=output),) if output else (),
        is_finding=is_finding,
    )


class _ComparisonWriter(ReportWriter):
    """Writes what is different in an edition, and what to do in each place."""

    def comparison(self, comparison: Comparison) -> Iterator[str]:
        """What changed: the organisation in words, then sheet by sheet, then the copies to replace."""
        changes = sentences_of(comparison.new, self.language.code)
        old = self._edition(comparison.old) if comparison.old else self.say("diff.nothing")
        yield self.say("diff.from_to", old=old, new=self._edition(comparison.new))
        if comparison.old and (changes or not comparison.is_same):
            yield from ("", self.say("diff.changes"))
            yield from (f"{INDENT}- {sentence}" for sentence in changes or [self.say("diff.words_only")])
        yield ""
        if comparison.is_same:
            yield self.say("diff.same")
            return
        yield self.say("diff.sheets")
        for change in _ORDER:
            for sheet in comparison.having(change):
                codes = {"old": sheet.old.code if sheet.old else "", "new": sheet.new.code if sheet.new else ""}
                yield INDENT + self.say(f"diff.{change.value}", title=self.titles(sheet.name), **codes)
        if comparison.replacements:
            yield from ("", self.say("diff.copies"))
        for place in comparison.places():
            yield INDENT + comparison.place_name(place, self.language.code)
            yield from (
                2 * INDENT + self._replacement(replacement) for replacement in comparison.replacements_in(place)
            )
        yield from ("", self.say("diff.totals", pages=comparison.pages, destroyed=comparison.destroyed))
        if not comparison.new.approvals:
            yield self.say("diff.code", code=comparison.new.code)

    def _edition(self, edition: IssuedEdition) -> str:
        if edition.approvals:
            return self.say("diff.edition", number=edition.number, day=edition.effective)
        return self.say("diff.proposal", day=edition.effective)

    def _replacement(self, replacement: Replacement) -> str:
        key = "out_and_put" if replacement.out and replacement.put else "out" if replacement.out else "put"
        title = self.titles(replacement.name)
        if replacement.audience is Audience.ROLE_ONLY:
            title = self.say("diff.role_only", title=title)
        return self.say(
            f"diff.{key}",
            title=title,
            out=self._numbers(replacement.out),
            put=self._numbers(replacement.put),
            pages=replacement.pages,
        )

    def _numbers(self, copies: tuple[int, int] | None) -> str:
        if copies is None:
            return ""
        first, last = copies
        key = "copy" if first == last else "copies"
        return self.language.say(f"notices.slip.{key}", number=first, first=first, last=last)


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
                "sheet": str(sheet.name),
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
                "place": replacement.place,
                "sheet": str(replacement.name),
                "audience": replacement.audience,
                "take_out": list(replacement.out) if replacement.out else None,
                "put_in": list(replacement.put) if replacement.put else None,
                "pages": replacement.pages,
            }
            for replacement in comparison.replacements
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
