"""Edits of a config that may mend a packet that is stopped: which there are, what each costs, and the line to write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING

from runbook.contingency.actors import signs_in
from runbook.custody import LossKind
from runbook.organisation import Appointment, Approver, Item, Organisation, Place, Role
from runbook.organisation.terms import appointment_path, held_roles
from runbook.packets.packet import MFA_PARTS
from runbook.packets.things import Part, is_vault

if TYPE_CHECKING:
    from runbook.contingency.actors import Hands
    from runbook.custody import Losses
    from runbook.packets import Line, Packet

Path = tuple[str | int, ...]


class EditKind(StrEnum):
    """What is done."""

    DEPUTY = "deputy"
    READER = "reader"
    HOLDER = "holder"
    OPENER = "opener"
    MOVED = "moved"
    SPARE = "spare"


COSTS: Mapping[EditKind, int] = {
    EditKind.DEPUTY: 1,  # somebody agrees to stand in
    EditKind.READER: 1,  # a mailbox is opened to one more
    EditKind.HOLDER: 2,  # somebody is appointed, told, trained
    EditKind.OPENER: 3,  # a combination or key is handed over, at the place
    EditKind.MOVED: 4,  # two places are opened, seals and lists change, paper is reprinted
    EditKind.SPARE: 6,  # a device is bought and registered, which takes a use of root
}
"""What an edit costs, in no currency: only which of two is less trouble. Declared here and in docs/contingency.md."""


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit: what is done, where in the config, the YAML to write there, and whom and what it is about (ids).

    ``other`` is whom a deputy stands in for, and the item that a spare is like; ``group`` opens a place together. A
    ``write`` that begins with "- " is one more entry of the list at ``path``; any other is a key of the mapping there.
    """

    kind: EditKind
    path: Path
    write: str
    person: str = ""
    role: Role | None = None
    other: str = ""
    group: tuple[str, ...] = ()
    item: str = ""
    place: str = ""

    @property
    def is_entry(self) -> bool:
        """Whether one more entry of a list is written, not a key."""
        return self.write.startswith("- ")

    @property
    def cost(self) -> int:
        """What it costs."""
        return COSTS[self.kind]


@dataclass(frozen=True, slots=True)
class Requirements:
    """What keeps people from a packet: lines that nobody can do, by what an edit could change about them."""

    roles: frozenset[Role]
    places: frozenset[str]
    mailbox: bool
    devices: bool
    sign_in: bool


def unmet(packet: Packet, hands: Hands, lost: Losses) -> Requirements:
    """All that is missing in any line of a packet. An edit about anything else cannot help."""
    lines = [line for line in packet.lines if hands.doing(line, lost) is None]
    roles = {role for line in lines for role in (line.step.who, line.step.second) if role is not None}
    return Requirements(
        frozenset(roles | ({Role.OPERATOR, Role.WITNESS} if Role.APPROVER in roles else set())),
        frozenset(place.id for line in lines for place in _places(line)),
        Role.MAILBOX_CUSTODIAN in roles,
        any(line.thing is not None and line.thing.part in MFA_PARTS for line in lines)
        or any(line.place is not None for line in lines),
        any(signs_in(line) for line in lines),
    )


def requirements_of(packet: Packet) -> Requirements:
    """Everything that a packet asks for."""
    roles = {role for line in packet.lines for role in (line.step.who, line.step.second) if role is not None}
    places = frozenset(place.id for line in packet.lines for place in _places(line))
    return Requirements(
        frozenset(roles | {Role.OPERATOR, Role.WITNESS}), places, mailbox=True, devices=True, sign_in=True
    )


def _places(line: Line) -> Iterator[Place]:
    if line.place is not None:
        yield line.place
    if line.thing is not None:
        yield line.thing.place


