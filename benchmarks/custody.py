"""How the custody answers grow: companies of different size, as multiples of the one of 10 people.

Each has 12 places, and accounts in 6 custody classes; groups of two open a place, everyone has a deputy. Run it with
`make bench`. Times are of one run on a noisy machine; the ratios say more.
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
    Site,
)
from runbook.organisation.localized import Text

START = date(2026, 1, 1)
CLASSES = 6


def company(people: int, places: int, accounts: int) -> Organisation:
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
        approvers=Approvers(holders(5), 2),
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
        sites=tuple(Site(f"s{number}", Text.of(f"s{number}")) for number in range(4)),
        mailboxes=(Mailbox("root*@example.com", group=True, readers=tuple(names[:3])),),
        central_root=CentralRoot(credentials=True, sessions=True),
    )


def main() -> None:
    """A table: size, seconds, ratio, what was found."""
    first = 0.0
    for people, places, accounts in ((10, 12, 60), (20, 12, 60), (40, 12, 60), (40, 12, 5000), (80, 24, 5000)):
        organisation = company(people, places, accounts)
        began = time.perf_counter()
        answer = resilience(organisation, organisation, 2026)
        took = time.perf_counter() - began
        first = first or took
        groups = sum(len(entry.proofs) for entry in answer.classes)
        losses = sum(len(entry.losses) for entry in answer.classes)
        sys.stdout.write(
            f"{people:3} people {places:3} places {accounts:5} accounts {len(answer.classes)} classes: "
            f"{took:6.2f} s  {took / first:6.1f}x  {groups} groups, {losses} sets of losses\n"
        )


if __name__ == "__main__":
    main()
