"""What the bundle holds for a control, kind by kind: shown, shown to be wanting, missing, or no case for it.

It judges no control: whether what is there is enough, an auditor says. What is missing is named and never left out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from runbook.audit.seals import Fate

if TYPE_CHECKING:
    from runbook.audit.deeds import Deed
    from runbook.audit.facts import AuditFacts
    from runbook.knowledge.audit import Requirement

OUTSIDE = "outside"
"""A kind of evidence that only stands elsewhere."""

_FILES: Mapping[str, frozenset[str]] = {
    "aws-root": frozenset({"summary", "credential-report"}),
    "aws-contacts": frozenset({"alternate-contact", "primary-contact"}),
    "aws-features": frozenset({"features"}),
    "aws-events": frozenset({"events"}),
}
"""Kinds of evidence that a reconciliation gives, and the files of AWS (by kind), one of which must be compared."""

_RULES: Mapping[str, tuple[str, ...]] = {
    "aws-root": ("root-key-", "root-password-", "root-mfa-", "root-certificate-", "custody-can-be-told"),
    "aws-contacts": ("alternate-contact-", "recovery-phone-", "root-email-"),
    "aws-features": ("feature-",),
    "aws-events": ("root-use-",),
}
"""By what the rules of its differences begin."""

_READ, _CHANGED, _PROVED = "password-read", "password-new", "proved"
"""Facts of the procedure: the password was seen; it was changed; the new one was tried."""


class State(StrEnum):
    """How it stands with a kind of evidence; ``elsewhere`` is what this bundle cannot show at all."""

    SHOWN = "shown"
    WANTING = "wanting"
    MISSING = "missing"
    NO_CASE = "no-case"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A kind of evidence for a control. ``entries`` are entries of the records, ``rules`` of `check` or `reconcile`.

    They are what shows it, or, of what is wanting, what is wrong.
    """

    kind: str
    state: State
    entries: tuple[int, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A control of aws.yaml, or a requirement of a standard, with all its kinds of evidence."""

    id: str
    items: tuple[EvidenceItem, ...]
    requirement: Requirement | None = None

    @property
    def missing(self) -> tuple[EvidenceItem, ...]:
        """What is missing or wanting."""
        return tuple(item for item in self.items if item.state in (State.MISSING, State.WANTING))


def answers(facts: AuditFacts) -> tuple[Answer, ...]:
    """Every control, then every requirement, in the order of their files."""
    controls = (
        Answer(name, tuple(_item(kind, facts, (name,)) for kind in kinds))
        for name, kinds in facts.audit.controls.items()
    )
    asked = (
        Answer(entry.id, tuple(_item(kind, facts, entry.like) for kind in entry.shows), entry)
        for entry in facts.audit.requirements.values()
    )
    return (*controls, *asked)


def _item(kind: str, facts: AuditFacts, controls: Collection[str]) -> EvidenceItem:
    if kind in _OF_USES:
        return _of_uses(kind, facts)
    if kind in facts.organisation.rotation.tasks():
        return _task(kind, facts)
    if kind in _FILES:
        return _reconciled(kind, facts)
    if kind == "findings":
        return _findings(facts, controls)
    return _SINGLE[kind](facts)


def _edition(facts: AuditFacts) -> EvidenceItem:
    in_force = facts.register.in_force(facts.period.last)
    return EvidenceItem("edition", State.SHOWN if in_force else State.MISSING)


def _findings(facts: AuditFacts, controls: Collection[str]) -> EvidenceItem:
    """What the rules of some controls find on the last day; accepted or not, it is wanting."""
    rules = [finding.rule.id for finding in facts.findings if {*finding.rule.controls} & {*controls}]
    return EvidenceItem("findings", State.WANTING if rules else State.SHOWN, rules=tuple(dict.fromkeys(rules)))


def _task(task: str, facts: AuditFacts) -> EvidenceItem:
    """Whether a periodic task was done in the span, and whether its evidence was ever too old in it."""
    entries = tuple(deed.number for deed in facts.standing if task in deed.tasks and deed.tasks[task] in facts.period)
    done = facts.period.within(facts.done.get(task, ()))
    if not done and facts.organisation.rotation.tasks()[task].every is None:
        return EvidenceItem(task, State.NO_CASE)
    if not done:
        gap = any(gap.task == task for gap in facts.timeline.gaps)
        return EvidenceItem(task, State.MISSING if gap else State.NO_CASE)
    gap = any(gap.task == task for gap in facts.timeline.gaps)
    return EvidenceItem(task, State.WANTING if gap else State.SHOWN, entries)


def _reconciled(kind: str, facts: AuditFacts) -> EvidenceItem:
    found = facts.reconciled
    if found is None or not _FILES[kind] & found.kinds.keys():
        return EvidenceItem(kind, State.MISSING)
    rules = tuple(rule for rule in found.rules if rule.startswith(_RULES[kind]))
    is_wanting = bool(rules) or (kind == "aws-events" and found.untold_uses > 0)
    return EvidenceItem(kind, State.WANTING if is_wanting else State.SHOWN, rules=rules)


def _seals(facts: AuditFacts) -> EvidenceItem:
    """Whether every number that went in the span went by a record."""
    if not facts.seals:
        return EvidenceItem("seals", State.NO_CASE)
    went = [seal for seal in facts.seals if seal.until is not None and seal.until.day in facts.period]
    lost = [
        seal for seal in facts.seals if seal.fate is Fate.DISPUTED or (seal in went and seal.fate is Fate.UNRECORDED)
    ]
    entries = tuple(dict.fromkeys(seal.until.number for seal in went if seal.until and seal.fate is Fate.REPLACED))
    return EvidenceItem("seals", State.WANTING if lost else State.SHOWN, entries)


def _of_uses(kind: str, facts: AuditFacts) -> EvidenceItem:
    """Whether every use of the span has something; if not, ``entries`` are those that have not."""
    uses = [deed for deed in facts.uses if deed.day in facts.period]
    if not uses:
        return EvidenceItem(kind, State.NO_CASE if facts.has_records else State.MISSING)
    without = tuple(deed.number for deed in uses if not _OF_USES[kind](deed, facts))
    return EvidenceItem(kind, State.WANTING if without else State.SHOWN, without or tuple(deed.number for deed in uses))


def _is_attributed(deed: Deed, facts: AuditFacts) -> bool:
    return bool(deed.done) and not deed.unsigned and bool(facts.people.present(deed))


_OF_USES: Mapping[str, Callable[[Deed, AuditFacts], bool]] = {
    "approved": lambda deed, facts: len(facts.approvers(deed)) >= facts.required(deed),
    "justified": lambda deed, _: bool(deed.reason or deed.ticket),
    "limited": lambda deed, _: deed.ended is not None,
    "identified": lambda deed, facts: bool(facts.people.present(deed)),
    "attributed": _is_attributed,
    "authorised": lambda deed, _: bool(deed.task),
    "changed": lambda deed, facts: facts.did(deed, _CHANGED) or not facts.did(deed, _READ),
    "proved": lambda deed, facts: facts.did(deed, _PROVED) or not facts.did(deed, _CHANGED),
}
"""What every use is asked for."""

_SINGLE: Mapping[str, Callable[[AuditFacts], EvidenceItem]] = {
    "edition": _edition,
    "seals": _seals,
    OUTSIDE: lambda _: EvidenceItem(OUTSIDE, State.ELSEWHERE),
}
"""What is asked once."""

KINDS = frozenset({"findings", *_SINGLE, *_FILES, *_OF_USES})
"""Kinds of evidence that are no periodic task."""


def counted(found: Sequence[Answer]) -> Mapping[State, int]:
    """How many items there are of each state."""
    return {state: sum(1 for item in _all(found) if item.state is state) for state in State}


def _all(found: Sequence[Answer]) -> Iterator[EvidenceItem]:
    yield from (item for answer in found for item in answer.items)
