"""A place that takes two people cannot be opened by one of them standing in for the other.

A deputy is handed the key or the combination of the person they stand in for. If that deputy holds the other key
already, the lock for two has become a lock for one, and nothing on paper shows it.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.custody import stand_ins
from runbook.knowledge.phrases import Name, people

SEVERITY = Severity.WARNING
CONTROLS = ("two-person-approval", "custody")
SOURCES = ("BP", "WA-01")
GOOD = """
    - {person: suzuki, from: 2026-04-01, deputy: ito}
...
    opened_by: [[suzuki, sato], [ito, sato]]
"""
BAD = """
    - {person: suzuki, from: 2026-04-01, deputy: sato}
...
    opened_by: [[suzuki, sato], [ito, sato]]  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the group that one person can replace."""
    deputies = stand_ins(case.present)
    for index, place in enumerate(case.whole.places):
        for number, group in enumerate(place.opened_by):
            if len(group) == 1:
                continue
            standing_in = {name: {name, *dict(deputies.get(name, ()))} for name in group}
            for person in sorted(set[str]().union(*standing_in.values())):
                others = [name for name in group if name != person]
                if all(person in standing_in[name] for name in others):
                    yield Broken.of(
                        ("places", index, "opened_by", number),
                        about=place.id,
                        says="" if person in group else "third",
                        person=Name("person", person),
                        others=people(others),
                        place=Name("place", place.id),
                    )
