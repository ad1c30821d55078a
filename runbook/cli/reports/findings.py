"""Findings as lines and, for machines, as our own records; `scanning` has what other programs read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from runbook import TOOL
from runbook.checks import Finding, Rule, Severity, Speaker, counted
from runbook.checks.manual import controls
from runbook.cli.reports.problems import problem_lines, problem_record
from runbook.cli.reports.report import Report
from runbook.cli.reports.scanning import github, sarif, title
from runbook.organisation import Custody

if TYPE_CHECKING:
    from runbook.assessment import Assessment
    from runbook.custody import Resilience
    from runbook.knowledge.aws import Aws
    from runbook.knowledge.language import Language
    from runbook.records.snapshots import KeptSnapshot

_MOST_LINES = 20
_NUMBER = re.compile(r"\[[0-9]+\]")


def report_on(
    assessment: Assessment,
    rules: Sequence[Rule],
    language: Language,
    *,
    form: str,
    worst: Severity | None,
    is_whole: bool = False,
    kept: KeptSnapshot | None = None,
) -> Report:
    """What some rules found, in one of the forms; a finding if one not accepted is as grave as ``worst``.

    For people what is accepted comes last, and what says the same of many lines is said once, unless all is asked for
    (``is_whole``). ``kept`` is the entry of the records that holds it, if one does.
    """
    findings, notes = assessment.findings, assessment.present.notes
    speaker = Speaker(language, assessment.whole.organisation)
    is_finding = worst is not None and any(
        finding.accepted is None and finding.rule.severity.rank <= worst.rank for finding in findings
    )
    if form == "github":
        return Report(lines=github(findings, speaker), is_for_programs=True, is_finding=is_finding)
    if form == "sarif":
        log = sarif(findings, rules, speaker, assessment.knowledge, TOOL)
        return Report(record=lambda: log, is_record_only=True, is_finding=is_finding)
    return Report(
        record=lambda: _record(assessment, speaker) | ({"kept_as": kept.entry.number} if kept else {}),
        lines=_text(findings, speaker, is_whole=is_whole),
        remarks=notes,
        talk=(*_talk(assessment, language), *_kept(kept, language)),
        is_record_only=form == "json",
        is_finding=is_finding,
    )


def _text(findings: Sequence[Finding], speaker: Speaker, *, is_whole: bool) -> Iterator[str]:
    """Findings in the order of the file, accepted ones last; alike ones where the first of them stands."""
    alike: dict[object, list[Finding]] = {}
    for number, finding in enumerate(sorted(findings, key=lambda finding: finding.accepted is not None)):
        alike.setdefault(number if is_whole else _likeness(finding, number), []).append(finding)
    for first, *others in alike.values():
        yield from finding_lines(first, speaker)
        if others:
            lines = list(dict.fromkeys(str(other.place.line) for other in others))
            shown = ", ".join(lines[:_MOST_LINES]) + (" …" if len(lines) > _MOST_LINES else "")
            more = speaker.language.say("talk.alike", count=len(others), lines=shown, rule=first.rule.id)
            yield f"  = {more}"


def _likeness(finding: Finding, number: int) -> object:
    """Equal for findings of which one stands for all. An error names its own people and paths: each is told whole."""
    if finding.rule.severity is Severity.ERROR:
        return number
    return finding.key, finding.since, finding.accepted, finding.place.file, _without_numbers(finding.place.where)


def _without_numbers(where: str) -> str:
    """The place without its numbers: the contacts of all people are alike."""
    return _NUMBER.sub("", where)


def finding_lines(finding: Finding, speaker: Speaker) -> Iterator[str]:
    """A finding like a problem, with its severity, its rule, and who accepted it until when."""
    language = speaker.language
    severity = language.words(f"checks.severity.{finding.rule.severity.value}")
    yield from problem_lines(
        finding.problem(speaker), language, f"{severity} [{finding.rule.id}] {finding.lead(speaker)}"
    )
    if risk := finding.accepted:
        by, reason = speaker.person(risk.accepted_by), speaker.text(risk.reason)
        yield "  = " + language.say("talk.accepted", by=by, until=risk.until, reason=reason)


def _talk(assessment: Assessment, language: Language) -> Iterator[str]:
    organisation, findings = assessment.present.organisation, assessment.findings
    yield language.say(
        "talk.checked",
        file=assessment.whole.source.path,
        accounts=language.say("talk.counted.accounts", count=len(organisation.accounts)),
        people=language.say("talk.counted.people", count=len(organisation.people)),
        languages=", ".join(organisation.languages),
    )
    counts = {
        severity.value: language.say(f"talk.counted.{severity.value}", count=number)
        for severity, number in counted(findings).items()
    }
    if questions := len(assessment.case.resilience.questions):
        yield language.say("talk.as_far_as_named", questions=language.say("talk.counted.questions", count=questions))
    if all(account.custody is Custody.UNKNOWN for account in organisation.accounts):
        yield language.say("talk.not_judged", count=len(organisation.accounts))
    yield language.say("talk.judged", **counts, accepted=sum(finding.accepted is not None for finding in findings))


def _kept(kept: KeptSnapshot | None, language: Language) -> Iterator[str]:
    if kept is not None:
        key = "talk.look_kept" if kept.is_new else "talk.look_kept_already"
        yield language.say(key, number=kept.entry.number, file=kept.path)


def _record(assessment: Assessment, speaker: Speaker) -> dict[str, Any]:
    aws = assessment.knowledge.aws
    return {
        "problems": [],
        "notes": [problem_record(note, speaker.language) for note in assessment.present.notes],
        "findings": [record(finding, speaker, aws) for finding in assessment.findings],
        "counts": {severity.value: number for severity, number in counted(assessment.findings).items()},
        "custody": custody_record(assessment.case.resilience),
    }


def record(finding: Finding, speaker: Speaker, aws: Aws) -> dict[str, Any]:
    """A finding as JSON."""
    problem = finding.problem(speaker)
    message, remedy = finding.words(speaker)
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
        "from": str(finding.since) if finding.since else None,
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
                "takeovers": [
                    {
                        "people": sorted(found.people),
                        "path": found.path.value,
                        "acts": [means.act.value for means, _ in found.steps if means.act],
                        "seen_by": sorted(found.seen_by),
                    }
                    for found in entry.takeovers
                ],
                "losses": [
                    [{"kind": loss.kind.value, "id": loss.id} for loss in sorted(some)] for some in entry.losses
                ],
            }
            for entry in answer.classes
        ],
        "open_questions": [
            {"asked": asked.topic.value, "about": asked.about, "accounts": list(asked.accounts)}
            for asked in answer.questions
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
