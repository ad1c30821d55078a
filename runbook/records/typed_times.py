"""The moments that the times of a typed sheet are: whoever writes at night names neither the day nor the offset."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from runbook.clock import LAST_YEAR
from runbook.records.typed_values import CLOCK

if TYPE_CHECKING:
    from runbook.records.forms import TypedSheet

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Times:
    """Reads the times of a sheet, in the time zone of the company."""

    sheet: TypedSheet
    zone: ZoneInfo

    @property
    def begun(self) -> datetime:
        """When it began: of an hour that the clocks show twice, in the first."""
        return next(self._moments(self.sheet.begun))

    def of(self, typed: str) -> datetime:
        """The moment of a typed time: the first from the beginning on, on its day if it names one.

        Where the clocks are put back, the same time comes twice, and the second one may be meant.
        """
        moments = tuple(self._moments(typed))
        begun = self.begun.astimezone(UTC)
        return next((moment for moment in moments if moment.astimezone(UTC) >= begun), moments[0])

    def _moments(self, typed: str) -> Iterator[datetime]:
        """What may be meant, earliest first."""
        match = CLOCK.fullmatch(typed)
        assert match is not None  # noqa: S101  its form was judged
        hour, minute = int(match["hour"]), int(match["minute"])
        for day in self._days(match["day"]):
            first = datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone)
            yield from (first, first.replace(fold=1))

    def _days(self, typed: str | None) -> tuple[date, ...]:
        if typed is None:
            return self.sheet.day, self.sheet.day + _ONE_DAY
        try:
            return (date.fromisoformat(typed),)
        except ValueError:  # 2026-02-30: no moment of ours, so it is refused as one to come
            return (date(LAST_YEAR, 12, 31),)
