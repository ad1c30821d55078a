"""The only clock: the day that was given, or a moment seen from where the company is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

FIRST_YEAR, LAST_YEAR = 2000, 2199
"""No day or moment that somebody gives lies outside: then every time zone knows it."""

_FOR_EVER = 1 << 40


@dataclass(frozen=True, slots=True)
class Clock:
    """A day, or a moment in UTC that is another day in another time zone."""

    day: date | None = None
    moment: datetime | None = None
    earliest: date = date.min

    def not_before(self, day: date) -> Clock:
        """The same clock, which shows no day before this one."""
        return replace(self, earliest=day)

    def day_in(self, time_zone: str) -> date:
        """The day in an IANA time zone: 20:00 UTC on 30 April is 1 May in Tokyo."""
        moment = self.moment or datetime.now(UTC)
        day = self.day or moment.astimezone(_zone(time_zone)).date()
        return max(day, self.earliest)

    def moments_of_day(self, time_zone: str) -> tuple[int, int]:
        """From which second of the epoch to which, exclusive, a clock like this shows the same day there.

        A day that was given is shown for ever. Nothing for a day that the clocks of the zone cut in a way of their own.
        """
        if self.day is not None:
            return 0, _FOR_EVER
        zone, day = _zone(time_zone), self.day_in(time_zone)
        since, until = (
            int(datetime.combine(each, time(), zone).timestamp()) for each in (day, day + timedelta(days=1))
        )
        shown = {datetime.fromtimestamp(moment, zone).date() for moment in (since, until - 1)}
        return (since, until) if shown == {day} else (0, 0)


def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo  # noqa: PLC0415  loads how Python was built; help is shown without

    return ZoneInfo(name)
