"""A call list as lines for a reader, and as a record for a machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runbook.cli.reports.report import Report
from runbook.custody.call_list import Call, CallList, Keeping, Presence
from runbook.custody.phrases import key_name
from runbook.knowledge.phrases import Speaker, people
from runbook.organisation import Route
from runbook.organisation.fields import PHONE_KINDS
from runbook.organisation.hours import windows
from runbook.organisation.numbers import dialled_at_home

if TYPE_CHECKING:
    from datetime import datetime

    from runbook.custody import Way
    from runbook.knowledge.language import Language
    from runbook.organisation import Account, Hours, Organisation, Person, PersonContact, Place

_INDENT = "    "


def report_on(calls: CallList, organisation: Organisation, language: Language) -> Report:
    """Whom to call, in order; a finding if the approvals that are needed cannot be had."""
    return Report(
        record=lambda: record(calls),
        lines=CallReader(Speaker(language, organisation)).lines(calls),
        is_finding=not calls.is_enough,
    )


@dataclass(frozen=True, slots=True)
class CallReader:
    """Who reads the list."""

    speaker: Speaker

    def lines(self, calls: CallList) -> Iterator[str]:
        """When, whom, how; then how many approvals; then who has the keys of the account."""
        yield self._say("now", moment=_shown(calls.moment), zone=str(calls.moment.tzinfo))
        for number, call in enumerate(calls.calls, 1):
            yield from ("", *self._call(number, call, calls.moment))
        yield ""
        yield self._say("approvals", required=calls.required, number=calls.approvals, in_hours=calls.approvals_in_hours)
        if not calls.is_enough:
            yield self._say("not_enough")
        if out_of_band := self.speaker.organisation.approvers.out_of_band:
            yield self._say("out_of_band", how=self.speaker.text(out_of_band))
        if calls.account:
            yield from ("", *self._account(calls))

    def _say(self, key: str, /, **values: object) -> str:
        return self.speaker.language.say(f"reports.who.{key}", **values)

    def _word(self, key: str) -> str:
        return self.speaker.language.words(f"labels.{key}")

    def _call(self, number: int, call: Call, start: datetime) -> Iterator[str]:
        time = f"{call.moment:%H:%M}" if call.moment.date() == start.date() else f"{call.moment:%Y-%m-%d %H:%M}"
        name = self.speaker.text(call.person.name)
        title = self.speaker.text(call.person.title) if call.person.title else ""
        yield self._say("call_titled" if title else "call", number=number, time=time, name=name, title=title)
        if call.stands_in_for:
            yield _INDENT + self._say("stands_in", name=self.speaker.text(call.stands_in_for.name))
        if call.roles:
            yield _INDENT + self.speaker.commas(self._word(f"roles.{role.value}") for role in call.roles)
        hours = self._hours_of(call.person)
        yield _INDENT + self._say(call.presence.value, until=call.until, hours=hours)
        if call.presence is not Presence.ABSENT:
            yield from (_INDENT + self._contact(contact) for contact in call.person.contacts)

    def _contact(self, contact: PersonContact) -> str:
        line = f"{self._word(f'contact_kinds.{contact.kind}')}  {self._address(contact)}"
        if contact.personal:
            personal = self.speaker.language.words("sheets.notes.personal")
            line = self.speaker.language.say("labels.formats.remark", text=line, remark=personal)
        if contact.depends_on:
            needs = self.speaker.commas(self._word(f"dependencies.{name}") for name in contact.depends_on)
            line += "  " + self._say("needs", needs=needs)
        return line

    def _address(self, contact: PersonContact) -> str:
        """What is dialled or written to; a number of our own country first as it is dialled there."""
        home = dialled_at_home(contact.value, self.speaker.organisation.company.time_zone)
        if home is None or contact.kind not in PHONE_KINDS:
            return contact.value
        return self.speaker.language.say("labels.formats.at_home", home=home, number=contact.value)

    def _hours_of(self, who: Person | Place) -> str:
        """The hours of a person or place, with the time zone if it is not the company's."""
        organisation = self.speaker.organisation
        zone, hours = organisation.time_zone_of(who), self._hours(who.hours)
        return hours if zone == organisation.company.time_zone else self._say("elsewhere", hours=hours, zone=zone)

    def _hours(self, hours: Hours | tuple[Hours, ...] | None) -> str:
        return self.speaker.commas(map(self._window, windows(hours)))

    def _window(self, hours: Hours) -> str:
        if hours.round_the_clock:
            return self._word("formats.round_the_clock")
        say, times = self.speaker.language.say, {"first": hours.start, "last": hours.until}
        if isinstance(hours.days, tuple):
            days = self.speaker.commas(self._word(f"weekdays.{day}") for day in hours.weekdays)
            return say("labels.formats.named_day_hours", days=days, **times)
        kind = "every_day_hours" if hours.days == "every-day" else "weekday_hours"
        return say(f"labels.formats.{kind}", **times)

    def _account(self, calls: CallList) -> Iterator[str]:
        account, speaker = calls.account, self.speaker
        if account is None:
            return
        route = self._word(f"routes.{account.route.value}")
        yield self._say("account", account=speaker.text(account.name), id=account.shown_id, route=route)
        for keeping in calls.keepings:
            yield from (_INDENT + line for line in self._keeping(keeping, calls.closed))
        if account.reseller:
            desk = speaker.organisation.contact(account.reseller)
            yield _INDENT + speaker.text(desk.name)
            yield from (_INDENT + text for text in (desk.phone, desk.email, desk.url) if text)
            if desk.hours:
                yield _INDENT + self._hours(desk.hours)
            if desk.reference:
                yield _INDENT + speaker.text(desk.reference)
        elif not calls.keepings:
            yield _INDENT + self._say(_without_keys(account))

    def _keeping(self, keeping: Keeping, closed: frozenset[str]) -> Iterator[str]:
        key = self.speaker.say(key_name(keeping.key))
        ways = keeping.custody.ways_to(keeping.key)
        by_item: dict[str, list[Way]] = {}
        for way in ways:
            if way.item is not None:
                by_item.setdefault(way.item.id, []).append(way)
        named = dict.fromkeys(holder.person for way in ways if way.item is None for holder in way.group)
        named |= dict.fromkeys(
            deputy for way in ways if way.item is None for holder in way.group for deputy, _ in holder.deputies
        )
        if named:
            yield self._say("has", key=key, people=self.speaker.say(people(named, "commas")))
        for item, item_ways in by_item.items():
            place = item_ways[0].place
            groups = self._say("or").join(
                self.speaker.say(people(holder.person for holder in way.group)) for way in item_ways
            )
            yield self._say(
                "lies", key=key, item=item, place=self.speaker.text(place.name) if place else "", groups=groups
            )
            if place and place.hours:
                yield _INDENT + self._say("closed" if place.id in closed else "open", hours=self._hours_of(place))


def record(calls: CallList) -> dict[str, Any]:
    """The list for machines."""
    return {
        "at": calls.moment.isoformat(),
        "calls": [
            {
                "at": call.moment.isoformat(),
                "person": call.person.id,
                "roles": [role.value for role in call.roles],
                "presence": call.presence.value,
                "absent_until": str(call.until) if call.until else None,
                "stands_in_for": call.stands_in_for.id if call.stands_in_for else None,
                "contacts": [
                    {"kind": contact.kind, "value": contact.value, "depends_on": list(contact.depends_on)}
                    for contact in call.person.contacts
                ],
            }
            for call in calls.calls
        ],
        "approvals": {
            "required": calls.required,
            "possible": calls.approvals,
            "within_hours": calls.approvals_in_hours,
        },
        "closed_places": sorted(calls.closed),
        "account": calls.account.id if calls.account else None,
        "route": calls.account.route.value if calls.account else None,
    }


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M %Z}"


def _without_keys(account: Account) -> str:
    """Why no key of an account is listed."""
    if account.is_closed:
        return "closed_root"
    return "unknown_root" if account.route is Route.UNKNOWN else "no_root"
