"""Was the use approved: by enough people, who might, in time, and not by who works at the screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from runbook.organisation import Role
from runbook.records.examination import Examination, Found, told
from runbook.records.record import CHECKLIST, moment_of, without_break
from runbook.records.steps import APPROVED

if TYPE_CHECKING:
    from runbook.config.tree import Path
    from runbook.records.record import Step

YES = {"yes": "yes", "decision": True}
"""What a blank says if somebody approved, by the last part of its name: that of a packet, that of the checklist."""


_RECENT = timedelta(days=1)
"""For how long before the first entry somebody may have approved: what was approved for another day is another use."""


@dataclass(frozen=True, slots=True)
class _Approval:
    """Somebody's yes: whose (id), where in the record, and when."""

    person: str
    path: Path
    at: datetime | None


def about_approvals(examined: Examination) -> Iterator[Found]:
    """Only if something was done that needs them: an alert and a look do not."""
    step = _approved_at(examined)
    if step is None and examined.record.sheet.slug != CHECKLIST:
        return
    note = step.id if step is not None else None
    counted: set[str] = set()
    for approval in _approvals(examined):
        problem = _against(approval, examined, note, step)
        if problem is not None:
            yield problem
        else:
            counted.add(approval.person)
    path: Path = ("fields",) if step is None else ("steps", examined.record.steps.index(step))
    required, is_sure = _required(examined)
    if not is_sure:
        yield told("record-task-unknown", ("plan",), required=required)
    if len(counted) < required:
        yield examined.unexplained("record-approvals-too-few", path, note, required=required, count=len(counted))
    must = [member.person for member in examined.present.approvers.members if member.must]
    if must and not counted & {*must}:
        yield examined.unexplained("record-approvals-must", path, note, people=", ".join(must))


def _approved_at(examined: Examination) -> Step | None:
    """The first step that was done and by which it is approved, else the first that asks for that."""
    packet = examined.paper.packet
    lines = packet.lines if packet is not None else ()
    giving = {line.number for line in lines if any(fact.name == APPROVED for fact in line.gives)}
    asking = {line.number for line in lines if any(fact.name == APPROVED for fact in line.needs)}
    for numbers in (giving, asking):
        for step in examined.record.steps:
            if step.done and step.id in numbers:
                return step
    return None


def _approvals(examined: Examination) -> Iterator[_Approval]:
    times = {each.id: each.value for each in examined.record.fields if each.step is None}
    for index, each in enumerate(examined.record.fields):
        first, _, rest = each.id.partition(".")
        person, _, part = rest.rpartition(".")
        if each.step is None and first == "approvals" and part in YES and each.value == YES[part]:
            at = moment_of(times.get(f"approvals.{person}.time"))
            yield _Approval(_id_of(person, examined), ("fields", index), at)


def _id_of(person: str, examined: Examination) -> str:
    """Whose row it is: that of somebody who is printed, or of one whose name was written in."""
    named = examined.person_named(examined.record.text(f"approvals.{person}.name"))
    return named.id if named is not None else person


def _against(approval: _Approval, examined: Examination, note: str | None, step: Step | None) -> Found | None:
    """Why an approval does not count, if it does not."""
    person, day = approval.person, examined.day
    if not any(member.person == person for member in examined.present.approvers.members):
        was = any(member.person == person for member in examined.whole.approvers.members)
        rule = "record-approver-not-in-office" if was else "record-approver-not-one"
        return examined.unexplained(rule, approval.path, note, person=person, day=day)
    if person in _operators(examined) and not examined.whole.approves_alone:
        return examined.unexplained("record-approver-operates", approval.path, note, person=person)
    if approval.at is None:
        return examined.unexplained("record-approval-untimed", approval.path, note, person=person)
    if approval.at < examined.record.started - _RECENT:
        return examined.unexplained(
            "record-approval-old", approval.path, note, person=person, time=f"{approval.at:%F %H:%M}"
        )
    if step is not None and step.at is not None and without_break(approval.at) > without_break(step.at):
        return examined.unexplained("record-approval-late", approval.path, note, person=person, step=step.id)
    return None


def _operators(examined: Examination) -> frozenset[str]:
    """Who worked at the screen: those ticked in the team, as a deputy too, and who is named on the checklist."""
    found = set()
    deputies = {each.person: each.deputy for each in examined.present.holders(Role.OPERATOR)}
    for each in examined.record.fields:
        names = each.id.split(".")
        if names[:2] == ["team", Role.OPERATOR] and each.value is True:
            found.add(deputies.get(names[2]) if names[3:] == ["deputy"] else names[2])
    if named := examined.person_named(examined.record.text(f"present.{Role.OPERATOR}.name")):
        found.add(named.id)
    return frozenset(name for name in found if name is not None)


def _required(examined: Examination) -> tuple[int, bool]:
    """How many must approve, and whether that is sure: the task is written by hand, and some need more."""
    approvers = examined.whole.approvers
    if not approvers.by_task:
        return approvers.required, True
    typed = examined.record.text("plan.task").casefold()
    languages = [examined.knowledge.language(code) for code in examined.whole.languages]
    tasks = {
        task
        for task in examined.knowledge.aws.tasks
        if typed and typed in {task.casefold(), *(said.words(f"facts.tasks.{task}").casefold() for said in languages)}
    }
    more = [entry.required for entry in approvers.by_task if tasks & {*entry.tasks}]
    return max([approvers.required, *more]), bool(tasks)
