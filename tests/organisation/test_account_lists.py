"""Which account is on which list: all of them once, and none that moves because another comes or goes."""

from __future__ import annotations

import dataclasses
import hashlib
import random
from collections.abc import Iterable

import pytest
from support.organisations import view_of

from runbook.organisation import Custody, Organisation
from runbook.organisation.account_lists import LONGEST, MOST_TOGETHER, AccountList, account_lists


def company(ids: Iterable[str], custody: Custody = Custody.REMOVED) -> Organisation:
    """The minimal company with members of these ids, kept in one way, beside its own accounts."""
    minimal = view_of("minimal", "en").organisation
    pattern = minimal.accounts[0]
    more = tuple(dataclasses.replace(pattern, id=each, custody=custody) for each in ids)
    kept = tuple(dataclasses.replace(account, custody=Custody.SAFE) for account in minimal.accounts)
    return dataclasses.replace(minimal, accounts=(*kept, *more))


def ids(count: int, seed: int = 14) -> list[str]:
    """Ids spread as those of AWS are."""
    return [f"{number:012}" for number in random.Random(seed).sample(range(10**12), count)]  # noqa: S311  no secret


def names(lists: Iterable[AccountList]) -> set[tuple[str, str]]:
    return {(one.custody.value, one.beginning) for one in lists}


def contents(organisation: Organisation) -> dict[str, str]:
    return {one.beginning: one.fingerprint for one in account_lists(organisation)}


def test_up_to_a_hundred_accounts_of_a_class_are_on_no_list() -> None:
    assert account_lists(company(ids(MOST_TOGETHER))) == ()
    assert names(account_lists(company(ids(MOST_TOGETHER + 1)))) == {("removed", "")}


@pytest.mark.parametrize("count", [LONGEST, LONGEST + 1, 1000, 3000])
def test_every_account_is_on_exactly_one_list_and_none_is_too_long(count: int) -> None:
    organisation = company(ids(count))
    lists = account_lists(organisation)
    listed = [account.id for one in lists for account in one.accounts]
    assert sorted(listed) == sorted(
        account.id for account in organisation.accounts if account.custody is Custody.REMOVED
    )
    assert len(set(listed)) == len(listed)
    for one in lists:
        assert 0 < len(one.accounts) <= LONGEST
        assert [account.id for account in one.accounts] == sorted(account.id for account in one.accounts)
        assert all(account.id.startswith(one.beginning) for account in one.accounts)


def test_ids_that_follow_each_other_are_split_where_they_differ() -> None:
    lists = account_lists(company(f"{200_000_000_000 + number:012}" for number in range(LONGEST + 1)))
    assert [one.beginning for one in lists] == ["2000000000", "2000000001", "2000000002"][: len(lists)]
    assert len(lists) > 1


def test_an_account_that_comes_changes_one_list_only() -> None:
    some = ids(1000)
    before, after = contents(company(some)), contents(company([*some, "500000000001"]))
    assert before.keys() == after.keys()
    [changed] = [beginning for beginning in before if before[beginning] != after[beginning]]
    assert "500000000001".startswith(changed)


def test_the_order_of_the_config_decides_nothing() -> None:
    some = ids(300)
    assert account_lists(company(some)) == account_lists(company(reversed(some)))


def test_classes_are_counted_by_themselves() -> None:
    organisation = company(ids(90), Custody.UNKNOWN)
    both = dataclasses.replace(organisation, accounts=(*organisation.accounts, *company(ids(90, seed=15)).accounts[2:]))
    assert account_lists(both) == ()


def test_a_fingerprint_is_that_of_the_ids_and_can_be_worked_out_elsewhere() -> None:
    some = ids(150)
    [found] = account_lists(company(some))
    expected = hashlib.sha256("".join(f"{each}\n" for each in sorted(some)).encode()).hexdigest()
    assert found.fingerprint.replace(" ", "") == expected[:16]
