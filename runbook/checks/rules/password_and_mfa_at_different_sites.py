"""Password and MFA device of an account lie at different sites.

One fire, one flood, one locked building, one burglary should not take both halves.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.accounts import accounts
from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name

SEVERITY = Severity.WARNING
AHEAD = False  # no day changes it
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
    shared: dict[str, list[str]] = {}
    for _, account in case.safes():
        passwords = {sites[item.place] for item in case.items_for(account.id, "password")}
        for place_id in dict.fromkeys(item.place for item in case.items_for(account.id, "mfa")):
            if sites[place_id] in passwords:
                shared.setdefault(place_id, []).append(account.id)
    for index, place in enumerate(case.whole.places):
        if place.site and place.id in shared:
            yield Broken.of(
                ("places", index, "site"),
                about=place.id,
                place=Name("place", place.id),
                site=Name("site", place.site),
                accounts=accounts(shared[place.id]),
            )
