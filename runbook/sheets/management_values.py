"""What a packet says about the root of the management account, which stands behind all others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from runbook.organisation import Account, Item

if TYPE_CHECKING:
    from runbook.sheets.naming import Naming


def of_management(naming: Naming) -> Mapping[str, str]:
    """The values of its sentences; empty where the organisation says nothing."""
    management = naming.view.organisation.management_account()
    return {
        "management": management.shown_id if management else naming.word("packets.notes.management_account"),
        "management_packet": _packet(naming, management, "own-root", "sealed"),
        "management_site": _site(naming, management),
        "management_devices": naming.marked(_items(naming, management, "mfa")),
        "management_reset_packet": _packet(naming, management, "lost-password", "sealed"),
    }


def _packet(naming: Naming, management: Account | None, *kinds: str) -> str:
    """Its packet, of the first of these kinds that it has."""
    slugs = [f"{kind}-{management.id}" for kind in kinds] if management else []
    return next((naming.packet(slug) for slug in slugs if slug in naming.view.onward.packets), "")


def _site(naming: Naming, management: Account | None) -> str:
    """Where its password lies; it is used there."""
    places = (naming.view.organisation.place(item.place) for item in _items(naming, management, "password"))
    site = next((place.site for place in places if place.site), None)
    return (
        naming.text(naming.view.organisation.site(site).name) if site else naming.word("packets.notes.where_things_lie")
    )


def _items(naming: Naming, management: Account | None, holds: str) -> tuple[Item, ...]:
    return naming.view.organisation.items_for(management.id, holds) if management else ()
