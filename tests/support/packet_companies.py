"""Companies for packets: one choice for each feature that decides what a packet says, and every combination of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations_with_replacement, product

from runbook.config import Names, parse_organisation
from runbook.organisation import (
    Account,
    AccountKind,
    CentralRoot,
    Custody,
    EmergencyRole,
    Item,
    MemberRootPolicy,
    Organisation,
    Partition,
    Place,
    Role,
    SignInPolicy,
    Site,
)
from runbook.organisation.fields import Text
from runbook.packets import Case, Packet, cases_of, packet_of
from support.config_texts import MINIMAL, SHEETS, in_memory, steps
from support.organisations import LANGUAGES, ORGANISATIONS, ROOT, knowledge

ACCOUNT, OTHER, LINKED = "111122223333", "444455556666", "777788889999"
ALONE = (ROOT / "tests" / "support" / "alone.yaml").read_text("utf-8")

PASSWORDS = ("envelope", "document", "vault-entry", "phone", "tablet", None)
DEVICES = ("security-key", "key-with-pin", "totp-token", "phone", "authenticator-app", "vault-entry", "envelope")
DEVICE_PLACES = ("same", "other", "mixed")
KITS = (None, "near", "far")
MAILBOXES = (None, "tablet", "document", "vault-entry")
OTHERS = ("reseller", "gov-unlisted", "china", "sovereign", "new", "unknown")
ROUTES = ("safe", "removed", "sealed", "gov-removed", "gov-kept", *OTHERS)
# Which keys of an account its root needs; where root is not ours, none.
KEYS_OF_ROUTE = {
    **dict.fromkeys(("safe", "gov-kept"), ("password", "mfa", "mailbox", "phone")),
    "sealed": ("mailbox", "phone"),
    **dict.fromkeys(("removed", "gov-removed"), ("mailbox",)),
}
PHONES = (None, "phone", "envelope")
PEOPLE = ("several", "approves-alone", "works-alone")
SCPS = (None, "denies", "spares")
EMERGENCY = (None, "assumed", "envelope", "vault", "two")


@dataclass(frozen=True)
class Keys:
    """What one account's keys are, and where they lie."""

    password: str | None = "envelope"  # noqa: S105  a kind of thing
    devices: tuple[str, ...] = ("security-key",)
    places: str = "same"
    kit: str | None = None
    mailbox: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Frame:
    """What the company around the account is like."""

    route: str = "safe"
    sessions: bool = True
    scp: str | None = None
    policy: bool = False
    people: str = "several"
    emergency: str | None = None


def all_keys(most: int) -> Iterator[Keys]:
    """Every combination of keys with at most so many MFA devices."""
    several = [kinds for count in range(most + 1) for kinds in combinations_with_replacement(DEVICES, count)]
    for choice in product(PASSWORDS, several, DEVICE_PLACES, KITS, MAILBOXES, PHONES):
        yield Keys(*choice)


def all_frames() -> Iterator[Frame]:
    """Every combination of what is around."""
    for choice in product(ROUTES, (True, False), SCPS, (False, True), PEOPLE, EMERGENCY):
        yield Frame(*choice)


@cache
def read_text(text: str) -> Organisation:
    """The organisation of a config text."""
    names = Names(SHEETS, steps(), LANGUAGES, tasks=tuple(knowledge().aws.tasks))
    return parse_organisation(in_memory(text), names).organisation


@cache
def shipped() -> dict[str, Organisation]:
    """The companies that the proof is measured on: three that ship, and two with everything in a vault and in bags."""
    texts = {name: path.read_text("utf-8") for name, path in ORGANISATIONS.items()}
    return {**{name: read_text(text) for name, text in texts.items()}, "vault": all_in_a_vault(), "bags": all_in_bags()}


def all_in_a_vault() -> Organisation:
    """A company that keeps everything in a password vault, which needs a kit out of a safe."""
    keys = Keys("vault-entry", ("vault-entry", "vault-entry"), "mixed", "near", "vault-entry")
    return company(keys, Frame(emergency="vault"))


def all_in_bags() -> Organisation:
    """A company that keeps everything in sealed bags: tokens, the telephone, and a PIN in a vault."""
    keys = Keys("envelope", ("key-with-pin", "key-with-pin", "envelope"), "mixed", "far", "document", "envelope")
    return company(keys, Frame(scp="denies", emergency="two"))


def packets_of(organisation: Organisation) -> tuple[Packet, ...]:
    """Every packet of a company by the shipped procedure."""
    procedure = knowledge().procedure.for_organisation(organisation)
    return tuple(packet_of(case, organisation, procedure) for case in cases_of(organisation, procedure))


def packet(organisation: Organisation, kind: str) -> Packet:
    """The first packet of a kind."""
    return next(packet for packet in packets_of(organisation) if packet.case.kind.id == kind)


def case(organisation: Organisation, kind: str) -> Case:
    """The first case of a kind."""
    return packet(organisation, kind).case


def company(keys: Keys, frame: Frame = Frame()) -> Organisation:
    """The company with these keys and this frame."""
    base = _people(frame.people)
    accounts = _accounts(frame)
    used = accounts[-1].id if frame.route == "gov-removed" else accounts[0].id
    roles = _roles(frame, accounts[0].id)
    organisation = replace(
        base,
        sites=(Site("here", Text.of("Here")), Site("there", Text.of("There"))),
        places=_places(keys),
        accounts=accounts,
        items=(*_items(keys, used, KEYS_OF_ROUTE.get(frame.route, ())), *_role_items(frame, keys)),
        emergency_roles=roles,
        central_root=CentralRoot(credentials=True, sessions=frame.sessions, admin_role=Text.of("RootAdmin")),
        member_root_policy=MemberRootPolicy(
            denies_root=frame.scp is not None, spares=(used,) if frame.scp == "spares" else ()
        ),
        sign_in_policy=SignInPolicy(enabled=frame.policy),
        copies=(),
    )
    _referenced(organisation)
    return organisation


