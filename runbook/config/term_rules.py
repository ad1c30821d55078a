"""Rules about the day: who must be in office, so that the paper can be followed; what ends soon; what lies ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from runbook.config.fault import Fault
from runbook.config.references import matching
from runbook.organisation import Appointment, Organisation, parsers
from runbook.organisation.offices import NobodyWhoMust, NoQuorum, Vacancy, lacks
from runbook.organisation.terms import appointments, turning_days

if TYPE_CHECKING:
    from runbook.config.tree import Path, Tree

NOTICE = timedelta(days=30)
_Lack = NoQuorum | NobodyWhoMust | Vacancy
_REFUSED: Mapping[type[_Lack], str] = {
    NoQuorum: "quorum-not-met",
    NobodyWhoMust: "must-not-met",
    Vacancy: "role-vacant",
}
_REMARKED: Mapping[type[_Lack], str] = {
    NoQuorum: "note-quorum-breaks",
    NobodyWhoMust: "note-must-breaks",
    Vacancy: "note-role-vacant",
}
# Days on which something was found to be so. One that is still to come would silence its rule for ever.
FACTS = ("people.*.contacts.*.confirmed_on", "items.*.tested_on", "accounts.*.verified_on")


def term_faults(organisation: Organisation, day: date) -> Iterator[Fault]:
    """What makes a runbook for this day impossible: too few approvers, none who must be, a role with nobody."""
    for lack in lacks(organisation, day):
        yield _fault(lack, day, _REFUSED)
        if isinstance(lack, NoQuorum):
            for index, member in enumerate(organisation.approvers.members):
                if not member.in_office(day):
                    yield _out_of_office(("approvers", "members", index), member, day)


def fact_faults(tree: Tree, day: date) -> Iterator[Fault]:
    """Facts that are dated after the day; the tree is that of a config that could be read."""
    for pattern in FACTS:
        for path, typed in matching(tree, pattern):
            if (found := parsers.day(typed)) > day:
                yield Fault.of("fact-to-come", path, found=found, day=day)


def term_remarks(organisation: Organisation, day: date) -> Iterator[Fault]:
    """Terms that are over, and what ends or begins in the thirty days after the day."""
    horizon = day + NOTICE
    for role, path, appointment in appointments(organisation):
        person, until = appointment.person, appointment.until
        if until is not None and until < day:
            yield Fault.of("note-term-over", (*path, "until"), person=person, role=role, until=until)
        elif until is not None and until <= horizon:
            yield Fault.of("note-term-ends", (*path, "until"), person=person, role=role, until=until)
        elif day < appointment.start <= horizon:
            yield Fault.of("note-term-begins", (*path, "from"), person=person, role=role, start=appointment.start)
    for index, risk in enumerate(organisation.accepted_risks):
        if day <= risk.until <= horizon:
            yield Fault.of(
                "note-acceptance-ends", ("accepted_risks", index, "until"), accepted=risk.rule, until=risk.until
            )
    for turn in turning_days(organisation, day, horizon + timedelta(days=1)):  # a last day shows on the day after
        if found := list(lacks(organisation, turn)):
            yield from (_fault(lack, turn, _REMARKED) for lack in found)
            return


def _fault(lack: _Lack, day: date, rules: Mapping[type[_Lack], str]) -> Fault:
    rule = rules[type(lack)]
    match lack:
        case NoQuorum(required=required, count=count):
            return Fault.of(rule, ("approvers", "required"), required=required, count=count, day=day)
        case NobodyWhoMust(person=person, index=index):
            return Fault.of(rule, ("approvers", "members", index, "until"), person=person, day=day)
        case Vacancy(role=role):
            return Fault.of(rule, ("roles", role.value), role=role.value, day=day)


def _out_of_office(path: Path, member: Appointment, day: date) -> Fault:
    if member.start > day:
        return Fault.of("approver-not-begun", (*path, "from"), person=member.person, start=member.start)
    return Fault.of("approver-term-over", (*path, "until"), person=member.person, until=member.until)
