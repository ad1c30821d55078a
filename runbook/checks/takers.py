"""Single people who can take root by acts of administration: what two rules tell, one for each gravity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from runbook.checks.accounts import accounts_of, ids_of
from runbook.checks.rule import Broken, Case
from runbook.custody.phrases import takeover
from runbook.knowledge.phrases import Name, people

if TYPE_CHECKING:
    from runbook.custody import ClassResilience, Takeover


def takers(case: Case, *, seen: bool) -> Iterator[Broken]:
    """A finding for each person who takes root alone, seen by others or unseen, at the first account."""
    alone: dict[str, list[tuple[ClassResilience, Takeover]]] = {}
    for entry in case.resilience.classes:
        for found in entry.takeovers:
            if len(found.people) == 1 and bool(found.seen_by) is seen:
                alone.setdefault(next(iter(found.people)), []).append((entry, found))
    for person, classes in alone.items():
        entry, found = classes[0]
        yield Broken.of(
            case.line_of(entry),
            about=person,
            extent=ids_of(entry for entry, _ in classes),
            person=Name("person", person),
            accounts=accounts_of(entry for entry, _ in classes),
            others=people(sorted(found.seen_by)),
            proof=takeover(found),
        )