def edits_for(whole: Organisation, packet: Packet, wanted: Requirements, lost: Losses, day: date) -> Iterator[Edit]:
    """The edits about what is wanted, the cheapest kind first.

    ``whole`` has all appointments: paths are those of the file. Only people and places that are not lost are named.
    """
    gone = {loss.id for loss in lost if loss.kind is LossKind.PERSON}
    free = [person.id for person in whole.people if person.id not in gone]
    shut = {loss.id for loss in lost if loss.kind in (LossKind.PLACE, LossKind.SITE)}
    open_places = [
        place
        for place in whole.places
        if not {place.id, place.site} & shut and not (is_vault(place) or place.is_carried)
    ]
    keys = [item for role in whole.emergency_roles if role.account in whole.central_session_doors()
            for item in whole.items_of_role(role.name)] if wanted.sign_in else []  # fmt: skip
    wanted = replace(wanted, places=wanted.places | {item.place for item in keys})
    yield from _deputies(whole, wanted, free, day)
    yield from _readers(whole, packet, wanted, free)
    yield from _holders(whole, wanted, free, day)
    yield from _openers(whole, wanted, free)
    yield from _moved(
        whole, {*(thing.item.id for thing in packet.case.things), *(item.id for item in keys)}, wanted, open_places
    )
    yield from _spares(whole, packet, wanted, open_places)


def _deputies(whole: Organisation, wanted: Requirements, free: Sequence[str], day: date) -> Iterator[Edit]:
    openers = {
        name for place in whole.places if place.id in wanted.places for group in place.opened_by for name in group
    }
    for role, index, entry in held_roles(whole):
        if entry.in_office(day) and entry.deputy is None and (role in wanted.roles or entry.person in openers):
            for person in free:
                if person != entry.person:
                    path = appointment_path(role, index)
                    yield Edit(EditKind.DEPUTY, path, f"deputy: {person}", person, role, other=entry.person)


def _readers(whole: Organisation, packet: Packet, wanted: Requirements, free: Sequence[str]) -> Iterator[Edit]:
    account = packet.case.account
    accounts = (account,) if account else packet.case.accounts
    boxes = {id(box) for one in accounts if (box := whole.mailbox(one)) is not None} if wanted.mailbox else set[int]()
    for index, box in enumerate(whole.mailboxes):
        if id(box) in boxes and box.readers:
            for person in free:
                if person not in box.readers:
                    write = f"readers: [{', '.join((*box.readers, person))}]"
                    yield Edit(EditKind.READER, ("mailboxes", index), write, person)


def _holders(whole: Organisation, wanted: Requirements, free: Sequence[str], day: date) -> Iterator[Edit]:
    for role in Role:
        if role in wanted.roles and (held := whole.holders(role)):
            for person in free:
                if person not in {entry.person for entry in held if entry.in_office(day)}:
                    path = appointment_path(role, 0)[:-1]
                    yield Edit(EditKind.HOLDER, path, f"- {{person: {person}, from: {day}}}", person, role)


def _openers(whole: Organisation, wanted: Requirements, free: Sequence[str]) -> Iterator[Edit]:
    """Groups like those that there are, with one of their people replaced."""
    for index, place in enumerate(whole.places):
        if place.id not in wanted.places or place.is_carried:
            continue
        known = {frozenset(group) for group in place.opened_by}
        for group in place.opened_by:
            for at, person in product(range(len(group)), free):
                new = (*group[:at], person, *group[at + 1 :])
                if person not in group and frozenset(new) not in known:
                    known.add(frozenset(new))
                    shown = ", ".join(f"[{', '.join(each)}]" for each in (*place.opened_by, new))
                    write = f"opened_by: [{shown}]"
                    yield Edit(EditKind.OPENER, ("places", index), write, person, group=new, place=place.id)


def _moved(
    whole: Organisation, mine: Iterable[str], wanted: Requirements, open_places: Sequence[Place]
) -> Iterator[Edit]:
    for index, item in enumerate(whole.items):
        if item.id in mine and item.place in wanted.places and not is_vault(origin := whole.place(item.place)):
            for place in _as_safe(origin, open_places):
                yield Edit(EditKind.MOVED, ("items", index), f"place: {place.id}", item=item.id, place=place.id)


def _as_safe(origin: Place, places: Iterable[Place]) -> Iterator[Place]:
    """Other places that no fewer people open."""
    least = min(map(len, origin.opened_by), default=1)
    for place in places:
        if place.id != origin.id and place.opened_by and min(map(len, place.opened_by)) >= least:
            yield place


