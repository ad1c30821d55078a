"""The lines of a config that somebody who leaves makes stale: every value that stands for them or names them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from runbook.config.references import REFERENCES, fits
from runbook.config.tree import shown
from runbook.organisation import Appointment, Person
from runbook.organisation.terms import appointments

if TYPE_CHECKING:
    from runbook.config import Reading, Scalar
    from runbook.config.tree import Path

_SIGNS_OF_A_NAME = 2  # shorter words say nothing about a person


@dataclass(frozen=True, slots=True)
class Edit:
    """A value of the config to edit: how (a key of the words), where, and the line as typed."""

    action: str
    file: str
    line: int
    column: int
    path: str
    source: str


def edits_for(reading: Reading, person: Person, last_day: date) -> Iterator[Edit]:
    """Every value of the file that stands for the person or holds their name or address, in its order."""
    names = [
        name
        for code in reading.organisation.languages
        if len(name := person.name.in_language(code)) >= _SIGNS_OF_A_NAME
    ]
    addresses = [contact.value for contact in person.contacts]
    own = next(index for index, other in enumerate(reading.organisation.people) if other.id == person.id)
    for scalar in reading.scalars:
        action = _action(reading, scalar, person.id, last_day)
        if scalar.path[:2] == ("people", own):
            action = "remove-person" if scalar.path[2:] == ("id",) else None
        elif action is None and scalar.value in addresses:
            action = "replace-address"
        elif action is None and any(text in scalar.value for text in (*names, *addresses)):
            action = "rewrite"
        if action:
            source = reading.source.lines[scalar.line - 1].strip()
            file, line = reading.source.origin(scalar.line)
            yield Edit(action, file, line, scalar.column, shown(scalar.path), source)


_ACTIONS = {
    "person": "set-until",
    "deputy": "replace-deputy",
    "call": "replace-call",
    "opened_by": "replace-opener",
    "readers": "replace-reader",
    "held_by": "replace-holder",
    "used_by": "replace-user",
    "administered_by": "replace-administrator",
    "keys_kept_by": "replace-keeper",
    "reaches": "replace-reached",
    "accepted_by": "replace-acceptor",
}


def _action(reading: Reading, scalar: Scalar, person: str, last_day: date) -> str | None:
    if scalar.path[:1] == ("accepted_risks",) and "about" in scalar.path[2:] and scalar.value.strip() == person:
        return "end-acceptance"  # what a risk is about may be anything that has an id
    refers = any(kind == "people" and fits(scalar.path, pattern) for pattern, (kind, _) in REFERENCES.items())
    if not refers or scalar.value.strip() != person:
        return None
    words = [part for part in scalar.path if isinstance(part, str)]
    action = _ACTIONS[words[-1]]
    if action == "set-until":
        terms: dict[Path, Appointment] = {path: entry for _, path, entry in appointments(reading.organisation)}
        until = terms[scalar.path[:-1]].until
        return None if until is not None and until <= last_day else action
    return action
