"""What a sentence says only where a company or a packet gives cause: ``{clause[name]}``, one of ``packets.clauses``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from runbook.knowledge.procedure import ALERT
from runbook.organisation import AccountKind, Organisation, Partition, Role, Route
from runbook.packets.closed_days import closed_days
from runbook.packets.things import Handling, Part

if TYPE_CHECKING:
    from runbook.packets import Line
    from runbook.sheets.packet_hands import PacketHands


def _some_must(organisation: Organisation) -> bool:
    """Whether somebody must be among those who approve."""
    return any(member.must for member in organisation.approvers.members)


def _is_recorded_in(hands: PacketHands, partition: Partition) -> bool:
    """Whether a sign-in of the packet is recorded in a partition; an account that nobody lists is in the largest."""
    case = hands.packet.case
    accounts = (case.account,) if case.account else case.accounts
    return any(account.partition is partition for account in accounts) or not accounts


def _is_sealed_device(line: Line) -> bool:
    """Whether a line is about a device with a seal: an envelope was sealed anew before."""
    return line.thing is not None and line.thing.handling is Handling.DEVICE and bool(line.thing.item.seal)


def _travels(line: Line) -> bool:
    return line.thing is not None and line.thing.travels


def _is_elsewhere(hands: PacketHands) -> bool:
    """Whether something that the packet uses lies at another site."""
    things = (line.thing for line in hands.packet.lines if line.thing)
    return any(thing.is_elsewhere for thing in things)


def _others_open(hands: PacketHands) -> bool:
    """Whether deputies open a place on some of the coming days, as its first page says."""
    things = (line.thing for section in hands.packet.main for line in section.lines if line.thing)
    places = {thing.place.id: thing.place for thing in things}
    return any(closed.deputies for closed in closed_days(hands.organisation, places.values(), hands.day))


def _reads_too(hands: PacketHands) -> bool:
    """Whether somebody may operate and is a mailbox custodian of a packet that reads the mailbox."""
    operators, readers = (
        {appointment.person for appointment in hands.organisation.holders(role)}
        for role in (Role.OPERATOR, Role.MAILBOX_CUSTODIAN)
    )
    return Role.MAILBOX_CUSTODIAN in hands.acting and bool(operators & readers)


def _gives(hands: PacketHands, fact: str) -> bool:
    """Whether a step of the packet makes a fact true, named as in procedure.yaml."""
    return any(fact in line.step.gives for line in hands.packet.lines)


def _has_step(hands: PacketHands, step: str) -> bool:
    return any(line.step.id == step for line in hands.packet.lines)


def _has_password(hands: PacketHands, handling: Handling) -> bool:
    return any(thing.part is Part.PASSWORD and thing.handling is handling for thing in hands.packet.case.things)


def _has_cards(hands: PacketHands) -> bool:
    """Whether its appendix has task cards."""
    case = hands.packet.case
    kept = bool(case.account and case.account.kept_for)
    return case.kind.id in ("own-root", "session") or (case.kind.id == "sealed" and kept)


_OF_ORGANISATION: Mapping[str, Callable[[Organisation], bool]] = {
    "member_first": lambda organisation: any(one.kind is AccountKind.MEMBER for one in organisation.accounts),
    "some_more": lambda organisation: bool(organisation.approvers.by_task),
    "must_first": _some_must,
    "must_deputy": _some_must,
    "must_among": _some_must,
    "iam_can": lambda organisation: not organisation.central_root.sessions,
    "sealed_too": lambda organisation: Route.SEALED in organisation.routes,
    "session_can": lambda organisation: organisation.central_root.sessions,
    "emergency_first": lambda organisation: bool(organisation.emergency_roles),
    "emergency_changed": lambda organisation: bool(organisation.emergency_roles),
    "emergency_later": lambda organisation: bool(organisation.emergency_roles),
}
_OF_PACKET: Mapping[str, Callable[[PacketHands], bool]] = {
    "and_regions": lambda hands: _is_recorded_in(hands, Partition.COMMERCIAL),
    "close_entry": lambda hands: _has_password(hands, Handling.ENTRY),
    "cover_paper": lambda hands: not _has_password(hands, Handling.ENTRY),
    "at_once": lambda hands: any(fork.then == (ALERT,) for line in hands.packet.lines for fork in line.step.forks),
    "custodian_enters": lambda hands: not _gives(hands, "slip"),
    "slip_enters": lambda hands: _gives(hands, "slip"),
    "envelope_gone": lambda hands: _has_password(hands, Handling.PAPER),
    "members_out": lambda hands: _has_step(hands, "R-71"),
    "not_deleted": lambda hands: _has_step(hands, "R-71"),
    "paper_kept": lambda hands: not _has_password(hands, Handling.ENTRY),
    "entry_kept": lambda hands: _has_password(hands, Handling.ENTRY),
    "either_address": lambda hands: _has_cards(hands) or _gives(hands, "mailbox-works"),
    "from_card": _has_cards,
    "keep_on_paper": lambda hands: _has_password(hands, Handling.PAPER),
    "keep_in_entry": lambda hands: _has_password(hands, Handling.ENTRY),
    "hands_apart": lambda hands: hands.acting >= {Role.PASSWORD_CUSTODIAN, Role.MFA_CUSTODIAN},
    "called_later": lambda hands: hands.is_reviewed,
    "locked_again": lambda hands: bool(hands.packet.case.things),
    "no_reviewer_else": lambda hands: hands.is_reviewed,
    "known_device": lambda hands: any(section.spare for section in hands.packet.detours),
    "known_here": lambda hands: not any(section.spare for section in hands.packet.detours),
    "or_card": _has_cards,
    "or_in_cards": _has_cards,
    "others_open": _others_open,
    "openers_too": lambda hands: _gives(hands, "open(here)"),
    "other_site": _is_elsewhere,
    "places_open": lambda hands: _gives(hands, "out(it)"),
    "screenshots": lambda hands: _has_step(hands, "B-36"),
    "still_broken": lambda hands: hands.packet.case.kind.id == "emergency",
    "no_paper_left": lambda hands: _has_password(hands, Handling.PAPER),
    "shred": lambda hands: _has_password(hands, Handling.PAPER),
    "that_holds": lambda hands: _has_password(hands, Handling.PAPER),
    "password_again": lambda hands: hands.entering is not None,
    "read_out": _is_elsewhere,
    "reads_too": _reads_too,
    "things_go_on": lambda hands: _gives(hands, "out(it)"),
    "witness_apart": lambda hands: hands.acting >= {Role.PASSWORD_CUSTODIAN, Role.WITNESS},
    "witness_far": _is_elsewhere,
}
_OF_LINES: Mapping[str, Callable[[Line], bool]] = {
    "reseal": lambda line: _is_sealed_device(line) and not _travels(line),
    "reseal_here": lambda line: _is_sealed_device(line) and _travels(line),
    "switch_off": lambda line: line.thing is not None and line.thing.item.kind in ("phone", "tablet"),
}
CLAUSES = frozenset({*_OF_ORGANISATION, *_OF_PACKET, *_OF_LINES})
"""The names of all of them."""


def is_always_said(name: str, organisation: Organisation) -> bool:
    """Whether a clause is said on every sheet of an organisation."""
    return name in _OF_ORGANISATION and _OF_ORGANISATION[name](organisation)


def clauses_in(hands: PacketHands) -> frozenset[str]:
    """Those that are said in a packet besides."""
    return frozenset(name for name, is_said in _OF_PACKET.items() if is_said(hands))


def clauses_at(lines: tuple[Line, ...]) -> frozenset[str]:
    """Those that are said in a row besides."""
    return frozenset(name for name, is_said in _OF_LINES.items() if any(map(is_said, lines)))
