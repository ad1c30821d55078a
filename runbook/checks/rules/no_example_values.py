"""No example value is left in a real config.

Invented names, the domains example.com and example.co.jp, telephone numbers with a group of four zeros and the account
numbers of AWS's documentation look right on paper and lead nowhere. No paper is made while one is left.

A config that is meant to be an example says `sample: true`; then every page is stamped SAMPLE.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from runbook.checks.rule import Broken, Case, Severity

if TYPE_CHECKING:
    from runbook.config.tree import Scalar

SEVERITY = Severity.ERROR
CONTROLS = ("contacts-current",)
SOURCES = ("BP",)
GOOD = """
sample: true  # this company is invented: every page is stamped SAMPLE, and example values may stay
...
  name: {ja: サンプル商事株式会社, en: Sample Trading K.K.}
"""
BAD = """
sample: false
...
  name: {ja: サンプル商事株式会社, en: Sample Trading K.K.}  # <-
"""
REFUSES = True
AHEAD = False  # no day changes it
SHOWN = 10
FREE = ("note", "reason", "rule", "sample")
# AWS's documentation uses these numbers for invented accounts.
ACCOUNTS = frozenset(
    {"123456789012", "111122223333", "444455556666", "777788889999", "111111111111", "222222222222", "999999999999"}
)
_EXAMPLE = re.compile(
    r"(?:^|[@.])example\.(?:com|net|org|jp|co\.jp)\b|\.example\b|\b(?:sample|lorem ipsum|changeme|todo|xxx+)\b"
    r"|サンプル|見本|(?:\+\d{1,3}[ -](?:\d{1,4}[ -])?|\b0\d{1,4}[ -])0000[ -]\d{4}|\b555-01\d\d\b",
    re.IGNORECASE,
)


def check(case: Case) -> Iterator[Broken]:
    """At the first one; the lines of the others are told."""
    if case.whole.sample:
        return
    found = [scalar for scalar in case.scalars if _is_example(scalar)]
    if found:
        lines = sorted({scalar.line for scalar in found[1:]} - {found[0].line})
        shown = ", ".join(map(str, lines[:SHOWN])) + (", …" if len(lines) > SHOWN else "")
        yield Broken.of(
            found[0].path, says="" if lines else "single", value=found[0].value, lines=shown, count=str(len(lines))
        )


def _is_example(scalar: Scalar) -> bool:
    if scalar.path[:1] == ("notes",) or any(part in FREE for part in scalar.path):
        return False
    value = scalar.value
    return bool(_EXAMPLE.search(value)) or re.sub("[ -]", "", value) in ACCOUNTS
