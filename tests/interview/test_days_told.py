"""The day on which numbers were dialled, as people say it."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from support.organisations import knowledge

from runbook.interview import EVERY_QUESTION, Asker, draft, progress
from runbook.interview.answers import Answers
from runbook.interview.days import confirmed
from runbook.interview.reading import RefusedAnswerError

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("typed", "zone", "expected"),
    [
        ("y", "Asia/Tokyo", True),
        ("はい", "Asia/Tokyo", True),
        ("no", "Europe/London", False),
        ("まだ", "Asia/Tokyo", False),
        ("not all of them", "Europe/London", False),
        ("don't know", "Europe/London", False),
        ("today", "Europe/London", TODAY),
        ("昨日", "Asia/Tokyo", date(2026, 11, 29)),
        ("昨日かけました", "Asia/Tokyo", date(2026, 11, 29)),
        ("12月1日", "Asia/Tokyo", date(2025, 12, 1)),  # tomorrow is no day on which anybody answered
        ("いいえ、11月20日に確認", "Asia/Tokyo", date(2026, 11, 20)),
        ("12/1", "Asia/Tokyo", date(2025, 12, 1)),
        ("12/1", "America/New_York", date(2025, 12, 1)),
        ("11/20", "Europe/London", date(2026, 11, 20)),
        ("20.11.", "Europe/Berlin", date(2026, 11, 20)),
        ("5/5", "Europe/London", date(2026, 5, 5)),
        ("yes, on 1st Nov", "Europe/London", date(2026, 11, 1)),
        ("November 3", "America/New_York", date(2026, 11, 3)),
        ("1/2/2026", "America/New_York", date(2026, 1, 2)),
        ("2026-11-23", "Europe/London", date(2026, 11, 23)),
        ("29 Feb", "Europe/London", None),  # neither of the last two years had one
    ],
)
def test_a_day_may_be_said_in_many_ways(typed: str, zone: str, expected: bool | date | None) -> None:  # noqa: FBT001
    told = Answers(today=TODAY, time_zone=zone)
    if expected is None:
        with pytest.raises(RefusedAnswerError):
            confirmed(typed, told)
        return
    found = confirmed(typed, told)
    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("12/1", "interview-day-of-two"),
        ("4/5/2026", "interview-day-of-two"),
        ("2026-12-01", "interview-day-to-come"),
        ("99", "interview-day"),
        ("31 June", "interview-day"),
        ("last week", "interview-day"),
    ],
)
def test_a_day_that_may_be_two_or_has_not_been_is_asked_again(typed: str, rule: str) -> None:
    with pytest.raises(RefusedAnswerError) as refusal:
        confirmed(typed, Answers(today=TODAY, time_zone="Europe/London"))
    assert refusal.value.problem.rule == rule


def test_the_day_that_was_said_is_written_beside_each_number() -> None:
    asker = Asker(knowledge().language("en"), day=TODAY)
    sample = asker.language.branch("interview.sample")
    assert isinstance(sample, dict)
    for answer, written in (("20 Nov", "2026-11-20"), ("y", "2026-11-30")):
        told = progress(sample | {"confirmed": answer}, asker, by_proposal=EVERY_QUESTION).told
        people = yaml.load(draft(told, asker.language, TODAY), Loader=yaml.BaseLoader)["people"]  # noqa: S506  texts
        assert {person["contacts"][0]["confirmed_on"] for person in people} == {written}
