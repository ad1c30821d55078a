"""How the custody answers grow: companies of different size, as multiples of the one of 10 people.

Each has 12 places, and accounts in 6 custody classes; groups of two open a place, everyone has a deputy. The last rows
grow in services that administer, host and lead to each other. Run it with `make bench`. Times are of the processor, of
one run; the ratios say more.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date

from runbook.custody import resilience
from runbook.organisation import (
    Account,
    AccountKind,
    Appointment,
    Approver,
    Approvers,
    CentralRoot,
    Company,
    Custody,
    Item,
    Mailbox,
    Organisation,
    Person,
    PersonContact,
    Place,
    Role,
    Service,
    ServiceKind,
    Site,
)
from runbook.organisation.localized import Text

START = date(2026, 1, 1)
CLASSES = 6


def company(people: int, places: int, accounts: int, services: int = 0) -> Organisation:
    """An invented company in which nobody alone is root."""
    dice = random.Random(people)  # noqa: S311  a benchmark repeats
    names = [f"p{number}" for number in range(people)]
    ids = [f"{number:012d}" for number in range(1, accounts + 1)]
    classes = [tuple(ids[number::CLASSES]) for number in range(CLASSES)]
    holds = ("password", "mfa", "mfa", "pin", "phone")
    items = tuple(
        Item(f"E-{index}-{number}", kind, what, f"c{dice.randrange(places)}", classes[index])  # type: ignore[arg-type]
        for index in range(CLASSES - 1)
        for number, (what, kind) in enumerate(
            zip(holds, ("envelope", "security-key", "totp-token", "envelope", "phone"), strict=True)
        )
    )

    def holders(count: int) -> tuple[Appointment, ...]:
        chosen = dice.sample(names, min(2 * count, people))
        return tuple(Appointment(chosen[n], START, None, chosen[-1 - n]) for n in range(len(chosen) // 2))

    return Organisation(
        config_version="1",
        company=Company(Text.of("Example"), "Asia/Tokyo", holidays="JP"),
        languages=("en",),
        people=tuple(
            Person(name, Text.of(name), (PersonContact("mobile", "+81 90 0000 0000"),), site=f"s{number % 4}")
            for number, name in enumerate(names)
        ),
        approvers=Approvers(tuple(Approver(entry.person, START, None, entry.deputy) for entry in holders(5)), 2),
        roles={role: holders(3) for role in Role if role is not Role.APPROVER},
        places=tuple(
            Place(
                f"c{number}",
                Text.of(f"c{number}"),
                site=f"s{number % 4}",
                opened_by=tuple(tuple(dice.sample(names, 2)) for _ in range(6)),
            )
            for number in range(places)
        ),
        accounts=tuple(
            Account(
                account,
                Text.of(account),
                AccountKind.MEMBER,
                Custody.REMOVED if index == CLASSES - 1 else Custody.SAFE,
                root_email=f"root{account}@example.com",
            )
            for index, members in enumerate(classes)
            for account in members
        ),
        copies=(),
        items=items,
        services=_services(dice, services, names, ids),
        organization_admins=holders(1) if services else (),
        sites=tuple(Site(f"s{number}", Text.of(f"s{number}")) for number in range(4)),
        mailboxes=(Mailbox("root*@example.com", group=True, readers=tuple(names[:3])),),
        central_root=CentralRoot(credentials=True, sessions=True),
    )


def _services(dice: random.Random, count: int, names: list[str], ids: list[str]) -> tuple[Service, ...]:
    """Services of every kind in turn: two people administer one; it depends on others, and runs in an account."""
    kinds = tuple(ServiceKind)
    return tuple(
        Service(
            f"v{number}",
            kinds[number % len(kinds)],
            administered_by=tuple(dice.sample(names, 3)),
            two_person=True,
            depends_on=tuple(f"v{dice.randrange(count)}" for _ in range(2)),
            hosted_in=dice.choice(ids),
            acts_in=tuple(dice.sample(ids, 2)) if kinds[number % len(kinds)] is ServiceKind.PIPELINE else (),
        )
        for number in range(count)
    )


SIZES = (
    *((10, 12, 60, 0), (20, 12, 60, 0), (40, 12, 60, 0), (40, 12, 5000, 0), (80, 24, 5000, 0)),
    *((40, 12, 5000, services) for services in (5, 10, 20, 40, 80)),
)


def main() -> None:
    """A table: size, seconds, ratio, what was found."""
    first = 0.0
    for people, places, accounts, services in SIZES:
        organisation = company(people, places, accounts, services)
        began = time.process_time()
        answer = resilience(organisation, organisation, 2026)
        took = time.process_time() - began
        first = first or took
        groups = sum(len(entry.proofs) for entry in answer.classes)
        taking = sum(len(entry.takeovers) for entry in answer.classes)
        losses = sum(len(entry.losses) for entry in answer.classes)
        sys.stdout.write(
            f"{people:3} people {places:3} places {accounts:5} accounts {services:2} services "
            f"{len(answer.classes):2} classes: "
            f"{took:6.2f} s  {took / first:6.1f}x  {groups} groups, {taking} taking, {losses} sets of losses\n"
        )


if __name__ == "__main__":
    main()
