"""What a packet says of the MFA devices and the registered telephone of its root: which, where, of what else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from runbook.packets.scene import Scene
from runbook.packets.things import Part, is_vault

if TYPE_CHECKING:
    from runbook.packets import Packet
    from runbook.sheets.naming import Naming


def of_recovery(naming: Naming, packet: Packet) -> Mapping[str, str]:
    """The values of its sentences; of what nobody has written down, a phrase that leaves room to write it."""
    scene = Scene(naming.view.organisation, packet.case)
    numbers = {line.step.id: line.number for line in packet.lines}
    listed = naming.marked(thing.item for thing in scene.mfa_devices)
    return {
        "devices": listed or naming.word("packets.notes.devices_unlisted"),
        "accounts_of_device": naming.joined(
            naming.with_aside(naming.view.shown_id(account), naming.joined(items))
            for account, items in scene.sharing_devices.items()
        ),
        "places_apart": _places_apart(naming, scene),
        "phone_ending": _phone_ending(naming, packet),
        "phone_place": _phone_place(naming, packet),
        "accounts_of_phone": naming.joined(account.shown_id for account in scene.sharing_phone),
        # Where one begins anew to sign in: with the new password where one was just set, else at the first page.
        "sign_in_again": next((numbers[step] for step in ("R-17", "B-22") if step in numbers), ""),
    }


def _places_apart(naming: Naming, scene: Scene) -> str:
    """Where MFA devices of the account lie; not where one of its passwords lies."""
    shut = {thing.place for thing in scene.case.things if thing.part is Part.PASSWORD}
    lying = (thing.place for thing in scene.mfa_devices if not is_vault(thing.place))
    places = dict.fromkeys(place for place in lying if place not in shut)
    return naming.joined(place.name for place in places) or naming.word("packets.notes.place_chosen")


def _phone_ending(naming: Naming, packet: Packet) -> str:
    account = packet.case.account
    phone = naming.view.organisation.recovery_phone(account.id) if account else None
    if phone is None:
        return naming.word("packets.notes.phone_unlisted")
    return naming.view.language.say("packets.notes.ending", digits=phone.ending) if phone.ending else phone.number or ""


def _phone_place(naming: Naming, packet: Packet) -> str:
    """Where the registered telephone lies and who opens it there, or who carries it."""
    thing = next((thing for thing in packet.case.things if thing.part is Part.PHONE), None)
    if thing is not None:
        parts = [thing.item.id, naming.text(thing.place.name), naming.numbers_of_openers(thing.place)]
        return naming.joined(filter(None, parts))
    account = packet.case.account
    phone = naming.view.organisation.recovery_phone(account.id) if account else None
    return naming.all_reached(phone.held_by) if phone else naming.word("packets.notes.phone_unlisted")
