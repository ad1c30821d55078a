"""The values of the sentences of a packet: names, places, numbers of the organisation, as plain text of a language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from runbook.knowledge.procedure import acting_role
from runbook.organisation import SIGN_IN_REGIONS, Account, Place, Role, Service, ServiceKind
from runbook.packets.meanwhile import lying_meanwhile
from runbook.packets.scene import Scene
from runbook.packets.things import Part
from runbook.sheets.management_values import of_management
from runbook.sheets.naming import Naming
from runbook.text.account_ids import shown_account_id

if TYPE_CHECKING:
    from runbook.packets import Line, Packet
    from runbook.sheets.view import View


_CALLS_ALONE = ("R-64", "R-67", "R-66", "R-62")
"""What one person does first: AWS takes longest to answer, a telephone is moved within minutes, places only wait."""
_NUMBERED = re.compile(r"(?P<series>.*?)(?P<number>\d+)")


@dataclass(frozen=True)  # without slots: what every line may name is worked out once
class PacketValues:
    """What the sentences of a packet may name."""

    view: View
    packet: Packet

    @cached_property
    def naming(self) -> Naming:
        """How it names what the organisation has."""
        return Naming(self.view)

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
            "place_at": self.naming.place_at(line.place),
            "openers": self.naming.openers(line.place),
            "openers_numbers": self.naming.numbers_of_openers(line.place),
            "people_there": self.naming.people_at(line.place),
            "place_site": self.naming.site_of(line.place),
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
            "role_users": self.naming.names(self.packet.case.role.used_by) if self.packet.case.role else "",
            "role_kept": self._role_kept,
            "accounts_of_device": self._accounts_of_devices,
            "admin_role": organisation.central_root.admin_role or self.naming.word("packets.notes.admin_role"),
            "admin_account": self._admin_account,
            "regions": self.naming.joined(organisation.alerts.regions if organisation.alerts else SIGN_IN_REGIONS),
            "reseller": self.naming.contacts("reseller") or self.naming.word("packets.notes.look_up"),
            "registrars": self._registrars or self.naming.word("packets.notes.look_up"),
            "authorities": self._authorities or self.naming.word("packets.notes.no_authority"),
            **of_management(self.naming),
            "phone_place": self._phone_place,
            "accounts_of_phone": self._accounts_of_phone,
            "guards": self.naming.contacts("inside"),
            "phone_contracts": self.naming.joined(service.name or service.id for service in self._phone_contracts)
            or self.naming.word("packets.notes.look_up"),
            "smallest_groups": self._smallest_groups,
            "calls_alone": self._calls_alone,
            "watchers": self._taking_turns(Role.OPERATOR),
            "own_packet": self.packet_number("own-root"),
            "own_packets": self._packet_numbers("own-root"),
            "session_packets": self._packet_numbers("session"),
            "bring_back_packet": self._packet_numbers("bring-back"),
            "emergency_packets": self._packet_numbers("emergency"),
            "govcloud_packets": self._packet_numbers("govcloud"),
            "govcloud_links": self._govcloud_links,
        }
        return self._given(values)

    def _given(self, values: Mapping[str, object]) -> dict[str, object]:
        return {name: value or self.naming.word("labels.formats.none") for name, value in values.items()}

    def deputies(self) -> list[str]:
        """Who stands in for which approvers, with the number; where only roles are told, their names say it."""
        members = self.view.organisation.approvers.members if self.view.is_full else ()
        deputies = dict.fromkeys(member.deputy for member in members if member.deputy)
        return [
            self.view.language.say(
                "packets.notes.deputy",
                people=self.naming.names(member.person for member in members if member.deputy == name),
                name=self.naming.reached(name),
            )
            for name in deputies
        ]

    def elsewhere(self, person_id: str) -> str:
        """Where a person works, if it is not where the work of this packet is done: site, or time zone."""
        person, organisation = self.view.organisation.person(person_id), self.view.organisation
        if person.site is None:
            return person.time_zone or ""
        return "" if person.site == self._site_of_work else self.naming.text(organisation.site(person.site).name)

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
        return (
            self.naming.text(self.view.organisation.site(site).name)
            if site
            else self.naming.word("packets.notes.any_site")
        )

    def packet_number(self, kind: str) -> str | None:
        """The packet of another kind for the same account: its number."""
        packet = self.view.onward.of_kind(kind, self.packet.case)
        return self.number_of(packet) if packet else None

    def number_of(self, packet: Packet) -> str:
        """The number of another packet, with the account if that is another one."""
        case = packet.case
        return case.kind.number if case.subject in (None, self.packet.case.subject) else self.naming.packet(case.slug)

    @property
    def _packets_of_account(self) -> str:
        """The numbers of all packets that print the root address: its own, and those of a class of accounts."""
        cases = [packet.case for packet in self.view.onward.packets.values()]
        accounts = [(case, (case.account,) if case.account else case.accounts) for case in cases]
        own = dict.fromkeys(case.kind.number for case, about in accounts if self.account in about)
        return self.naming.joined(own) if self.account else self.naming.word("packets.notes.packets_of_account")

    def _packet_numbers(self, kind: str) -> str:
        slugs = (slug for slug, packet in self.view.onward.packets.items() if packet.case.kind.id == kind)
        return self.naming.joined(self.naming.packet(slug) for slug in slugs)

    @property
    def _govcloud_links(self) -> str:
        """To which account each account of GovCloud is linked."""
        return self.naming.joined(
            self.view.language.say("packets.notes.linked", govcloud=account.shown_id, account=linked)
            for account in self.view.organisation.accounts
            if (linked := account.linked_account and shown_account_id(account.linked_account))
        )

    @property
    def _account_id(self) -> str:
        return self.account.shown_id if self.account else self.naming.word("packets.notes.account_blank")

    @property
    def _email(self) -> str:
        return (self.account.root_email if self.account else None) or self.naming.word("packets.notes.email_blank")

    def _destination(self, place: Place | None) -> str:
        """Where things are brought; of a place with hours, what holds when it is closed."""
        site = self.naming.site_of(place)
        if place is None or not place.hours:
            return site
        return self.view.language.say("packets.notes.unless_closed", site=site, places=self.places_meanwhile(place))

    @property
    def _next_device(self) -> str:
        """The next number after those of all security keys: "K-0104" after "K-0103"; a blank where none has one."""
        keys = (item.id for item in self.view.organisation.items if item.kind == "security-key")
        numbered = [found for found in map(_NUMBERED.fullmatch, keys) if found]
        if not numbered:
            return "______"
        last = max(numbered, key=lambda found: int(found["number"]))
        return f"{last['series']}{int(last['number']) + 1:0{len(last['number'])}d}"

    @cached_property
    def _at_places(self) -> frozenset[str]:
        return self.view.procedure.at_places

    @property
    def _fetch_next(self) -> str:
        """What to do at once when the device that is meant does not work: the lines that fetch the next one."""
        for section in self.packet.detours:
            if (spare := section.spare) is not None:
                fetched = [line.number for line in section.lines if line.step.id in self._at_places]
                values = {"device": spare.item.id, "first": fetched[0], "last": fetched[-1]}
                return self.view.language.say("packets.notes.fetch_next", **values, stop=self.packet.stop.number)
        return self.naming.word("packets.notes.no_next")

    def _after_fetch(self, line: Line) -> str:
        """The line where one goes on in a section when what it fetches is here already."""
        lines = next(section.lines for section in self.packet.sections if line in section.lines)
        later = takewhile(lambda other: other.step.id not in self._at_places, reversed(lines))
        return next((other.number for other in reversed([*later]) if other != line), "")

    def places_meanwhile(self, closed: Place) -> str:
        """Where the things of a place that has closed are put until it opens."""
        either = self.naming.word("packets.notes.or")
        named = self.naming.joined(
            self.naming.introducing(thing.item.id, either.join(self.naming.text(place.name) for place in places))
            for thing, places in lying_meanwhile(self.packet.case, closed, self.view.organisation)
            if places
        )
        example = self.view.language.say("packets.notes.for_instance", places=named) if named else ""
        return f"{self.naming.word('packets.notes.without_password')}{example}"

    @property
    def _alert_receivers(self) -> str:
        """Who receives the alert, or stands in where nobody was named, with numbers."""
        organisation = self.view.organisation
        named = organisation.holders(acting_role(Role.ALERT_RECEIVER, organisation))
        return self.naming.joined(self.naming.reached(one.person) for one in named)

    @property
    def _calls_alone(self) -> str:
        """The calls of one person with nobody else, those that the packet has: each with whom one calls."""
        numbers = {line.step.id: line.number for line in self.packet.lines}
        whom = {step: self.naming.word(f"packets.notes.alone.{step}") for step in _CALLS_ALONE if step in numbers}
        calls = (self.naming.with_aside(numbers[step], name) for step, name in whom.items())
        return self.naming.word("packets.notes.in_turn").join(calls)

    def _taking_turns(self, role: Role) -> str:
        """Who may take over from each other in a role, with numbers; one person alone has nobody to take over."""
        organisation = self.view.organisation
        named = organisation.holders(acting_role(role, organisation))
        people = dict.fromkeys([*(one.person for one in named), *(one.deputy for one in named if one.deputy)])
        if len(people) == 1:
            return self.naming.word("packets.notes.nobody_else")
        return self.naming.joined(map(self.naming.reached, people))

    @property
    def _devices(self) -> str:
        return self.naming.marked(
            thing.item for thing in self.packet.case.things if thing.part in (Part.MFA, Part.SPARE_MFA)
        )

    @property
    def _accounts_of_devices(self) -> str:
        own = self.account.id if self.account else None
        things = (thing for thing in self.packet.case.things if thing.part in (Part.MFA, Part.SPARE_MFA))
        others = dict.fromkeys(name for thing in things for name in thing.item.accounts if name != own)
        return self.naming.joined(self.view.shown_id(name) for name in others)

    @property
    def _phone_ending(self) -> str:
        phone = self.view.organisation.recovery_phone(self.account.id) if self.account else None
        if phone is None:
            return self.naming.word("packets.notes.number_not_written")
        return self.view.language.say("packets.notes.ending", digits=phone.ending) if phone.ending else phone.number

    @property
    def _role_url(self) -> str:
        role = self.packet.case.role
        if role is None:
            return ""
        return role.url or self.view.language.say("packets.notes.role_url", account=role.account)

    @property
    def _role_kept(self) -> str:
        """How people sign in who assume the role: the usual way in may be down."""
        role = self.packet.case.role
        said = self.naming.text(role.kept) if role and role.kept else ""
        return said or self.naming.word("packets.notes.role_kept")

    @property
    def _admin_account(self) -> str:
        central = self.view.organisation.central_root
        if central.delegated_admin:
            return self.view.shown_id(central.delegated_admin)
        return of_management(self.naming)["management"]

    @property
    def _registrars(self) -> str:
        """The vendors among the contacts, and registrars of domains that are none of them."""
        vendors = self.naming.contacts("vendor")
        registrars = dict.fromkeys(domain.registrar for domain in self.view.organisation.domains if domain.registrar)
        others = [name for name in map(self.naming.text, registrars) if name not in vendors]
        return self.naming.joined([*([vendors] if vendors else []), *others])

    @property
    def _authorities(self) -> str:
        """Whom the company has to tell, and by when."""
        told = (contact for contact in self.view.organisation.contacts if contact.kind == "authority")
        return self.naming.joined(
            self.naming.with_aside(self.naming.contact(contact), self.naming.text(contact.deadline))
            if contact.deadline
            else self.naming.contact(contact)
            for contact in told
        )

    @property
    def _phone_place(self) -> str:
        """Where the registered telephone lies and who opens it there, or who carries it."""
        organisation = self.view.organisation
        thing = next((thing for thing in self.packet.case.things if thing.part is Part.PHONE), None)
        if thing is not None:
            return f"{thing.item.id}, {self.naming.text(thing.place.name)}, {self.naming.openers(thing.place)}"
        phone = organisation.recovery_phone(self.account.id) if self.account else None
        carried = self.naming.names(phone.held_by) if phone else ""
        return carried or self.naming.word("packets.notes.phone_not_written")

    @property
    def _accounts_of_phone(self) -> str:
        scene = Scene(self.view.organisation, self.packet.case)
        return self.naming.joined(account.shown_id for account in scene.sharing_phone)

    @property
    def _phone_contracts(self) -> tuple[Service, ...]:
        return self.view.organisation.services_of(ServiceKind.PHONE_CONTRACT)

    @property
    def _smallest_groups(self) -> str:
        if not self.view.is_full:
            return self.view.language.withheld("groups")
        classes = self.view.resilience.classes
        groups = dict.fromkeys(proof.people for entry in classes for proof in entry.proofs[:2])
        return self.naming.joined(self.naming.together(sorted(group)) for group in groups)
