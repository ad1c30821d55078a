"""Accepted risks over time: from which edition on each stood in the config, until which, and until when it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from runbook.editions.fact_paths import path_of
from runbook.editions.facts import facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runbook.editions import Register
    from runbook.organisation import Organisation

_FIELD, _PARTS = "accepted_risks", 3


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A risk that was accepted.

    ``since`` is the day of the edition that first had it, with its number; None and 0 if only the config has it.
    ``withdrawn`` is the day of the edition that had it no more. ``in_config``: the config of today has it.
    """

    rule: str
    about: str
    accepted_by: str
    until: date
    since: date | None
    edition: int
    withdrawn: date | None = None
    withdrawn_by: int = 0
    in_config: bool = False


def acceptances(register: Register, organisation: Organisation) -> tuple[Acceptance, ...]:
    """Every acceptance that editions and config know, in the order in which they were made."""
    return tuple(_acceptances(register, organisation))


def _acceptances(register: Register, organisation: Organisation) -> Iterator[Acceptance]:
    standing: dict[str, Acceptance] = {}
    for edition in register.issued:
        stated = _stated(edition.facts)
        for key in [key for key in standing if key not in stated or stated[key] != _said(standing[key])]:
            yield replace(standing.pop(key), withdrawn=edition.effective, withdrawn_by=edition.number)
        for key, values in stated.items():
            if key not in standing:
                standing[key] = _acceptance(values, edition.effective, edition.number)
    now = _stated(facts(organisation))
    for key, known in standing.items():
        yield replace(known, in_config=now.get(key) == _said(known))
    for key, values in now.items():
        if key not in standing or _said(standing[key]) != values:
            yield replace(_acceptance(values, None, 0), in_config=True)


def _stated(known: Mapping[str, str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """What the facts of a company say of each acceptance: rule, about, by whom, until."""
    found: dict[str, dict[str, str]] = {}
    for key, value in known.items():
        path = path_of(key)
        if len(path) == _PARTS and path[0] == _FIELD and path[2] in ("rule", "about", "accepted_by", "until"):
            found.setdefault(path[1], {})[path[2]] = value
    return {key: tuple(sorted(values.items())) for key, values in found.items() if {"rule", "until"} <= values.keys()}


def _acceptance(values: tuple[tuple[str, str], ...], since: date | None, edition: int) -> Acceptance:
    said = dict(values)
    until = date.fromisoformat(said["until"])
    return Acceptance(said["rule"], said.get("about", ""), said.get("accepted_by", ""), until, since, edition)


def _said(known: Acceptance) -> tuple[tuple[str, str], ...]:
    values = {"rule": known.rule, "about": known.about, "accepted_by": known.accepted_by, "until": str(known.until)}
    return tuple(sorted((name, value) for name, value in values.items() if value))
