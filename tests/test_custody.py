from __future__ import annotations

from dataclasses import replace

import custody_brute_force as brute
import pytest

from runbook.custody import (
    collusions,
    custody_classes,
    fatal_losses,
)
from runbook.custody.collusion import root_groups
from runbook.custody.families import either, together
from runbook.custody.team import fill
from runbook.organisation import Organisation

SEEDS = 3000
PIECES = 12


def changed(org: Organisation, seed: int) -> Organisation:
    """One person, place or item removed from its place, merged with another, or moved."""
    kind = seed % 4
    if kind == 0 and len(org.places) > 1:  # two places become one
        gone, kept = org.places[0].id, org.places[1].id
        return replace(
            org,
            places=org.places[1:],
            items=tuple(replace(item, place=kept if item.place == gone else item.place) for item in org.items),
        )
    if kind == 1 and org.items:
        return replace(org, items=org.items[1:])
    if kind == 2 and org.items:
        moved = replace(org.items[0], place=org.places[-1].id)
        return replace(org, items=(moved, *org.items[1:]))
    one, other = org.people[0].id, org.people[1].id  # one person takes over what another opens
    return replace(
        org,
        places=tuple(
            replace(
                place,
                opened_by=tuple(
                    tuple(dict.fromkeys(other if name == one else name for name in group)) for group in place.opened_by
                ),
            )
            for place in org.places
        ),
    )


def check_collusions(org: Organisation) -> None:
    people = brute.everyone(org)
    for custody in custody_classes(org):
        expected = brute.minimal(
            group for group in brute.subsets(people, len(people)) if brute.can_be_root(org, custody.accounts[0], group)
        )
        assert set(root_groups(custody, len(people))) == expected
        assert {proof.people for proof in collusions(custody)} == (
            {group for group in expected if len(group) <= 2}
            or {group for group in expected if len(group) == min(map(len, expected))}
        )


def check_losses(org: Organisation) -> None:
    for custody in custody_classes(org):
        account = custody.accounts[0]
        expected = brute.minimal(
            lost for lost in brute.subsets(brute.universe(org), 2) if not brute.works(org, account, lost)
        )
        found = {frozenset((loss.kind.value, loss.id) for loss in losses) for losses in fatal_losses(org, custody)}
        assert found == expected


@pytest.mark.parametrize("piece", range(PIECES))
def test_who_can_be_root_is_what_trying_every_group_says(piece: int) -> None:
    for seed in range(piece, SEEDS, PIECES):
        org = brute.invented(seed)
        check_collusions(org)
        check_collusions(changed(org, seed))


@pytest.mark.parametrize("piece", range(PIECES))
def test_what_can_go_missing_is_what_trying_every_loss_says(piece: int) -> None:
    for seed in range(piece, SEEDS // 3, PIECES):
        org = brute.invented(seed)
        check_losses(org)
        check_losses(changed(org, seed))


def test_the_invented_organisations_are_worth_asking_about() -> None:
    """Most have someone who is root alone, or a fatal loss; many have neither."""
    alone, fatal, safe = 0, 0, 0
    for seed in range(300):
        org = brute.invented(seed)
        for custody in custody_classes(org):
            proofs, losses = collusions(custody), fatal_losses(org, custody)
            alone += any(len(proof.people) == 1 for proof in proofs)
            fatal += any(len(some) == 1 for some in losses)
            safe += bool(proofs) and all(len(proof.people) > 1 for proof in proofs)
    assert alone > 30
    assert fatal > 30
    assert safe > 30


def test_families_keep_the_smallest_sets() -> None:
    a, b, c = (frozenset({frozenset({name})}) for name in "abc")
    assert together((a, either((a, b))), 3) == a
    assert together((a, b, c), 2) == frozenset()
    assert either((together((a, b), 2), b)) == b
    assert together((), 2) == frozenset({frozenset()})
    assert either(()) == frozenset()


def test_places_are_filled_by_different_people() -> None:
    assert fill([{"a"}, {"a"}], {"a"}) == {0: "a"}
    assert fill([{"a", "b"}, {"a"}], {"a", "b"}) == {0: "b", 1: "a"}
    assert fill([{"a"}, {"b"}], set()) == {}
