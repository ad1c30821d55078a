"""The address of an emergency user can be typed, and leads to a Region other than us-east-1.

It is typed from paper, on the night on which nothing else works. An address that ends in `/oauth` is a place on the way
of a sign-in: it needs values that the browser was given before, and shows an error without them. An address in
us-east-1 fails with that Region. AWS describes sign-in at a Regional address for IAM users:
`https://111122223333.signin.aws.amazon.com/console?region=ap-northeast-1`.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from runbook.checks.rule import Broken, Case, Severity

SEVERITY = Severity.WARNING
CONTROLS = ("emergency-access",)
SOURCES = ("RESIL", "SURL", "WP-FIB")
AHEAD = False  # nothing in it has a day
GOOD = """
    url: https://111122223333.signin.aws.amazon.com/console?region=ap-northeast-1
"""
BAD = """
    url: https://us-east-1.signin.aws.amazon.com/console  # <-
"""
OUTAGE = "us-east-1"


def check(case: Case) -> Iterator[Broken]:
    """At the address. What cannot be typed is told before where it leads."""
    for index, role in enumerate(case.whole.emergency_roles):
        if role.url is None:
            continue
        address = urlsplit(role.url)
        on_the_way = address.path.rstrip("/").endswith("/oauth")
        regions = parse_qs(address.query).get("region") or (address.hostname or "").split(".")[:1]
        if on_the_way or regions == [OUTAGE]:
            yield Broken.of(
                ("emergency_roles", index, "url"),
                about=role.name,
                says="oauth" if on_the_way else "",
                role=role.name,
                url=role.url,
            )
