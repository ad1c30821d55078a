"""Countries as the time zone database has them: the one of a zone, and the code of a name.

Its tables are opened only where something is wrong with a config: a number without its country, a country in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache


@cache
def country_of(time_zone: str) -> str:
    """The code of the country whose clocks show a time zone; "" of none."""
    return next((code for code, _, zone, *_ in _rows("zone.tab") if zone == time_zone), "")


def country_called(name: str) -> str:
    """The code of a country by its English name; "" of none."""
    return _codes().get(name.lower(), "")


@cache
def _codes() -> dict[str, str]:
    return {name.lower(): code for code, name in _rows("iso3166.tab")}


def _rows(table: str) -> Iterator[list[str]]:
    from importlib import resources  # noqa: PLC0415  see above

    lines = resources.files("tzdata").joinpath("zoneinfo", table).read_text("utf-8").splitlines()
    return (line.split("\t") for line in lines if not line.startswith("#"))
