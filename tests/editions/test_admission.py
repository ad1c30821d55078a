"""What speaks against issuing an edition: every refusal at its limit, all at once, and nothing without one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from support.config_texts import EXAMPLE, changed, in_memory
from support.histories import START, issued
from support.organisations import LANGUAGES, TODAY, knowledge, sentences

from runbook.assessment import read_config
from runbook.clock import Clock
from runbook.editions import EMPTY, IssuedEdition
from runbook.editions.admission import REASON_LIMIT, Request, admit
from runbook.errors import ConfigError, Problem, SecretFoundError
from runbook.organisation import Organisation

REQUEST = Request("Kato leaves, Mori follows", ("sato", "kato"), TODAY)
DAY = date(2026, 12, 10)


@cache
def company(text: str = EXAMPLE) -> Organisation:
    return read_config(in_memory(text), knowledge()).organisation


def edition(issued_on: date = DAY, effective: date = DAY) -> IssuedEdition:
    """A proposed edition of one sheet."""
    made = issued(EMPTY, {"ja/02-approvers": "one"}, effective).editions[0]
    return replace(made, issued_on=issued_on, approvals=())


def refused(
    request: Request = REQUEST,
    proposed: IssuedEdition | None = None,
    latest: IssuedEdition | None = None,
    organisation: Organisation | None = None,
) -> list[tuple[str, str, dict[str, str]]]:
    """Rule, option and values of everything that is said against it; every sentence can be said."""
    problems: tuple[Problem, ...] = ()
    try:
        admit(request, proposed or edition(), organisation or company(), latest)
    except ConfigError as error:
        problems = error.problems
    assert all(all(sentences(problem, language)) for problem in problems for language in LANGUAGES)
    return [(problem.rule, problem.where, dict(problem.values)) for problem in problems]


def test_what_is_in_order_is_admitted() -> None:
    assert refused() == []
    assert refused(replace(REQUEST, approved_by=("sato", "kato", "sato", "takahashi"))) == []
    assert refused(latest=issued(EMPTY, {"ja/02-approvers": "zero"}, START).editions[0]) == []


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("", [("issue-reason-empty", "--reason", {})]),
        ("x" * REASON_LIMIT, []),
        (
            "x" * (REASON_LIMIT + 1),
            [("issue-reason-long", "--reason", {"length": str(REASON_LIMIT + 1), "most": str(REASON_LIMIT)})],
        ),
        ("a\u202eb\u202ec", [("issue-reason-signs", "--reason", {"signs": "U+202E"})]),
        ("\u2610 \U0001f600", [("issue-reason-signs", "--reason", {"signs": "U+1F600 U+2610"})]),
    ],
)
def test_a_reason_is_a_sentence_that_paper_can_hold(
    reason: str, expected: list[tuple[str, str, dict[str, str]]]
) -> None:
    assert REASON_LIMIT == 200
    assert refused(replace(REQUEST, reason=reason)) == expected


def test_a_secret_in_the_reason_stops_before_anything_else_is_said() -> None:
    with pytest.raises(SecretFoundError) as error:
        admit(replace(REQUEST, reason="the password is Tr0ub4dor&3zebra", approved_by=()), edition(), company(), None)
    assert [problem.where for problem in error.value.problems] == ["--reason"]
    assert "Tr0ub4dor" not in repr(error.value.problems)


ONE_DAY = timedelta(days=1)
BEFORE = issued(EMPTY, {"ja/02-approvers": "zero"}, DAY).editions[0]


@pytest.mark.parametrize(
    ("issued_on", "effective", "last_issued", "last_effective", "expected"),
    [
        (DAY, DAY, DAY, DAY, None),
        (DAY, DAY - ONE_DAY, None, None, ("issue-in-the-past", "--effective", {})),
        (DAY, DAY, DAY + ONE_DAY, DAY, ("issue-before-last", "--date", {"last": str(DAY + ONE_DAY)})),
        (DAY, DAY, DAY, DAY + ONE_DAY, ("issue-before-last-effective", "--effective", {"last": str(DAY + ONE_DAY)})),
        # The day of asking is told alone: it may be the reason of the other.
        (DAY, DAY, DAY + ONE_DAY, DAY + ONE_DAY, ("issue-before-last", "--date", {"last": str(DAY + ONE_DAY)})),
    ],
)
def test_editions_follow_each_other_in_time(
    issued_on: date,
    effective: date,
    last_issued: date | None,
    last_effective: date | None,
    expected: tuple[str, str, dict[str, str]] | None,
) -> None:
    latest = None
    if last_issued and last_effective:
        latest = replace(BEFORE, number=7, issued_on=last_issued, effective=last_effective)
    found = refused(proposed=edition(issued_on, effective), latest=latest)
    if expected is None:
        assert found == []
        return
    rule, where, values = expected
    days = {"effective": str(effective), "today": str(issued_on)}
    assert found == [(rule, where, days | values | ({"number": "7"} if latest else {}))]


KATO = "{person: kato, from: 2026-04-01, until: 2028-03-31, deputy: takahashi}"


@pytest.mark.parametrize(
    ("person", "rule", "more"),
    [
        ("kto", "issue-approver-unknown", {"nearest": "kato", "known": ""}),
        ("mori", "issue-approver-not-one", {}),
    ],
)
def test_only_an_approver_of_the_company_counts(person: str, rule: str, more: dict[str, str]) -> None:
    found = refused(replace(REQUEST, approved_by=("sato", person)))
    values = {"person": person, "today": str(DAY), "effective": str(DAY), **more}
    assert found == [
        (rule, "--approved-by", values),
        ("issue-approvals-too-few", "--approved-by", {"required": "2", "count": "1"}),
    ]


@pytest.mark.parametrize(
    ("term", "counts"),
    [
        ("from: 2026-12-10, until: 2026-12-10", True),  # the day on which it is asked
        ("from: 2026-12-20, until: 2026-12-20", True),  # the day from which it is in force
        ("from: 2026-12-11, until: 2026-12-19", False),
        ("from: 2026-04-01, until: 2026-12-09", False),
        ("from: 2026-12-21", False),
    ],
)
def test_an_approver_is_in_office_when_asked_or_when_it_takes_force(term: str, counts: bool) -> None:  # noqa: FBT001
    organisation = company(changed(KATO, f"{{person: kato, {term}}}", EXAMPLE))
    found = refused(proposed=edition(effective=date(2026, 12, 20)), organisation=organisation)
    rules = ["issue-approver-not-in-office", "issue-approvals-too-few"]
    assert [rule for rule, _, _ in found] == ([] if counts else rules)


def test_an_approval_given_twice_counts_once() -> None:
    assert refused(replace(REQUEST, approved_by=("sato", "sato"))) == [
        ("issue-approvals-too-few", "--approved-by", {"required": "2", "count": "1"})
    ]


def test_nothing_but_the_approved_code_is_issued_and_its_spelling_is_free() -> None:
    code = edition().code
    assert refused(replace(REQUEST, edition_code=code.lower().replace("-", " "))) == []
    assert refused(replace(REQUEST, edition_code="0000-0000-0")) == [
        ("issue-other-edition", "--edition", {"approved": "0000-0000-0", "built": code})
    ]
    assert [rule for rule, _, _ in refused(replace(REQUEST, edition_code="nonsense"))] == ["issue-other-edition"]


def test_everything_is_told_at_once() -> None:
    request = Request("", ("kto",), Clock(DAY), edition_code="0000-0000-0")
    found = refused(request, edition(DAY, DAY - ONE_DAY))
    assert [rule for rule, _, _ in found] == [
        "issue-reason-empty",
        "issue-in-the-past",
        "issue-approver-unknown",
        "issue-approvals-too-few",
        "issue-other-edition",
    ]
