"""One device is one item.

Two items with one serial number are one thing in two lines: whoever takes it has all that both lines say. If it really
holds several keys, write one item with a list in `holds`; if these are two devices, one number is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity

SEVERITY = Severity.ERROR
CONTROLS = ("custody", "root-mfa")
SOURCES = ("BP",)
GOOD = """
  - {id: T-0202, kind: totp-token, holds: mfa, place: safe-b, account: "444455556666", serial: TT-000202,
"""
BAD = """
  # <- the next line
  - {id: T-0202, kind: totp-token, holds: mfa, place: safe-b, account: "444455556666", serial: TT-000201,
"""


def check(case: Case) -> Iterator[Broken]:
    """At the second item with a serial number."""
    first: dict[str, str] = {}
    for index, item in enumerate(case.whole.items):
        if item.serial in first:
            yield Broken.of(
                ("items", index, "serial"), about=item.id, item=item.id, other=first[item.serial], serial=item.serial
            )
        elif item.serial:
            first[item.serial] = item.id
