"""A check as it was typed: which rules judge, from which severity on it fails, in which form it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.assessment import Assessment, assess_file
from runbook.checks import RULES, Rule, Severity
from runbook.cli.arguments import chosen, clock_of, one_of
from runbook.cli.options import FINDING_FORMS
from runbook.cli.reports.findings import report_on
from runbook.cli.reports.scanning import report_on_problems
from runbook.errors import RunbookError, UsageError
from runbook.records.facts import recorded_of
from runbook.records.snapshots import keep_snapshot

if TYPE_CHECKING:
    from runbook.cli.console import Console
    from runbook.cli.reports.report import Report

NEVER = "never"


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What was asked for, not yet looked at; ``form`` is json for `--json`, too."""

    config: Path
    date: str | None
    select: Sequence[str] | None
    ignore: Sequence[str] | None
    fail_on: str
    form: str
    keep: bool


def checked(options: CheckOptions, console: Console) -> Report:
    """What was found; errors as from `assess_file`, UsageError for a rule or a choice that is none."""
    severity = one_of("--fail-on", options.fail_on, (*Severity, NEVER))
    form = one_of("--format", options.form, FINDING_FORMS)
    rules = _rules(options)
    assessment = _assessed(options, rules, form, console)
    kept = keep_snapshot(options.config, assessment) if options.keep else None
    worst = None if severity == NEVER else Severity(severity)
    is_whole = bool(options.select)
    return report_on(assessment, rules, console.language, form=form, worst=worst, is_whole=is_whole, kept=kept)


def _rules(options: CheckOptions) -> list[Rule]:
    """The rules that judge; UsageError if only some do where what was found is to be kept."""
    known = {rule.id: rule for rule in RULES}
    left_out = chosen(options.ignore, known, "bad_rule")
    wanted = chosen(options.select, known, "bad_rule") or known
    rules = [known[name] for name in wanted if name not in left_out]
    if options.keep and len(rules) < len(known):
        raise UsageError("keep_all_rules")
    return rules


def _assessed(options: CheckOptions, rules: Sequence[Rule], form: str, console: Console) -> Assessment:
    """The config, judged. What stops that is shown in the form that was asked for, and goes on as it came."""
    try:
        return assess_file(options.config, clock_of(options.date), rules, partial(recorded_of, options.config))
    except RunbookError as error:  # a program that shows findings beside the lines shows this there, too
        told = report_on_problems(error.problems, console.language, form=form)
        if told and not console.json:  # which tells it for all commands
            console.show(told)
        raise
