"""Who can take root by acts of administration: every group tried, and the ways that companies forget."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial

import pytest
from support import custody_brute_force as brute
from support import takeover_brute_force as forced
from support.thoroughness import ALL

from runbook.custody import custody_classes, takeovers
from runbook.custody.takeover import Takeover
from runbook.organisation import Organisation

SEEDS = 4000 if ALL else 480
PIECES = 8


def answered(org: Organisation) -> dict[str, tuple[Takeover, ...]]:
    """The takeovers of every account of every class."""
    classes = custody_classes(org)
    return {
        account.id: found
        for entry, found in zip(classes, takeovers(org, classes), strict=True)
        for account in entry.accounts
    }


def check(org: Organisation) -> None:
    people = sorted(person.id for person in org.people)
    for account_id, found in answered(org).items():
        account = org.account(account_id)
        assert account
        taking = brute.minimal(brute.subsets(people, 2), partial(forced.can_take, org, account))
        holding = [group for group in brute.subsets(people, 2) if brute.can_be_root(org, account, group)]
        expected = {group for group in taking if not any(held <= group for held in holding)}
        assert {entry.people for entry in found if len(entry.people) <= 2} == expected, account_id
        for entry in found:
            assert forced.can_take(org, account, entry.people)
            assert bool(entry.seen_by) is not forced.can_take(org, account, entry.people, unseen=True)
            assert not entry.seen_by & entry.people


def differently(org: Organisation, seed: int) -> Organisation:
    """The organisation with one administrator, kit, host or alert taken out or given to somebody else."""
    dice = random.Random(seed)  # noqa: S311  a test repeats
    heir = dice.choice(org.people).id
    change = seed % 5
    if change == 0 and org.services:
        gone = dice.choice(org.services)
        return replace(org, services=tuple(replace(s, administered_by=()) if s is gone else s for s in org.services))
    if change == 1:
        return replace(org, services=tuple(replace(s, administered_by=(heir,)) for s in org.services))
    if change == 2:
        return replace(org, items=tuple(item for item in org.items if not item.opens and not item.emergency_role))
    if change == 3:
        return replace(org, administration_alerts=org.administration_alerts[1:])
    return replace(org, accounts=tuple(replace(account, administered_by=(heir,)) for account in org.accounts))


@pytest.mark.sweep
@pytest.mark.parametrize("piece", range(PIECES))
def test_who_can_take_root_is_what_trying_every_group_says(piece: int) -> None:
    for seed in range(piece, SEEDS, PIECES):
        org = forced.guarded(brute.invented(seed), seed)
        check(org)
        check(differently(org, seed))


@pytest.mark.slow
def test_the_invented_guards_are_worth_asking_about() -> None:
    """Many have somebody who takes root alone, seen or unseen; many have only pairs; some have nobody."""
    seen = unseen = pairs = nobody = 0
    for seed in range(400):
        for found in answered(forced.guarded(brute.invented(seed), seed)).values():
            alone = [entry for entry in found if len(entry.people) == 1]
            seen += any(entry.seen_by for entry in alone)
            unseen += any(not entry.seen_by for entry in alone)
            pairs += bool(found) and not alone
            nobody += not found
    assert min(seen, unseen, pairs, nobody) > 26
