"""Telephone numbers as they are dialled at home: 090-0000-0001 for +81 90 0000 0001.

Whoever stands at an office telephone cannot dial "+", and should not work out at night what to put in its place. Only
Japan is known here: its rule is one (0 for +81), and so are its clocks, which say whether a company is at home there.
"""

from __future__ import annotations

import re

JAPAN = ("Asia/Tokyo", "Japan")  # its time zone, and the old name of it

_COUNTRY = "+81"
_SEPARATORS = re.compile(r"[ ().-]+")


def dialled_at_home(number: str, time_zone: str) -> str | None:
    """How ``number`` is dialled where the clocks show ``time_zone``, grouped as typed; None if just as it stands."""
    if time_zone not in JAPAN or not number.startswith(_COUNTRY):
        return None
    return "0" + _SEPARATORS.sub("-", number.removeprefix(_COUNTRY)).strip("-")


def telephone_address(number: str) -> str:
    """The address that a telephone dials a number by: "tel:+819000000001"; "" if it has letters."""
    digits = re.sub(r"[^0-9+]", "", number)
    return "" if any(sign.isalpha() for sign in number) or not digits else f"tel:{digits}"
