from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TypeVar

import pytest
from support import custody_brute_force as brute
from support.organisations import ROOT
from support.thoroughness import ALL

from runbook.assessment import read_file
from runbook.custody import (
    KEYS_OF,
    DayWithout,
    Reach,
    classes,
    collusions,
    custody_classes,
    days_without_quorum,
    fatal_losses,
    reaches,
    resilience,
    stand_ins,
    stretches,
)
from runbook.custody.collusion import Actor, root_groups
from runbook.custody.families import either, together
from runbook.custody.keys import RootPath
from runbook.custody.resilience import GapMonth
from runbook.custody.team import fill, team_of
from runbook.organisation import (
    Absence,
    Account,
    AccountKind,
    Appointment,
    Approver,
    Approvers,
    Company,
    Custody,
    Hours,
    Item,
    Mailbox,
    Organisation,
    Person,
    PersonContact,
    RecoveryPhone,
    Role,
    Site,
)
from runbook.organisation.localized import Text

A = TypeVar("A", bound=Appointment)
SEEDS = 3000 if ALL else 1200
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
        return without_item(org, org.items[0])
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


def without_item(org: Organisation, gone: Item) -> Organisation:
    """The organisation without a thing; a key that named it as its PIN names none."""
    return replace(
        org,
        items=tuple(
            replace(item, unlocked_by=None) if item.unlocked_by == gone.id else item
            for item in org.items
            if item is not gone
        ),
    )


def check_collusions(org: Organisation) -> None:
    people = brute.everyone(org)
    for custody in custody_classes(org):
        expected = brute.minimal(
            brute.subsets(people, len(people)), partial(brute.can_be_root, org, custody.accounts[0])
        )
        assert set(root_groups(custody, len(people))) == expected
        assert {proof.people for proof in collusions(custody)} == (
            {group for group in expected if len(group) <= 2}
            or {group for group in expected if len(group) == min(map(len, expected))}
        )


def check_losses(org: Organisation, most: int = 2) -> None:
    for custody in custody_classes(org):
        locked_out = partial(brute.locked_out, org, custody.accounts[0])
        expected = brute.minimal(brute.subsets(brute.universe(org), most), locked_out)
        found = {
            frozenset((loss.kind.value, loss.id) for loss in losses) for losses in fatal_losses(org, custody, most)
        }
        assert found == expected


@pytest.mark.sweep
@pytest.mark.parametrize("piece", range(PIECES))
def test_who_can_be_root_is_what_trying_every_group_says(piece: int) -> None:
    for seed in range(piece, SEEDS, PIECES):
        org = brute.invented(seed)
        check_collusions(org)
        check_collusions(changed(org, seed))


@pytest.mark.sweep
@pytest.mark.parametrize("piece", range(PIECES))
def test_what_can_go_missing_is_what_trying_every_loss_says(piece: int) -> None:
    for seed in range(piece, SEEDS // 3, PIECES):
        org = brute.invented(seed)
        check_losses(org)
        check_losses(changed(org, seed))


def every_change(org: Organisation) -> Iterator[Organisation]:
    """The organisation with each person, place and item removed, merged with another or moved, one at a time."""
    for item in org.items:
        others = tuple(other for other in org.items if other is not item)
        yield without_item(org, item)
        yield from (replace(org, items=(*others, replace(item, place=place.id))) for place in org.places)
    for place in org.places:
        for kept in org.places:
            if kept is not place:
                yield replace(
                    org,
                    places=tuple(other for other in org.places if other is not place),
                    items=tuple(replace(item, place=kept.id) if item.place == place.id else item for item in org.items),
                )
    for person in org.people:
        yield instead_of(org, person.id, None)
        yield from (instead_of(org, person.id, other.id) for other in org.people if other is not person)


def instead_of(org: Organisation, gone: str, heir: str | None) -> Organisation:
    """The organisation after somebody has left: without them, or with all they had given to somebody else."""

    def names(group: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name in (heir if name == gone else name for name in group) if name))

    def entries(held: tuple[A, ...]) -> tuple[A, ...]:
        found: list[A] = []
        for entry in held:
            person = heir if entry.person == gone else entry.person
            deputy = heir if entry.deputy == gone else entry.deputy
            if person and person not in {other.person for other in found}:
                found.append(replace(entry, person=person, deputy=None if deputy == person else deputy))
        return tuple(found)

    return replace(
        org,
        people=tuple(person for person in org.people if person.id != gone),
        approvers=replace(org.approvers, members=entries(org.approvers.members)),
        roles={role: entries(held) for role, held in org.roles.items()},
        own_roles=tuple(replace(role, holders=entries(role.holders)) for role in org.own_roles),
        places=tuple(
            replace(place, opened_by=tuple(group for group in map(names, place.opened_by) if group))
            for place in org.places
        ),
        mailboxes=tuple(replace(box, readers=names(box.readers)) for box in org.mailboxes),
        recovery_phones=tuple(replace(phone, held_by=names(phone.held_by)) for phone in org.recovery_phones),
        emergency_roles=tuple(replace(role, used_by=names(role.used_by)) for role in org.emergency_roles),
    )


