"""Absences that leave a role with nobody, compared with asking every role on every day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.config_texts import EXAMPLE, in_memory, names

from runbook.config import parse_organisation
from runbook.organisation import Absence, Appointment, Organisation, Role
from runbook.organisation.absences import unattended

DAY = date(2026, 12, 1)
WHOLE = parse_organisation(in_memory(EXAMPLE), names()).organisation
PEOPLE = [person.id for person in WHOLE.people]
ROLES = (Role.APPROVER, Role.WITNESS, Role.MFA_CUSTODIAN)


def with_absences(absences: dict[str, tuple[Absence, ...]], whole: Organisation = WHOLE) -> Organisation:
    people = tuple(replace(person, absences=absences.get(person.id, ())) for person in whole.people)
    return replace(whole, people=people)


def absent(first: str, last: str) -> tuple[Absence, ...]:
    return (Absence(date.fromisoformat(first), date.fromisoformat(last)),)


@pytest.mark.parametrize(
    ("absences", "expected"),
    [
        ({"kobayashi": absent("2026-12-30", "2027-01-03")}, []),
        (
            {"kobayashi": absent("2026-12-30", "2027-01-03"), "tanaka": absent("2027-01-02", "2027-01-05")},
            [
                ("kobayashi", "2027-01-02", {"mfa_custodian", "central_admin"}),
                ("tanaka", "2027-01-02", {"alert_receiver"}),
            ],
        ),
        ({"suzuki": absent("2026-12-30", "2027-01-03")}, []),
        (
            {"suzuki": absent("2026-12-30", "2027-01-03"), "ito": absent("2027-01-03", "2027-01-03")},
            [
                ("ito", "2027-01-03", {"witness", "reviewer"}),
                ("suzuki", "2027-01-03", {"witness", "password_custodian"}),
            ],
        ),
        ({"ito": absent("2026-11-20", "2026-11-30")}, []),
        ({"ito": absent("2026-11-20", "2026-12-01")}, [("ito", "2026-11-20", {"reviewer"})]),
    ],
)
def test_a_role_is_unattended_while_neither_holder_nor_deputy_is_there(
    absences: dict[str, tuple[Absence, ...]], expected: list[tuple[str, str, set[str]]]
) -> None:
    found = [(each.person, str(each.first), set(each.roles)) for each in unattended(with_absences(absences), DAY)]
    assert sorted(found) == expected


spans = st.builds(
    lambda first, length: Absence(DAY + timedelta(days=first), DAY + timedelta(days=first + length)),
    st.integers(-5, 20),
    st.integers(0, 12),
)
terms = st.builds(
    lambda person, deputy, first, length: Appointment(
        person,
        DAY + timedelta(days=first),
        DAY + timedelta(days=first + length) if length else None,
        deputy if deputy != person else None,
    ),
    st.sampled_from(PEOPLE[:4]),
    st.sampled_from([None, *PEOPLE[:4]]),
    st.integers(-20, 15),
    st.integers(0, 25),
)


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(PEOPLE[:4]), st.lists(spans, max_size=2).map(tuple)), st.lists(terms, max_size=4)
)
def test_days_between_turning_days_are_as_the_turning_days(
    absences: dict[str, tuple[Absence, ...]], witnesses: list[Appointment]
) -> None:
    whole = with_absences(absences, replace(WHOLE, roles={Role.WITNESS: tuple(witnesses)}, own_roles=()))

    def is_there(entry: Appointment, day: date) -> bool:
        people = {person.id: person for person in whole.people}
        return any(name and people[name].absence(day) is None for name in (entry.person, entry.deputy))

    expected = set()
    for person, entries in absences.items():
        for absence in entries:
            for number in range((absence.until - absence.start).days + 1):
                day = absence.start + timedelta(days=number)
                there = [entry for entry in witnesses if entry.in_office(day)]
                holds = any(entry.person == person for entry in there)
                if absence.until >= DAY and holds and not any(is_there(entry, day) for entry in there):
                    expected.add((person, absence.start, day))
                    break
    found = {(each.person, each.start, each.first) for each in unattended(whole, DAY) if "witness" in each.roles}
    # Where approvers are lacking sooner, that day is the first; the witness is then among the roles all the same.
    assert {(person, start) for person, start, _ in found} == {(person, start) for person, start, _ in expected}
    assert all(
        any(first <= day for p, s, day in expected if (p, s) == (person, start)) for person, start, first in found
    )