def _referenced(organisation: Organisation) -> None:
    for item in organisation.items:
        assert organisation.place(item.place) in organisation.places
    for place in organisation.places:
        assert all(organisation.item(name) for name in place.needs)


def _people(people: str) -> Organisation:
    if people == "works-alone":
        return read_text(ALONE)
    base = read_text(MINIMAL)
    if people == "several":
        return base
    members = base.approvers.members[:1]
    roles = {**base.roles, Role.OPERATOR: members}
    alone = replace(base, approvers=replace(base.approvers, required=1, members=members), roles=roles)
    assert alone.approves_alone
    assert not alone.works_alone
    return alone


def _account(name: str, kind: AccountKind, custody: Custody, number: str = ACCOUNT) -> Account:
    return Account(number, Text.of(name), kind, custody, root_email="root@example.co.jp")


def _accounts(frame: Frame) -> tuple[Account, ...]:
    kept = _account("kept", AccountKind.MEMBER, Custody.SAFE)
    removed = _account("removed", AccountKind.MEMBER, Custody.REMOVED, OTHER)
    gov = replace(
        _account("gov", AccountKind.STANDALONE, Custody.NONE, LINKED),
        partition=Partition.GOVCLOUD,
        linked_account={"gov-kept": ACCOUNT, "gov-removed": OTHER}.get(frame.route, "999900001111"),
    )
    standalone = _account("alone", AccountKind.STANDALONE, Custody.NONE)
    return {
        "safe": (kept,),
        "removed": (removed,),
        "sealed": (replace(kept, custody=Custody.SEALED),),
        "reseller": (replace(kept, custody=Custody.RESELLER, reseller=None),),
        "gov-removed": (gov, removed),
        "gov-kept": (kept, gov),
        "gov-unlisted": (gov,),
        "china": (replace(standalone, partition=Partition.CHINA),),
        "sovereign": (replace(standalone, partition=Partition.SOVEREIGN),),
        "new": (replace(standalone, signup="new"),),
        "unknown": (replace(standalone, custody=Custody.UNKNOWN),),
    }[frame.route]


def _places(keys: Keys) -> tuple[Place, ...]:
    kit = () if keys.kit is None else ("KIT",)
    return (
        Place("safe-a", Text.of("Safe A"), "here", kind="safe"),
        Place("safe-b", Text.of("Safe B"), "here", kind="safe"),
        Place("far", Text.of("Far safe"), "there", kind="safe"),
        Place("vault", Text.of("Vault"), kind="vault", needs=kit),
    )


def _items(keys: Keys, account: str, needed: tuple[str, ...]) -> Iterator[Item]:
    if keys.kit is not None:
        yield Item("KIT", "kit", "safe-a" if keys.kit == "near" else "far", opens="vault-service", seal="S-KIT")
    if keys.password is not None and "password" in needed:
        yield _item("PW", keys.password, "safe-a", "password", account)
    for number, kind in enumerate(keys.devices if "mfa" in needed else ()):
        where = {"same": "safe-b", "other": "far", "mixed": ("safe-b", "far", "safe-a")[number % 3]}[keys.places]
        if kind == "key-with-pin":
            device = _item(f"MFA{number}", "security-key", where, "mfa", account)
            yield replace(device, unlocked_by=f"PIN{number}")
            yield _item(f"PIN{number}", "envelope", ("safe-a", "vault")[number % 2], "pin", account)
        else:
            yield _item(f"MFA{number}", kind, where, "mfa", account)
    if keys.mailbox is not None and "mailbox" in needed:
        yield _item("MAIL", keys.mailbox, "safe-a", "mailbox", account)
    if keys.phone is not None and "phone" in needed:
        yield _item("TEL", keys.phone, "far" if keys.places == "mixed" else "safe-b", "phone", account)


def _item(name: str, kind: str, place: str, key: str, account: str) -> Item:
    seal = f"S-{name}" if kind in ("envelope", "document") else None
    lies = "vault" if kind == "vault-entry" else place
    return Item(name, kind, lies, holds=key, account=account, seal=seal)  # type: ignore[arg-type]


def _roles(frame: Frame, account: str) -> tuple[EmergencyRole, ...]:
    if frame.emergency is None:
        return ()
    one = EmergencyRole("Emergency", account)
    return (one, EmergencyRole("Second", account)) if frame.emergency == "two" else (one,)


def _role_items(frame: Frame, keys: Keys) -> Iterator[Item]:
    names = {"envelope": ("Emergency",), "vault": ("Emergency",), "two": ("Emergency", "Second")}
    for name in names.get(frame.emergency or "", ()):
        if frame.emergency == "vault":
            item = Item(f"V-{name}", "vault-entry", "vault", holds=("password", "mfa"))
            yield replace(item, emergency_role=name)
            continue
        yield Item(f"E-{name}", "envelope", "safe-a", holds="password", emergency_role=name, seal=f"S-{name}")
        where = "far" if keys.places == "other" else "safe-b"
        yield Item(f"K-{name}", "security-key", where, holds="mfa", emergency_role=name, unlocked_by=f"P-{name}")
        yield Item(f"P-{name}", "envelope", "safe-a", holds="pin", emergency_role=name, seal=f"SP-{name}")


__all__ = ["Frame", "Keys", "all_frames", "all_keys", "company", "packets_of", "shipped"]
