"""Public holidays of countries and their parts (package `holidays`); only the country asked for is loaded."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_COUNTRIES = "holidays.countries"


def is_known(country: str, part: str = "") -> bool:
    """Whether the public holidays of a country (JP) are known, or those of a part of it (CA of US)."""
    from holidays.registry import EntityLoader  # noqa: PLC0415  slow to import, and few configs name a region

    if country not in set(EntityLoader.get_country_codes()):
        return False
    return not part or part in _country(country).subdivisions


@cache
def days(country: str, part: str, year: int) -> Mapping[date, str]:
    """The public holidays of a year, by day. The country and the part are known."""
    return dict(_country(country)(subdiv=part or None, years=year))


def _country(code: str) -> type[HolidayBase]:
    """The holidays of one country.

    The package of all countries is put in place without being run: it would load 250 of them, which takes longer than
    all else that reads a config. Each country is a module by itself and is loaded when it is asked for.
    """
    if _COUNTRIES not in sys.modules and (spec := find_spec(_COUNTRIES)) is not None:
        sys.modules[_COUNTRIES] = module_from_spec(spec)
    import holidays  # noqa: PLC0415  as above

    country: type[HolidayBase] = getattr(holidays, code)
    return country
