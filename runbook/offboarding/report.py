"""A leaving in sentences and as files: for the terminal, and for the list that is printed and signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from runbook.editions.titles import SheetTitles
from runbook.knowledge.phrases import Name, Speaker, people
from runbook.offboarding.impact import Control, Lack, Leaving, Locked, leaving
from runbook.organisation import Account, Organisation, OwnRole, OwnTask, Role
from runbook.organisation.localized import Text
from runbook.organisation.offices import NobodyWhoMust, NoQuorum, OneHand, Vacancy
from runbook.sheets.notices import Notice, notice_files, render_notice
from runbook.sheets.sets import REGISTER, word_set
from runbook.writing import About, Kind, publish, refuse_early

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from runbook.build import Draft, Inputs
    from runbook.checks import Finding
    from runbook.knowledge.language import Language
    from runbook.knowledge.sheets import SheetName
    from runbook.offboarding.impact import Break

_ACCESS = {Role.CENTRAL_ADMIN: "central", Role.OPERATOR: "operator"}
_SECTIONS = ("roles", "breaks", "findings", "same_day", "items", "tasks", "edits", "sheets")


# The keys of their sentences, and their names in JSON.
_BROKEN: Mapping[type[Lack], str] = {
    NoQuorum: "quorum",
    NobodyWhoMust: "must",
    Vacancy: "vacant",
    OneHand: "together",
    Locked: "locked",
}


@dataclass(frozen=True, slots=True)
class Departure:
    """A leaving, the company that the person leaves, and the names of the sheets that name them."""

    leaving: Leaving
    organisation: Organisation
    sheets: tuple[SheetName, ...]


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


def leave_folder(inputs: Inputs, person: str, last_day: date, output: Path | None) -> Departure:
    """What somebody's leaving touches, with a folder also as the list to sign.

    ConfigError if the config has no such person; otherwise errors as from `draft` and `publish`.
    """
    if output is not None:
        refuse_early(output, Kind.NOTICE, config=inputs.config)
    drafted = inputs.draft()
    departure = departure_of(drafted, person, last_day)
    if output is not None:
        files = departure_files(drafted, departure)
        publish(files, output, config=inputs.config, about=About(Kind.NOTICE, {"leaver": str(last_day)}))
    return departure


def departure_of(draft: Draft, person: str, last_day: date) -> Departure:
    """What somebody's leaving touches, on paper too; ConfigError if the config has no such person."""
    left = leaving(draft.assessment, person, last_day)
    return Departure(left, draft.assessment.whole.organisation, sheets_naming(draft, person))


def departure_files(draft: Draft, departure: Departure) -> Mapping[str, bytes]:
    """``<language>/leaver`` as Markdown, HTML and PDF; RenderingRefusedError as for sheets."""
    return notice_files(departure_notices(draft, departure), draft.templates, draft.assessment.whole.typed)


def departure_notices(draft: Draft, departure: Departure) -> tuple[Notice, ...]:
    """The list in every language of the runbook; RenderingRefusedError as for sheets."""
    notices = []
    for view in draft.views:
        titles = SheetTitles(view.language, draft.templates.language_names)
        report = report_on(departure, Speaker(view.language, departure.organisation), titles)
        names = {"leaving": departure.leaving, "report": report}
        notices.append(render_notice("leaver", view, draft.templates, **names))
    return tuple(notices)


def sheets_naming(draft: Draft, person_id: str) -> tuple[SheetName, ...]:
    """The sheets whose words would be others without a person's name and addresses; the register follows them anyway.

    Found by wording the sheets again, so that a name that is also part of a word counts only where the person is meant.
    """
    people = tuple(
        replace(
            person,
            name=Text.of("-"),
            contacts=tuple(replace(contact, value="-") for contact in person.contacts),
        )
        if person.id == person_id
        else person
        for person in draft.assessment.present.organisation.people
    )
    organisation = replace(draft.assessment.present.organisation, people=people)
    views = (replace(view, organisation=organisation) for view in draft.views)
    other = {sheet.name: sheet.code for view in views for sheet in word_set(view, draft.templates)}
    return tuple(
        sheet.name for sheet in draft.sheets if sheet.sheet.slug != REGISTER and other[sheet.name] != sheet.code
    )


def departure_record(departure: Departure) -> dict[str, Any]:
    """A leaving for machines."""
    leaving = departure.leaving
    return {
        "person": leaving.person.id,
        "last_day": str(leaving.last_day),
        "roles": [
            {"role": _role_id(entry.role), "stands_in_for": entry.stands_in_for, "from": str(entry.appointment.start)}
            for entry in leaving.held
        ],
        "places": [
            {
                "place": entry.place.id,
                "still_opened_by": [list(group) for group in entry.groups_left],
                "items": [{"item": item.id, "seal": item.seal} for item in entry.items],
            }
            for entry in leaving.places
        ],
        "mailboxes": [account.id for account in leaving.mailboxes],
        "telephones": [account.id for account in leaving.telephones],
        "passwords": [account.id for account in leaving.passwords],
        "controls": [{"kind": control.kind, "id": control.id} for control in leaving.controls],
        "alternate_contacts": [account.id for account in leaving.alternates],
        "in_order_of_call": leaving.calls,
        "tasks": [{"task": task, "role": role.value} for task, role in leaving.tasks],
        "breaks": [
            {
                "rule": _BROKEN[type(entry.lack)],
                "subject": _subject(entry.lack),
                "first": str(entry.first),
                "last": str(entry.last) if entry.last else None,
            }
            for entry in leaving.breaks
        ],
        "findings": [
            {
                "rule": finding.rule.id,
                "severity": finding.rule.severity.value,
                "from": str(finding.since) if finding.since else None,
                "line": finding.place.line,
                "column": finding.place.column,
                "path": finding.place.where,
            }
            for finding in leaving.findings
        ],
        "edits": [
            {"action": e.action, "file": e.file, "line": e.line, "column": e.column, "path": e.path}
            for e in leaving.edits
        ],
        "sheets": [str(name) for name in departure.sheets],
    }


def _role_id(role: Role | OwnRole) -> str:
    return role.id if isinstance(role, OwnRole) else role.value


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
        rule = _BROKEN[type(entry.lack)]
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


def _subject(lack: Lack) -> str | None:
    match lack:
        case NoQuorum() | NobodyWhoMust():
            return None
        case Vacancy(role=role):
            return role.value
        case OneHand(roles=roles):
            return "/".join(role.value for role in roles)
        case Locked(place=place):
            return place
