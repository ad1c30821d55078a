"""What a rule asks, why, and by which source: its page, or a list of all rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from runbook.checks import RULES
from runbook.checks.manual import overview, page
from runbook.cli.reports.report import Report
from runbook.knowledge.loading import shipped_knowledge

if TYPE_CHECKING:
    from runbook.knowledge.language import Language


def report_on(names: Sequence[str], language: Language) -> Report:
    """The pages of some rules (ids), or all rules in a line each."""
    known = {rule.id: rule for rule in RULES}
    lines = [line for name in names for line in page(known[name], language, shipped_knowledge())]
    return Report(lines=lines or overview(RULES, language))
