"""Everything that a bundle is made of, as values: the span of days, register, entries, seals, findings, proofs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from runbook.assessment import judged
from runbook.audit.deeds import Deed, deeds_of
from runbook.audit.finding_histories import FindingHistory, Noticed, Snapshot, finding_histories, noticed, snapshots_in
from runbook.audit.people import People
from runbook.audit.risks import Acceptance, acceptances
from runbook.audit.seals import Seal, seals
from runbook.audit.timeline import Found, Timeline, days_done, timeline_of
from runbook.editions.facts import facts as facts_of
from runbook.knowledge.procedure import bare_fact
from runbook.organisation import Role
from runbook.records.facts import recorded_in
from runbook.records.snapshots import seen_in

if TYPE_CHECKING:
    from runbook.audit.period import Period
    from runbook.audit.reconciled import Reconciled
    from runbook.checks import Finding
    from runbook.config import Reading
    from runbook.editions import IssuedEdition, Register
    from runbook.knowledge.audit import AuditKnowledge
    from runbook.knowledge.loading import Knowledge
    from runbook.knowledge.procedure import Procedure
    from runbook.organisation import Organisation
    from runbook.records.store import Records

_ENTERED = frozenset({"root-session", "admin-session"})
"""Facts of the procedure: somebody was signed in as root, or in a session that may act as root of a member."""


@dataclass(frozen=True)  # without slots: each part is worked out once, when it is asked for
class AuditFacts:
    """What is known about a span of days on the day ``today``.

    ``has_register`` and ``has_records`` say whether there are such files at all.
    """

    period: Period
    today: date
    reading: Reading
    register: Register
    records: Records
    knowledge: Knowledge
    audit: AuditKnowledge
    reconciled: Reconciled | None
    has_register: bool
    has_records: bool

    @property
    def organisation(self) -> Organisation:
        """The company with all its appointments."""
        return self.reading.organisation

    @property
    def procedure(self) -> Procedure:
        """The steps of the paper."""
        return self.knowledge.procedure

    @cached_property
    def deeds(self) -> tuple[Deed, ...]:
        """All entries of the records, in the order in which they were done."""
        return deeds_of(self.records)

    @cached_property
    def standing(self) -> tuple[Deed, ...]:
        """Those that no later entry corrects, up to the last day."""
        return tuple(deed for deed in self.deeds if deed.counts and deed.day <= self.period.last)

    @cached_property
    def uses(self) -> tuple[Deed, ...]:
        """Those in which somebody was root: who only looked into an alert was not.

        An entry with a step that is not known any more counts: it may have been the one.
        """
        return tuple(deed for deed in self.standing if deed.is_use and self._entered(deed))

    @property
    def last_use(self) -> Deed | None:
        """The last of them up to the last day, also before the span."""
        return self.uses[-1] if self.uses else None

    @property
    def last_drill(self) -> Deed | None:
        """The last drill up to the last day, also before the span."""
        return next((deed for deed in reversed(self.standing) if deed.kind == "drill"), None)

    @cached_property
    def done(self) -> Mapping[str, tuple[date, ...]]:
        """When each periodic task was done."""
        return days_done(self.register, self.standing)

    @cached_property
    def people(self) -> People:
        """Everybody."""
        return People(self.organisation, self.register, self.deeds)

    @cached_property
    def timeline(self) -> Timeline:
        """What happened, and the gaps."""
        told = Found(self.snapshots, self.finding_histories, self.noticed)
        return timeline_of(self.register, self.standing, self.organisation, self.period, told)

    @cached_property
    def seals(self) -> tuple[Seal, ...]:
        """Every seal up to the last day."""
        return seals(self.register, self.deeds, self.organisation, self.period.last, self.today)

    @cached_property
    def risks(self) -> tuple[Acceptance, ...]:
        """Accepted risks that stood at any time in the span, by an edition or by the config."""
        return tuple(
            risk
            for risk in acceptances(self.register, self.organisation)
            if (risk.since is None or risk.since <= self.period.last)
            and risk.until >= self.period.first
            and (risk.withdrawn is None or risk.withdrawn >= self.period.first)
        )

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules find on the last day, by the records up to then and the config as it is."""
        recorded = recorded_in(self.records, self.period.last)
        found = judged(self.reading, self.period.last, self.knowledge, recorded)
        return tuple(finding for finding in found if finding.since is None)

    @cached_property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """The days of which it is known what the rules found then, also before the span."""
        kept = snapshots_in(self.records, self.period.last)
        if self.period.last != self.today:
            return kept
        return (
            *(snapshot for snapshot in kept if snapshot.day != self.today),
            Snapshot(self.today, 0, seen_in(self.findings)),
        )

    @cached_property
    def finding_histories(self) -> tuple[FindingHistory, ...]:
        """Findings of the rules over time, as far as they reach into the span."""
        found = finding_histories(self.snapshots)
        return tuple(each for each in found if each.gone is None or each.gone.day >= self.period.first)

    @cached_property
    def noticed(self) -> tuple[Noticed, ...]:
        """What people found, as far as it was open in the span."""
        found = noticed(self.records, self.period.last)
        return tuple(each for each in found if each.closed is None or each.closed >= self.period.first)

    @property
    def editions(self) -> tuple[IssuedEdition, ...]:
        """Editions that were issued or came into force in the span, and the one that was in force before it."""
        before = self.register.in_force(self.period.first)
        return tuple(
            edition
            for edition in self.register.issued
            if edition.issued_on in self.period or edition.effective in self.period or edition == before
        )

    @cached_property
    def unissued(self) -> int | None:
        """How many facts of the config differ from the edition in force on the last day; None without one."""
        edition = self.register.in_force(self.period.last)
        if edition is None:
            return None
        now = facts_of(self.organisation)
        return sum(now.get(key) != edition.facts.get(key) for key in now.keys() | edition.facts.keys())

    def approvers(self, deed: Deed) -> tuple[str, ...]:
        """Different people (ids) who approved and might: not who is known to have held other roles only that day.

        A name that nobody knows counts for nobody.
        """
        found = dict.fromkeys(person for yes in deed.approvals if (person := self.people.approver(yes)))
        roles = {person: self.people.roles(person, deed.day) for person in found}
        return tuple(person for person in found if not roles[person] or Role.APPROVER.value in roles[person])

    def required(self, deed: Deed) -> int:
        """How many had to approve: by the edition of the day, else the config; more for some tasks of the config."""
        approvers, edition = self.organisation.approvers, self.register.in_force(deed.day)
        more = [entry.required for entry in approvers.by_task if deed.task in entry.tasks]
        return max([edition.required if edition else approvers.required, *more])

    def did(self, deed: Deed, fact: str) -> bool:
        """Whether a step was done that gives a fact of the procedure."""
        return bool(self._giving.get(fact, frozenset()) & _numbers(deed))

    def _entered(self, deed: Deed) -> bool:
        known = {step.id for step in self.procedure.steps()}
        return not deed.done or not _numbers(deed) <= known or any(self.did(deed, fact) for fact in _ENTERED)

    @cached_property
    def _giving(self) -> Mapping[str, frozenset[str]]:
        """The steps that give each fact."""
        found: dict[str, set[str]] = {}
        for step in self.procedure.steps():
            for fact in step.gives:
                found.setdefault(bare_fact(fact), set()).add(step.id)
        return {fact: frozenset(steps) for fact, steps in found.items()}


def _numbers(deed: Deed) -> frozenset[str]:
    """The steps that were done; rows of one step have its number and one more."""
    return frozenset(step.partition(".")[0] for step in deed.done)
