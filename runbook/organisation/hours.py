"""Hours: when a person can be reached, a desk answers, a place can be opened. Wall-clock times of one time zone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, get_args

from pydantic import Discriminator, Field, Tag

from runbook.organisation.fields import TimeOfDay
from runbook.organisation.parsers import one_or_several

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
WORKING_DAYS = WEEKDAYS[:5]
DAY = 24 * 60  # minutes
WEEK = 7 * DAY

Days = Annotated[
    Annotated[Literal["every-day", "weekdays"], Tag("$one")]
    | Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7), Tag("$several")],
    Discriminator(one_or_several),
]


@dataclass(frozen=True, slots=True)
class Hours:
    """A window of the day, on every day or on some days of the week; past midnight it belongs to the evening."""

    start: Annotated[TimeOfDay, Field(alias="from", description='First minute, 24-hour clock: "09:00".')]
    until: Annotated[TimeOfDay, Field(description='Last minute: "18:00". For round the clock: "00:00" to "23:59".')]
    days: Annotated[
        Days,
        Field(
            description="every-day, weekdays (Monday to Friday), or a list such as [mon, tue, fri]. "
            "Public holidays count with every-day only."
        ),
    ] = "weekdays"

    @property
    def round_the_clock(self) -> bool:
        """True when every hour of every day is meant."""
        return self.days == "every-day" and (self.start, self.until) == ("00:00", "23:59")

    @property
    def weekdays(self) -> tuple[Weekday, ...]:
        """The days of the week on which it begins, Monday first."""
        if isinstance(self.days, tuple):
            return tuple(day for day in WEEKDAYS if day in self.days)
        return WEEKDAYS if self.days == "every-day" else WORKING_DAYS

    @property
    def over_night(self) -> bool:
        """Whether it ends on the day after."""
        return self.until < self.start

    def begins_on(self, day: date, is_holiday: Callable[[date], bool]) -> bool:
        """Whether it is kept on a day; on a public holiday only if it is kept on every day."""
        if self.days == "every-day":
            return True
        kept = WORKING_DAYS if self.days == "weekdays" else self.days
        return WEEKDAYS[day.weekday()] in kept and not is_holiday(day)

    def covers(self, local: datetime, is_holiday: Callable[[date], bool]) -> bool:
        """Whether a moment, seen in the time zone of these hours, lies within."""
        day, minute = local.date(), f"{local:%H:%M}"
        if not self.over_night:
            return self.start <= minute <= self.until and self.begins_on(day, is_holiday)
        if minute <= self.until:
            return self.begins_on(day - timedelta(days=1), is_holiday)
        return minute >= self.start and self.begins_on(day, is_holiday)

    def minutes(self) -> Iterator[range]:
        """Its minutes in a week without holidays, counted from Monday 00:00; Sunday's may lie beyond the week."""
        first, last = map(_minute, (self.start, self.until))
        for day in self.weekdays:
            midnight = DAY * WEEKDAYS.index(day)
            yield range(midnight + first, midnight + last + 1 + (DAY if self.over_night else 0))


def _minute(time: str) -> int:
    hours, minutes = time.split(":")
    return 60 * int(hours) + int(minutes)


OneOrMoreHours = Annotated[
    Annotated[Hours, Tag("$one")] | Annotated[tuple[Hours, ...], Field(min_length=1, max_length=20), Tag("$several")],
    Discriminator(one_or_several),
]


def windows(hours: Hours | tuple[Hours, ...] | None) -> tuple[Hours, ...]:
    """Every window of some hours; none if they are not stated."""
    if hours is None:
        return ()
    return hours if isinstance(hours, tuple) else (hours,)
