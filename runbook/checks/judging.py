"""Applying the rules to a config: findings with their places, and which of them the company has accepted."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from runbook.checks.rule import Broken, Case, Rule, Severity
from runbook.checks.rules import RULES
from runbook.config.fault import Fault
from runbook.custody import resilience
from runbook.organisation.terms import in_office

if TYPE_CHECKING:
    from runbook.config import Reading
    from runbook.errors import Problem
    from runbook.knowledge.aws import Aws
    from runbook.knowledge.phrases import Speaker
    from runbook.organisation import AcceptedRisk

ACCEPTANCES = "accepted-risks-are-in-force"


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule at a place of the config. ``accepted`` is the risk that the company takes, if it does."""

    rule: Rule
    broken: Broken
    place: Problem
    accepted: AcceptedRisk | None = None

    @property
    def key(self) -> str:
        """Under which its sentences stand in messages-checks.yaml."""
        return f"{self.rule.id}-{self.broken.says}" if self.broken.says else self.rule.id

    @property
    def refuses(self) -> bool:
        """Whether no paper may be made."""
        return self.rule.refuses or (self.rule.refuses_unaccepted and self.accepted is None)

    def problem(self, speaker: Speaker) -> Problem:
        """The finding in words: a problem whose values are texts."""
        values = tuple((name, speaker.say(value)) for name, value in self.broken.values)
        return replace(self.place, rule=self.key, values=values)


def case_of(reading: Reading, day: date, aws: Aws) -> Case:
    """What the rules look at: a config as of a day, whoever may be missing in it then."""
    whole = reading.organisation
    present = in_office(whole, day)
    return Case(whole, present, day, reading.scalars, aws.tasks, resilience(present, whole, day.year))


def judge(case: Case, reading: Reading, rules: Collection[Rule] = RULES) -> tuple[Finding, ...]:
    """All findings of some rules in the order of the file; those accepted on the day are marked."""
    found = tuple(_found(case, reading, rules))
    chosen = {rule.id for rule in rules}
    late = [rule for rule in rules if rule.id == ACCEPTANCES]
    stale = tuple(finding for rule in late for finding in _located(rule, reading, _useless(case, found, chosen)))
    return tuple(sorted((*found, *stale), key=lambda finding: (finding.place.line, finding.place.column, finding.key)))


def _found(case: Case, reading: Reading, rules: Collection[Rule]) -> Iterator[Finding]:
    for rule in rules:
        yield from (_with_acceptance(finding, case) for finding in _located(rule, reading, rule.check(case)))


def _located(rule: Rule, reading: Reading, broken: Iterator[Broken]) -> Iterator[Finding]:
    for entry in broken:
        place = Fault(rule.id, entry.path).located(reading.source, reading.tree)
        yield Finding(rule, entry, place)


def _with_acceptance(finding: Finding, case: Case) -> Finding:
    accepted = next((risk for risk in case.whole.accepted_risks if _accepts(risk, finding, case.day)), None)
    return replace(finding, accepted=accepted)


def _accepts(risk: AcceptedRisk, finding: Finding, day: date) -> bool:
    return risk.rule == finding.rule.id and risk.about in (None, finding.broken.about) and day <= risk.until


def _useless(case: Case, found: Collection[Finding], chosen: Collection[str]) -> Iterator[Broken]:
    """Acceptances in force that accept nothing, if their rule was asked at all."""
    for index, risk in enumerate(case.whole.accepted_risks):
        used = any(_accepts(risk, finding, case.day) for finding in found)
        if risk.rule in chosen and case.day <= risk.until and not used:
            yield Broken.of(("accepted_risks", index, "rule"), about=risk.rule, says="unused", rule=risk.rule)


def counted(findings: Collection[Finding]) -> dict[Severity, int]:
    """How many findings of each severity are not accepted."""
    return {
        severity: sum(finding.rule.severity is severity and finding.accepted is None for finding in findings)
        for severity in Severity
    }
