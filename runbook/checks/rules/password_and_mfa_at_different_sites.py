"""Password and MFA device of an account lie at different sites.

One fire, one flood, one locked building, one burglary should not take both halves.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.accounts import accounts
from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name

SEVERITY = Severity.WARNING
CONTROLS = ("custody",)
SOURCES = ("ENTRA", "WA-01")
GOOD = """
    name: {ja: 大阪金庫B, en: Osaka safe B}
    site: osaka
"""
BAD = """
    name: {ja: 大阪金庫B, en: Osaka safe B}
    site: tokyo  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the site of the place with the MFA device."""
    sites = {place.id: place.site for place in case.whole.places}
    for index, place in enumerate(case.whole.places):
        shared = []
        for _, account in case.safes():
            passwords = {sites[item.place] for item in case.items_for(account.id, "password")}
            devices = {item.place for item in case.items_for(account.id, "mfa")}
            if place.site in passwords and place.id in devices:
                shared.append(account.id)
        if place.site and shared:
            yield Broken.of(
                ("places", index, "site"),
                about=place.id,
                place=Name("place", place.id),
                site=Name("site", place.site),
                accounts=accounts(shared),
            )
