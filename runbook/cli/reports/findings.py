"""Findings for machines: our own records, SARIF 2.1.0, and annotations of GitHub Actions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from runbook.checks.judging import Finding
from runbook.checks.manual import controls, manual
from runbook.checks.rule import Rule, Severity
from runbook.knowledge.messages import sentences

if TYPE_CHECKING:
    from runbook.custody import Resilience
    from runbook.knowledge.aws import Aws
    from runbook.knowledge.loading import Knowledge
    from runbook.knowledge.phrases import Speaker

SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
GITHUB_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def title(rule: Rule, speaker: Speaker) -> str:
    """What should be true, in a few words."""
    return speaker.language.words(f"checks.rules.{rule.id}")


def record(finding: Finding, speaker: Speaker, aws: Aws) -> dict[str, Any]:
    """A finding as JSON."""
    problem = finding.problem(speaker)
    message, remedy = sentences(problem, speaker.language.code)
    accepted = finding.accepted
    return {
        "rule": finding.rule.id,
        "severity": finding.rule.severity.value,
        "title": title(finding.rule, speaker),
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "path": problem.where,
        "about": finding.broken.about or None,
        "message": message,
        "remedy": remedy,
        "controls": {name: list(numbers) for name, numbers in controls(finding.rule, aws).items()},
        "sources": [aws.sources[source].url for source in finding.rule.sources],
        "accepted": None
        if accepted is None
        else {
            "by": accepted.accepted_by,
            "until": str(accepted.until),
            "reason": speaker.text(accepted.reason),
        },
    }


def custody_record(answer: Resilience) -> dict[str, Any]:
    """All that the custody answers hold, also what is too long for paper: groups, losses, days."""
    return {
        "classes": [
            {
                "accounts": [account.id for account in entry.custody.accounts],
                "groups": [{"people": sorted(proof.people), "path": proof.path.value} for proof in entry.proofs],
                "losses": [
                    [{"kind": loss.kind.value, "id": loss.id} for loss in sorted(some)] for some in entry.losses
                ],
            }
            for entry in answer.classes
        ],
        "days_without_team": [
            {
                "from": str(gap.first),
                "until": str(gap.last),
                "approvals": gap.approvals,
                "vacant": [role.value for role in gap.vacant],
            }
            for gap in answer.without_quorum
        ],
    }


def sarif(
    findings: Sequence[Finding], rules: Sequence[Rule], speaker: Speaker, knowledge: Knowledge, tool: str
) -> dict[str, Any]:
    """A SARIF log with one run; accepted findings are suppressed results."""
    name, _, version = tool.partition(" ")
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": name,
                        "version": version,
                        "rules": [_sarif_rule(rule, speaker, knowledge) for rule in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_sarif_result(finding, rules, speaker) for finding in findings],
            }
        ],
    }


def _sarif_rule(rule: Rule, speaker: Speaker, knowledge: Knowledge) -> dict[str, Any]:
    aws = knowledge.aws
    tags = [f"{name} {number}" for name, numbers in controls(rule, aws).items() for number in numbers]
    return {
        "id": rule.id,
        "shortDescription": {"text": title(rule, speaker)},
        "fullDescription": {"text": manual(rule, speaker.language.code, knowledge.folder)},
        "helpUri": aws.sources[rule.sources[0]].url,
        "defaultConfiguration": {"level": SARIF_LEVELS[rule.severity]},
        "properties": {"tags": tags},
    }


def _sarif_result(finding: Finding, rules: Sequence[Rule], speaker: Speaker) -> dict[str, Any]:
    problem = finding.problem(speaker)
    sign = f"{finding.key}\0{finding.broken.about}\0{problem.where}"
    result: dict[str, Any] = {
        "ruleId": finding.rule.id,
        "ruleIndex": list(rules).index(finding.rule),
        "level": SARIF_LEVELS[finding.rule.severity],
        "message": {"text": " ".join(sentences(problem, speaker.language.code))},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(problem.file)},
                    "region": {"startLine": problem.line, "startColumn": problem.column},
                },
                "logicalLocations": [{"fullyQualifiedName": problem.where or "."}],
            }
        ],
        "partialFingerprints": {"runbook/v1": hashlib.sha256(sign.encode()).hexdigest()},
    }
    if finding.accepted is not None:
        reason = speaker.text(finding.accepted.reason)
        result["suppressions"] = [{"kind": "inSource", "justification": reason}]
    return result


def github(findings: Iterable[Finding], speaker: Speaker) -> Iterator[str]:
    """Workflow commands that GitHub Actions shows beside the lines; accepted findings are left out."""
    for finding in findings:
        if finding.accepted is None:
            problem = finding.problem(speaker)
            text = " ".join(sentences(problem, speaker.language.code))
            place = f"file={_property(problem.file)},line={problem.line},col={problem.column}"
            command = GITHUB_COMMANDS[finding.rule.severity]
            yield f"::{command} {place},title={_property(finding.rule.id)}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
