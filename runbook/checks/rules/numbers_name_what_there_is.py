"""Every number of an item or seal that a text names is on the list.

Envelopes are renumbered and seals replaced; the sentence in `kept` or in a note keeps the old number, and at night
somebody looks for an envelope that does not exist. Looked for are numbers of the same form as those of `items` and
`seals` in your own texts: the same letters and as many digits. Numbers of other forms are yours, and nobody asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.checks.seals import seal_numbers

SEVERITY = Severity.WARNING
CONTROLS = ("custody",)
SOURCES = ("BP", "WA-01")
AHEAD = False  # nothing in it has a day
GOOD = """
    after: {ja: 作業も中で行う。中では扉を開けておく。, en: Work in here; keep the door open while in.}
"""
BAD = """
    after: {ja: 金庫室にいる間は、扉を開けておく。, en: Keep the door open; E-0039 stays shut.}  # <-
"""
_NUMBER = re.compile(r"(?<![A-Za-z0-9-])[A-Z]{1,8}-[0-9]{2,12}(?![A-Za-z0-9-])")
# Lists that give things their numbers.
_LISTS = ("items", "seals")


def check(case: Case) -> Iterator[Broken]:
    """At the text, once for each number in it."""
    items = [name for item in case.whole.items for name in (item.id, item.serial) if name]
    known = {*items, *(number for number, _, _ in seal_numbers(case.whole))}
    forms = {_form(number) for number in known if _NUMBER.fullmatch(number)}
    for scalar in case.scalars:
        if "-" not in scalar.value or scalar.path[0] in _LISTS:
            continue
        for number in dict.fromkeys(_NUMBER.findall(scalar.value)):
            if number not in known and _form(number) in forms:
                yield Broken.of(scalar.path, about=number, number=number)


def _form(number: str) -> str:
    return re.sub("[0-9]", "0", number)
