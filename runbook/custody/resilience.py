"""The whole answer for one organisation: what sheet 11 shows and the rules judge."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from runbook.custody.availability import Losses
from runbook.custody.calendar import Stretch, days_without_quorum, stretches
from runbook.custody.classes import custody_classes
from runbook.custody.collusion import Collusion, Reach, collusions, reaches
from runbook.custody.keys import CustodyClass, Key
from runbook.custody.losses import fatal_losses
from runbook.custody.questions import Question, open_questions
from runbook.custody.takeover import Takeover, takeovers
from runbook.organisation.horizon import horizon

if TYPE_CHECKING:
    from runbook.organisation import Organisation


@dataclass(frozen=True, slots=True)
class ClassResilience:
    """What holds for every account of one custody class."""

    custody: CustodyClass
    proofs: tuple[Collusion, ...]
    takeovers: tuple[Takeover, ...]
    losses: tuple[Losses, ...]
    matrix: Mapping[str, Mapping[Key, Reach]]

    def losses_of(self, size: int) -> tuple[Losses, ...]:
        """The fatal sets of so many losses."""
        return tuple(losses for losses in self.losses if len(losses) == size)

    def reaching(self) -> tuple[str, ...]:
        """People (ids) who have a key, alone or together."""
        return tuple(
            person for person, keys in self.matrix.items() if any(reach is not Reach.NONE for reach in keys.values())
        )


@dataclass(frozen=True, slots=True)
class GapMonth:
    """A month, how many days it has, and the days on which no complete team can be reached."""

    month: str
    length: int
    days: frozenset[int]


@dataclass(frozen=True, slots=True)
class Resilience:
    """Every class, the stretches of a calendar year and the next without a complete team, and what nobody has said."""

    classes: tuple[ClassResilience, ...]
    without_quorum: tuple[Stretch, ...]
    questions: tuple[Question, ...]

    def gaps(self, first: date, last: date) -> tuple[Stretch, ...]:
        """The stretches between two days, cut off at both."""
        return tuple(
            replace(gap, first=max(gap.first, first), last=min(gap.last, last))
            for gap in self.without_quorum
            if gap.last >= first and gap.first <= last
        )

    def coming_gaps(self, day: date) -> tuple[Stretch, ...]:
        """The stretches that are not over on a day, whole: paper made a day later says the same."""
        return tuple(gap for gap in self.without_quorum if gap.last >= day)

    def gap_months(self, day: date) -> tuple[GapMonth, ...]:
        """The months of the stretches that are not over on a day."""
        days: dict[tuple[int, int], set[int]] = {}
        for gap in self.coming_gaps(day):
            for number in range((gap.last - gap.first).days + 1):
                found = gap.first + timedelta(days=number)
                days.setdefault((found.year, found.month), set()).add(found.day)
        return tuple(
            GapMonth(f"{year}-{month:02d}", monthrange(year, month)[1], frozenset(numbers))
            for (year, month), numbers in sorted(days.items())
        )


def resilience(present: Organisation, whole: Organisation, year: int) -> Resilience:
    """The answer for those in office (``present``) and, by date, for all appointments (``whole``)."""
    return Resilience(
        class_resilience(present),
        stretches(days_without_quorum(whole, date(year, 1, 1), horizon(date(year, 1, 1)))),
        open_questions(present),
    )


@dataclass(slots=True)
class CustodyAnswer:
    """The answer for those in office, worked out when it is asked for first: many rules ask nothing of it.

    ``told`` is the answer of a day before, of which everything holds that is no matter of who is in office.
    """

    present: Organisation
    whole: Organisation
    year: int
    told: CustodyAnswer | None = None
    _answer: Resilience | None = None

    def answer(self) -> Resilience:
        """The whole answer."""
        if self._answer is None:
            self._answer = self._again(self.told.answer()) if self.told else self._first()
        return self._answer

    def _first(self) -> Resilience:
        return resilience(self.present, self.whole, self.year)

    def _again(self, told: Resilience) -> Resilience:
        classes, questions = class_resilience(self.present, told.classes), open_questions(self.present)
        return replace(told, classes=classes, questions=questions)


def class_resilience(present: Organisation, told: Iterable[ClassResilience] = ()) -> tuple[ClassResilience, ...]:
    """The answer for every custody class, by those in office.

    Pairs of losses cost the most; they are not looked for again where a class has some in the answers ``told`` already.
    """
    paired = {entry.custody.accounts[0].id for entry in told if entry.losses_of(2)}
    classes = custody_classes(present)
    return tuple(
        _class(present, custody, takers, 1 if custody.accounts[0].id in paired else 2)
        for custody, takers in zip(classes, takeovers(present, classes), strict=True)
    )


def _class(
    organisation: Organisation, custody: CustodyClass, takers: tuple[Takeover, ...], largest: int
) -> ClassResilience:
    return ClassResilience(
        custody,
        collusions(custody),
        takers,
        fatal_losses(organisation, custody, largest),
        {person.id: reaches(custody, person.id) for person in organisation.people},
    )