@pytest.mark.sweep
@pytest.mark.parametrize("piece", range(PIECES))
def test_any_one_change_gives_the_verdict_of_trying_everything(piece: int) -> None:
    """Collusion for every single change; losses of one for every single change too."""
    for seed in range(piece, SEEDS // 50, PIECES):
        for org in every_change(brute.invented(seed)):
            check_collusions(org)
            check_losses(org, most=1)


@pytest.mark.slow
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


def test_a_proof_is_the_first_path_and_ways_by_which_its_group_is_root() -> None:
    acted, stood_in = 0, 0
    for seed in range(300):
        org = brute.invented(seed)
        for custody in custody_classes(org):
            proofs = collusions(custody)
            assert [(len(proof.people), sorted(proof.people)) for proof in proofs] == sorted(
                (len(proof.people), sorted(proof.people)) for proof in proofs
            )
            for proof in proofs:
                possible = {
                    path: [
                        [
                            way
                            for way in custody.ways_to(key)
                            if all(holder.people & proof.people for holder in way.group)
                        ]
                        for key in KEYS_OF[path]
                    ]
                    for path in custody.paths
                }
                assert proof.path is next(path for path in custody.paths if all(possible[path]))
                assert [way for way, _ in proof.steps] == [ways[0] for ways in possible[proof.path]]
                for way, actors in proof.steps:
                    for holder, actor in zip(way.group, actors, strict=True):
                        assert actor.person in proof.people
                        if holder.person in proof.people:
                            assert actor == Actor(holder.person)
                            acted += 1
                        else:
                            deputies = [entry for entry in holder.deputies if entry[0] in proof.people]
                            assert actor == Actor(deputies[0][0], holder.person, deputies[0][1])
                            assert deputies[0][0] in dict(stand_ins(org)[holder.person])
                            stood_in += 1
    assert acted > 100
    assert stood_in > 100


@pytest.mark.slow
def test_the_smallest_losses_come_first_in_their_order() -> None:
    for seed in range(100):
        org = brute.invented(seed)
        for custody in custody_classes(org):
            found = fatal_losses(org, custody)
            told = [(len(losses), sorted(losses)) for losses in found]
            assert told == sorted(told)
            [answer] = [entry for entry in resilience(org, org, 2026).classes if entry.custody == custody]
            assert answer.losses == found
            assert [answer.losses_of(size) for size in (1, 2)] == [
                tuple(losses for losses in found if len(losses) == size) for size in (1, 2)
            ]
            assert answer.reaching() == tuple(
                one.id for one in org.people if set(reaches(custody, one.id).values()) - {Reach.NONE}
            )


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


# --- Days -----------------------------------------------------------------------------------------------------------

YEAR_END = (Absence(date(2026, 12, 29), date(2027, 1, 4)),)


def company(**people: Person) -> Organisation:
    """Approvers a and b (b's deputy is d), operator o, witness w; Japanese holidays."""
    names = ("a", "b", "d", "o", "w")
    return replace(
        brute.invented(0),
        accounts=(),
        company=Company(Text.of("Example"), "Asia/Tokyo", holidays="JP"),
        people=tuple(people.get(name) or person(name) for name in names),
        approvers=Approvers((Approver("a", brute.START), Approver("b", brute.START, None, "d")), 2),
        roles={Role.OPERATOR: (Appointment("o", brute.START),), Role.WITNESS: (Appointment("w", brute.START),)},
        sites=(Site("tokyo", Text.of("Tokyo")), Site("berlin", Text.of("Berlin"), holidays="DE")),
    )


def person(name: str, absences: tuple[Absence, ...] = (), days: str | None = None, site: str | None = None) -> Person:
    hours = Hours("09:00", "18:00", days) if days else None  # type: ignore[arg-type]
    return Person(name, Text.of(name), (PersonContact("mobile", "+81 90 0000 0000"),), None, site, hours, absences)


def gaps(org: Organisation, first: str, last: str) -> list[tuple[str, str, int, tuple[str, ...]]]:
    found = stretches(days_without_quorum(org, date.fromisoformat(first), date.fromisoformat(last)))
    return [(str(gap.first), str(gap.last), gap.approvals, tuple(role.value for role in gap.vacant)) for gap in found]


def test_a_complete_team_every_day_leaves_no_gap() -> None:
    assert gaps(company(), "2026-01-01", "2027-12-31") == []


def test_absences_open_gaps_and_a_deputy_closes_them() -> None:
    assert gaps(company(a=person("a", YEAR_END)), "2026-12-01", "2027-01-31") == [("2026-12-29", "2027-01-04", 1, ())]
    assert gaps(company(b=person("b", YEAR_END)), "2026-12-01", "2027-01-31") == []
    both = company(b=person("b", YEAR_END), d=person("d", (Absence(date(2026, 12, 31), date(2027, 1, 1)),)))
    assert gaps(both, "2026-12-01", "2027-01-31") == [("2026-12-31", "2027-01-01", 1, ())]


def test_a_duty_that_nobody_can_do_is_named() -> None:
    assert gaps(company(w=person("w", YEAR_END)), "2026-12-01", "2027-01-31") == [
        ("2026-12-29", "2027-01-04", 2, ("witness",))
    ]


def test_weekday_hours_end_on_weekends_and_on_the_holidays_of_the_site() -> None:
    tokyo = company(a=person("a", days="weekdays", site="tokyo"))
    berlin = company(a=person("a", days="weekdays", site="berlin"))
    assert gaps(tokyo, "2026-10-26", "2026-11-03") == [
        ("2026-10-31", "2026-11-01", 1, ()),
        ("2026-11-03", "2026-11-03", 1, ()),  # Culture Day
    ]
    assert gaps(berlin, "2026-10-26", "2026-11-03") == [("2026-10-31", "2026-11-01", 1, ())]
    assert gaps(berlin, "2026-12-25", "2026-12-25") == [("2026-12-25", "2026-12-25", 1, ())]
    assert gaps(tokyo, "2026-12-25", "2026-12-25") == []
    assert gaps(company(a=person("a", days="every-day")), "2026-10-26", "2026-11-03") == []


def test_terms_of_office_open_and_close_gaps() -> None:
    org = company()
    members = (Approver("a", date(2026, 3, 2), date(2026, 6, 30)), Approver("b", brute.START))
    org = replace(org, approvers=Approvers(members, 2))
    assert gaps(org, "2026-01-01", "2026-12-31") == [
        ("2026-01-01", "2026-03-01", 1, ()),
        ("2026-07-01", "2026-12-31", 1, ()),
    ]


def test_days_are_those_of_trying_every_team() -> None:
    """Random absences and terms, against picking people one by one."""
    dice = random.Random(4)  # noqa: S311  a test repeats
    for seed in range(60):
        org = brute.invented(seed)
        away = {
            one.id: tuple(
                Absence(start, start + timedelta(days=dice.randint(0, 9)))
                for start in (date(2026, 2, 1) + timedelta(days=dice.randint(0, 60)) for _ in range(dice.randint(0, 3)))
            )
            for one in org.people
        }
        org = replace(org, people=tuple(replace(one, absences=away[one.id]) for one in org.people))
        found = {entry.day for entry in days_without_quorum(org, date(2026, 2, 1), date(2026, 4, 15))}
        for number in range(74):
            day = date(2026, 2, 1) + timedelta(days=number)
            there = {one.id for one in org.people if not any(a.start <= day <= a.until for a in one.absences)}
            assert (day in found) is not brute.team_is_there(org, there)


def test_coming_gaps_are_whole_and_gaps_are_cut() -> None:
    org = company(a=person("a", YEAR_END))
    answer = resilience(org, org, 2026)
    [whole] = answer.coming_gaps(date(2027, 1, 2))
    assert (whole.first, whole.last) == (date(2026, 12, 29), date(2027, 1, 4))
    assert answer.coming_gaps(date(2027, 1, 5)) == ()
    [cut] = answer.gaps(date(2027, 1, 2), date(2027, 1, 3))
    assert (cut.first, cut.last) == (date(2027, 1, 2), date(2027, 1, 3))


def test_the_months_of_the_gaps_that_are_not_over() -> None:
    org = company(a=person("a", YEAR_END))
    answer = resilience(org, org, 2026)
    months = (GapMonth("2026-12", 31, frozenset({29, 30, 31})), GapMonth("2027-01", 31, frozenset({1, 2, 3, 4})))
    assert answer.gap_months(date(2026, 1, 1)) == answer.gap_months(date(2027, 1, 4)) == months
    assert answer.gap_months(date(2027, 1, 5)) == ()


def test_gaps_at_the_edge_of_the_days_asked_for_are_told() -> None:
    org = company(a=person("a", YEAR_END))
    answer = resilience(org, org, 2026)
    for first, last, there in (
        (date(2026, 1, 1), date(2026, 12, 28), False),
        (date(2026, 1, 1), date(2026, 12, 29), True),
        (date(2027, 1, 4), date(2027, 12, 31), True),
        (date(2027, 1, 5), date(2027, 12, 31), False),
    ):
        assert bool(answer.gaps(first, last)) is there


def test_a_calendar_year_and_the_next_are_looked_at() -> None:
    """Nobody approves: every day is a gap."""
    org = replace(company(), approvers=Approvers((), 1))
    [gap] = resilience(org, org, 2026).without_quorum
    assert (gap.first, gap.last, gap.approvals) == (date(2026, 1, 1), date(2027, 12, 31), 0)


def test_days_in_a_row_are_one_stretch_while_they_lack_the_same() -> None:
    def day(number: int, approvals: int = 1, vacant: tuple[Role, ...] = ()) -> DayWithout:
        return DayWithout(date(2026, 1, number), approvals, vacant)

    found = stretches([day(1), day(2), day(4), day(5, 0), day(6, 0, (Role.WITNESS,)), day(7, 0, (Role.WITNESS,))])
    assert [(gap.first.day, gap.last.day, gap.approvals, len(gap.vacant)) for gap in found] == [
        (1, 2, 1, 0),
        (4, 4, 1, 0),
        (5, 5, 0, 0),
        (6, 7, 0, 1),
    ]


def test_holidays_are_those_of_the_part_of_a_country_and_of_the_company_where_a_site_names_none() -> None:
    sites = (Site("munich", Text.of("M"), holidays="DE-BY"), Site("here", Text.of("H")))
    epiphany, culture_day = "2026-01-06", "2026-11-03"
    for site, free in (("munich", epiphany), ("here", culture_day)):
        org = replace(company(a=person("a", days="weekdays", site=site)), sites=sites)
        for day in (epiphany, culture_day):
            assert bool(gaps(org, day, day)) is (day == free)
    nowhere = replace(company(a=person("a", days="weekdays", site="here")), sites=sites)
    nowhere = replace(nowhere, company=replace(nowhere.company, holidays=None))
    assert gaps(nowhere, culture_day, culture_day) == []


# --- Classes and reach ----------------------------------------------------------------------------------------------


def test_accounts_that_are_kept_alike_are_one_class() -> None:
    org = brute.invented(0)
    accounts = tuple(
        Account(
            f"{number:012d}", Text.of("a"), AccountKind.MEMBER, Custody.REMOVED, root_email=f"r{number}@example.com"
        )
        for number in range(1, 301)
    )
    org = replace(org, accounts=accounts, items=(), mailboxes=(), recovery_phones=())
    assert [len(custody.accounts) for custody in custody_classes(org)] == [300]


def test_how_accounts_are_kept_follows_from_nothing_but_what_tells_two_organisations_apart() -> None:
    """Who is in office may differ where the accounts are not gone through again."""
    read: set[str] = set()

    class Noting(Organisation):
        def __getattribute__(self, name: str) -> object:
            read.add(name)
            return super().__getattribute__(name)

    org = read_file(ROOT / "config.example.yaml").organisation
    fields = {field.name: getattr(org, field.name) for field in dataclasses.fields(org)}
    classes._kept_alike.__wrapped__(classes._Asked(Noting(**fields)))
    assert read & fields.keys() == {*classes._Asked.FIELDS}


def test_whoever_comes_into_office_opens_what_is_kept_as_before() -> None:
    before = read_file(ROOT / "config.example.yaml").organisation
    after = replace(before, roles={})
    assert [entry.accounts for entry in custody_classes(after)] == [entry.accounts for entry in custody_classes(before)]
    assert custody_classes(after) != custody_classes(before)
    first = before.accounts[:1]
    assert [entry.accounts for entry in custody_classes(replace(before, accounts=first))] == [first]


def test_reach_says_alone_together_or_none() -> None:
    for seed in range(200):
        org = brute.invented(seed)
        for custody in custody_classes(org):
            for one in org.people:
                for key, reach in reaches(custody, one.id).items():
                    ways = custody.ways_to(key)
                    alone = any(all(one.id in holder.people for holder in way.group) for way in ways)
                    part = any(one.id in holder.people for way in ways for holder in way.group)
                    assert reach is (Reach.ALONE if alone else Reach.TOGETHER if part else Reach.NONE)


def test_somebody_who_must_approve_is_replaced_by_their_deputy_and_by_nobody_else() -> None:
    members = (Approver("a", brute.START), Approver("b", brute.START, None, "d", must=True), Approver("c", brute.START))
    org = replace(company(), approvers=Approvers(members, 2))
    team = team_of(org)
    others = {"a", "c", "o", "w"}
    assert team.out_of(others | {"b"}) is not None
    assert team.out_of(others | {"d"}) is not None
    assert team.out_of(others) is None
    assert [team.approvals(people) for people in (others, others | {"b"}, {"b"}, set())] == [1, 3, 1, 0]


def sealed_company() -> Organisation:
    """A company whose only root user is sealed shut; o reads its mail, w answers its telephone."""
    return replace(
        company(),
        accounts=(Account("111111111111", Text.of("x"), AccountKind.STANDALONE, Custody.SEALED, "root@example.co.jp"),),
        items=(),
        mailboxes=(Mailbox("root@example.co.jp", readers=("o",)),),
        recovery_phones=(RecoveryPhone("+81 6 0000 0013", held_by=("w",)),),
        services=(),
        domains=(),
    )


def test_root_that_is_sealed_shut_is_reached_by_mailbox_and_telephone_alone() -> None:
    [custody] = custody_classes(sealed_company())
    assert custody.paths == (RootPath.RECOVERY,)
    assert set(root_groups(custody, 3)) == {frozenset({"o", "w"})}


@pytest.mark.parametrize("person", ["o", "w"])
def test_root_that_is_sealed_shut_is_lost_with_its_mailbox_or_its_telephone(person: str) -> None:
    org = sealed_company()
    org = replace(org, approvers=Approvers((Approver("a", brute.START), Approver("b", brute.START)), 1))
    roles = {role: (*org.holders(role), Appointment("d", brute.START)) for role in (Role.OPERATOR, Role.WITNESS)}
    [custody] = custody_classes(org := replace(org, roles=roles))
    assert fatal_losses(org, custody, 0) == ()
    lost = {loss.id for losses in fatal_losses(org, custody, 1) for loss in losses}
    assert person in lost
    assert not lost & {"a", "b"}


def test_no_team_is_complete_after_the_last_who_must_approve_has_gone() -> None:
    members = (
        Approver("a", brute.START),
        Approver("b", brute.START, date(2026, 3, 3), must=True),
        Approver("d", brute.START),
        Approver("e", date(2026, 3, 6), must=True),
    )
    known = company()
    org = replace(known, people=(*known.people, person("e")), approvers=Approvers(members, 2))
    assert gaps(org, "2026-03-01", "2026-03-10") == [("2026-03-04", "2026-03-05", 1, ())]
    [first, _] = days_without_quorum(org, date(2026, 3, 1), date(2026, 3, 10))
    assert first.must_gone
    nobody_after = replace(org, approvers=Approvers(members[:3], 2))
    assert gaps(nobody_after, "2026-03-01", "2026-03-10") == [("2026-03-04", "2026-03-10", 1, ())]


def test_a_day_without_whoever_must_approve_is_a_day_without_quorum() -> None:
    org = company(a=person("a", absences=(Absence(date(2026, 3, 2), date(2026, 3, 3)),)))
    members = (Approver("a", brute.START, must=True), Approver("b", brute.START), Approver("d", brute.START))
    org = replace(org, approvers=Approvers(members, 2))
    assert gaps(org, "2026-03-01", "2026-03-10") == [("2026-03-02", "2026-03-03", 1, ())]
