"""The whole answer for one organisation and year: what sheet 11 shows and the rules judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from runbook.custody.calendar import Stretch, days_without_quorum, stretches
from runbook.custody.collusion import Proof, Reach, collusions, reaches
from runbook.custody.keys import CustodyClass, Key, custody_classes
from runbook.custody.losses import Losses, fatal_losses
from runbook.organisation import Organisation


@dataclass(frozen=True, slots=True)
class ClassResilience:
    """What holds for every account of one custody class."""

    custody: CustodyClass
    proofs: tuple[Proof, ...]
    losses: tuple[Losses, ...]
    matrix: Mapping[str, Mapping[Key, Reach]]


@dataclass(frozen=True, slots=True)
class Resilience:
    """Every class, and the days of a span on which no complete team can be reached."""

    classes: tuple[ClassResilience, ...]
    first: date
    last: date
    without_quorum: tuple[Stretch, ...]


def resilience(present: Organisation, whole: Organisation, first: date, last: date) -> Resilience:
    """The answer for those in office (``present``) and for all appointments (``whole``) between two days."""
    return Resilience(
        tuple(_class(present, custody) for custody in custody_classes(present)),
        first,
        last,
        stretches(days_without_quorum(whole, first, last)),
    )


def _class(organisation: Organisation, custody: CustodyClass) -> ClassResilience:
    return ClassResilience(
        custody,
        collusions(custody),
        fatal_losses(organisation, custody),
        {person.id: reaches(custody, person.id) for person in organisation.people},
    )
