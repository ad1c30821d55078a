"""What a packet prints beside its rows: people, things, accounts, cards, headings. No formatting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from runbook.knowledge.procedure import ALERT, Fork
from runbook.organisation import Account, AccountKind, Appointment, Place, Role
from runbook.packets.closed_days import Closed, closed_days
from runbook.packets.things import Handling, Thing
from runbook.sheets.packet_hands import PacketHands
from runbook.sheets.packet_rows import PacketRows
from runbook.sheets.packet_values import PacketValues

if TYPE_CHECKING:
    from runbook.packets import Line, Packet, Section
    from runbook.sheets.view import View

_ABREAST = 40
"""How many letters a name may have that stands in half a row, with four columns."""
_SIGNED_IN = frozenset({"root-session", "admin-session"})
OWN_TASKS = ("restore-iam-permissions", "change-root-credentials")
"""What every root that is kept may be used for: administrators can be locked out, a device of its own can break."""
LISTED_ACCOUNTS = 12
"""How many accounts of a class a packet lists; of more, the account in question is written in by hand."""


@dataclass(frozen=True)  # without slots: what every row asks is worked out once
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
    def begins_at_once(self) -> bool:
        """Whether the steps come before approvals, and nothing is planned: an alert does not wait."""
        return self.kind == ALERT

    @property
    def signs_in(self) -> bool:
        """Whether anybody comes to a console in it, so that the time to it can be taken."""
        return any({*line.step.gives} & _SIGNED_IN for line in self.packet.lines)

    @property
    def approved_at(self) -> str:
        """The number of the line at which approval is given; empty if none is."""
        lines = (line for section in self.packet.main for line in section.lines)
        return next((line.number for line in lines if "approved" in line.step.gives), "")

    @property
    def plan_lines(self) -> int:
        """How many blank lines its plan has: one where the packet itself is the work."""
        return 3 if any(section.phase.id == "work" for section in self.packet.main) else 1

    @property
    def tasks(self) -> tuple[str, ...]:
        """The tasks that this root is kept for (ids)."""
        return self.account.kept_for if self.account else ()

    @cached_property
    def values(self) -> PacketValues:
        """The values of its sentences."""
        return PacketValues(self.view, self.packet)

    @property
    def hands(self) -> PacketHands:
        """Who acts in it."""
        return self.values.hands

    @cached_property
    def rows(self) -> PacketRows:
        """What each of its rows prints."""
        return PacketRows(self.view, self.packet, self.values)

    def approvals_for(self, task: str) -> int | None:
        """How many must approve a task that takes more approvals than others; None if it takes no more."""
        return next((count for tasks, count in self.values.more_approvals if task in tasks), None)

    @property
    def plan_blanks(self) -> tuple[str, ...]:
        """What its plan asks for of the account in question: of a class of several; no address where none has one."""
        accounts = self.packet.case.accounts
        if self.account or len(accounts) < 2:  # noqa: PLR2004  the only one is printed
            return ()
        return ("account", "email") if self.have_addresses else ("account",)

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody compares its record with CloudTrail."""
        return self.hands.is_reviewed

    @property
    def have_addresses(self) -> bool:
        """Whether an account of its class has a root address: where there is no root user, none has."""
        return any(account.root_email for account in self.packet.case.accounts)

    def comes_from(self, section: Section) -> tuple[str, ...]:
        """The lines whose forks lead to a section that only forks lead to."""
        first = section.lines[0]
        is_fetched_early = section.spare is not None and section == self.packet.detours[0]
        return tuple(
            dict.fromkeys(
                line.number
                for line in self.packet.lines
                for fork in line.step.forks
                if line not in section.lines
                and (self.packet.target(line, fork) == first or (is_fetched_early and self._fetches_next(line, fork)))
            )
        )

    def _fetches_next(self, line: Line, fork: Fork) -> bool:
        """Whether the words of a fork send somebody for the next device, before one goes on."""
        return "{fetch_next}" in self.view.language.words(f"steps.steps.{line.step.id}.forks.{fork.id}")

    def back(self, section: Section) -> str | None:
        """The line where one goes on after a section that only forks lead to; None if the next section follows."""
        line = self.packet.after(section.lines[-1])
        following = {section.lines[0] for section in self.packet.detours}
        return line.number if line and line not in following else None

    def cast(self) -> tuple[tuple[Role, tuple[Appointment, ...]], ...]:
        """The roles that act in the packet, beside approvers, each with those who hold it."""
        acting, holders = self.hands.acting, self.view.organisation.holders
        return tuple(
            (role, holders(role)) for role in Role if role in acting and role is not Role.APPROVER and holders(role)
        )

    @property
    def central_first(self) -> str | None:
        """The packet that does the same for a member account without anybody signing in as its root: its number."""
        is_member = self.account is not None and self.account.kind is AccountKind.MEMBER
        return self.values.packet_number("lost-mailbox-removed") if is_member and self.kind == "lost-mailbox" else None

    @property
    def are_approvers_abreast(self) -> bool:
        """Whether two approvers stand in a row: there are two, and none has a name of many lines there."""
        people = [self.view.organisation.person(one.person) for one in self.view.organisation.approvers.members]
        return len(people) > 1 and all(len(self.values.naming.text(one.name)) <= _ABREAST for one in people)

    def things(self) -> tuple[Thing, ...]:
        """The things that it moves or reads, each once, in the order in which they are taken."""
        return tuple(_things(self.packet.sections))

    def things_at_first(self) -> tuple[Thing, ...]:
        """Those that everybody takes, whatever goes wrong."""
        return tuple(_things(self.packet.main))

    def things_in_reserve(self) -> tuple[Thing, ...]:
        """Those that only a detour takes."""
        first = self.things_at_first()
        return tuple(thing for thing in self.things() if thing not in first)

    def is_sealed(self, thing: Thing) -> bool:
        """Whether it has a seal, or gets one, so that there is the number of a new one to write."""
        return bool(thing.item.seal) or thing.handling is Handling.PAPER

    def after_end(self) -> tuple[str, ...]:
        """The keys of the headings of what stands after END, for those who are sent there."""
        parts = {
            "detours": self.packet.detours,
            "cards": self.cards(),
            "commands": self.commands(),
        }
        return tuple(f"packets.heads.{name}" for name, part in parts.items() if part)

    def has_heading(self, section: Section) -> bool:
        """Whether a section is announced on paper: a single line that comes first says itself what it is about."""
        return len(section.rows) > 1 or section is not self.packet.main[0]

    def headings(self) -> tuple[str, ...]:
        """The headings from the first line to END, in the order of the paper."""
        to_end = (section for section in (*self.packet.main, *self.packet.close) if not section.is_apart)
        keys = (f"steps.phases.{section.phase.id}.heading" for section in to_end if self.has_heading(section))
        return tuple(dict.fromkeys(self.view.language.words(key) for key in keys))

    def around(self, section: Section) -> tuple[str, str]:
        """Of a section that stands apart: its first line, and where one goes on after it (a line of what closes)."""
        after = self.packet.after(section.lines[-1])
        return section.lines[0].number, after.number if after else ""

    def purposes(self, thing: Thing) -> tuple[tuple[str, Mapping[str, object]], ...]:
        """The keys of the words for all that an item is for, and their values: an entry may hold password and code."""
        lines = (line.thing for line in self.packet.lines if line.thing and line.thing.item.id == thing.item.id)
        parts = dict.fromkeys((one.part, one.serves) for one in lines)
        return tuple((f"packets.parts.{part}", {"device": serves or ""}) for part, serves in parts)

    def bound_hours(self, things: Iterable[Thing]) -> tuple[Place, ...]:
        """The places of things that open only at certain hours."""
        return tuple({thing.place.id: thing.place for thing in things if thing.place.hours}.values())

    def closed_days(self, things: Iterable[Thing], told: Iterable[Thing] = ()) -> tuple[Closed, ...]:
        """The coming days on which those who open a place of things are away; not of places that were told of."""
        places = {thing.place.id: thing.place for thing in things}
        for thing in told:
            places.pop(thing.place.id, None)
        return closed_days(self.view.organisation, places.values(), self.view.day)

    def unlisted(self) -> tuple[str, ...]:
        """The lines about halves of root of which no item says where they lie."""
        return tuple(line.number for line in self.packet.lines if line.step.id in ("B-38", "B-39", "B-59"))

    def commands(self) -> tuple[tuple[str, str], ...]:
        """What may be typed instead, by the number of the row."""
        case = self.packet.case
        values = {
            "account": self.account.id if self.account else self.view.language.words("packets.notes.account_id"),
            "role": case.role.name if case.role else "",
            "role_account": case.role.account if case.role else "",
        }
        named = {line.step.command: line.number for line in reversed(self.packet.lines) if line.step.command}
        return tuple(
            (number, "\n".join(self.view.commands[name].filled(values))) for name, number in reversed(named.items())
        )

    def cards(self) -> tuple[str, ...]:
        """The tasks whose cards it has: what this root is kept for, what any is used for, or what a session can do."""
        tasks = self.view.aws.tasks
        if self.kind == "session":
            return tuple(name for name, task in tasks.items() if task.member == "central")
        if self.kind not in ("own-root", "sealed"):
            return ()
        names = dict.fromkeys((*self.tasks, *(OWN_TASKS if self.kind == "own-root" else ())))
        return tuple(name for name in names if self.view.language.has(f"tasks.{name}"))

    def lines_left_out(self, task: str) -> tuple[int, ...]:
        """The lines of a card that are not about the account; a session is of a member."""
        kind = self.account.kind if self.account else AccountKind.MEMBER
        return self.view.aws.tasks[task].lines_not_for(kind)

    def once(self) -> str | None:
        """The packet that its forks lead to, and that nobody goes back to who was sent on from it."""
        forks = (fork for line in self.packet.lines for fork in line.step.forks)
        others = (self.view.onward.after(self.packet, fork) for fork in forks)
        found = (other for other in others if other and not isinstance(other, str) and other.case.kind.once)
        return next((self.values.number_of(other) for other in found), None)


def _things(sections: Iterable[Section]) -> Iterator[Thing]:
    taken = {line.thing.item.id: line.thing for section in sections for line in section.lines if line.thing}
    yield from taken.values()
