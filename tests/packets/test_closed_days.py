"""On which days those who open a place are away, and who opens it then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from support.organisations import ORGANISATIONS
from support.packet_companies import read_text

from runbook.organisation import Absence, Organisation, Role
from runbook.packets.closed_days import Closed, closed_days

EXAMPLE = read_text(ORGANISATIONS["full"].read_text("utf-8"))
DAY = date(2026, 11, 30)
NEW_YEAR = date(2027, 1, 1)


def shut(place: str, organisation: Organisation = EXAMPLE) -> list[tuple[date, date, tuple[str, ...]]]:
    """The stretches of a place."""
    found = closed_days(organisation, [organisation.place(place)], DAY)
    assert {each.place.id for each in found} <= {place}
    return [(each.first, each.last, each.deputies) for each in found]


def away(person: str, first: date, last: date) -> Organisation:
    """The example, where nobody is away but one person, once."""
    people = (replace(one, absences=(Absence(first, last),) if one.id == person else ()) for one in EXAMPLE.people)
    return replace(EXAMPLE, people=tuple(people))


def test_a_deputy_opens_while_an_opener_is_away() -> None:
    # Sato belongs to both pairs of the safe; Takahashi and Yoshida stand in for her, Takahashi not at New Year.
    assert shut("safe-a") == [(date(2026, 12, 29), date(2027, 1, 4), ("yoshida",))]
    assert shut("safe-b") == [(date(2026, 12, 30), date(2027, 1, 3), ("tanaka",))]


def test_nobody_opens_where_nobody_stands_in() -> None:
    assert shut("bank-vault") == [(NEW_YEAR, date(2027, 1, 3), ())]


def test_a_pair_that_is_complete_needs_no_deputy() -> None:
    # Ito opens the safe with Sato just as well.
    assert shut("safe-a", away("suzuki", NEW_YEAR, NEW_YEAR)) == []
    assert shut("safe-a", away("sato", NEW_YEAR, NEW_YEAR)) == [(NEW_YEAR, NEW_YEAR, ("takahashi", "yoshida"))]


def test_days_before_today_are_over() -> None:
    yesterday = DAY - timedelta(days=1)
    assert shut("safe-a", away("sato", yesterday, yesterday)) == []
    assert shut("safe-a", away("sato", yesterday, DAY)) == [(DAY, DAY, ("takahashi", "yoshida"))]


def test_a_stretch_ends_where_somebody_comes_back_or_the_last_deputy_leaves() -> None:
    kobayashi = away("kobayashi", NEW_YEAR, NEW_YEAR + timedelta(days=3))
    people = tuple(
        replace(one, absences=(Absence(NEW_YEAR, NEW_YEAR),)) if one.id == "tanaka" else one for one in kobayashi.people
    )
    second = NEW_YEAR + timedelta(days=1)
    assert shut("safe-b", replace(kobayashi, people=people)) == [
        (NEW_YEAR, NEW_YEAR, ()),
        (second, NEW_YEAR + timedelta(days=3), ("tanaka",)),
    ]
    assert closed_days(EXAMPLE, [], DAY) == ()
    assert Closed(EXAMPLE.place("safe-a"), DAY, DAY).deputies == ()


def test_days_on_which_different_deputies_open_are_told_apart() -> None:
    # Kobayashi is away for four days; only Tanaka stands in at first, then only a second deputy.
    last = NEW_YEAR + timedelta(days=3)
    half = NEW_YEAR + timedelta(days=1)
    absent = {"kobayashi": (NEW_YEAR, last), "tanaka": (half + timedelta(days=1), last), "mori": (NEW_YEAR, half)}
    people = tuple(
        replace(one, absences=(Absence(*absent[one.id]),) if one.id in absent else ()) for one in EXAMPLE.people
    )
    held = EXAMPLE.holders(Role.CENTRAL_ADMIN)
    roles = {**EXAMPLE.roles, Role.CENTRAL_ADMIN: tuple(replace(entry, deputy="mori") for entry in held)}
    assert shut("safe-b", replace(EXAMPLE, people=people, roles=roles)) == [
        (NEW_YEAR, half, ("tanaka",)),
        (half + timedelta(days=1), last, ("mori",)),
    ]
