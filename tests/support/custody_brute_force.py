"""The questions of `runbook.custody`, answered a second time by trying everything. Nothing is shared but the model."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain, combinations, permutations, product
from typing import Any

from runbook.organisation import (
    Account,
    AccountKind,
    Appointment,
    Approver,
    Approvers,
    CentralRoot,
    Company,
    Custody,
    EmergencyRole,
    Item,
    Mailbox,
    Organisation,
    OwnRole,
    Person,
    PersonContact,
    Place,
    RecoveryPhone,
    Role,
    Site,
)
from runbook.organisation.localized import Text

START = date(2026, 1, 1)
_EMERGENCY: dict[Any, Any] = {"password": ("envelope",), "mfa": ("security-key", "totp-token"), "pin": ("envelope",)}
SERVICES = ("idp", "mail", "chat", "vpn", "mobile-network")


def subsets(things: Any, most: int) -> Iterator[frozenset[Any]]:
    """Every set of up to ``most`` things, smallest first."""
    ordered = sorted(things)
    return (frozenset(some) for size in range(most + 1) for some in combinations(ordered, size))


def minimal(sets: Iterator[frozenset[Any]], is_one: Callable[[frozenset[Any]], bool]) -> set[frozenset[Any]]:
    """Of these sets, smallest first, those that are one and hold no other; what holds another is not asked."""
    found: list[frozenset[Any]] = []
    for some in sets:
        if not any(smaller <= some for smaller in found) and is_one(some):
            found.append(some)
    return set(found)


# --- Who can be root ------------------------------------------------------------------------------------------------


def can_be_root(org: Organisation, account: Account, people: frozenset[str]) -> bool:
    """Whether these people, together, have the keys of some path; worst case."""
    mailbox, phone = has_mailbox(org, account, people), has_phone(org, account, people)
    mfa, password = _has_item(org, account, "mfa", people), _has_item(org, account, "password", people)
    central = any(entry.person in people or entry.deputy in people for entry in org.roles.get(Role.CENTRAL_ADMIN, ()))
    switch = org.central_root
    member = account.kind is AccountKind.MEMBER and switch.sessions
    if account.custody is Custody.REMOVED:
        return member and central and mailbox
    return (
        (password and mfa)
        or (mailbox and mfa)
        or (mailbox and phone)
        or (member and switch.credentials and central and mailbox)
    )


def standing_in(org: Organisation) -> set[tuple[str, str]]:
    """Everybody with who stands in for them, in whatever role."""
    entries = [entry for role in Role for entry in org.holders(role)]
    entries += [entry for role in org.own_roles for entry in role.holders]
    return {(entry.person, entry.deputy) for entry in entries if entry.deputy}


def opens(org: Organisation, place: Place, people: frozenset[str]) -> bool:
    """Whether these people, together, open a place; worst case."""
    deputies = standing_in(org)
    return any(
        all(name in people or any((name, other) in deputies for other in people) for name in group)
        for group in place.opened_by
    )


def _has_item(org: Organisation, account: Account, holds: str, people: frozenset[str]) -> bool:
    return any(
        item.holds_key(holds) and account.id in item.accounts and opens(org, org.place(item.place), people)
        for item in org.items
    )


def _by_role(org: Organisation, role: Role, people: frozenset[str]) -> bool:
    return any(entry.person in people or entry.deputy in people for entry in org.holders(role))


def has_mailbox(org: Organisation, account: Account, people: frozenset[str]) -> bool:
    """Whether these people read the root mail of an account: any entry that fits, their own address, or a tablet."""
    boxes = [box for box in org.mailboxes if box.serves(str(account.root_email))]
    owners = {
        one.id for one in org.people if any(c.kind == "email" and c.value == account.root_email for c in one.contacts)
    }
    named = owners.union(*(box.readers for box in boxes))
    custodians = not boxes or any(not box.readers for box in boxes)
    return (
        bool(people & named)
        or (custodians and _by_role(org, Role.MAILBOX_CUSTODIAN, people))
        or _has_item(org, account, "mailbox", people)
    )


def has_phone(org: Organisation, account: Account, people: frozenset[str]) -> bool:
    """Whether these people answer one of the telephones registered for an account."""
    phones = [phone for phone in org.recovery_phones if phone.account is None or account.id in phone.account]
    numbers = {phone.number for phone in phones}
    owners = {one.id for one in org.people if any(c.value in numbers for c in one.contacts)}
    holders = owners.union(*(phone.held_by for phone in phones))
    lies = any(
        item.holds_key("phone") and account.id in item.accounts and org.place(item.place).opened_by
        for item in org.items
    )
    if not holders and not lies:
        return _by_role(org, Role.PHONE_CUSTODIAN, people)
    return bool(people & holders) or _has_item(org, account, "phone", people)


# --- What can go missing --------------------------------------------------------------------------------------------


def universe(org: Organisation) -> list[tuple[str, str]]:
    """Everything that can be lost."""
    return [
        *(("person", person.id) for person in org.people),
        *(("site", site.id) for site in org.sites),
        *(("place", place.id) for place in org.places),
        *(("item", item.id) for item in org.items),
        *(("service", name) for name in SERVICES),
        *(("account", account.id) for account in org.accounts),
    ]


def works(org: Organisation, account: Account, lost: frozenset[tuple[str, str]]) -> bool:
    """Whether an approved way in is left."""
    there = {person.id for person in org.people if _callable(person, lost)}
    if not team_is_there(org, there):
        return False
    if account.custody is Custody.REMOVED:
        admins = _appointed(org, Role.CENTRAL_ADMIN)
        doors = {org.central_root.delegated_admin, *(a.id for a in org.accounts if a.kind is AccountKind.MANAGEMENT)}
        past_idp = any(
            set(role.used_by) & there or _credentials(org, role, there, lost)
            for role in org.emergency_roles
            if role.account in doors
        )
        return bool(admins & there) and (("service", "idp") not in lost or past_idp)
    mine = [item for item in org.items if account.id in item.accounts]
    usable = [item for item in mine if _usable(org, item, there, lost)]
    mfa = any(item.holds == "mfa" and _unlocked(org, item, mine, there, lost) for item in usable)
    return mfa and (any(item.holds == "password" for item in usable) or _mail_works(org, account, usable, there, lost))


def _credentials(org: Organisation, role: EmergencyRole, there: set[str], lost: frozenset[tuple[str, str]]) -> bool:
    """Whether the credentials of an emergency user can be fetched: one of each kind that lies somewhere."""
    mine = [item for item in org.items if item.emergency_role == role.name]
    found = {
        item.holds
        for item in mine
        if _usable(org, item, there, lost) and (item.holds != "mfa" or _unlocked(org, item, mine, there, lost))
    }
    halves = {item.holds for item in mine} - {"pin"}
    return bool(halves) and halves <= found


def _unlocked(
    org: Organisation, key: Item, beside: list[Item], there: set[str], lost: frozenset[tuple[str, str]]
) -> bool:
    """Whether the PIN of a key can be fetched: the one that it names, else one beside it that no key names, if any."""
    if key.unlocked_by is not None:
        return any(_usable(org, item, there, lost) for item in org.items if item.id == key.unlocked_by)
    named = {item.unlocked_by for item in org.items}
    pins = [item for item in beside if item.holds == "pin" and item.id not in named and org.place(item.place).opened_by]
    return key.kind != "security-key" or not pins or any(_usable(org, item, there, lost) for item in pins)


def locked_out(org: Organisation, account: Account, lost: frozenset[tuple[str, str]]) -> bool:
    """Whether no way in is left."""
    return not works(org, account, lost)


def _callable(person: Person, lost: frozenset[tuple[str, str]]) -> bool:
    def fails(need: str) -> bool:
        return ("service", need) in lost or (need == "office" and ("site", person.site) in lost)

    return ("person", person.id) not in lost and any(
        not any(fails(need) for need in contact.depends_on) for contact in person.contacts
    )


def _appointed(org: Organisation, role: Role) -> set[str]:
    entries = org.holders(role)
    return {entry.person for entry in entries} | {entry.deputy for entry in entries if entry.deputy}


def team_is_there(org: Organisation, there: set[str]) -> bool:
    """Whether a complete team of different people is among those who are there."""
    operators, witnesses = (_appointed(org, role) & there for role in (Role.OPERATOR, Role.WITNESS))
    members = org.approvers.members
    for operator, witness in product(operators, witnesses):
        if operator == witness:
            continue
        free = there - {operator, witness}
        for some in combinations(members, org.approvers.required):
            if any(entry.must and entry not in some for entry in members):
                continue
            for people in product(*({entry.person, entry.deputy} & free for entry in some)):
                if len(set(people)) == len(some):
                    return True
    return False


def _usable(org: Organisation, item: Item, there: set[str], lost: frozenset[tuple[str, str]]) -> bool:
    place = org.place(item.place)
    if {("item", item.id), ("place", place.id), ("site", place.site), ("account", place.hosted_in)} & lost:
        return False
    if any(("service", need) in lost for need in place.depends_on):
        return False
    deputies = standing_in(org)
    return any(
        all(name == actor or (name, actor) in deputies for name, actor in zip(group, actors, strict=True))
        for group in place.opened_by
        for actors in permutations(there, len(group))
    )


def _mail_works(
    org: Organisation, account: Account, usable: list[Item], there: set[str], lost: frozenset[tuple[str, str]]
) -> bool:
    box = org.mailbox(account)
    needs = {"mail", *(box.depends_on if box else ())}
    if {("service", need) for need in needs} & lost or (box and ("account", box.hosted_in) in lost):
        return False
    readers = set(box.readers) if box and box.readers else _appointed(org, Role.MAILBOX_CUSTODIAN)
    return bool(readers & there) or any(item.holds == "mailbox" for item in usable)


# --- Invented organisations -----------------------------------------------------------------------------------------


def invented(seed: int) -> Organisation:
    """A small organisation in which anything may be wrong."""
    dice = random.Random(seed)  # noqa: S311  a test repeats
    people = [f"p{number}" for number in range(dice.randint(3, 6))]
    sites = [f"s{number}" for number in range(dice.randint(1, 2))]
    places = [f"c{number}" for number in range(dice.randint(1, 4))]
    accounts = [str(number) * 12 for number in range(1, dice.randint(1, 3) + 1)]

    def maybe(thing: Any, chance: float = 0.5) -> Any:
        return thing if dice.random() < chance else None

    def some(things: list[str], most: int) -> tuple[str, ...]:
        return tuple(dice.sample(things, dice.randint(1, min(most, len(things)))))

    def appointment() -> Appointment:
        person = dice.choice(people)
        deputy = maybe(dice.choice([name for name in people if name != person]), 0.4)
        return Appointment(person, START, None, deputy)

    def contact() -> PersonContact:
        needs = tuple(dice.sample(("idp", "mail", "chat", "office", "internet", "mobile-network"), dice.randint(0, 2)))
        if dice.random() < 0.05:  # a root address that is somebody's own
            return PersonContact("email", f"root{dice.randint(1, 3)}@example.com", depends_on=needs)
        number = dice.choice(["+81 90 0000 0000"] * 5 + ["+81 3 0000 0000"])
        return PersonContact("mobile", number, depends_on=needs)

    approving = dice.sample(people, dice.randint(2, min(4, len(people))))
    members = tuple(
        Approver(
            name,
            START,
            None,
            maybe(dice.choice([other for other in people if other != name]), 0.3),
            must=number < 2 and dice.random() < 0.2,
        )
        for number, name in enumerate(approving)
    )
    kinds = {"password": "envelope", "pin": "envelope", "mailbox": "tablet", "phone": "phone"}
    items = []
    for number in range(dice.randint(2, 7)):
        holds: Any = dice.choice(["password", "mfa", "mfa", "pin", "mailbox", "phone"])
        kind: Any = kinds.get(holds) or dice.choice(["security-key", "totp-token"])
        items.append(Item(f"E-{number}", kind, dice.choice(places), holds, some(accounts, 2)))
    org = Organisation(
        config_version="1",
        company=Company(Text.of("Example"), "Asia/Tokyo"),
        languages=("en",),
        people=tuple(
            Person(
                name, Text.of(name), tuple(contact() for _ in range(dice.randint(1, 2))), site=maybe(dice.choice(sites))
            )
            for name in people
        ),
        approvers=Approvers(members, 2),
        roles={
            role: tuple(appointment() for _ in range(dice.randint(1, 2)))
            for role in Role
            if role is not Role.APPROVER and (role in (Role.OPERATOR, Role.WITNESS) or dice.random() < 0.7)
        },
        places=tuple(
            Place(
                name,
                Text.of(name),
                site=maybe(dice.choice(sites)),
                opened_by=tuple(some(people, 3) for _ in range(dice.randint(0, 2))),
                hosted_in=maybe(dice.choice(accounts), 0.1),
                depends_on=maybe(("idp",), 0.1) or (),
            )
            for name in places
        ),
        accounts=tuple(
            Account(
                account,
                Text.of(account),
                dice.choice([AccountKind.MANAGEMENT, AccountKind.MEMBER]),
                dice.choice([Custody.SAFE, Custody.SAFE, Custody.REMOVED]),
                root_email=f"root{account[0]}@example.com",
            )
            for account in accounts
        ),
        copies=(),
        items=tuple(items),
        sites=tuple(Site(name, Text.of(name)) for name in sites),
        mailboxes=tuple(
            Mailbox(
                dice.choice([f"root{account[0]}@example.com", f"root{account[0]}@example.com", "root*@example.com"]),
                readers=maybe(some(people, 2)) or (),
                hosted_in=maybe(dice.choice(accounts), 0.3),
                depends_on=maybe(("idp",), 0.3) or (),
            )
            for account in accounts
            if dice.random() < 0.5
        ),
        recovery_phones=tuple(
            RecoveryPhone("+81 3 0000 0000", some(accounts, 2), maybe(some(people, 2)) or ())
            for _ in range(dice.randint(0, 2))
        ),
        central_root=CentralRoot(dice.random() < 0.7, dice.random() < 0.7, None, maybe(dice.choice(accounts), 0.3)),
        emergency_roles=tuple(EmergencyRole("BreakGlass", dice.choice(accounts)) for _ in range(dice.randint(0, 1))),
    )
    return _with_credentials(org, dice)


def _with_credentials(org: Organisation, dice: random.Random) -> Organisation:
    """With credentials of emergency users or people who need none, keys that name their PIN, and a role of its own."""
    items = [
        Item(f"B-{half}", dice.choice(kinds), dice.choice(org.places).id, half, emergency_role=role.name)
        for role in org.emergency_roles
        for half, kinds in _EMERGENCY.items()
        if dice.random() < 0.5
    ]
    roles = (
        replace(role, used_by=(dice.choice(org.people).id,)) if dice.random() < 0.2 else role
        for role in org.emergency_roles
    )
    items = [*org.items, *items]
    pins = [item.id for item in items if item.holds == "pin"]
    named = (
        replace(item, unlocked_by=dice.choice(pins))
        if pins and item.kind == "security-key" and dice.random() < 0.4
        else item
        for item in items
    )
    own = [(one.id, other.id) for one in org.people for other in org.people if one is not other]
    entries = tuple(Appointment(person, START, None, deputy) for person, deputy in dice.sample(own, dice.randint(0, 1)))
    return replace(
        org,
        items=tuple(named),
        emergency_roles=tuple(roles),
        own_roles=(OwnRole("press", Text.of("press"), entries),) if entries else (),
    )


def everyone(org: Organisation) -> frozenset[str]:
    """Ids of all people."""
    return frozenset(chain(person.id for person in org.people))
