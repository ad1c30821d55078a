"""Commands about safety: check, explain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from runbook.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, QuietOption, TalkOption, TodayOption
from runbook.cli.session import FINDINGS, USAGE, clock_of, read, session

if TYPE_CHECKING:
    from pathlib import Path

    from runbook.checks import Case, Finding, Rule, Speaker
    from runbook.cli.console import Console
    from runbook.config import Reading
    from runbook.knowledge.loading import Knowledge

NEVER = "never"
REPORTS = ("text", "json", "sarif", "github")


def check(
    config: ConfigOption = DEFAULT_CONFIG,
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="RULE", help="Only this rule; may be repeated.")
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="RULE", help="Not this rule, in this run. To last: accepted_risks."),
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option("--fail-on", metavar="error|warning|info|never", help="From which severity on to exit with 1."),
    ] = "error",
    report: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join(REPORTS), help="How to tell the findings.")
    ] = "text",
    date: TodayOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Judge whether the root users are kept safely.

    Finds the one person who alone is root, the one loss that locks you out, and what breaks the rules of AWS and of
    the control frameworks; each with its line, the reason and what to do. Nothing is written.

    Example: runbook check -c config.yaml --fail-on warning
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.checks import RULES, Speaker, case_of, judge  # noqa: PLC0415  heavy

        report = "json" if json else report
        severity = _one_of(console, "--fail-on", fail_on, ("error", "warning", "info", NEVER))
        _one_of(console, "--format", report, REPORTS)
        left_out = {rule.id for rule in _rules(console, ignore)}
        rules = [rule for rule in _rules(console, select) or RULES if rule.id not in left_out]
        knowledge, whole = read(config)
        day = clock_of(date, console).day_in(whole.organisation.company.time_zone)
        present = whole.as_of(day)
        case = case_of(whole, present, day, knowledge.aws)
        findings = judge(case, whole, rules)
        speaker = Speaker(knowledge.language(console.language), whole.organisation)
        telling = _Telling(console, speaker, knowledge, present, case, config)
        _REPORTS[report](telling, findings, rules)
        if severity != NEVER and any(_counts(finding, severity) for finding in findings):
            raise typer.Exit(FINDINGS)


def explain(
    rule: Annotated[str | None, typer.Argument(metavar="[RULE]", help="Id of a rule. Default: list all.")] = None,
    talk: TalkOption = None,
) -> None:
    """Explain a rule of check: what it asks, why, by which source, and the same lines right and wrong.

    Example: runbook explain no-one-alone-is-root
    """
    with session(talk) as console:
        from runbook.checks import RULES  # noqa: PLC0415  heavy
        from runbook.checks.manual import page  # noqa: PLC0415
        from runbook.knowledge.loading import load_knowledge  # noqa: PLC0415
        from runbook.resources import templates_dir  # noqa: PLC0415

        knowledge = load_knowledge(templates_dir())
        language = knowledge.language(console.language)
        if rule is None:
            width = max(len(known.id) for known in RULES)
            for known in RULES:
                severity = language.words(f"checks.severity.{known.severity.value}")
                console.result(f"{known.id:{width}}  {severity}  {language.words(f'checks.rules.{known.id}')}")
            return
        for known in _rules(console, [rule]):
            console.result("\n".join(page(known, language, knowledge.aws, knowledge.folder)))


def _one_of(console: Console, option: str, value: str, known: Sequence[str]) -> str:
    if value not in known:
        console.complain("bad_choice", option=option, value=value, known=", ".join(known))
        raise typer.Exit(USAGE)
    return value


def _rules(console: Console, wanted: Sequence[str] | None) -> list[Rule]:
    """Rules by id; commas and repeated options both work. Exit 2 for a name that is none."""
    from runbook.checks import RULES  # noqa: PLC0415  heavy
    from runbook.text.nearest import nearest  # noqa: PLC0415

    known = {rule.id: rule for rule in RULES}
    names = [name.strip() for value in wanted or () for name in value.split(",")]
    for name in names:
        if name not in known:
            console.complain("bad_rule", value=name, nearest=nearest(name, known))
            raise typer.Exit(USAGE)
    return [known[name] for name in names]


def _counts(finding: Finding, severity: str) -> bool:
    from runbook.checks import Severity  # noqa: PLC0415  heavy

    return finding.accepted is None and finding.rule.severity.rank <= Severity(severity).rank


@dataclass(frozen=True, slots=True)
class _Telling:
    """What the forms of a report have in common."""

    console: Console
    speaker: Speaker
    knowledge: Knowledge
    reading: Reading
    case: Case
    config: Path

    def text(self, findings: Sequence[Finding], _: Sequence[Rule]) -> None:
        from runbook.checks import counted  # noqa: PLC0415  heavy

        console = self.console
        if not console.quiet:
            console.problems(self.reading.notes)
            for finding in findings:
                console.finding(finding, self.speaker)
        counts = counted(findings)
        organisation = self.reading.organisation
        console.say(
            "checked",
            file=self.config,
            accounts=len(organisation.accounts),
            people=len(organisation.people),
            languages=", ".join(organisation.languages),
        )
        accepted = sum(finding.accepted is not None for finding in findings)
        console.say("judged", **{severity.value: number for severity, number in counts.items()}, accepted=accepted)

    def json(self, findings: Sequence[Finding], _: Sequence[Rule]) -> None:
        from runbook.checks import counted  # noqa: PLC0415  heavy
        from runbook.cli.reports.findings import custody_record, record  # noqa: PLC0415

        self.console.result_json(
            {
                "problems": [],
                "notes": [self.console.problem_record(note) for note in self.reading.notes],
                "findings": [record(finding, self.speaker, self.knowledge.aws) for finding in findings],
                "counts": {severity.value: number for severity, number in counted(findings).items()},
                "custody": custody_record(self.case.resilience),
            }
        )

    def sarif(self, findings: Sequence[Finding], rules: Sequence[Rule]) -> None:
        from runbook.build import TOOL  # noqa: PLC0415  heavy
        from runbook.cli.reports.findings import sarif  # noqa: PLC0415

        self.console.result_json(sarif(findings, rules, self.speaker, self.knowledge, TOOL))

    def github(self, findings: Sequence[Finding], _: Sequence[Rule]) -> None:
        from runbook.cli.reports.findings import github  # noqa: PLC0415  heavy

        for line in github(findings, self.speaker):
            self.console.result(line)


_REPORTS: dict[str, Callable[[_Telling, Sequence[Finding], Sequence[Rule]], None]] = {
    "text": _Telling.text,
    "json": _Telling.json,
    "sarif": _Telling.sarif,
    "github": _Telling.github,
}
