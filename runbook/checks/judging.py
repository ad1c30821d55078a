"""Applying the rules to a config: findings with their places, from which day, and which the company has accepted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

from runbook.checks.rule import Broken, Case, Rule, Severity
from runbook.checks.rules import RULES
from runbook.config.fault import Fault
from runbook.contingency.days import PacketDays
from runbook.custody import CustodyAnswer
from runbook.knowledge.loading import shipped_knowledge
from runbook.knowledge.phrases import Listed, Name, Phrase
from runbook.organisation.horizon import days_to_judge
from runbook.organisation.recorded import NOTHING_RECORDED
from runbook.organisation.terms import held_roles, in_office

if TYPE_CHECKING:
    from runbook.config import Reading
    from runbook.errors import Problem
    from runbook.knowledge.aws import Aws
    from runbook.knowledge.phrases import Speaker
    from runbook.organisation import AcceptedRisk, Item, Organisation
    from runbook.organisation.recorded import Recorded

ACCEPTANCES = "accepted-risks-are-in-force"


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule at a place of the config. ``accepted`` is the risk that the company takes, if it does.

    ``since`` is the coming day from which it is broken; None if it is broken on the day of judging.
    """

    rule: Rule
    broken: Broken
    place: Problem
    accepted: AcceptedRisk | None = None
    since: date | None = None

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

    def lead(self, speaker: Speaker) -> str:
        """What its sentence begins with: the day from which it holds, ready for what follows; "" if that is today."""
        if self.since is None:
            return ""
        return speaker.say(Listed((Phrase("since", (("day", str(self.since)),)), ""), "sentences"))

    def words(self, speaker: Speaker) -> tuple[str, str]:
        """What is wrong, from which day on, and what to do about it."""
        what, remedy = speaker.language.problem(self.problem(speaker))
        return self.lead(speaker) + what, remedy


def case_of(reading: Reading, day: date, aws: Aws, recorded: Recorded = NOTHING_RECORDED) -> Case:
    """What the rules look at: a config as of a day, whoever may be missing in it then, and first what records say."""
    whole = recorded.laid_over(reading.organisation)
    present = in_office(whole, day)
    custody = CustodyAnswer(present, whole, day.year)
    days = PacketDays(whole, shipped_knowledge().procedure, day.year)
    return Case(whole, present, day, reading.scalars, aws.tasks, custody, days, _kept(whole), recorded.tasks)


def _kept(organisation: Organisation) -> Mapping[tuple[str, str], tuple[Item, ...]]:
    """The items by account and by what they hold: with thousands of accounts, looking through all for each is slow."""
    found: dict[tuple[str, str], tuple[Item, ...]] = {}
    for item in organisation.items:
        for account, key in product(item.accounts, item.keys):
            found[account, key] = (*found.get((account, key), ()), item)
    return found


def coming_cases(case: Case) -> Iterator[Case]:
    """The same on each coming day on which something turns; custody is worked out once for those in office."""
    answers = {_offices(case.present): case.custody}
    for day in days_to_judge(case.whole, case.day):
        present = in_office(case.whole, day)
        held = _offices(present)
        if held not in answers:
            answers[held] = CustodyAnswer(present, case.whole, case.custody.year, told=case.custody)
        yield replace(case, present=present, day=day, custody=answers[held], done={})  # nobody can do it beforehand


def _offices(present: Organisation) -> object:
    """Equal for days on which the same people are in office."""
    return tuple(held_roles(present)), present.own_roles, present.organization_admins


def judge(case: Case, reading: Reading, rules: Collection[Rule] = RULES) -> tuple[Finding, ...]:
    """All findings of some rules in the order of the file: of the day, and of coming days with the day; once each.

    Those accepted on the day on which they begin are marked.
    """
    found = tuple(_found(case, reading, rules))
    chosen = {rule.id for rule in rules}
    late = [rule for rule in rules if rule.id == ACCEPTANCES]
    stale = tuple(
        Finding(rule, broken, _place(rule, broken, reading))
        for rule in late
        for broken in _useless(case, found, chosen)
    )
    return tuple(sorted((*found, *stale), key=lambda finding: (finding.place.line, finding.place.column, finding.key)))


def _found(case: Case, reading: Reading, rules: Collection[Rule]) -> Iterator[Finding]:
    told = {rule.id: _Told() for rule in rules}
    for rule in rules:
        for broken in told[rule.id].fresh(rule.check(case)):
            yield _finding(case, reading, rule, broken, None)
    ahead = [rule for rule in rules if rule.ahead]
    for coming in coming_cases(case) if ahead else ():
        for rule in ahead:
            for broken in told[rule.id].fresh(rule.check(coming)):
                yield _finding(case, reading, rule, broken, coming.day)


class _Told:
    """What a rule has found on the days so far, and how far that reaches."""

    def __init__(self) -> None:
        self._reach: dict[object, frozenset[str | int]] = {}

    def fresh(self, found: Iterator[Broken]) -> tuple[Broken, ...]:
        """What a day adds: what no day before had, or not so far."""
        fresh = tuple(
            broken
            for broken in found
            if broken.sign not in self._reach or not broken.extent <= self._reach[broken.sign]
        )
        for broken in fresh:
            self._reach[broken.sign] = self._reach.get(broken.sign, frozenset()) | broken.extent
        return fresh


def _finding(case: Case, reading: Reading, rule: Rule, broken: Broken, since: date | None) -> Finding:
    finding = Finding(rule, broken, _place(rule, broken, reading), since=since)
    day = since or case.day
    accepted = next((risk for risk in case.whole.accepted_risks if _accepts(risk, finding, day)), None)
    return replace(finding, accepted=accepted)


def _place(rule: Rule, broken: Broken, reading: Reading) -> Problem:
    return Fault(rule.id, broken.path).located(reading.source, reading.tree)


def _accepts(risk: AcceptedRisk, finding: Finding, day: date) -> bool:
    return _is_meant(risk, finding, day) and risk.accepted_by not in _gainers(finding.broken)


def _is_meant(risk: AcceptedRisk, finding: Finding, day: date) -> bool:
    return risk.rule == finding.rule.id and risk.about in (None, finding.broken.about) and day <= risk.until


def _gainers(broken: Broken) -> frozenset[str]:
    """Who gains by a finding, and so cannot accept it: whom it is about, and the one person whom its sentence names."""
    named = {value.id for _, value in broken.values if isinstance(value, Name) and value.kind == "person"}
    return frozenset(named | {broken.about})


def _useless(case: Case, found: Collection[Finding], chosen: Collection[str]) -> Iterator[Broken]:
    """Acceptances in force by somebody who gains by the finding, or of nothing, if their rule was asked at all."""
    for index, risk in enumerate(case.whole.accepted_risks):
        if risk.rule not in chosen or case.day > risk.until:
            continue
        path = ("accepted_risks", index)
        meant = [finding for finding in found if _is_meant(risk, finding, finding.since or case.day)]
        if any(risk.accepted_by in _gainers(finding.broken) for finding in meant):
            person = Name("person", risk.accepted_by)
            yield Broken.of((*path, "accepted_by"), about=risk.rule, says="own", rule=risk.rule, person=person)
        elif not meant:
            yield Broken.of((*path, "rule"), about=risk.rule, says="unused", rule=risk.rule)


def counted(findings: Collection[Finding]) -> dict[Severity, int]:
    """How many findings of each severity are not accepted."""
    return {
        severity: sum(finding.rule.severity is severity and finding.accepted is None for finding in findings)
        for severity in Severity
    }
