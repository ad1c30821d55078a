"""What a rule of `runbook check` is, what it looks at, and what it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from inspect import getdoc
from typing import TYPE_CHECKING

from runbook.custody import ClassResilience, CustodyAnswer, Resilience
from runbook.knowledge.phrases import Value
from runbook.organisation import Custody

if TYPE_CHECKING:
    from datetime import date
    from types import ModuleType

    from runbook.config.tree import Path, Scalar
    from runbook.contingency.days import PacketDays
    from runbook.knowledge.aws import RootTask
    from runbook.organisation import Account, Item, Organisation


class Severity(StrEnum):
    """How grave a finding is. An error: root can be misused by one, or be lost, or the paper would mislead."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Case:
    """What rules look at: the organisation on a day (``present`` has only those in office) and what follows from it.

    ``packet_days`` knows the days on which a packet stops. ``kept`` has the items by account id and by what they hold.
    ``done`` says when periodic tasks were last done, as records tell; what they tell of seals, tests, contacts and
    custody stands in the organisation already.
    """

    whole: Organisation
    present: Organisation
    day: date
    scalars: tuple[Scalar, ...]
    tasks: Mapping[str, RootTask]
    custody: CustodyAnswer
    packet_days: PacketDays
    kept: Mapping[tuple[str, str], tuple[Item, ...]]
    done: Mapping[str, date] = field(default_factory=dict)

    @property
    def resilience(self) -> Resilience:
        """Who holds root, who can take it, what can go missing: worked out for the first rule that asks."""
        return self.custody.answer()

    def safes(self) -> Iterator[tuple[int, Account]]:
        """Open accounts whose password and MFA the company keeps, with their number in the config."""
        yield from (
            (number, account)
            for number, account in enumerate(self.whole.accounts)
            if account.custody is Custody.SAFE and not account.is_closed
        )

    def items_for(self, account_id: str, holds: str) -> tuple[Item, ...]:
        """Items that open one half of an account's root user."""
        return self.kept.get((account_id, holds), ())

    def line_of(self, classes: ClassResilience) -> Path:
        """The path of the first account of a class."""
        return ("accounts", self.whole.accounts.index(classes.custody.accounts[0]))


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where a rule is broken. ``says`` chooses between the sentences of a rule; ``about`` is an id.

    ``extent`` is how far it reaches (accounts, minutes of the week): what was told for today is told for a coming day
    only if it reaches further then.
    """

    path: Path
    values: tuple[tuple[str, Value], ...] = ()
    about: str = ""
    says: str = ""
    extent: frozenset[str | int] = frozenset()

    @classmethod
    def of(
        cls,
        path: Path,
        /,
        *,
        about: str = "",
        says: str = "",
        extent: Iterable[str | int] = (),
        **values: Value,
    ) -> Broken:
        """A broken place with the values of its sentence."""
        return cls(path, tuple(values.items()), about, says, frozenset(extent))

    @property
    def sign(self) -> tuple[str, str, Path]:
        """By what it is the same on another day, however its words differ. What has an extent begins anywhere in it."""
        return self.says, self.about, () if self.extent else self.path


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its file in ``rules/``, read.

    ``manual`` is its docstring below the first line: the page of `runbook explain`. ``good`` and ``bad`` are the same
    lines of the example config, right and wrong; the arrow in ``bad`` marks the line that the finding points at.
    ``refuses``: while it is broken no paper is made; ``refuses_unaccepted``: none unless the finding is accepted.
    ``ahead``: it is judged on coming days too; not where the day says nothing, or where it comes round for everybody.
    """

    id: str
    severity: Severity
    controls: tuple[str, ...]
    sources: tuple[str, ...]
    manual: str
    good: str
    bad: str
    check: Callable[[Case], Iterator[Broken]]
    refuses: bool = False
    ahead: bool = True
    refuses_unaccepted: bool = False

    @classmethod
    def of(cls, module: ModuleType) -> Rule:
        """The rule that a module holds; its id is the module's name."""
        return cls(
            id=module.__name__.rpartition(".")[2].replace("_", "-"),
            severity=module.SEVERITY,
            controls=module.CONTROLS,
            sources=module.SOURCES,
            manual=(getdoc(module) or "").partition("\n\n")[2],
            good=module.GOOD,
            bad=module.BAD,
            check=module.check,
            refuses=getattr(module, "REFUSES", False),
            ahead=getattr(module, "AHEAD", True),
            refuses_unaccepted=getattr(module, "REFUSES_UNACCEPTED", False),
        )
