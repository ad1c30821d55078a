"""A leaving in sentences: for the terminal, and for the list that is printed and signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runbook.build import sheets_naming
from runbook.editions.reprint import SheetTitles
from runbook.organisation import Account, Organisation, Role
from runbook.organisation.localized import Text
from runbook.sheets.notices import Notice, notice_files, print_notice

if TYPE_CHECKING:
    from runbook.build import Draft
    from runbook.knowledge.language import Language
    from runbook.offboarding.impact import Break, Leaving

_ACCESS = {Role.CENTRAL_ADMIN: "central", Role.OPERATOR: "operator"}
_SECTIONS = ("roles", "breaks", "same_day", "items", "tasks", "edits", "sheets")


@dataclass(frozen=True, slots=True)
class Report:
    """The sentences of a leaving in one language, by section of the list."""

    lead: str
    roles: tuple[str, ...]
    breaks: tuple[str, ...]
    same_day: tuple[str, ...]
    items: tuple[str, ...]
    tasks: tuple[str, ...]
    edits: tuple[str, ...]
    sheets: tuple[str, ...]


def report_on(
    leaving: Leaving, sheets: Sequence[str], organisation: Organisation, language: Language, titles: SheetTitles
) -> Report:
    """The report for a reader; ``sheets`` are the names of those that name the person."""
    teller = _Teller(leaving, organisation, language)
    return Report(
        lead=teller.say("told", name=teller.name(leaving.person.name), day=leaving.last_day),
        roles=tuple(teller.roles()),
        breaks=tuple(teller.broken(entry) for entry in leaving.breaks),
        same_day=tuple(teller.same_day()),
        items=tuple(teller.items()),
        tasks=tuple(
            teller.say("task", task=language.words(f"labels.tasks.{task}"), role=teller.role(role))
            for task, role in leaving.tasks
        ),
        edits=tuple(
            teller.say(
                entry.action,
                where=f"{entry.file}:{entry.line}:{entry.column}",
                path=entry.path,
                day=leaving.last_day,
            )
            for entry in leaving.edits
        ),
        sheets=tuple(titles(name) for name in sheets),
    )


def report_lines(report: Report, language: Language) -> Iterator[str]:
    """The report for a terminal."""
    yield report.lead
    for section in _SECTIONS:
        sentences = getattr(report, section)
        if sentences:
            yield from ("", language.words(f"notices.leaver.{section}"))
            yield from (f"  - {sentence}" for sentence in sentences)


def departure_files(draft: Draft, leaving: Leaving) -> Mapping[str, bytes]:
    """``<language>/leaver`` as Markdown, HTML and PDF; RenderingRefusedError as for sheets."""
    texts = [scalar.value for scalar in draft.whole.scalars]
    return notice_files(departure_notices(draft, leaving), draft.stationery, texts)


def departure_notices(draft: Draft, leaving: Leaving) -> tuple[Notice, ...]:
    """The list in every language of the runbook; RenderingRefusedError as for sheets."""
    sheets = sheets_naming(draft, leaving.person.id)
    organisation = draft.whole.organisation
    notices = []
    for view in draft.views:
        titles = SheetTitles(view.language, draft.stationery.language_names)
        report = report_on(leaving, sheets, organisation, view.language, titles)
        notices.append(print_notice("leaver", view, draft.stationery, leaving=leaving, report=report))
    return tuple(notices)


def departure_record(leaving: Leaving, sheets: Sequence[str]) -> dict[str, Any]:
    """A leaving for machines."""
    return {
        "person": leaving.person.id,
        "last_day": str(leaving.last_day),
        "roles": [
            {"role": entry.role.value, "stands_in_for": entry.stands_in_for, "from": str(entry.appointment.start)}
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
        "alternate_contacts": [account.id for account in leaving.alternates],
        "in_order_of_call": leaving.calls,
        "tasks": [{"task": task, "role": role.value} for task, role in leaving.tasks],
        "breaks": [
            {
                "rule": entry.rule,
                "subject": entry.subject or None,
                "first": str(entry.first),
                "last": str(entry.last) if entry.last else None,
            }
            for entry in leaving.breaks
        ],
        "edits": [
            {"action": e.action, "file": e.file, "line": e.line, "column": e.column, "path": e.path}
            for e in leaving.edits
        ],
        "sheets": list(sheets),
    }


@dataclass(frozen=True, slots=True)
class _Teller:
    leaving: Leaving
    organisation: Organisation
    language: Language

    def say(self, key: str, **values: object) -> str:
        return self.language.words(f"notices.leaver.{key}").format_map(values)

    def name(self, text: Text) -> str:
        """In the reader's language, or in the first of the organisation if it has no words in that."""
        code = self.language.code
        return text.in_language(self.organisation.languages[0] if text.missing((code,)) else code)

    def role(self, role: Role) -> str:
        return self.language.words(f"labels.roles.{role.value}")

    def roles(self) -> Iterator[str]:
        for entry in self.leaving.held:
            if entry.stands_in_for:
                yield self.say("stands_in", role=self.role(entry.role), name=self._person(entry.stands_in_for))
            else:
                start, until = entry.appointment.start, entry.appointment.until
                term = self.say("from_until", start=start, until=until) if until else self.say("from", start=start)
                yield self.say("holds", role=self.role(entry.role), term=term)

    def broken(self, entry: Break) -> str:
        key = "period" if entry.last else "period_open"
        period = self.say(key, first=entry.first, last=entry.last)
        required = self.organisation.approvers.required
        return self.say(entry.rule, required=required, subject=self._subject(entry), period=period)

    def _subject(self, entry: Break) -> str:
        match entry.rule:
            case "vacant":
                return self.role(Role(entry.subject))
            case "together":
                first, second = (self.role(Role(part)) for part in entry.subject.split("/"))
                return self.say("both", first=first, second=second)
            case "locked":
                return self.name(self.organisation.place(entry.subject).name)
        return ""

    def same_day(self) -> Iterator[str]:
        leaving = self.leaving
        for opened in leaving.places:
            place = self.name(opened.place.name)
            groups = " / ".join(self._together(group) for group in opened.groups_left)
            key = "combination" if opened.groups_left else "combination_locked"
            yield self.say(key, place=place, groups=groups)
        yield from (self.say("password", account=self._account(account)) for account in leaving.passwords)
        for account in leaving.mailboxes:
            if account.root_email:
                yield self.say("mailbox", address=account.root_email, account=self._account(account))
        yield from (self.say("telephone", account=self._account(account)) for account in leaving.telephones)
        yield from (self.say("alternate", account=self._account(account)) for account in leaving.alternates)
        if leaving.calls:
            yield self.say("calls")
        for role, key in _ACCESS.items():
            if any(entry.role is role for entry in leaving.held):
                yield self.say(key)

    def items(self) -> Iterator[str]:
        for opened in self.leaving.places:
            place = self.name(opened.place.name)
            for item in opened.items:
                yield self.say("sealed" if item.seal else "unsealed", item=item.id, place=place, seal=item.seal)

    def _together(self, group: Sequence[str]) -> str:
        return self.language.words("labels.formats.list_separator").join(map(self._person, group))

    def _person(self, person: str) -> str:
        return self.name(self.organisation.person(person).name)

    def _account(self, account: Account) -> str:
        return f"{self.name(account.name)} {account.shown_id}"
