"""Telephone numbers as they are dialled at home: 090-0000-0001 for +81 90 0000 0001.

Whoever stands at an office telephone cannot dial "+", and should not work out at night what to put in its place. Only
Japan is known here: its rule is one (0 for +81), and so are its clocks, which say whether a company is at home there.
"""

from __future__ import annotations

import re

from runbook.text.countries import country_of

JAPAN = ("Asia/Tokyo", "Japan")  # its time zone, and the old name of it

_COUNTRY = "+81"
_SEPARATORS = re.compile(r"[ ().-]+")


def dialled_at_home(number: str, time_zone: str) -> str | None:
    """How ``number`` is dialled where the clocks show ``time_zone``, grouped as typed; None if just as it stands."""
    if time_zone not in JAPAN or not number.startswith(_COUNTRY):
        return None
    return "0" + _SEPARATORS.sub("-", number.removeprefix(_COUNTRY)).strip("-")


# Country codes behind which the 0 that a number begins with at home is left out (ITU-T E.164 and E.123), by country.
_CODES = dict(
    re.findall(
        "([A-Z]{2})([0-9]+)",
        "AT43 AU61 BE32 BG359 CH41 DE49 FI358 FR33 GB44 HR385 ID62 IE353 IL972 IN91 JP81 KR82 MY60 NL31 "
        "NZ64 PH63 RO40 SE46 SI386 SK421 TH66 TR90 TW886 UA380 VN84 ZA27",
    )
)


# Countries with the code 1, where a number has ten digits and none of them is left out (North American Numbering Plan).
_NORTH_AMERICA = ("CA", "US")
_TEN = re.compile(r"(?:1[ -])?([2-9][0-9]{2}[ -]?[2-9][0-9]{2}[ -]?[0-9]{4})")


def lacks_country(number: str, time_zone: str) -> bool:
    """Whether a number is one of home where no rule for such numbers is known: outside Japan."""
    return number.lstrip("(").startswith("0") and time_zone not in JAPAN


def international(number: str, time_zone: str) -> str:
    """A number as it is dialled from abroad, by the country of a time zone; "" if nobody can tell.

    It may begin with the 0 of home, with the 00 that most countries dial before another, or lack only the +.
    """
    typed, code = re.sub(r"[()/.]", " ", number).strip(), _CODES.get(country_of(time_zone), "")
    if not re.fullmatch(r"[0-9 -]+", typed):
        return ""
    typed = re.sub(r"[ ]+", " ", typed)
    if typed.startswith("00") and time_zone not in JAPAN:
        return f"+{typed[2:].lstrip(' -')}"
    if country_of(time_zone) in _NORTH_AMERICA and (match := _TEN.fullmatch(typed)):
        return f"+1 {match[1]}"
    if not code:
        return ""
    if typed.startswith("0"):
        return f"+{code} {typed[1:].lstrip(' -')}"
    return f"+{typed}" if typed.startswith(code) else ""


def telephone_address(number: str) -> str:
    """The address that a telephone dials a number by: "tel:+819000000001"; "" if it has letters."""
    digits = re.sub(r"[^0-9+]", "", number)
    return "" if any(sign.isalpha() for sign in number) or not digits else f"tel:{digits}"
