"""Nothing that lies in one place is enough to be root.

Password and MFA device in one safe, or the way to the mailbox beside the MFA device or the telephone: whoever opens
that one door needs nothing else. It does not matter how many people the lock takes.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.accounts import accounts_of, ids_of
from runbook.checks.rule import Broken, Case, Severity
from runbook.custody import KEYS_OF, ClassResilience, RootPath
from runbook.custody.phrases import path_name
from runbook.knowledge.phrases import Name

SEVERITY = Severity.ERROR
CONTROLS = ("custody", "two-person-approval")
SOURCES = ("BP", "WA-01", "LOST")
GOOD = """
  - id: bank-vault
...
  - {id: D-0401, kind: document, holds: mailbox, place: safe-a,
"""
BAD = """
  - id: bank-vault  # <-
...
  - {id: D-0401, kind: document, holds: mailbox, place: bank-vault,
"""


def check(case: Case) -> Iterator[Broken]:
    """At the place, for the first path that its content is enough for."""
    for index, place in enumerate(case.whole.places):
        found: dict[RootPath, list[ClassResilience]] = {}
        for classes in case.resilience.classes:
            here = {key for item in classes.custody.items if item.place == place.id for key in item.keys}
            path = next((path for path in classes.custody.paths if {key.value for key in KEYS_OF[path]} <= here), None)
            if path is not None:
                found.setdefault(path, []).append(classes)
        for path, open_ones in found.items():
            yield Broken.of(
                ("places", index),
                about=place.id,
                extent=ids_of(open_ones),
                place=Name("place", place.id),
                accounts=accounts_of(open_ones),
                path=path_name(path),
            )
