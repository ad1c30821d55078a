"""What `guardrails` is asked for: files that stay in force, queries for some time, or whether files are still right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.cli.arguments import one_of
from runbook.cli.reports.guardrails import report_on, report_on_check
from runbook.cli.windows import window_of
from runbook.errors import UsageError
from runbook.guardrails.checking import check as check_files
from runbook.guardrails.folder import expected, judged, write_queries, write_standing
from runbook.knowledge.loading import shipped_knowledge

if TYPE_CHECKING:
    from runbook.cli.reports.report import Report
    from runbook.clock import Clock
    from runbook.knowledge.language import Language

DEFAULT_FOLDER, DEFAULT_QUERIES = Path("guardrails"), Path("queries")


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardrailsOptions:
    """What was typed; UsageError for a language that there is none of, and for a check of what shall be written.

    ``record`` is the number of an entry whose time is meant, ``start`` and ``end`` a time as typed.
    """

    output: Path | None
    language: str | None
    check: Path | None
    record: int | None
    start: str | None
    end: str | None
    account: str | None

    def __post_init__(self) -> None:
        """A check writes nothing, so it has no folder and no window."""
        if self.language is not None:
            one_of("--language", self.language, shipped_knowledge().languages)
        not_with_check = {
            "--record": self.record,
            "--from": self.start,
            "--to": self.end,
            "--account": self.account,
            "-o": self.output,
        }
        if self.check is not None and (given := [name for name, value in not_with_check.items() if value is not None]):
            raise UsageError("check_alone", option=given[0])


def guarded(options: GuardrailsOptions, config: Path, clock: Clock, language: Language) -> Report:
    """The answer, told in a language; errors as from `judged`, OutputError from the folder."""
    source = judged(config, clock)
    if options.check is not None:
        return report_on_check(check_files(options.check, expected(source)), language)
    organisation = source.assessment.whole.organisation
    window = window_of(config, organisation, options.record, options.start, options.end, options.account)
    if window is not None:
        return report_on(write_queries(source, options.output or DEFAULT_QUERIES, options.language, window), language)
    return report_on(write_standing(source, options.output or DEFAULT_FOLDER, options.language), language)
