"""Findings and problems as programs show them beside the lines: SARIF 2.1.0, and annotations of GitHub Actions.

Of SARIF there is what the standard asks for and what code scanning of GitHub needs besides: a text of help, a whole
region, and a fingerprint that does not change when lines move.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from runbook import TOOL
from runbook.checks import Finding, Rule, Severity, Speaker
from runbook.checks.manual import controls, manual
from runbook.cli.reports.problems import problem_record
from runbook.cli.reports.report import Report

if TYPE_CHECKING:
    from runbook.errors import Problem
    from runbook.knowledge.language import Language
    from runbook.knowledge.loading import Knowledge

SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
GITHUB_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
REFUSED = "error"
"""How grave a problem is that stops the command: in both forms the gravest."""


def sarif(
    findings: Sequence[Finding], rules: Sequence[Rule], speaker: Speaker, knowledge: Knowledge, tool: str
) -> dict[str, Any]:
    """A SARIF log with one run; accepted findings are suppressed results."""
    described = [_described_rule(rule, speaker, knowledge) for rule in rules]
    return _log(described, [_result_of_finding(finding, rules, speaker) for finding in findings], tool)


def sarif_of_problems(problems: Sequence[Problem], language: Language, tool: str) -> dict[str, Any]:
    """A SARIF log of what stopped the command before anything could be judged."""
    rules = list(dict.fromkeys(problem.rule for problem in problems))
    text = {"text": language.words("reports.scanning.refused")}
    described = [
        {
            "id": rule,
            "shortDescription": text,
            "fullDescription": text,
            "help": text,
            "defaultConfiguration": {"level": REFUSED},
        }
        for rule in rules
    ]
    results = [
        _result(
            problem.rule, rules.index(problem.rule), REFUSED, " ".join(filter(None, language.problem(problem))), problem
        )
        for problem in problems
    ]
    return _log(described, results, tool)


def github(findings: Iterable[Finding], speaker: Speaker) -> Iterator[str]:
    """Workflow commands that GitHub Actions shows beside the lines; accepted findings are left out."""
    for finding in findings:
        if finding.accepted is None:
            text = " ".join(finding.words(speaker))
            yield _annotation(GITHUB_COMMANDS[finding.rule.severity], finding.problem(speaker), finding.rule.id, text)


def github_of_problems(problems: Iterable[Problem], language: Language) -> Iterator[str]:
    """Workflow commands for what stopped the command before anything could be judged."""
    for problem in problems:
        yield _annotation(REFUSED, problem, problem.rule, " ".join(filter(None, language.problem(problem))))


def report_on_problems(problems: Sequence[Problem], language: Language, *, form: str) -> Report | None:
    """What stopped the command, in the forms that programs read; None where it is told to people only."""
    if form == "sarif":
        return Report(record=lambda: sarif_of_problems(problems, language, TOOL), is_record_only=True)
    if form == "github":
        return Report(lines=github_of_problems(problems, language), is_for_programs=True)
    if form == "json":
        told = {"problems": [problem_record(problem, language) for problem in problems]}
        return Report(record=lambda: told, is_record_only=True)
    return None


def title(rule: Rule, speaker: Speaker) -> str:
    """What should be true, in a few words."""
    return speaker.language.words(f"checks.rules.{rule.id}")


def _log(rules: Sequence[dict[str, Any]], results: Sequence[dict[str, Any]], tool: str) -> dict[str, Any]:
    name, _, version = tool.partition(" ")
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": name, "version": version, "rules": list(rules)}},
                "columnKind": "unicodeCodePoints",
                "results": list(results),
            }
        ],
    }


def _described_rule(rule: Rule, speaker: Speaker, knowledge: Knowledge) -> dict[str, Any]:
    aws = knowledge.aws
    tags = [f"{name} {number}" for name, numbers in controls(rule, aws).items() for number in numbers]
    page = manual(rule, speaker.language.code, knowledge.folder)
    return {
        "id": rule.id,
        "shortDescription": {"text": title(rule, speaker)},
        "fullDescription": {"text": page.partition("\n\n")[0]},
        "help": {"text": page},
        "helpUri": aws.sources[rule.sources[0]].url,
        "defaultConfiguration": {"level": SARIF_LEVELS[rule.severity]},
        "properties": {"tags": tags},
    }


def _result_of_finding(finding: Finding, rules: Sequence[Rule], speaker: Speaker) -> dict[str, Any]:
    problem = finding.problem(speaker)
    result = _result(
        finding.rule.id,
        list(rules).index(finding.rule),
        SARIF_LEVELS[finding.rule.severity],
        " ".join(finding.words(speaker)),
        problem,
        sign=f"{finding.key}\0{finding.broken.about}\0{problem.where}",
    )
    if finding.accepted is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": speaker.text(finding.accepted.reason)}]
    return result


def _result(rule: str, index: int, level: str, text: str, problem: Problem, sign: str = "") -> dict[str, Any]:
    fingerprint = hashlib.sha256((sign or f"{problem.rule}\0{problem.where}\0{text}").encode()).hexdigest()
    line, column = max(problem.line, 1), max(problem.column, 1)
    region = {"startLine": line, "startColumn": column, "endLine": line, "endColumn": column + problem.width}
    return {
        "ruleId": rule,
        "ruleIndex": index,
        "level": level,
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": quote(problem.file)}, "region": region},
                "logicalLocations": [{"fullyQualifiedName": problem.where or "."}],
            }
        ],
        "partialFingerprints": {"runbook/v1": fingerprint, "primaryLocationLineHash": f"{fingerprint[:16]}:1"},
    }


def _annotation(command: str, problem: Problem, rule: str, text: str) -> str:
    place = f"file={_property(problem.file)},line={max(problem.line, 1)},col={max(problem.column, 1)}"
    return f"::{command} {place},title={_property(rule)}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
