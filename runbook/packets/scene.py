"""Conditions that a packet decides: on its case, and on the thing and the place of a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.knowledge.procedure import SceneCondition
from runbook.organisation import Account, AccountKind, Organisation, Place
from runbook.packets.things import Handling, Part, Thing, is_vault

if TYPE_CHECKING:
    from runbook.packets.cases import Case


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a line stands: in which case, about which thing and place."""

    organisation: Organisation
    case: Case
    thing: Thing | None = None
    place: Place | None = None

    def has(self, part: Part) -> bool:
        """Whether the case has a thing in a part."""
        return any(thing.part is part for thing in self.case.things)

    @property
    def sharing_phone(self) -> tuple[Account, ...]:
        """Other accounts of the company that have the registered telephone of the case."""
        own = self.case.account
        phone = self.organisation.recovery_phone(own.id) if own else None
        if own is None or phone is None:
            return ()
        others = (account for account in self.organisation.accounts if account.id != own.id and account.route.ours)
        return tuple(other for other in others if self.organisation.recovery_phone(other.id) == phone)

    @property
    def mfa_devices(self) -> tuple[Thing, ...]:
        """The MFA devices of the case, spare ones included."""
        return tuple(thing for thing in self.case.things if thing.part in (Part.MFA, Part.SPARE_MFA))

    @property
    def sharing_devices(self) -> Mapping[str, tuple[str, ...]]:
        """Other accounts that MFA devices of the case are registered with, too, by id; the items that are."""
        own = self.case.account.id if self.case.account else None
        found: dict[str, tuple[str, ...]] = {}
        for thing in self.mfa_devices:
            for name in thing.item.accounts:
                if name != own:
                    found[name] = (*found.get(name, ()), thing.item.id)
        return found

    @property
    def is_denied(self) -> bool:
        """Whether a service control policy denies what the root user of the case does; of a class, of any of them."""
        policy = self.organisation.member_root_policy
        asked = (self.case.account,) if self.case.account else self.case.accounts
        members = (account for account in asked if account.kind is AccountKind.MEMBER)
        return policy.denies_root and any(account.id not in policy.spares for account in members)


def _shows_codes(thing: Thing | None) -> bool:
    return thing is not None and thing.item.kind != "security-key"


_HOLDS: Mapping[str, Callable[[Scene], bool]] = {
    SceneCondition.PHYSICAL_PLACE: lambda scene: scene.place is not None and not is_vault(scene.place),
    SceneCondition.VAULT_PLACE: lambda scene: scene.place is not None and is_vault(scene.place),
    SceneCondition.TRAVELS: lambda scene: scene.thing is not None and scene.thing.travels,
    SceneCondition.SEALED: lambda scene: _is_sealed(scene.thing),
    SceneCondition.UNSEALED: lambda scene: not _is_sealed(scene.thing),
    SceneCondition.BY_TELEPHONE: lambda scene: scene.thing is not None and scene.thing.by_telephone,
    SceneCondition.SECURITY_KEY: lambda scene: scene.thing is not None and scene.thing.item.kind == "security-key",
    SceneCondition.TOKEN: lambda scene: scene.thing is not None and scene.thing.item.kind == "totp-token",
    SceneCondition.CODES_AT_HAND: lambda scene: _shows_codes(scene.thing) and not _told(scene.thing),
    SceneCondition.CODES_BY_TELEPHONE: lambda scene: _shows_codes(scene.thing) and _told(scene.thing),
    SceneCondition.MAILBOX_WITHOUT_DEVICE: lambda scene: not scene.has(Part.MAILBOX),
    SceneCondition.PASSWORD_UNLISTED: lambda scene: not scene.has(Part.PASSWORD),
    SceneCondition.PASSWORD_IN_NO_VAULT: lambda scene: (
        not any(thing.part is Part.PASSWORD and thing.handling is Handling.ENTRY for thing in scene.case.things)
    ),
    SceneCondition.MFA_LISTED: lambda scene: scene.has(Part.MFA),
    SceneCondition.MFA_UNLISTED: lambda scene: not scene.has(Part.MFA),
    SceneCondition.ACCOUNT_DENIED: lambda scene: scene.is_denied,
    SceneCondition.HAS_CREDENTIALS: lambda scene: bool(scene.case.things),
    SceneCondition.PHONE_SHARED: lambda scene: bool(scene.sharing_phone),
    SceneCondition.PHONE_KEPT: lambda scene: scene.has(Part.PHONE),
    SceneCondition.PHONE_IN_NO_PLACE: lambda scene: not scene.has(Part.PHONE),
    SceneCondition.DEVICE_SHARED: lambda scene: bool(scene.sharing_devices),
    SceneCondition.ASSUMED_ROLE: lambda scene: not scene.case.things,
    SceneCondition.MEMBER_ACCOUNT: lambda scene: _is_member(scene.case.account),
}


def _is_sealed(thing: Thing | None) -> bool:
    """An envelope always is; a device if it has a seal."""
    return thing is not None and (thing.handling is Handling.PAPER or bool(thing.item.seal))


def _is_member(account: Account | None) -> bool:
    return account is not None and account.kind is AccountKind.MEMBER


def _told(thing: Thing | None) -> bool:
    return thing is not None and thing.by_telephone


def holds(conditions: Iterable[str], scene: Scene) -> bool:
    """Whether all of the conditions that a scene decides are true in it."""
    return all(_HOLDS[name](scene) for name in conditions if name in _HOLDS)


def is_handled(handlings: Iterable[str], thing: Thing) -> bool:
    """Whether a thing is handled in one of these ways; with none named, in any."""
    named = {Handling(name) for name in handlings}
    return not named or thing.handling in named
