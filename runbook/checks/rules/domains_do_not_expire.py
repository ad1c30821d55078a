"""The domains of root addresses are registered for 60 days or more.

Whoever registers a domain that was given up receives its mail, and with it every root password that is reset. The day
is written in `domains`; renewal notices go to mailboxes that may stand on the same domain.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.organisation.deadlines import is_over, renewal_due, root_domains
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
    for index, domain in root_domains(case.whole):
        due = renewal_due(domain)
        if due is not None and is_over(due, case.day):
            yield Broken.of(
                ("domains", index, "expires_on"),
                about=domain.name,
                domain=domain.name,
                day=str(domain.expires_on),
                days=str(DOMAIN_NOTICE.days),
            )
