"""Public holidays are those of the package, though only the country asked for is loaded."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from runbook.organisation import public_holidays

YEAR = 2026


def package(expression: str) -> str:
    """What the package says by itself, in a process in which nobody has loaded a part of it."""
    code = f"import holidays; print({expression})"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.slow
def test_the_countries_and_their_parts_are_those_of_the_package() -> None:
    known = "{(c, p) for c, parts in holidays.list_supported_countries().items() for p in ('', *parts)}"
    asked = [("JP", ""), ("US", ""), ("US", "CA"), ("GB", "SCT"), ("XX", ""), ("US", "XX"), ("JP", "CA"), ("jp", "")]
    told = package(f"[place in {known} for place in {asked}]")
    assert str([public_holidays.is_known(country, part) for country, part in asked]) == told
    assert {"True", "False"} == {word.strip("[],") for word in told.split()}


@pytest.mark.slow
@pytest.mark.parametrize(("country", "part"), [("JP", ""), ("US", "CA"), ("DE", "BY"), ("IN", ""), ("SA", "")])
def test_the_days_are_those_of_the_package(country: str, part: str) -> None:
    told = package(f"[str(day) for day in sorted(holidays.country_holidays({country!r}, {part!r} or None, {YEAR}))]")
    assert str([str(day) for day in sorted(public_holidays.days(country, part, YEAR))]) == told
    assert date(YEAR, 1, 1) in public_holidays.days("JP", "", YEAR)


@pytest.mark.slow
def test_no_other_country_is_loaded() -> None:
    code = (
        "import sys; from runbook.organisation import public_holidays as known\n"
        "assert known.is_known('JP') and known.days('JP', '', 2026)\n"
        "print([name for name in sys.modules if name.startswith('holidays.countries.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['holidays.countries.japan']\n"
