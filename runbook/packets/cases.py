"""The cases of an organisation: every reason to pick up paper, each with its account, class or emergency user."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from runbook.knowledge.procedure import CaseKind, Procedure, SceneCondition
from runbook.organisation import Account, AccountKind, EmergencyRole, Item, Organisation, Route
from runbook.packets.things import Thing, things_of


@dataclass(frozen=True, slots=True)
class Case:
    """One reason to pick up paper. ``account``: whose root it is about, None for a class; ``accounts``: all of them.

    ``subject`` is the account that the config names for it: of GovCloud not the one whose root is used.
    """

    kind: CaseKind
    accounts: tuple[Account, ...] = ()
    account: Account | None = None
    subject: Account | None = None
    role: EmergencyRole | None = None
    things: tuple[Thing, ...] = ()
    number: int = 1

    @property
    def slug(self) -> str:
        """Its name in file names: kind, and the account id if there is one packet for each account."""
        parts = [self.kind.id, *([self.subject.id] if self.subject else [])]
        parts += [self.role.account] if self.role else []
        parts += [str(self.number)] if self.number > 1 else []
        return "-".join(parts)

    def is_about(self, account: Account) -> bool:
        """Whether its packet is for an account; one that names no account is for each."""
        return not self.accounts or account.id in {each.id for each in self.accounts}


def cases_of(organisation: Organisation, procedure: Procedure) -> tuple[Case, ...]:
    """Every case, in the order of their packets. ``procedure`` is that of the organisation."""
    return tuple(case for kind in procedure.cases for case in _cases(kind, organisation))


def _cases(kind: CaseKind, organisation: Organisation) -> Iterator[Case]:
    if kind.per == "role":
        yield from _emergency_cases(kind, organisation)
        return
    accounts = tuple(
        account
        for account in organisation.accounts
        if account.route in kind.routes
        and not account.is_closed
        and (account.kind is AccountKind.MEMBER or not kind.members)
    )
    if kind.routes and not accounts:
        return
    if kind.per is None:
        yield Case(kind, accounts, things=things_of(_shared_items(accounts, organisation), organisation))
        return
    for subject in accounts:
        account = _root_account(subject, organisation)
        items = tuple(item for item in organisation.items if account and account.id in item.accounts)
        case = Case(kind, (subject,), account, subject, things=things_of(items, organisation))
        if _is_for(case.account, kind.when):
            yield case


def _is_for(account: Account | None, conditions: Iterable[str]) -> bool:
    """Whether a kind of case is for an account whose root is used; one that is not listed counts as removed.

    Of a linked account that nobody listed, the way by the mailbox is the one that needs nothing of ours.
    """
    kept = account is not None and account.route is Route.SAFE
    answers = {SceneCondition.LINKED_KEPT: kept, SceneCondition.LINKED_REMOVED: not kept}
    return all(answers.get(SceneCondition(name), True) for name in conditions)


def _shared_items(accounts: tuple[Account, ...], organisation: Organisation) -> Iterator[Item]:
    """What serves every account of a class, such as the one device that all their mail can be read on."""
    ids = {account.id for account in accounts}
    return (item for item in organisation.items if ids and ids <= {*item.accounts})


def _root_account(subject: Account, organisation: Organisation) -> Account | None:
    """The account whose root is used: of a GovCloud account the linked standard account, None if it is not listed."""
    if subject.route is not Route.GOVCLOUD:
        return subject
    return organisation.account(subject.linked_account) if subject.linked_account else None


def _emergency_cases(kind: CaseKind, organisation: Organisation) -> Iterator[Case]:
    counted: dict[str, int] = {}
    for role in organisation.emergency_roles:
        counted[role.account] = counted.get(role.account, 0) + 1
        account = organisation.account(role.account)
        things = things_of(organisation.items_of_role(role.name), organisation)
        yield Case(kind, (account,) if account else (), account, None, role, things, counted[role.account])
