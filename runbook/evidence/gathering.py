"""What files of evidence say together, while they are read: no two may say the contrary of one thing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from runbook.evidence.documents import Misfit
from runbook.evidence.values import Evidence, RootState
from runbook.organisation import AccountKind

if TYPE_CHECKING:
    from runbook.errors import Problem
    from runbook.evidence.trail import Tally
    from runbook.evidence.values import (
        AlternateContact,
        ContactKind,
        Features,
        ListedAccount,
        Place,
        PrimaryContact,
        ReadFile,
    )

T = TypeVar("T")


@dataclass(slots=True)
class Gathered:
    """What the files have said so far, in the order of reading."""

    tally: Tally
    known: frozenset[str]
    files: list[ReadFile] = field(default_factory=list)
    accounts: dict[str, ListedAccount] = field(default_factory=dict)
    states: dict[str, RootState] = field(default_factory=dict)
    features: list[Features] = field(default_factory=list)
    alternates: dict[tuple[str, ContactKind], AlternateContact] = field(default_factory=dict)
    primaries: dict[str, PrimaryContact] = field(default_factory=dict)
    reported: set[str] = field(default_factory=set)  # accounts that a credential report names
    management: set[str] = field(default_factory=set)
    lists: list[bool] = field(default_factory=list)  # of each list of accounts, whether it goes on nowhere else
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def account(self, account: ListedAccount) -> None:
        """An account of a list; Misfit, as below, if another file or line says something else."""
        _once(self.accounts, account.id, account)

    def alternate(self, contact: AlternateContact) -> None:
        """An alternate contact of an account."""
        _once(self.alternates, (contact.account, contact.kind), contact)

    def primary(self, contact: PrimaryContact) -> None:
        """The primary contact of an account."""
        _once(self.primaries, contact.account, contact)

    def state(self, state: RootState) -> None:
        """What is said about the root user of an account, joined with what another file said."""
        other = self.states.get(state.account)
        self.states[state.account] = state if other is None else _joined(other, state)

    def central(self, found: Features) -> None:
        """Which features of central root access are on."""
        if self.features and self.features[0] != found:
            raise _contradiction(self.features[0].place)
        self.features.append(found)

    def evidence(self) -> Evidence:
        """All of it."""
        return Evidence(
            files=tuple(self.files),
            accounts=tuple(_of_a_kind(account, self.management) for account in _by_key(self.accounts)),
            states=_by_key(self.states),
            features=self.features[0] if self.features else None,
            alternate_contacts=_by_key(self.alternates),
            primary_contacts=_by_key(self.primaries),
            uses=self.tally.uses,
            untold_uses=self.tally.untold,
            lists_all=bool(self.accounts and self.lists) and all(self.lists),
            remarks=tuple(self.remarks),
        )


def _by_key(found: Mapping[Any, T]) -> tuple[T, ...]:
    return tuple(found[key] for key in sorted(found))


def _of_a_kind(account: ListedAccount, management: Collection[str]) -> ListedAccount:
    """The account with its kind, if only the organization says it."""
    if account.kind is not None or not management:
        return account
    kind = AccountKind.MANAGEMENT if account.id in management else AccountKind.MEMBER
    return replace(account, kind=kind)


def _once(known: dict[Any, Any], key: object, value: Any) -> None:  # noqa: ANN401  values of one kind
    """Keep it; Misfit if another file, or another line, says something else."""
    if (other := known.setdefault(key, value)) != value:
        raise _contradiction(other.place)


def _joined(one: RootState, other: RootState) -> RootState:
    """What two files say together; Misfit if they say the contrary."""

    def both(first: bool | None, second: bool | None) -> bool | None:  # noqa: FBT001  yes, no, or not said
        if None not in {first, second} and first != second:
            raise _contradiction(one.place)
        return second if first is None else first

    return RootState(
        one.account,
        password=both(one.password, other.password),
        mfa=both(one.mfa, other.mfa),
        access_key=both(one.access_key, other.access_key),
        certificate=both(one.certificate, other.certificate),
        place=one.place,
    )


def _contradiction(other: Place) -> Misfit:
    return Misfit("evidence-contradicts", file=other.file, line=other.line)
