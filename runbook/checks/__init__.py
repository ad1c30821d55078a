"""Judgement: rules about safety, one file each in ``rules``, and what they find in a config."""

from __future__ import annotations

from runbook.checks.judging import Finding, case_of, counted, judge
from runbook.checks.rule import Case, Rule, Severity
from runbook.checks.rules import RULES
from runbook.knowledge.phrases import Speaker

__all__ = ["RULES", "Case", "Finding", "Rule", "Severity", "Speaker", "case_of", "counted", "judge"]