def _spares(whole: Organisation, packet: Packet, wanted: Requirements, open_places: Sequence[Place]) -> Iterator[Edit]:
    """One more security key, for all that the first device serves; it has no PIN of its own on any item."""
    first = next((thing.item for thing in packet.case.things if thing.part is Part.MFA), None)
    if not wanted.devices or first is None:
        return
    name = next(new for number in range(1, len(whole.items) + 2)
                if (new := f"NEW-{number}") not in {item.id for item in whole.items})  # fmt: skip
    if first.emergency_role:
        serves = f"emergency_role: {_quoted(first.emergency_role)}"
    else:
        serves = f"account: [{', '.join(map(_quoted, first.accounts))}]"
    for place in _as_safe(whole.place(first.place), open_places):
        write = f"- {{id: {name}, kind: security-key, holds: mfa, place: {place.id}, {serves}}}"
        yield Edit(EditKind.SPARE, ("items",), write, other=first.id, item=name, place=place.id)


def _quoted(label: str) -> str:
    return f'"{label}"' if re.search(r"[^A-Za-z._-]", label) else label


def applied(organisation: Organisation, edit: Edit, day: date) -> Organisation:
    """The organisation as the edited config would be read; the same for those in office on the day."""
    return _APPLY[edit.kind](organisation, edit, day)


def _with_deputy(organisation: Organisation, edit: Edit, day: date) -> Organisation:
    def given(entries: tuple[Appointment, ...]) -> tuple[Appointment, ...]:
        at = next(n for n, one in enumerate(entries)
                  if one.person == edit.other and one.deputy is None and one.in_office(day))  # fmt: skip
        return (*entries[:at], replace(entries[at], deputy=edit.person), *entries[at + 1 :])

    return _with_holders(organisation, edit.role, given)


def _with_holders(
    organisation: Organisation,
    role: Role | None,
    changed: Callable[[tuple[Appointment, ...]], tuple[Appointment, ...]],
) -> Organisation:
    if role is Role.APPROVER:
        approvers = organisation.approvers
        members = tuple(entry for entry in changed(approvers.members) if isinstance(entry, Approver))
        return replace(organisation, approvers=replace(approvers, members=members))
    if role is None:
        return organisation
    return replace(organisation, roles={**organisation.roles, role: changed(organisation.holders(role))})


def _with_holder(organisation: Organisation, edit: Edit, day: date) -> Organisation:
    new = Approver(edit.person, day) if edit.role is Role.APPROVER else Appointment(edit.person, day)
    return _with_holders(organisation, edit.role, lambda entries: (*entries, new))


def _with_reader(organisation: Organisation, edit: Edit, _: date) -> Organisation:
    at = int(edit.path[1])
    boxes = tuple(
        replace(box, readers=(*box.readers, edit.person)) if number == at else box
        for number, box in enumerate(organisation.mailboxes)
    )
    return replace(organisation, mailboxes=boxes)


def _with_opener(organisation: Organisation, edit: Edit, _: date) -> Organisation:
    places = tuple(
        replace(place, opened_by=(*place.opened_by, edit.group)) if place.id == edit.place else place
        for place in organisation.places
    )
    return replace(organisation, places=places)


def _with_moved(organisation: Organisation, edit: Edit, _: date) -> Organisation:
    items = tuple(replace(item, place=edit.place) if item.id == edit.item else item for item in organisation.items)
    return replace(organisation, items=items)


def _with_spare(organisation: Organisation, edit: Edit, _: date) -> Organisation:
    like = next(item for item in organisation.items if item.id == edit.other)
    new = Item(edit.item, "security-key", edit.place, "mfa", like.accounts or None, like.emergency_role)
    return replace(organisation, items=(*organisation.items, new))


_APPLY: Mapping[EditKind, Callable[[Organisation, Edit, date], Organisation]] = {
    EditKind.DEPUTY: _with_deputy,
    EditKind.HOLDER: _with_holder,
    EditKind.READER: _with_reader,
    EditKind.OPENER: _with_opener,
    EditKind.MOVED: _with_moved,
    EditKind.SPARE: _with_spare,
}
