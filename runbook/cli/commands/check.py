"""`runbook check`."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from runbook.cli.arguments import chosen, clock_of, one_of
from runbook.cli.completion import rules
from runbook.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, QuietOption, TalkOption, TodayOption
from runbook.cli.session import session

NEVER = "never"
REPORTS = ("text", "json", "sarif", "github")


def check(
    config: ConfigOption = DEFAULT_CONFIG,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="RULE", autocompletion=rules, help="Only this rule; may be repeated."),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="RULE",
            autocompletion=rules,
            help="Not this rule, in this run. To last: accepted_risks.",
        ),
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option("--fail-on", metavar="error|warning|info|never", help="From which severity on to exit with 1."),
    ] = "error",
    report: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join(REPORTS), help="How to tell the findings.")
    ] = "text",
    keep: Annotated[
        bool, typer.Option("--keep", help="Also keep what was found among the records, for `runbook evidence`.")
    ] = False,
    date: TodayOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Judge whether the root users are kept safely.

    Finds the one person who alone is root, the one loss that locks you out, and what breaks the rules of AWS and of
    the control frameworks; each with its line, the reason and what to do. Nothing is written, but with --keep an
    entry in CONFIG.records.json: what was found on a day cannot be told later.

    Example: runbook check config.yaml --fail-on warning
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.assessment import assess_file
        from runbook.checks import RULES, Severity
        from runbook.cli.reports.findings import report_on
        from runbook.cli.reports.scanning import report_on_problems
        from runbook.errors import RunbookError, UsageError
        from runbook.records.facts import recorded_of
        from runbook.records.snapshots import keep_snapshot

        severity = one_of("--fail-on", fail_on, (*Severity, NEVER))
        form = one_of("--format", "json" if json else report, REPORTS)
        known = {rule.id: rule for rule in RULES}
        left_out = chosen(ignore, known, "bad_rule")
        wanted = chosen(select, known, "bad_rule") or known
        rules = [known[name] for name in wanted if name not in left_out]
        if keep and len(rules) < len(known):
            raise UsageError("keep_all_rules")
        try:
            assessment = assess_file(config, clock_of(date), rules, partial(recorded_of, config))
        except RunbookError as error:  # a program that shows findings beside the lines shows this there, too
            told = report_on_problems(error.problems, console.language, form=form)
            if told and not json:  # which tells it for all commands
                console.show(told)
            raise
        worst = None if severity == NEVER else Severity(severity)
        kept = keep_snapshot(config, assessment) if keep else None
        is_whole = bool(select)
        shown = report_on(assessment, rules, console.language, form=form, worst=worst, is_whole=is_whole, kept=kept)
        console.show(shown)
