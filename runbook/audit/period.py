"""The span of days that a bundle is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """From a first day to a last one; both count."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def months(self) -> Iterator[date]:
        """The firsts of a month in it."""
        day = self.first.replace(day=1)
        while day <= self.last:
            if day in self:
                yield day
            day = (day + timedelta(days=31)).replace(day=1)

    def within(self, days: Iterable[date]) -> tuple[date, ...]:
        """Those of some days that lie in it, sorted."""
        return tuple(sorted(day for day in days if day in self))
