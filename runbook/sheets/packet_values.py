"""The values of the sentences of a packet: names, places, numbers of the organisation, as plain text of a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from runbook.knowledge.procedure import acting_role
from runbook.organisation import Account, Contact, Item, Person, Place, Role, Service, ServiceKind
from runbook.packets.meanwhile import lying_meanwhile
from runbook.packets.scene import Scene
from runbook.packets.things import Part, is_vault

if TYPE_CHECKING:
    from runbook.knowledge.procedure import Listing
    from runbook.packets import Line, Packet
    from runbook.sheets.view import View


_NUMBERED = re.compile(r"(?P<series>.*?)(?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of what a step lists: what it is about, and what is said of it."""

    head: str
    text: str


@dataclass(frozen=True)  # without slots: what every line may name is worked out once
class PacketValues:
    """What the sentences of a packet may name."""

    view: View
    packet: Packet

    @property
    def account(self) -> Account | None:
        """The account whose root it is about."""
        return self.packet.case.account

    def of_packet(self) -> Mapping[str, object]:
        """The values of the sentences about the whole packet."""
        case = self.packet.case
        return {
            "account": self._account_id,
            "name": self.account.name if self.account else "",
            "linked": self._account_id,
            "role": case.role.name if case.role else "",
            "stop": self.packet.stop.number,
            "next_device": self._next_device,
            "fetch_next": self._fetch_next,
            "packets_of_account": self._packets_of_account,
        }

    def of_line(self, line: Line) -> Mapping[str, object]:
        """The values of the sentences of a line; what the organisation does not say is "none"."""
        values = {
            "place": line.place.name if line.place else "",
            "place_at": self._place_at(line.place),
            "openers": self.openers(line.place),
            "openers_numbers": self._numbers_of_openers(line.place),
            "people_there": self._people_at(line.place),
            "place_site": self._site_of(line.place),
            "destination": self._destination(line.place),
            "item": line.thing.item.id if line.thing else "",
            "after_fetch": self._after_fetch(line),
        }
        return {**self._of_every_line, **self._given(values)}

    @cached_property
    def _of_every_line(self) -> Mapping[str, object]:
        """What is the same for all lines."""
        organisation = self.view.organisation
        values = {
            **self.of_packet(),
            "email": self._email,
            "alert_receivers": self._alert_receivers,
            "site": self.work_site,
            "devices": self._devices,
            "phone_ending": self._phone_ending,
            "role_url": self._role_url,
            "role_users": self._names(self.packet.case.role.used_by) if self.packet.case.role else "",
            "accounts_of_device": self._accounts_of_devices,
            "admin_role": organisation.central_root.admin_role or self._word("packets.notes.admin_role"),
            "admin_account": self._admin_account,
            "regions": self._list(organisation.alerts.regions if organisation.alerts else ()),
            "reseller": self._contacts("reseller") or self._word("packets.notes.look_up"),
            "registrars": self._registrars or self._word("packets.notes.look_up"),
            "authorities": self._authorities or self._word("packets.notes.no_authority"),
            "management": self._management,
            "management_packet": self._packet_of_management("own-root", "sealed"),
            "management_site": self._site_of_management,
            "management_devices": self._devices_of_management,
            "management_reset_packet": self._packet_of_management("lost-password", "sealed"),
            "phone_place": self._phone_place,
            "accounts_of_phone": self._accounts_of_phone,
            "guards": self._contacts("inside"),
            "phone_contracts": self._list(service.name or service.id for service in self._phone_contracts)
            or self._word("packets.notes.look_up"),
            "smallest_groups": self._smallest_groups,
            "own_packet": self.packet_number("own-root"),
            "own_packets": self._packet_numbers("own-root"),
            "session_packets": self._packet_numbers("session"),
            "bring_back_packet": self._packet_numbers("bring-back"),
            "emergency_packets": self._packet_numbers("emergency"),
            "govcloud_packets": self._packet_numbers("govcloud"),
        }
        return self._given(values)

    def _given(self, values: Mapping[str, object]) -> dict[str, object]:
        return {name: value or self._word("labels.formats.none") for name, value in values.items()}

    def openers(self, place: Place | None) -> str:
        """Who opens a place: groups of names."""
        if place is None:
            return ""
        groups = (self._together(group) for group in place.opened_by)
        return self._word("packets.notes.or").join(groups)

    def deputies(self) -> list[str]:
        """Who stands in for which approvers, with the number; where only roles are told, their names say it."""
        members = self.view.organisation.approvers.members if self.view.is_full else ()
        deputies = dict.fromkeys(member.deputy for member in members if member.deputy)
        return [
            self.view.language.say(
                "packets.notes.deputy",
                people=self._names(member.person for member in members if member.deputy == name),
                name=self._reached(name),
            )
            for name in deputies
        ]

    def elsewhere(self, person_id: str) -> str:
        """Where a person works, if it is not where the work of this packet is done: site, or time zone."""
        person, organisation = self._person(person_id), self.view.organisation
        if person.site is None:
            return person.time_zone or ""
        return "" if person.site == self._site_of_work else self._text(organisation.site(person.site).name)

    @property
    def _site_of_work(self) -> str | None:
        """The site where the things are used; of a packet that has none, the company's first."""
        first = next((site.id for site in self.view.organisation.sites), None)
        return self._site_of_things or first

    @property
    def _site_of_things(self) -> str | None:
        """Where the things lie that neither travel nor are read over the telephone."""
        near = (thing for thing in self.packet.case.things if not thing.travels and not thing.by_telephone)
        return next((thing.place.site for thing in near if thing.place.site), None)

    @property
    def work_site(self) -> str:
        """The name of the site where work is done, or words for "anywhere"."""
        site = self._site_of_things
        return self._text(self.view.organisation.site(site).name) if site else self._word("packets.notes.any_site")

    def packet_number(self, kind: str) -> str | None:
        """The packet of another kind for the same account: its number."""
        packet = self.view.onward.of_kind(kind, self.packet.case)
        return self.number_of(packet) if packet else None

    def number_of(self, packet: Packet) -> str:
        """The number of another packet, with the account if that is another one."""
        case = packet.case
        return case.kind.number if case.subject in (None, self.packet.case.subject) else self._shown(case.slug)

    @property
    def _packets_of_account(self) -> str:
        """The numbers of all packets of the account: they print its root address."""
        packets = self.view.onward.packets.values()
        own = dict.fromkeys(packet.case.kind.number for packet in packets if packet.case.account == self.account)
        return self._list(own) if self.account else self._word("packets.notes.packets_of_account")

    def _packet_numbers(self, kind: str) -> str:
        slugs = (slug for slug, packet in self.view.onward.packets.items() if packet.case.kind.id == kind)
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

    def _place_at(self, place: Place | None) -> str:
        """A place, with site and room as far as the organisation says them."""
        if place is None:
            return ""
        site = [self.view.organisation.site(place.site).name] if place.site else []
        location = self._list([*site, *([place.location] if place.location else [])])
        name = self._text(place.name)
        return self.view.language.say("packets.notes.place_at", place=name, location=location) if location else name

    def _site_of(self, place: Place | None) -> str:
        if place is None:
            return ""
        return self._text(self.view.organisation.site(place.site).name if place.site else place.name)

    def _destination(self, place: Place | None) -> str:
        """Where things are brought; of a place with hours, what holds when it is closed."""
        site = self._site_of(place)
        if place is None or not place.hours:
            return site
        return self.view.language.say("packets.notes.unless_closed", site=site, places=self.places_meanwhile(place))

    def _people_at(self, place: Place | None) -> str:
        return self._together(place.opened_by[0]) if place and place.opened_by else self.openers(place)

    def _numbers_of_openers(self, place: Place | None) -> str:
        people = dict.fromkeys(name for group in (place.opened_by if place else ()) for name in group)
        return self._list(map(self._reached, people))

    def _reached(self, person_id: str) -> str:
        """A person with the first number to call."""
        return f"{self._text(self._person(person_id).name)} {self._number(person_id)}"

    def _number(self, person_id: str) -> str:
        number = self.view.numbers(self._person(person_id))[0]
        return self.view.at_home(number) or number

    @property
    def _next_device(self) -> str:
        """The next number after those of all security keys: "K-0104" after "K-0103"; a blank where none has one."""
        keys = (item.id for item in self.view.organisation.items if item.kind == "security-key")
        numbered = [found for found in map(_NUMBERED.fullmatch, keys) if found]
        if not numbered:
            return "______"
        last = max(numbered, key=lambda found: int(found["number"]))
        return f"{last['series']}{int(last['number']) + 1:0{len(last['number'])}d}"

    @property
    def _fetch_next(self) -> str:
        """What to do at once when the device that is meant does not work: the lines that fetch the next one."""
        for section in self.packet.detours:
            if (spare := section.spare) is not None:
                at_places = self.view.procedure.at_places
                fetched = [line.number for line in section.lines if line.step.id in at_places]
                values = {"device": spare.item.id, "first": fetched[0], "last": fetched[-1]}
                return self.view.language.say("packets.notes.fetch_next", **values, stop=self.packet.stop.number)
        return self._word("packets.notes.no_next")

    def _after_fetch(self, line: Line) -> str:
        """The line where one goes on in a section when what it fetches is here already."""
        lines = next(section.lines for section in self.packet.sections if line in section.lines)
        at_places = self.view.procedure.at_places
        later = takewhile(lambda other: other.step.id not in at_places, reversed(lines))
        return next((other.number for other in reversed([*later]) if other != line), "")

    def places_meanwhile(self, closed: Place) -> str:
        """Where the things of a place that has closed are put until it opens."""
        either = self._word("packets.notes.or")
        named = self._list(
            f"{thing.item.id}: {either.join(self._text(place.name) for place in places)}"
            for thing, places in lying_meanwhile(self.packet.case, closed, self.view.organisation)
            if places
        )
        example = self.view.language.say("packets.notes.for_instance", places=named) if named else ""
        return f"{self._word('packets.notes.without_password')}{example}"

    @property
    def _alert_receivers(self) -> str:
        """Who receives the alert, or stands in where nobody was named, with numbers."""
        organisation = self.view.organisation
        named = organisation.holders(acting_role(Role.ALERT_RECEIVER, organisation))
        return self._list(self._reached(one.person) for one in named)

    @property
    def _site_of_management(self) -> str:
        """Where the password of the root of the management account lies; it is used there."""
        organisation = self.view.organisation
        places = (organisation.place(item.place) for item in self._items_of_management("password"))
        site = next((place.site for place in places if place.site), None)
        return self._text(organisation.site(site).name) if site else self._word("packets.notes.any_site")

    @property
    def _devices_of_management(self) -> str:
        return self._marked(self._items_of_management("mfa"))

    def _items_of_management(self, holds: str) -> tuple[Item, ...]:
        """What holds a key of the root of the management account."""
        management = self.view.organisation.management_account()
        return self.view.organisation.items_for(management.id, holds) if management else ()

    @property
    def _devices(self) -> str:
        return self._marked(thing.item for thing in self.packet.case.things if thing.part in (Part.MFA, Part.SPARE_MFA))

    def _marked(self, items: Iterable[Item]) -> str:
        """Devices with the name by which AWS lists them, or the number on them."""
        marks = ((item.id, item.aws_name or item.serial) for item in items)
        return self._list(f"{name} ({mark})" if mark else name for name, mark in marks)

    @property
    def _accounts_of_devices(self) -> str:
        own = self.account.id if self.account else None
        things = (thing for thing in self.packet.case.things if thing.part in (Part.MFA, Part.SPARE_MFA))
        others = dict.fromkeys(name for thing in things for name in thing.item.accounts if name != own)
        return self._list(self.view.shown_id(name) for name in others)

    @property
    def _phone_ending(self) -> str:
        phone = self.view.organisation.recovery_phone(self.account.id) if self.account else None
        if phone is None:
            return ""
        return self.view.language.say("packets.notes.ending", digits=phone.ending) if phone.ending else phone.number

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
        return self._management

    def _contacts(self, kind: str) -> str:
        return self._list(self._contact(contact) for contact in self.view.organisation.contacts if contact.kind == kind)

    def _contact(self, contact: Contact) -> str:
        home = self.view.at_home(contact.phone) if contact.phone else None
        address = home or contact.phone or contact.email or contact.url or ""
        return f"{self._text(contact.name)} {address}".strip()

    @property
    def _registrars(self) -> str:
        """The vendors among the contacts, and registrars of domains that are none of them."""
        vendors = self._contacts("vendor")
        registrars = dict.fromkeys(domain.registrar for domain in self.view.organisation.domains if domain.registrar)
        others = [name for name in map(self._text, registrars) if name not in vendors]
        return self._list([*([vendors] if vendors else []), *others])

    @property
    def _authorities(self) -> str:
        """Whom the company has to tell, and by when."""
        told = (contact for contact in self.view.organisation.contacts if contact.kind == "authority")
        return self._list(
            f"{self._contact(contact)}{f' ({self._text(contact.deadline)})' if contact.deadline else ''}"
            for contact in told
        )

    @property
    def _management(self) -> str:
        management = self.view.organisation.management_account()
        return management.shown_id if management else self._word("packets.notes.management_account")

    def _packet_of_management(self, *kinds: str) -> str | None:
        """The packet of the root of the management account, of the first of these kinds that it has."""
        management = self.view.organisation.management_account()
        slugs = [f"{kind}-{management.id}" for kind in kinds] if management else []
        return next((self._shown(slug) for slug in slugs if slug in self.view.onward.packets), None)

    @property
    def _phone_place(self) -> str:
        """Where the registered telephone lies and who opens it there, or who carries it."""
        organisation = self.view.organisation
        thing = next((thing for thing in self.packet.case.things if thing.part is Part.PHONE), None)
        if thing is not None:
            return f"{thing.item.id}, {self._text(thing.place.name)}, {self.openers(thing.place)}"
        phone = organisation.recovery_phone(self.account.id) if self.account else None
        return self._names(phone.held_by) if phone else ""

    @property
    def _accounts_of_phone(self) -> str:
        scene = Scene(self.view.organisation, self.packet.case)
        return self._list(account.shown_id for account in scene.sharing_phone)

    def listed(self, listing: Listing) -> tuple[Listed, ...]:
        """What a step lists: all things that hold or open a key, by place; or who has to go to which place."""
        found = self._kept() if listing == "kept" else self._senders()
        return tuple(found if self.view.is_full else dict.fromkeys(found))

    def _kept(self) -> Iterator[Listed]:
        organisation = self.view.organisation
        if not self.view.is_full:  # what lies together is a place, too, even if nobody says which
            withheld = self.view.language.withheld
            yield Listed(withheld("place"), f"({withheld('openers')}): {withheld('things')}")
            return
        for place in organisation.places:
            if items := [item for item in organisation.items_in(place.id) if item.keys or item.opens]:
                things = self._list(f"{item.id} {item.seal or ''}".strip() for item in items)
                yield Listed(self._text(place.name), f"({self.openers(place)}): {things}")

    def _senders(self) -> Iterator[Listed]:
        """Those of the places, with numbers; in reserve, those of the first further device; who handles the mailbox."""
        starting = [line for section in self.packet.main if section.phase.per for line in section.lines]
        places = {line.place.id: line.place for line in starting if line.place and not is_vault(line.place)}
        for place in places.values():
            yield Listed(self._text(place.name), self._numbers_of_openers(place))
        spare = next((section for section in self.packet.detours if section.spare), None)
        in_reserve = {line.place.id: line.place for line in spare.lines if line.place} if spare else {}
        for place in in_reserve.values():
            if place.id not in places and not is_vault(place):
                people = self._numbers_of_openers(place)
                yield Listed(self._text(place.name), self.view.language.say("packets.notes.in_reserve", people=people))
        if any(line.thing and line.thing.part is Part.MAILBOX for line in starting):
            holders = (entry.person for entry in self.view.organisation.holders(Role.MAILBOX_CUSTODIAN))
            people = self._list(map(self._reached, holders))
            yield Listed(self._word(f"labels.roles.{Role.MAILBOX_CUSTODIAN}"), people)

    @property
    def _phone_contracts(self) -> tuple[Service, ...]:
        return self.view.organisation.services_of(ServiceKind.PHONE_CONTRACT)

    @property
    def _smallest_groups(self) -> str:
        if not self.view.is_full:
            return self.view.language.withheld("groups")
        classes = self.view.resilience.classes
        groups = dict.fromkeys(proof.people for entry in classes for proof in entry.proofs[:2])
        return self._list(self._together(sorted(group)) for group in groups)
