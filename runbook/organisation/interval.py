"""An interval of the calendar: after how many years, months, weeks and days something is due again."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic_core import SchemaSerializer, core_schema

from runbook.organisation import parsers

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

_MONTHS = {"Y": 12, "M": 1}
_DAYS = {"W": 7, "D": 1}
_AS_TYPED = core_schema.to_string_ser_schema(when_used="always")


@dataclass(frozen=True, slots=True)
class Interval:
    """An ISO 8601 duration of whole days or more, as (number, unit) pairs: P1Y6M is (("1", "Y"), ("6", "M"))."""

    # A default in the JSON Schema is written without its type; pydantic then asks the value itself how.
    __pydantic_serializer__: ClassVar[SchemaSerializer] = SchemaSerializer(
        core_schema.any_schema(serialization=_AS_TYPED)
    )

    parts: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """As it was typed."""
        return "P" + "".join(number + unit for number, unit in self.parts)

    @classmethod
    def of(cls, typed: object) -> Interval:
        """From the config's form: P3M, P1Y6M, P2W; PydanticCustomError if it is none."""
        return cls(parsers.interval(typed))

    def after(self, day: date, times: int = 1) -> date:
        """``day`` plus ``times`` intervals, counted from ``day``: 31 January + P1M is 28 February, + 2 × P1M 31 March.

        OverflowError beyond the year 9999.
        """
        count = 12 * day.year + day.month - 1 + times * self.months
        year, month = divmod(count, 12)
        if year > date.max.year:
            raise OverflowError(str(self))
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) + timedelta(days=times * self.days)

    @property
    def months(self) -> int:
        """Its years and months, in months."""
        return self._sum(_MONTHS)

    @property
    def days(self) -> int:
        """Its weeks and days, in days."""
        return self._sum(_DAYS)

    def _sum(self, sizes: dict[str, int]) -> int:
        return sum(int(number) * sizes.get(unit, 0) for number, unit in self.parts)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Read from a text, written as one; see pydantic, "custom types"."""
        return core_schema.no_info_plain_validator_function(cls.of, serialization=_AS_TYPED)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """A text."""
        pattern = f"^(?:{parsers.INTERVAL.pattern})$"
        return {"type": "string", "pattern": pattern, "examples": ["P3M", "P1Y", "P2W"]}
