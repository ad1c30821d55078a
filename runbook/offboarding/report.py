"""A departure in sentences, for the terminal and for the list to sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.knowledge.phrases import Name, Speaker, people
from runbook.offboarding.breaks import NAMES, Locked
from runbook.organisation import Account, OwnRole, OwnTask, Role
from runbook.organisation.offices import NobodyWhoMust, NoQuorum, OneHand, Vacancy

if TYPE_CHECKING:
    from runbook.checks import Finding
    from runbook.editions.titles import SheetTitles
    from runbook.knowledge.language import Language
    from runbook.offboarding.breaks import Break
    from runbook.offboarding.departure import Departure
    from runbook.offboarding.holdings import Control
    from runbook.offboarding.impact import Leaving

_ACCESS = {Role.CENTRAL_ADMIN: "central", Role.OPERATOR: "operator"}
_SECTIONS = ("roles", "breaks", "findings", "same_day", "items", "tasks", "edits", "sheets")


@dataclass(frozen=True, slots=True)
class Report:
    """The sentences of a leaving in one language, by section of the list."""

    lead: str
    roles: tuple[str, ...]
    breaks: tuple[str, ...]
    findings: tuple[str, ...]
    same_day: tuple[str, ...]
    items: tuple[str, ...]
    tasks: tuple[str, ...]
    edits: tuple[str, ...]
    sheets: tuple[str, ...]


def report_on(departure: Departure, speaker: Speaker, titles: SheetTitles) -> Report:
    """The report for a reader."""
    leaving = departure.leaving
    writer = _ReportWriter(leaving, speaker)
    return Report(
        lead=writer.say("told", name=speaker.text(leaving.person.name), day=leaving.last_day),
        roles=tuple(writer.roles()),
        breaks=tuple(writer.broken(entry) for entry in leaving.breaks),
        findings=tuple(writer.finding(finding) for finding in leaving.findings),
        same_day=tuple(writer.same_day()),
        items=tuple(writer.items()),
        tasks=tuple(writer.say("task", task=writer.task(task), role=writer.role(role)) for task, role in leaving.tasks),
        edits=tuple(
            writer.say(
                entry.action,
                where=f"{entry.file}:{entry.line}:{entry.column}",
                path=entry.path,
                day=leaving.last_day,
            )
            for entry in leaving.edits
        ),
        sheets=tuple(map(titles, departure.sheets)),
    )


def report_lines(report: Report, language: Language) -> Iterator[str]:
    """The report for a terminal."""
    yield report.lead
    for section in _SECTIONS:
        sentences = getattr(report, section)
        if sentences:
            yield from ("", language.words(f"notices.leaver.{section}"))
            yield from (f"  - {sentence}" for sentence in sentences)


@dataclass(frozen=True, slots=True)
class _ReportWriter:
    """Writes the sentences of a leaving for one reader."""

    leaving: Leaving
    speaker: Speaker

    def say(self, key: str, **values: object) -> str:
        return self.speaker.language.say(f"notices.leaver.{key}", **values)

    def role(self, role: Role | OwnRole) -> str:
        if isinstance(role, OwnRole):
            return self.speaker.text(role.name)
        return self.speaker.language.words(f"labels.roles.{role.value}")

    def task(self, task_id: str) -> str:
        rule = self.speaker.organisation.rotation.tasks()[task_id]
        if isinstance(rule, OwnTask):
            return self.speaker.text(rule.name)
        return self.speaker.language.words(f"labels.tasks.{task_id}")

    def roles(self) -> Iterator[str]:
        for entry in self.leaving.held:
            if entry.stands_in_for:
                yield self.say("stands_in", role=self.role(entry.role), name=self.speaker.person(entry.stands_in_for))
            else:
                start, until = entry.appointment.start, entry.appointment.until
                term = self.say("from_until", start=start, until=until) if until else self.say("from", start=start)
                yield self.say("holds", role=self.role(entry.role), term=term)

    def broken(self, entry: Break) -> str:
        key = "period" if entry.last else "period_open"
        period = self.say(key, first=entry.first, last=entry.last)
        rule = NAMES[type(entry.lack)]
        match entry.lack:
            case NoQuorum(required=required):
                return self.say(rule, required=required, period=period)
            case NobodyWhoMust():
                return self.say(rule, period=period)
            case Vacancy(role=role):
                return self.say(rule, subject=self.role(role), period=period)
            case OneHand(roles=(first, second)):
                both = self.say("both", first=self.role(first), second=self.role(second))
                return self.say(rule, subject=both, period=period)
            case Locked(place=place):
                return self.say(rule, subject=self._place(place), period=period)

    def finding(self, finding: Finding) -> str:
        what, _ = finding.words(self.speaker)
        return self.say("finding", what=what, rule=finding.rule.id)

    def same_day(self) -> Iterator[str]:
        leaving = self.leaving
        for opened in leaving.places:
            place = self.speaker.text(opened.place.name)
            groups = " / ".join(self.speaker.say(people(group, "commas")) for group in opened.groups_left)
            key = "combination" if opened.groups_left else "combination_locked"
            yield self.say(key, place=place, groups=groups)
        yield from (self.say("password", account=self._account(account)) for account in leaving.passwords)
        for account in leaving.mailboxes:
            if account.root_email:
                yield self.say("mailbox", address=account.root_email, account=self._account(account))
        yield from (self.say("telephone", account=self._account(account)) for account in leaving.telephones)
        for control in leaving.controls:
            yield self.say(f"control-{control.kind}", name=self._controlled(control))
        yield from (self.say("alternate", account=self._account(account)) for account in leaving.alternates)
        if leaving.calls:
            yield self.say("calls")
        for role, key in _ACCESS.items():
            if any(entry.role is role for entry in leaving.held):
                yield self.say(key)

    def items(self) -> Iterator[str]:
        for opened in self.leaving.places:
            place = self.speaker.text(opened.place.name)
            for item in opened.items:
                yield self.say("sealed" if item.seal else "unsealed", item=item.id, place=place, seal=item.seal)

    def _controlled(self, control: Control) -> str:
        match control.kind:
            case "service" | "account":
                return self.speaker.say(Name(control.kind, control.id))
            case "lock":
                return self._place(control.id)
            case _:
                return control.id

    def _place(self, place: str) -> str:
        return self.speaker.say(Name("place", place))

    def _account(self, account: Account) -> str:
        return f"{self.speaker.text(account.name)} {account.shown_id}"
