"""How a day is read in an answer: "1 Dec", "12/1", 「12月1日」; without a year it is the last one that has been."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from runbook.config.meant import day_and_month_in, days_in, either_day
from runbook.interview.reading import RefusedAnswerError, yes_no_or_unknown
from runbook.interview.vocabulary import plain
from runbook.text.countries import country_of

if TYPE_CHECKING:
    from runbook.interview.answers import Answers

_TODAY, _YESTERDAY = ("today", "今日", "本日"), ("yesterday", "昨日")
_MONTH_FIRST = ("JP", "US")  # where 12/1 is the first of December
# What stands before a day that was asked for with yes or no, and what stands behind it.
_BEFORE = re.compile(r"^(?:(?:yes|no|y|n|はい|いいえ)(?:[,、.。]\s*|\s+))?(?:on |but on |it was )?")
_BEHIND = re.compile(
    r"(?:に|、)?(?:(?:確認|電話)(?:済み|した|しました)|確認|確かめた|確かめました|かけた|かけました|です|でした)?[.。]?$"
)


def confirmed(typed: str, told: Answers) -> bool | date:
    """Whether the numbers were dialled today, or the day on which they were; that nobody knows is no."""
    named = _BEHIND.sub("", _BEFORE.sub("", plain(typed))).strip()
    names_day = named in (*_TODAY, *_YESTERDAY) or re.search("[0-9]", named)
    if told.today is None or not names_day:
        try:
            return bool(yes_no_or_unknown(typed))
        except RefusedAnswerError:
            raise RefusedAnswerError("interview-day") from None
    return _day(named, told, told.today)


def _day(named: str, told: Answers, today: date) -> date:
    """A day that has been; RefusedAnswerError if it may be two days, or is still to come."""
    if named in _TODAY:
        return today
    if named in _YESTERDAY:
        return today - timedelta(days=1)
    if both := either_day(named):
        month_first = country_of(told.time_zone) in _MONTH_FIRST
        return _been(date.fromisoformat(both[1]), today) if month_first else _which(both[0], both[1])
    if found := days_in(named):
        return _been(date.fromisoformat(found[0]), today)
    days = [_last(month, day, today) for month, day in day_and_month_in(named)]
    possible = [day for day in days if day is not None]
    if len(possible) > 1 and country_of(told.time_zone) in _MONTH_FIRST:
        possible = possible[1:]
    if not possible:
        raise RefusedAnswerError("interview-day")
    if len(possible) > 1:
        return _which(possible[0].isoformat(), possible[1].isoformat())
    return possible[0]


def _which(one: str, other: str) -> date:
    raise RefusedAnswerError("interview-day-of-two", one=one, other=other)


def _been(day: date, today: date) -> date:
    if day > today:
        raise RefusedAnswerError("interview-day-to-come", day=day.isoformat())
    return day


def _last(month: int, day: int, today: date) -> date | None:
    """The last such day that is not after today; None if there is none."""
    for year in (today.year, today.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    return None
