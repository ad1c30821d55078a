"""What a rule asks, why, and by which source: its page, or a list of all rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runbook.checks import RULES
from runbook.checks.manual import overview, page
from runbook.cli.arguments import chosen
from runbook.cli.reports.report import Report
from runbook.knowledge.loading import shipped_knowledge

if TYPE_CHECKING:
    from runbook.knowledge.language import Language


def report_on(typed: str | None, language: Language) -> Report:
    """The pages of the rules that were typed, or all rules in a line each; UsageError for one that is none."""
    known = {rule.id: rule for rule in RULES}
    names = chosen([typed], known, "bad_rule") if typed else ()
    lines = [line for name in names for line in page(known[name], language, shipped_knowledge())]
    return Report(lines=lines or overview(RULES, language))
