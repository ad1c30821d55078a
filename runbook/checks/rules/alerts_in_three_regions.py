"""The alert on root use stands in us-east-1, us-east-2 and us-west-2.

A root sign-in is recorded in one of these three Regions, whichever served it. A rule in one of them sees a part.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.organisation import SIGN_IN_REGIONS

SEVERITY = Severity.WARNING
CONTROLS = ("root-use-monitored",)
SOURCES = ("CT-EV",)
GOOD = """
  regions: [us-east-1, us-east-2, us-west-2]
"""
BAD = """
  regions: [us-east-1]  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the Regions; at the head of the file when there is no alert."""
    alerts = case.whole.alerts
    if alerts is None:
        yield Broken((), says="none")
    elif missing := [region for region in SIGN_IN_REGIONS if region not in alerts.regions]:
        yield Broken.of(("alerts", "regions"), regions=", ".join(missing))
