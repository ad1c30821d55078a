"""The values of the sentences of a packet: names, places, numbers of the organisation, as plain text of a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import takewhile
from typing import TYPE_CHECKING

from runbook.organisation import SIGN_IN_REGIONS, Account, Place
from runbook.packets.choice import packet_for, verdict
from runbook.packets.meanwhile import are_partners, lying_meanwhile
from runbook.sheets.calling_values import of_calling
from runbook.sheets.clauses import clauses_at, clauses_in
from runbook.sheets.management_values import of_management
from runbook.sheets.naming import Naming
from runbook.sheets.packet_hands import PacketHands
from runbook.sheets.recovery_values import of_recovery
from runbook.text.account_ids import shown_account_id

if TYPE_CHECKING:
    from runbook.organisation.people import TaskApprovals
    from runbook.packets import Line, Packet
    from runbook.sheets.view import View


_CALLS_ALONE = ("R-64", "R-67", "R-66", "R-62")
"""What one person does first: AWS takes longest to answer, a telephone is moved within minutes, places only wait."""
_DO_NO_TASK = frozenset({"govcloud", "sovereign", "unknown"})
"""Kinds of packets that use a key once, or only ask."""
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
            "session_packets": self._packet_numbers("session"),
            "clauses": self._clauses,
        }

    def of_line(self, line: Line) -> Mapping[str, object]:
        """The values of the sentences of a line; what the organisation does not say is "none"."""
        values = {
            "place": line.place.name if line.place else "",
            "place_at": self.naming.place_at(line.place),
            "vault": self.naming.vault(line.place),
            "openers": self.naming.openers(line.place),
            "openers_numbers": self.naming.numbers_of_openers(line.place),
            "people_there": self.naming.people_at(line.place),
            "place_site": self.naming.site_of(line.place),
            "destination": self._destination(line.place),
            "item": line.thing.item.id if line.thing else "",
            "after_fetch": self._after_fetch(line),
        }
        row = tuple(other for other in self.packet.lines if other.number == line.number)
        return {**self._of_every_line, **self._given(values), "clauses": self._clauses | clauses_at(row)}

    @cached_property
    def _of_every_line(self) -> Mapping[str, object]:
        """What is the same for all lines."""
        organisation = self.view.organisation
        values = {
            **self.of_packet(),
            "email": self._email,
            "site": self.work_site,
            "approvers_needed": self._approvers_needed,
            "who_enters": self._who_enters,
            "china_url": self._china_url,
            "verdict": self.naming.word(f"labels.verdicts.{'root' if self._is_kept else 'recover'}"),
            "role_url": self._role_url,
            "role_users": self.naming.names(self.packet.case.role.used_by) if self.packet.case.role else "",
            "role_kept": self._role_kept,
            "admin_role": organisation.central_root.admin_role or self.naming.word("packets.notes.admin_role"),
            "admin_account": self._admin_account,
            "regions": self.naming.joined(organisation.alerts.regions if organisation.alerts else SIGN_IN_REGIONS),
            **of_management(self.naming),
            **of_calling(self.naming),
            **of_recovery(self.naming, self.packet),
            "calls_alone": self._calls_alone,
            "own_packet": self.packet_number("own-root"),
            "own_packets": self._packet_numbers("own-root"),
            "session_packets": self._packet_numbers("session"),
            "bring_back_packet": self._packet_numbers("bring-back"),
            "emergency_packets": self._packet_numbers("emergency"),
            "govcloud_packets": self._packet_numbers("govcloud"),
            "govcloud_links": self._govcloud_links,
        }
        return self._given(values)

    @cached_property
    def _clauses(self) -> frozenset[str]:
        return clauses_in(self.hands)

    @cached_property
    def hands(self) -> PacketHands:
        """Who acts in it."""
        return PacketHands(self.view.organisation, self.packet, self.view.day)

    @cached_property
    def more_approvals(self) -> tuple[tuple[tuple[str, ...], int], ...]:
        """The tasks of the packet that take more approvals than others, and how many each takes."""
        entries = ((tuple(filter(self._is_done_here, entry.tasks)), entry.required) for entry in self._by_task)
        return tuple((tasks, count) for tasks, count in entries if tasks)

    @property
    def _by_task(self) -> tuple[TaskApprovals, ...]:
        return self.view.organisation.approvers.by_task

    def _is_done_here(self, task: str) -> bool:
        """Whether the packet is the one for a task of an account of its case."""
        case, central = self.packet.case, self.view.organisation.central_root
        if case.kind.id in _DO_NO_TASK:
            return False
        known = {packet.case.kind.id for packet in self.view.onward.packets.values()}
        for account in case.accounts:
            judged = verdict(self.view.aws.tasks[task], account.kind, account.route, central)
            if (found := packet_for(account, judged, known)) and found[0] == case.kind.id:
                return True
        return False

    @property
    def _approvers_needed(self) -> str:
        """How many must approve, and for which tasks of the packet more."""
        say = self.view.language.say
        needed = say("labels.counts.approvers", count=self.view.organisation.approvers.required)
        more = self.naming.joined(
            say("packets.notes.more_for", tasks=self._tasks(tasks), count=count) for tasks, count in self.more_approvals
        )
        return self.naming.with_aside(needed, more) if more else needed

    def _tasks(self, tasks: Iterable[str]) -> str:
        return self.naming.joined(self.naming.word(f"facts.tasks.{name}") for name in tasks)

    @property
    def _who_enters(self) -> str:
        """Who enters the password when it is asked for once more."""
        if any("slip" in line.step.gives for line in self.packet.lines):
            return self.naming.word("packets.notes.enters_slip")
        role = self.hands.entering
        if role is None:
            return ""
        return self.view.language.say("packets.notes.enters", role=self.naming.word(f"labels.roles.{role}"))

    @property
    def _china_url(self) -> str:
        """Where one signs in to an account of the China Regions; of several, with a blank."""
        accounts = self.packet.case.accounts
        name = accounts[0].id if len(accounts) == 1 else self.naming.word("packets.notes.account_id")
        return self.view.language.say("packets.notes.china_url", account=name)

    def _given(self, values: Mapping[str, object]) -> dict[str, object]:
        none = self.naming.word("labels.formats.none")
        return {name: none if value in ("", None) else value for name, value in values.items()}

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
        near = (thing for thing in self.packet.case.things if not thing.is_elsewhere)
        return next((thing.place.site for thing in near if thing.place.site), None)

    @property
    def work_site(self) -> str:
        """The name of the site where work is done; where no thing has one, nothing is carried to it."""
        site = self._site_of_things
        return self.naming.text(self.view.organisation.site(site).name) if site else self.view.language.withheld("site")

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
        if self.account is None:
            return self.naming.word("packets.notes.packets_of_account")
        found = self.view.onward.packets.values()
        own = dict.fromkeys(
            packet.case.kind.number for packet in found if self._prints_the_address(self.account, packet)
        )
        return self.naming.joined(own)

    def _prints_the_address(self, account: Account, packet: Packet) -> bool:
        """Whether the root address of an account stands in a packet: in a line about it, or in the list of a class."""
        case, language = packet.case, self.view.language
        if case.account is None or case.role is not None:
            return case.role is None and any(one.id == account.id for one in case.accounts)  # there may be thousands
        steps = dict.fromkeys(line.step.id for line in packet.lines)
        return case.account == account and any("{email}" in language.words(f"steps.steps.{s}.do") for s in steps)

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
    def _is_kept(self) -> bool:
        return self.packet.case.kind.id == "own-root"

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
        fetched_first = any(line.place == place for section in self.packet.main for line in section.lines)
        said = self.naming.word(f"packets.notes.{'said_first' if fetched_first else 'said_behind'}")
        return self.view.language.say("packets.notes.unless_closed", site=site, said=said)

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
        """What becomes of each thing of a place that has closed, until it opens: where it is put, or who keeps it."""
        say, either = self.view.language.say, self.naming.word("packets.notes.or")
        lying = tuple(lying_meanwhile(self.packet.case, closed, self.view.organisation))
        named = self.naming.joined(
            self.naming.introducing(thing.item.id, either.join(self.naming.text(place.name) for place in places))
            for thing, places in lying
            if places
        )
        kept = tuple(thing for thing, places in lying if not places)
        items = self.naming.joined(thing.item.id for thing in kept)
        said = [say("packets.notes.put_meanwhile", places=named)] if named else []
        said += [say("packets.notes.kept_meanwhile", items=items, place=self.naming.text(closed.name))] if kept else []
        said += [self.naming.word("packets.notes.kept_apart")] if are_partners(kept, self.packet.case) else []
        return reduce(lambda text, more: say("labels.formats.remark", text=text, remark=more), said) if said else ""

    @property
    def _calls_alone(self) -> str:
        """The calls of one person with nobody else, those that the packet has: each with whom one calls."""
        numbers = {line.step.id: line.number for line in self.packet.lines}
        whom = {step: self.naming.word(f"packets.notes.alone.{step}") for step in _CALLS_ALONE if step in numbers}
        calls = (self.naming.with_aside(numbers[step], name) for step, name in whom.items())
        return self.naming.word("packets.notes.in_turn").join(calls)

    @property
    def _role_url(self) -> str:
        role = self.packet.case.role
        if role is None:
            return ""
        return self.view.sign_in_address(role)

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
