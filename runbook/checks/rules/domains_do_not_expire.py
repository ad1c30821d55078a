"""The domains of root addresses are registered for 60 days or more.

Whoever registers a domain that was given up receives its mail, and with it every root password that is reset. The day
is written in `domains`; renewal notices go to mailboxes that may stand on the same domain.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.organisation.services import DOMAIN_NOTICE

SEVERITY = Severity.ERROR
CONTROLS = ("contacts-current",)
SOURCES = ("BP", "RESET")
GOOD = """
administered_by: [ito], expires_on: 2028-03-31}
"""
BAD = """
administered_by: [ito], expires_on: 2026-12-31}  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the day of a domain on which a root address stands."""
    addresses = [account.root_email for account in case.whole.accounts if account.root_email]
    for index, domain in enumerate(case.whole.domains):
        ends = domain.expires_on
        if ends is not None and ends < case.day + DOMAIN_NOTICE and any(map(domain.serves, addresses)):
            yield Broken.of(
                ("domains", index, "expires_on"),
                about=domain.name,
                domain=domain.name,
                day=str(ends),
                days=str(DOMAIN_NOTICE.days),
            )
