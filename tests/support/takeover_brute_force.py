"""Who can take root by acts of administration, answered again by trying every group. Only the model is shared."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from runbook.organisation import (
    Account,
    AccountKind,
    AdministrationAlert,
    Appointment,
    Custody,
    Domain,
    EmergencyRole,
    Item,
    Organisation,
    Role,
    Service,
    ServiceKind,
)
from support import custody_brute_force as brute
from support.custody_brute_force import START

Fact = tuple[str, ...]
PROVIDER, MAIL, CONTRACT = ServiceKind.IDENTITY_PROVIDER, ServiceKind.MAIL, ServiceKind.PHONE_CONTRACT


def can_take(org: Organisation, account: Account, people: frozenset[str], unseen: bool = False) -> bool:  # noqa: FBT001, FBT002
    """Whether these people, together, have root of an account by whatever they hold and can do; worst case."""
    had: set[Fact] = set()
    while True:
        new = {fact for fact in _all(org) if fact not in had and _follows(org, fact, had, people, unseen=unseen)}
        if not new:
            return ("root", account.id) in had
        had |= new


def _all(org: Organisation) -> list[Fact]:
    kept = [account for account in org.accounts if account.custody in (Custody.SAFE, Custody.REMOVED)]
    return [
        ("org",),
        *(("admin", account.id) for account in org.accounts),
        *(("service", service.id) for service in org.services),
        *(("domain", domain.name) for domain in org.domains),
        *(("open", place.id) for place in org.places),
        *(("thing", item.id) for item in org.items),
        *(("emergency", role.name) for role in org.emergency_roles),
        *((kind, account.id) for kind in ("mail", "phone", "central", "root") for account in kept),
    ]


def _follows(  # noqa: PLR0911  one answer for each kind of fact
    org: Organisation, fact: Fact, had: set[Fact], people: frozenset[str], *, unseen: bool
) -> bool:
    def quiet(guard: str) -> bool:
        """Whether an act at a guard may be used: always, or only if no alert reaches anybody else."""
        return not unseen or not any(
            guard in alert.on and set(alert.reaches) - people for alert in org.administration_alerts
        )

    kind, name = fact[0], fact[-1]
    match kind:
        case "org":
            return (
                any({entry.person, entry.deputy} & people for entry in org.organization_admins)
                or any(("admin", a.id) in had for a in org.accounts if a.kind is AccountKind.MANAGEMENT)
                or any(
                    ("service", s.id) in had and quiet(s.id)
                    for s in org.services
                    if s.kind is PROVIDER and s.aws_sign_in
                )
            )
        case "admin":
            [account] = [a for a in org.accounts if a.id == name]
            return (
                bool(set(account.administered_by or ()) & people)
                or any(name in s.acts_in and ("service", s.id) in had and quiet(s.id) for s in org.services)
                or any(role.account == name and ("emergency", role.name) in had for role in org.emergency_roles)
                or ("root", name) in had
                or (account.kind is AccountKind.MANAGEMENT and ("org",) in had)
                or (account.kind is AccountKind.MEMBER and ("org",) in had and quiet("organization"))
            )
        case "service":
            [service] = [s for s in org.services if s.id == name]
            admins = set(service.administered_by) & people
            providers = [s for s in _signing_in(org, service.depends_on) if s.id != name]
            return (
                len(admins) > int(service.two_person)
                or any(("service", s.id) in had and quiet(s.id) for s in providers)
                or (("admin", service.hosted_in) in had and quiet(name))
                or any(("thing", item.id) in had for item in org.items if item.opens == name)
            )
        case "domain":
            [domain] = [d for d in org.domains if d.name == name]
            return bool(set(domain.administered_by) & people) or (("admin", domain.hosted_in) in had and quiet(name))
        case "open":
            place = org.place(name)
            return (
                bool(_handed(org, place.keys_kept_by or ()) & people and quiet(name))
                or (("service", place.service) in had and quiet(str(place.service)))
                or (("admin", place.hosted_in) in had and quiet(name))
                or any(("service", s.id) in had and quiet(s.id) for s in _signing_in(org, place.depends_on))
            )
        case "thing":
            [item] = [i for i in org.items if i.id == name]
            return ("open", item.place) in had or brute.opens(org, org.place(item.place), people)
        case "emergency":
            [role] = [r for r in org.emergency_roles if r.name == name]
            mine = [item for item in org.items if item.emergency_role == name]
            kinds = [[i for i in mine if i.holds == half] for half in ("password", "mfa")]
            lying = [half for half in kinds if half]
            taken = bool(lying) and all(any(("thing", i.id) in had for i in half) for half in lying)
            return bool(set(role.used_by) & people) or taken
    [account] = [a for a in org.accounts if a.id == name]
    return _key(org, kind, account, had, people, quiet)


def _handed(org: Organisation, keepers: tuple[str, ...]) -> frozenset[str]:
    """Who has a key to a place: its keepers, and whoever stands in for one of them."""
    return frozenset({*keepers, *(deputy for person, deputy in brute.standing_in(org) if person in keepers)})


def _signing_in(org: Organisation, depends_on: tuple[str, ...]) -> list[Service]:
    """The identity providers behind what depends on these."""
    return [s for s in org.services if s.kind is PROVIDER and {s.id, "idp"} & set(depends_on)]


def _key(  # noqa: PLR0913, PLR0917  what a fact is, and what it is asked of
    org: Organisation, kind: str, account: Account, had: set[Fact], people: frozenset[str], quiet: Any
) -> bool:
    member = account.kind is AccountKind.MEMBER
    above = ("org",) in had or (
        org.account_management_admin is not None and ("admin", org.account_management_admin) in had
    )

    def has(holds: str) -> bool:
        return any(
            ("thing", item.id) in had for item in org.items if item.holds == holds and account.id in item.accounts
        )

    match kind:
        case "mail":
            boxes = [box for box in org.mailboxes if account.root_email and box.serves(account.root_email)]
            services = [
                s
                for s in org.services
                if s.kind is MAIL and (not boxes or any(b.service in (None, s.id) for b in boxes))
            ]
            host = (account.root_email or "").partition("@")[2]
            own = [c for one in org.people for c in one.contacts if c.kind == "email" and c.value == account.root_email]
            behind = [s for c in own for s in _signing_in(org, c.depends_on)]
            behind += [
                s for s in org.services if s.kind is MAIL and any({"mail", s.id} & set(c.depends_on) for c in own)
            ]
            return (
                brute.has_mailbox(org, account, people)
                or has("mailbox")
                or any(("service", s.id) in had and quiet(s.id) for s in (*services, *behind))
                or any(("admin", box.hosted_in) in had and quiet(box.address) for box in boxes)
                or any(("service", s.id) in had and quiet(s.id) for b in boxes for s in _signing_in(org, b.depends_on))
                or any(("domain", d.name) in had and quiet(d.name) for d in org.domains if host == d.name)
                or (member and above and quiet("organization"))
            )
        case "phone":
            phones = [p for p in org.recovery_phones if p.account is None or account.id in p.account]
            contracts = [
                s
                for s in org.services
                if s.kind is CONTRACT and (not phones or any(p.service in (None, s.id) for p in phones))
            ]
            return (
                brute.has_phone(org, account, people)
                or has("phone")
                or any(("service", s.id) in had and quiet(s.id) for s in contracts)
                or (("admin", account.id) in had and quiet("organization"))
                or (member and above and quiet("organization"))
            )
        case "central":
            switched = org.central_root.sessions and (
                account.custody is Custody.REMOVED or org.central_root.credentials
            )
            appointed = any({entry.person, entry.deputy} & people for entry in org.holders(Role.CENTRAL_ADMIN))
            delegated = ("admin", org.central_root.delegated_admin) in had and quiet("organization")
            return member and ((switched and (appointed or delegated)) or (("org",) in had and quiet("organization")))
    mail, phone = ("mail", account.id) in had, ("phone", account.id) in had
    central = member and ("central", account.id) in had and mail
    if account.custody is Custody.REMOVED:
        return central
    return central or (has("password") and has("mfa")) or (mail and has("mfa")) or (mail and phone)


def guarded(org: Organisation, seed: int) -> Organisation:
    """An invented organisation with services, domains, administrators, emergency users and alerts of any kind."""
    dice = random.Random(seed)  # noqa: S311  a test repeats
    people = [person.id for person in org.people]
    accounts = [account.id for account in org.accounts]

    def some(things: list[str], least: int, most: int) -> tuple[str, ...]:
        return tuple(dice.sample(things, min(len(things), dice.randint(least, most))))

    def maybe(thing: Any, chance: float) -> Any:
        return thing if dice.random() < chance else None

    kinds = dice.sample(list(ServiceKind), dice.randint(0, len(ServiceKind)))
    services = tuple(
        Service(
            kind.value,
            kind,
            administered_by=some(people, 0, 2),
            two_person=dice.random() < 0.3,
            depends_on=some(["idp", "internet", *([PROVIDER.value] if PROVIDER in kinds else [])], 0, 2),
            hosted_in=maybe(dice.choice(accounts), 0.15),
            acts_in=some(accounts, 1, 2) if kind is ServiceKind.PIPELINE else (),
            aws_sign_in=dice.random() < 0.7,
        )
        for kind in kinds
    )
    vaults = [service.id for service in services if service.kind is ServiceKind.VAULT]
    roles = (
        *(replace(role, used_by=some(people, 0, 1)) for role in org.emergency_roles),
        *(EmergencyRole(f"Help{number}", dice.choice(accounts)) for number in range(dice.randint(0, 1))),
    )
    extra: list[Item] = []
    for role in roles:
        for half in ("password", "mfa"):
            if dice.random() < 0.5:
                lies = dice.choice(org.places).id
                extra.append(Item(f"H-{role.name}-{half}", "envelope", lies, half, emergency_role=role.name))
    if services and dice.random() < 0.4:
        extra.append(Item("KIT", "kit", dice.choice(org.places).id, opens=dice.choice(services).id))
    return replace(
        org,
        services=services,
        domains=tuple(
            Domain("example.com", administered_by=some(people, 0, 1), hosted_in=maybe(dice.choice(accounts), 0.3))
            for _ in range(dice.randint(0, 1))
        ),
        organization_admins=tuple(
            Appointment(dice.choice(people), START, None, maybe(dice.choice(people), 0.3))
            for _ in range(dice.randint(0, 1))
        ),
        account_management_admin=maybe(dice.choice(accounts), 0.2),
        administration_alerts=tuple(
            AdministrationAlert(some(["organization", *kinds, "example.com"], 1, 3), some(people, 1, 2))
            for _ in range(dice.randint(0, 2))
        ),
        places=tuple(
            replace(
                place,
                keys_kept_by=maybe(some(people, 0, 1), 0.3),
                service=maybe(dice.choice(vaults), 0.5) if vaults else None,
            )
            for place in org.places
        ),
        accounts=tuple(replace(account, administered_by=maybe(some(people, 0, 1), 0.3)) for account in org.accounts),
        items=(*org.items, *extra),
        emergency_roles=roles,
        mailboxes=tuple(replace(box, service=maybe("mail", 0.5) if MAIL in kinds else None) for box in org.mailboxes),
    )
