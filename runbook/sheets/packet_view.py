"""What a packet prints: its rows with the values of their sentences, its people, things, accounts. No formatting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise, takewhile
from typing import TYPE_CHECKING

from runbook.knowledge.procedure import ALERT, ASK_AWS, ASK_AWS_MFA, PLACE, Fork
from runbook.knowledge.procedure import Way as Onwards
from runbook.organisation import Account, AccountKind, Appointment, Place, Role, StepNote
from runbook.packets.closed_days import Closed, closed_days
from runbook.packets.things import Handling, Thing
from runbook.sheets.packet_hands import PacketHands
from runbook.sheets.packet_lists import Listed, listed
from runbook.sheets.packet_values import PacketValues

if TYPE_CHECKING:
    from runbook.packets import Line, Packet, Section
    from runbook.packets.facts import Fact
    from runbook.packets.packet import Row
    from runbook.sheets.view import View

_IN_FULL = frozenset(
    {"B-24", "B-25", "B-18", "B-26", "B-27", "B-28", "B-29", "B-49", "R-15", "R-16", "E-03", "E-04", "E-13"}
)
"""Steps with a thing that is used where one signs in: a row each, even if the thing has a place."""
_ABREAST = 40
"""How many letters a name may have that stands in half a row, with four columns."""
_CARRIED = "travels"
"""The condition of the steps that carry things from one site to another."""
_FORMS = {ASK_AWS: "then_aws", ASK_AWS_MFA: "then_aws_mfa"}
OWN_TASKS = ("restore-iam-permissions", "change-root-credentials")
"""What every root that is kept may be used for: administrators can be locked out, a device of its own can break."""
LISTED_ACCOUNTS = 12
"""How many accounts of a class a packet lists; of more, the account in question is written in by hand."""


@dataclass(frozen=True, slots=True)
class Way:
    """A fork as it is printed: its words, where one goes on, and then: a packet, or the words about a form of AWS."""

    words: str
    target: str | None
    is_stop: bool
    then: str | None
    is_alert: bool
    asks_aws: str | None


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

    def ways(self, row: Row) -> tuple[Way, ...]:
        """The forks of a row that no earlier row of the same step has printed with the same end."""
        if PLACE in row.first.step.per:  # a place that does not open is told at each
            return self._ways(row.first)
        printed = {way for line in self._before(row.first) for way in self._ways(line)}
        return tuple(way for way in self._ways(row.first) if way not in printed)

    def words(self, row: Row) -> str:
        """The key of the sentence of a row: the short form where it is in a block, if the step has one."""
        key = f"steps.steps.{row.first.step.id}"
        if self._is_carried(row.first):
            return f"{key}.carried.do"
        short = f"{key}.again"
        return short if not self._is_said_first(row) and self.view.language.has(short) else f"{key}.do"

    def seen(self, row: Row) -> str:
        """The key of what one should see after a row."""
        key = f"steps.steps.{row.first.step.id}"
        return f"{key}.carried.expect" if self._is_carried(row.first) else f"{key}.expect"

    def _is_carried(self, line: Line) -> bool:
        """Whether a line is about what somebody has with them, and its step has words for that."""
        return bool(
            line.place and line.place.is_carried and self.view.language.has(f"steps.steps.{line.step.id}.carried")
        )

    def _is_said_first(self, row: Row) -> bool:
        """Whether no earlier row of the step has been said in the same sentences."""
        carried = self._is_carried(row.first)
        return all(self._is_carried(line) is not carried for line in self._before(row.first))

    def breaks_seal(self, row: Row) -> str | None:
        """The number of a seal to break first: of a device that is used for the first time.

        An envelope has a line of its own in which it is opened.
        """
        thing = row.first.thing
        is_sealed_device = thing is not None and thing.handling is Handling.DEVICE and thing.item.seal
        if thing is None or not is_sealed_device or self._first_use.get(thing.item.id) != row.first.number:
            return None
        return thing.item.seal

    @cached_property
    def _first_use(self) -> Mapping[str, str]:
        """The line at which each thing is used first, by item: not where it is taken out, carried or put back."""
        found: dict[str, str] = {}
        for line in (line for section in self.packet.on_paper for line in section.lines):
            is_moved = _CARRIED in line.step.when or any(name.startswith("out(") for name in line.step.gives)
            if line.thing and not is_moved and line.number not in self._closing and line.step.who is not Role.OPERATOR:
                found.setdefault(line.thing.item.id, line.number)
        return found

    def names_things_in_full(self, row: Row) -> bool:
        """Whether kind and marks of its things are printed: where they are taken out and compared."""
        return any(name.startswith("out(") for name in row.first.step.gives)

    def groups(self, section: Section) -> tuple[tuple[Row, ...], ...]:
        """The rows as they are printed: what is done at one place is one block, and what is done again of other things.

        Where a step comes for the first time, it is a row of its own, in full.
        """
        return tuple(tuple(rows) for _, rows in groupby(section.rows, key=self._block))

    @cached_property
    def _closing(self) -> frozenset[str]:
        """The numbers of the rows of all that closes."""
        return frozenset(line.number for section in self.packet.close for line in section.lines)

    @cached_property
    def _conditions(self) -> Mapping[str, tuple[str, ...]]:
        """For what a closing row is meant, by its number: a fact that holds, and one that does not.

        In a block each stands once; what is asked of a thing is asked of each.
        """
        conditions = {}
        for section in self.packet.close:
            for rows in self.groups(section):
                said: set[Fact] = set()
                for row in rows:
                    only, unless = row.first.only, row.first.unless
                    is_said = said >= {line.only for line in row.lines}  # of each thing of the row
                    holds = [only.name] if only is not None and not is_said else []
                    fails = [f"not-{unless.name}"] if unless is not None and not unless.about else []
                    conditions[row.first.number] = (*holds, *fails)
                    said.update([only] if only else [])
        return conditions

    def _block(self, row: Row) -> str:
        first, step, place = self.is_first(row), row.first.step, row.first.place
        if place is None or step.id in _IN_FULL:
            return row.first.number if first or not step.together else step.id
        return row.first.number if first and row.first.number not in self._in_short else place.id

    @cached_property
    def _in_short(self) -> frozenset[str]:
        """The numbers of the rows that bring things home or use what is spare: every place there is one block."""
        sections = (*self.packet.close, *self.packet.detours)
        return frozenset(line.number for section in sections if section.phase.per for line in section.lines)

    def is_first(self, row: Row) -> bool:
        """Whether no earlier row has the same step."""
        return not self._before(row.first)

    def own_words(self, row: Row) -> StepNote:
        """The company's own words to print with a row: about a place at each row there, others once, at the first.

        What stands instead of the step stands at each of its rows.
        """
        note, place = self.view.organisation.notes.get(row.first.step.id, StepNote()), row.first.place
        if note.place and place:
            return note if place.id == note.place else StepNote()
        return note if self.is_first(row) else StepNote(instead=note.instead)

    def shows_expected(self, row: Row) -> bool:
        """Whether what one should see is not said in the same words by an earlier row of the step."""
        words = self.view.language.words(self.seen(row))
        return row.first.number not in self._in_short and (self._is_said_first(row) or "{" in words)

    @cached_property
    def _of_step(self) -> Mapping[str, tuple[Line, ...]]:
        """The first line of each row, by step, in the order of the paper."""
        found: dict[str, dict[str, Line]] = {}
        for line in (line for section in self.packet.on_paper for line in section.lines):
            found.setdefault(line.step.id, {}).setdefault(line.number, line)
        return {step_id: tuple(lines.values()) for step_id, lines in found.items()}

    def _before(self, line: Line) -> tuple[Line, ...]:
        return tuple(takewhile(lambda other: other.number != line.number, self._of_step[line.step.id]))

    def _ways(self, line: Line) -> tuple[Way, ...]:
        return tuple(self._way(line, fork) for fork in line.step.forks)

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

    def conditions(self, row: Row) -> tuple[str, ...]:
        """The names of the facts for which a row is meant, where the reader has to know and has not just read it."""
        return self._conditions.get(row.first.number, ())

    def who(self, row: Row) -> tuple[Role, ...]:
        """The roles that act in a row: the witness watches each, and at another site those act who are there."""
        return self.hands.of_row(row)

    def names_actor(self, row: Row, block: Sequence[Row]) -> bool:
        """Whether a row of a block says who acts: the first, and where it is somebody else."""
        before = next((other for other, this in pairwise(block) if this == row), None)
        return before is None or self.who(row) != self.who(before)

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
        """Whether a section is announced on paper: a single line says itself what it is about."""
        return len(section.rows) > 1 or section.is_apart or section in self.packet.detours

    def headings(self) -> tuple[str, ...]:
        """The headings from the first line to END, in the order of the paper."""
        to_end = (section for section in (*self.packet.main, *self.packet.close) if not section.is_apart)
        keys = (f"steps.phases.{section.phase.id}.heading" for section in to_end if self.has_heading(section))
        return tuple(dict.fromkeys(self.view.language.words(key) for key in keys))

    def around(self, section: Section) -> tuple[str, str]:
        """Of a section that stands apart: its first line, and where one goes on after it (a line of what closes)."""
        after = self.packet.after(section.lines[-1])
        return section.lines[0].number, after.number if after else ""

    def purpose(self, thing: Thing) -> tuple[str, Mapping[str, object]]:
        """The key of the words for what a thing is for, and their values."""
        return f"packets.parts.{thing.part}", {"device": thing.serves or ""}

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

    def listed(self, row: Row) -> tuple[Listed, ...]:
        """What a row lists below its sentence, where it stands for the first time."""
        listing = row.first.step.lists
        return listed(listing, self.packet, self.view) if listing and self.is_first(row) else ()

    def once(self) -> str | None:
        """The packet that its forks lead to, and that nobody goes back to who was sent on from it."""
        forks = (fork for line in self.packet.lines for fork in line.step.forks)
        others = (self.view.onward.after(self.packet, fork) for fork in forks)
        found = (other for other in others if other and not isinstance(other, str) and other.case.kind.once)
        return next((self.values.number_of(other) for other in found), None)

    def _told(self, line: Line, fork: Fork) -> str | None:
        """Where readers of roles only are told the target of a fork: what comes next depends on what lies where."""
        if self.view.is_full or Onwards.ANOTHER not in fork.go:
            return None
        is_at_a_place = any(line in section.lines and section.phase.per == PLACE for section in self.packet.sections)
        return self.view.language.withheld("text") if is_at_a_place else None

    def _way(self, line: Line, fork: Fork) -> Way:
        target = self.packet.target(line, fork)
        is_stop = target == self.packet.stop and line.number not in self._closing
        then = self.view.onward.after(self.packet, fork)
        on = target is not None and target == self.packet.after(line) and not is_stop
        return Way(
            words=f"steps.steps.{line.step.id}.forks.{fork.id}",
            target=self._told(line, fork) or (None if on or target is None else target.number),
            is_stop=is_stop,
            then=None if then is None or isinstance(then, str) or not (is_stop or on) else self.values.number_of(then),
            is_alert=fork.then == (ALERT,),
            asks_aws=_FORMS[then] if is_stop and isinstance(then, str) else None,
        )


def _things(sections: Iterable[Section]) -> Iterator[Thing]:
    taken = {line.thing.item.id: line.thing for section in sections for line in section.lines if line.thing}
    yield from taken.values()
