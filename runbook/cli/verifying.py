"""What is verified: codes and a folder, bundles of evidence, or the copies in their places; one of them in a run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from runbook.cli.reports.report import Report
    from runbook.clock import Clock
    from runbook.editions.answers import Unknown, Unlisted
    from runbook.editions.typed_codes import Typed
    from runbook.editions.verification import Lookup
    from runbook.knowledge.language import Language

BUNDLE = ".zip"


@dataclass(frozen=True, slots=True)
class VerifyOptions:
    """What was asked for; UsageError if that is more than one kind of thing."""

    codes: tuple[str, ...]
    output: Path | None
    places: bool

    def __post_init__(self) -> None:
        """One kind of thing has one answer, and one exit code."""
        if self.bundles and (len(self.bundles) < len(self.codes) or self.output is not None or self.places):
            raise UsageError("bundle_and_more", bundle=self.bundles[0])
        if self.places and (self.codes or self.output is not None):
            raise UsageError("places_alone")

    @property
    def bundles(self) -> tuple[str, ...]:
        """The bundles among what was typed: they are known by their ending."""
        return tuple(code for code in self.codes if code.lower().endswith(BUNDLE))


def verified(options: VerifyOptions, config: Path, clock: Clock, language: Language) -> Report:
    """The answer; errors as from reading what it is about."""
    if options.bundles:
        return _bundles(options, language)
    if options.places:
        return _places(config, clock, language)
    return _papers(options, config, clock, language)


# Each way loads only what it needs: a paper is asked for at 3 a.m., and needs no audit.


def _bundles(options: VerifyOptions, language: Language) -> Report:
    from runbook.audit.archive import check_archive
    from runbook.cli.reports.bundles import checked_report

    return checked_report([check_archive(Path(bundle)) for bundle in options.bundles], language)


def _places(config: Path, clock: Clock, language: Language) -> Report:
    from runbook.cli.reports.placements import places_report
    from runbook.records.places import Placements
    from runbook.records.taking import Desk

    return places_report(Placements.of(Desk.of(config, clock)), language)


def _papers(options: VerifyOptions, config: Path, clock: Clock, language: Language) -> Report:
    from runbook.cli.reports.verifications import report_on
    from runbook.editions.verification import verify_papers

    @cache
    def recognition() -> Lookup:
        from runbook.on_demand.recognition import Recognition  # words sheets again: only for a code of no edition

        return Recognition(config)

    def lookup(typed: Typed, code: str, today: date) -> Unlisted | Unknown:
        return recognition()(typed, code, today)

    found = verify_papers(config, options.codes, options.output, clock, lookup)
    return report_on(found, language)
