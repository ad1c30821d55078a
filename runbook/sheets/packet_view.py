"""What a packet prints: its rows with the values of their sentences, its people, things, accounts. No formatting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from runbook.knowledge.procedure import ASK_AWS, Fork
from runbook.organisation import Account, Appointment, Contact, Person, Place, Role, Route
from runbook.packets.things import Part, Thing

if TYPE_CHECKING:
    from runbook.packets import Line, Packet, Section
    from runbook.packets.packet import Row
    from runbook.sheets.view import View

_IN_FULL = frozenset({"B-24", "B-25", "B-18", "B-26", "B-27", "B-28", "B-29", "B-49", "R-15", "R-16", "E-03", "E-04"})
"""Steps with a thing that is used where one signs in: a row each, even if the thing has a place."""
LISTED_ACCOUNTS = 12
"""How many accounts of a class a packet lists; of more, the account in question is written in by hand."""


@dataclass(frozen=True, slots=True)
class Way:
    """A fork as it is printed: its words, where one goes on, and the packet that one takes then."""

    words: str
    target: str | None
    is_stop: bool
    then: str | None
    asks_aws: bool


@dataclass(frozen=True, slots=True)
class PacketView:
    """A packet in the language of a view."""

    view: View
    packet: Packet

    @property
    def kind(self) -> str:
        """The kind of its case: where its words stand."""
        return self.packet.case.kind.id

    @property
    def account(self) -> Account | None:
        """The account whose root it is about."""
        return self.packet.case.account

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts of its class, if the packet lists them."""
        accounts = self.packet.case.accounts
        return accounts if len(accounts) <= LISTED_ACCOUNTS else ()

    @property
    def stop(self) -> str:
        """The number of the line where one goes on after a stop."""
        return self.packet.stop.number

    @property
    def tasks(self) -> tuple[str, ...]:
        """The tasks that this root is kept for (ids)."""
        return self.account.kept_for if self.account else ()

    def title_values(self) -> Mapping[str, object]:
        """The values of the sentences about the whole packet."""
        case = self.packet.case
        return {
            "account": self._account_id,
            "name": self.account.name if self.account else "",
            "linked": self._account_id,
            "role": case.role.name if case.role else "",
            "stop": self.stop,
        }

    def values(self, row: Row) -> Mapping[str, object]:
        """The values of the sentences of a row."""
        line, organisation = row.first, self.view.organisation
        values = {
            **self.title_values(),
            "email": self._email,
            "place": line.place.name if line.place else "",
            "location": self._location(line.place),
            "openers": self.openers(line.place),
            "openers_numbers": self._numbers_of_openers(line.place),
            "people_there": self._people_at(line.place),
            "place_site": self._site_of(line.place),
            "site": self.work_site,
            "item": line.thing.item.id if line.thing else "",
            "devices": self._devices,
            "phone_ending": self._phone_ending,
            "role_url": self._role_url,
            "role_users": self._names(self.packet.case.role.used_by) if self.packet.case.role else "",
            "accounts_of_device": self._accounts_of_devices,
            "admin_role": organisation.central_root.admin_role or self._word("packets.notes.admin_role"),
            "admin_account": self._admin_account,
            "regions": self._list(organisation.alerts.regions),
            "reseller": self._contacts("reseller"),
            "registrars": self._contacts("vendor"),
            "authorities": self._contacts("authority"),
            "kept_things": self._kept_things,
            "smallest_groups": self._smallest_groups,
            "own_packet": self._packet_number("own-root"),
            "own_packets": self._packet_numbers("own-root"),
            "bring_back_packet": self._packet_numbers("bring-back"),
            "emergency_packets": self._packet_numbers("emergency"),
            "govcloud_packets": self._packet_numbers("govcloud"),
        }
        return {name: value if value else self._word("labels.formats.none") for name, value in values.items()}

    def ways(self, row: Row) -> tuple[Way, ...]:
        """The forks of a row that no earlier row of the same step has printed with the same end."""
        printed = {way for line in self._before(row.first) for way in self._ways(line)}
        return tuple(way for way in self._ways(row.first) if way not in printed)

    def words(self, row: Row) -> str:
        """The key of the sentence of a row: the short form where it is in a block, if the step has one."""
        key = f"steps.steps.{row.first.step.id}"
        short = f"{key}.again"
        return short if not self.is_first(row) and self.view.language.has(short) else f"{key}.do"

    def names_things_in_full(self, row: Row) -> bool:
        """Whether kind and marks of its things are printed: where they are taken out and compared."""
        return any(name.startswith("out(") for name in row.first.step.gives)

    def groups(self, section: Section) -> tuple[tuple[Row, ...], ...]:
        """The rows as they are printed: what is done at one place is one block.

        Where a step at a place comes for the first time, it is a row of its own, in full.
        """
        return tuple(tuple(rows) for _, rows in groupby(section.rows, key=self._block))

    def _block(self, row: Row) -> str:
        at_a_place = row.first.place is not None and row.first.step.id not in _IN_FULL
        if self.is_first(row) and row.first not in self._in_short or not at_a_place:
            return row.first.number
        return row.first.place.id if row.first.place else ""

    @property
    def _in_short(self) -> frozenset[Line]:
        """The lines of sections that bring things home or use what is spare: every place there is one block."""
        sections = (*self.packet.close, *self.packet.detours)
        return frozenset(line for section in sections if section.phase.per for line in section.lines)

    def is_first(self, row: Row) -> bool:
        """Whether no earlier row has the same step: the company's own words stand there once."""
        return not self._before(row.first)

    def shows_expected(self, row: Row) -> bool:
        """Whether what one should see is not said in the same words by an earlier row of the step."""
        words = self._word(f"steps.steps.{row.first.step.id}.expect")
        return self.is_first(row) or "{" in words

    def _before(self, line: Line) -> tuple[Line, ...]:
        lines = [other for other in self.packet.lines if other.step.id == line.step.id]
        return tuple(other for other in lines[: lines.index(line)] if other.number != line.number)

    def _ways(self, line: Line) -> tuple[Way, ...]:
        return tuple(self._way(line, fork) for fork in line.step.forks)

    def comes_from(self, section: Section) -> tuple[str, ...]:
        """The lines whose forks lead to a section that only forks lead to."""
        first = section.lines[0]
        return tuple(
            dict.fromkeys(
                line.number
                for line in self.packet.lines
                for fork in line.step.forks
                if self.packet.target(line, fork) == first and line not in section.lines
            )
        )

    def back(self, section: Section) -> str | None:
        """The line where one goes on after a section that only forks lead to; None if the next section follows."""
        line = self.packet.after(section.lines[-1])
        following = {section.lines[0] for section in self.packet.detours}
        return line.number if line and line not in following else None

    def condition(self, row: Row) -> str | None:
        """The name of the fact for which a row is meant, where the reader has to know it."""
        only = row.first.only
        closing = any(row.first in section.lines for section in self.packet.close)
        return only.name if only and closing else None

    def who(self, row: Row) -> tuple[Role, ...]:
        """The roles that act in a row: the witness watches each, and at another site those act who are there."""
        step = row.first.step
        second = () if step.second in (None, Role.WITNESS) or self._is_elsewhere(row.first) else (step.second,)
        return (step.who, *second)

    def cast(self) -> tuple[tuple[Role, tuple[Appointment, ...]], ...]:
        """The roles that act in the packet, beside approvers, each with those who hold it."""
        steps = [line.step for line in self.packet.lines]
        acting = {step.who for step in steps} | {step.second for step in steps}
        holders = self.view.organisation.holders
        return tuple((role, holders(role)) for role in Role if role in acting and role is not Role.APPROVER and holders(role))

    def things(self) -> tuple[Thing, ...]:
        """The things that it moves or reads, each once, in the order in which they are taken."""
        taken = {line.thing.item.id: line.thing for line in self.packet.lines if line.thing}
        return tuple(taken.values())

    def openers(self, place: Place | None) -> str:
        """Who opens a place: groups of names."""
        if place is None:
            return ""
        groups = (self._together(group) for group in place.opened_by)
        return self._word("packets.notes.or").join(groups)

    def device_of(self, thing: Thing) -> str:
        """What a PIN unlocks."""
        return thing.serves or ""

    def purpose(self, thing: Thing) -> tuple[str, Mapping[str, object]]:
        """The key of the words for what a thing is for, and their values."""
        return f"packets.parts.{thing.part}", {"device": thing.serves or ""}

    @property
    def work_site(self) -> str:
        """The name of the site where work is done, or words for "anywhere"."""
        for thing in self.packet.case.things:
            if thing.place.site and not thing.travels and not thing.by_telephone:
                return self._text(self.view.organisation.site(thing.place.site).name)
        return self._word("packets.notes.any_site")

    def bound_hours(self) -> tuple[Place, ...]:
        """The places among its things that open only at certain hours."""
        return tuple({thing.place.id: thing.place for thing in self.things() if thing.place.hours}.values())

    def unlisted(self) -> tuple[str, ...]:
        """The lines about halves of root of which no item says where they lie."""
        return tuple(line.number for line in self.packet.lines if line.step.id in ("B-38", "B-39", "B-59"))

    def commands(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What may be typed instead, by the number of the row."""
        case = self.packet.case
        values = {
            "account": self.account.id if self.account else self._word("packets.notes.account_id"),
            "role": case.role.name if case.role else "",
            "role_account": case.role.account if case.role else "",
        }
        named = {line.step.command: line.number for line in reversed(self.packet.lines) if line.step.command}
        return tuple((number, self.view.commands[name].filled(values)) for name, number in reversed(named.items()))

    def cards(self) -> tuple[str, ...]:
        """The tasks whose cards stand in the packet: what this root is kept for, or what a privileged session can do."""
        tasks = self.view.aws.tasks
        if self.kind == "session":
            return tuple(name for name, task in tasks.items() if task.member == "central")
        return tuple(name for name in self.tasks if self.kind in ("own-root", "sealed") and self.view.language.has(f"tasks.{name}"))

    # --- words -------------------------------------------------------------------------------------------------------

    def _way(self, line: Line, fork: Fork) -> Way:
        target = self.packet.target(line, fork)
        is_closing = any(line in section.lines for section in self.packet.close)
        is_stop = target == self.packet.stop and not is_closing
        then = None if fork.then in (None, ASK_AWS) else self._packet_number(fork.then or "")
        on = target is not None and target == self.packet.after(line) and not is_stop
        return Way(
            words=f"steps.steps.{line.step.id}.forks.{fork.id}",
            target=None if on or target is None else target.number,
            is_stop=is_stop,
            then=then,
            asks_aws=fork.then == ASK_AWS,
        )

    def _packet_number(self, kind: str) -> str | None:
        """The packet of another kind for the same account: its number."""
        own = {account.id for account in (*self.packet.case.accounts, self.account) if account}
        mine = self.packet.case.subject
        for slug, packet in self.view.case_packets.items():
            case = packet.case
            is_kind = case.kind.id == kind or case.kind.id.startswith(f"{kind}-")
            if is_kind and (not case.accounts or own & {account.id for account in case.accounts}):
                return packet.case.kind.number if packet.case.subject in (None, mine) else self._shown(slug)
        return None

    def _packet_numbers(self, kind: str) -> str:
        slugs = (slug for slug, packet in self.view.case_packets.items() if packet.case.kind.id == kind)
        return self._list(self._shown(slug) for slug in slugs)

    def _shown(self, slug: str) -> str:
        sheet = next(sheet for sheet in self.view.sheets if sheet.slug == slug)
        of = f" ({self.view.shown_id(sheet.account)})" if sheet.account else ""
        return f"{sheet.number}{of}"

    def _word(self, key: str) -> str:
        return self.view.language.words(key)

    def _text(self, value: object) -> str:
        in_language = getattr(value, "in_language", None)
        return in_language(self.view.language.code) if in_language else str(value)

    def _list(self, values: Iterable[object]) -> str:
        return self._word("labels.formats.list_separator").join(map(self._text, values))

    def _names(self, people: Iterable[str]) -> str:
        return self._list(self._person(name).name for name in people)

    def _person(self, person_id: str) -> Person:
        return self.view.organisation.person(person_id)

    def _together(self, group: Iterable[str]) -> str:
        return self._word("packets.notes.and").join(self._text(self._person(name).name) for name in group)

    @property
    def _account_id(self) -> str:
        return self.account.shown_id if self.account else self._word("packets.notes.account_blank")

    @property
    def _email(self) -> str:
        return (self.account.root_email if self.account else None) or self._word("packets.notes.email_blank")

    def _location(self, place: Place | None) -> str:
        if place is None:
            return ""
        site = [self.view.organisation.site(place.site).name] if place.site else []
        return self._list([*site, *([place.location] if place.location else [])])

    def _site_of(self, place: Place | None) -> str:
        if place is None:
            return ""
        return self._text(self.view.organisation.site(place.site).name if place.site else place.name)

    def _is_elsewhere(self, line: Line) -> bool:
        return line.thing is not None and (line.thing.travels or line.thing.by_telephone)

    def _people_at(self, place: Place | None) -> str:
        return self._together(place.opened_by[0]) if place and place.opened_by else self.openers(place)

    def _numbers_of_openers(self, place: Place | None) -> str:
        people = dict.fromkeys(name for group in (place.opened_by if place else ()) for name in group)
        return self._list(f"{self._text(self._person(name).name)} {self._number(name)}" for name in people)

    def _number(self, person_id: str) -> str:
        return self.view.numbers(self._person(person_id))[0]

    @property
    def _devices(self) -> str:
        items = (thing.item for thing in self.packet.case.things if thing.part in (Part.MFA, Part.SPARE_MFA))
        return self._list(f"{item.id} ({item.serial})" if item.serial else item.id for item in items)

    @property
    def _accounts_of_devices(self) -> str:
        own = self.account.id if self.account else None
        things = (thing for thing in self.packet.case.things if thing.part in (Part.MFA, Part.SPARE_MFA))
        others = dict.fromkeys(name for thing in things for name in thing.item.accounts if name != own)
        return self._list(self.view.shown_id(name) for name in others)

    @property
    def _phone_ending(self) -> str:
        phone = self.view.organisation.recovery_phone(self.account.id) if self.account else None
        return self.view.language.say("packets.notes.ending", digits=phone.ending) if phone else ""

    @property
    def _role_url(self) -> str:
        role = self.packet.case.role
        if role is None:
            return ""
        return role.url or self.view.language.say("packets.notes.role_url", account=role.account)

    @property
    def _admin_account(self) -> str:
        central = self.view.organisation.central_root
        if central.delegated_admin:
            return self.view.shown_id(central.delegated_admin)
        management = self.view.organisation.management_account()
        return management.shown_id if management else self._word("packets.notes.management_account")

    def _contacts(self, kind: str) -> str:
        return self._list(self._contact(contact) for contact in self.view.organisation.contacts if contact.kind == kind)

    def _contact(self, contact: Contact) -> str:
        address = contact.phone or contact.email or contact.url or ""
        return f"{self._text(contact.name)} {address}".strip()

    @property
    def _kept_things(self) -> str:
        return self._list(f"{item.id} {item.seal or ''}".strip() for item in self.view.organisation.items if item.keys)

    @property
    def _smallest_groups(self) -> str:
        classes = self.view.resilience.classes
        groups = dict.fromkeys(proof.people for entry in classes for proof in entry.proofs[:2])
        return self._list(self._together(sorted(group)) for group in groups)


def _place_of(row: Row) -> str | None:
    return row.first.place.id if row.first.place else None


__all__ = ["LISTED_ACCOUNTS", "PacketView", "Route", "Way"]
