"""The decision table of sheet 01: which task is done how with which accounts, and by which packets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.organisation import Account, AccountKind, Route
from runbook.packets.choice import verdict

if TYPE_CHECKING:
    from runbook.knowledge.sheets import Sheet
    from runbook.sheets.view import View

VERDICTS = ("root", "recover", "central", "organizations", "iam", "support", "never")


@dataclass(frozen=True, slots=True)
class AccountGroup:
    """Accounts of one kind reached by one route: a column of the decision table on sheet 01."""

    kind: AccountKind
    route: Route
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of the decision table: tasks, and how they are done in each account group."""

    tasks: tuple[str, ...]
    verdicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """Its columns are groups of accounts, its rows tasks; below it stand the words of verdicts and other routes."""

    view: View

    def groups(self) -> tuple[AccountGroup, ...]:
        """Groups that have a column of their own: open accounts with a root user that signs in somewhere."""
        found: dict[tuple[AccountKind, Route], list[Account]] = {}
        for account in self.view.organisation.accounts:
            if account.route.ours and not account.is_closed:
                found.setdefault((account.kind, account.route), []).append(account)
        ordered = ((kind, route) for kind in AccountKind for route in Route if (kind, route) in found)
        return tuple(AccountGroup(kind, route, tuple(found[kind, route])) for kind, route in ordered)

    def other_routes(self) -> tuple[Route, ...]:
        """Routes of open accounts that have one rule for every task: a line below the decision table."""
        used = {account.route for account in self.view.organisation.accounts if not account.is_closed}
        return tuple(route for route in Route if route in used and not route.ours)

    def verdict(self, task_id: str, group: AccountGroup) -> str:
        """How a task is done for a group: aws.yaml's verdict, refined by how that root user is kept."""
        return verdict(self.view.aws.tasks[task_id], group.kind, group.route, self.view.organisation.central_root)

    def rows(self) -> tuple[Decision, ...]:
        """Rows of the decision table: common tasks one by one, the others together where they are decided alike."""
        groups = self.groups()
        rows: list[Decision] = []
        alike: dict[tuple[str, ...], list[str]] = {}
        for task in self.view.aws.tasks.values():
            verdicts = tuple(self.verdict(task.id, group) for group in groups)
            if task.common:
                rows.append(Decision((task.id,), verdicts))
            else:
                alike.setdefault(verdicts, []).append(task.id)
        return (*rows, *(Decision(tuple(tasks), verdicts) for verdicts, tasks in alike.items()))

    def has_members(self) -> bool:
        """Whether a member account is reached through a sign-in or session of ours."""
        return any(group.kind is AccountKind.MEMBER for group in self.groups())

    def verdicts_in_use(self) -> tuple[str, ...]:
        """The verdicts of the decision table that need explaining, most far-reaching first."""
        used = {self.verdict(task, group) for task in self.view.aws.tasks for group in self.groups()}
        return tuple(verdict for verdict in VERDICTS if verdict in used)

    def packets_for(self, group: AccountGroup) -> tuple[Sheet, ...]:
        """The packets by which root of a group is used."""
        own = {account.id for account in group.accounts}
        return tuple(
            sheet
            for sheet in self.view.packets_of("own-root", "session", "bring-back", "sealed")
            if own & {account.id for account in self.view.onward.packets[sheet.slug].case.accounts}
        )

    def head(self, group: AccountGroup, packets: str) -> str:
        """The head of a group's column, with the numbers of its packets."""
        words = self.view.language.words
        kind, route = words(f"labels.kinds.{group.kind}"), words(f"labels.routes.{group.route}")
        return self.view.language.say("sheets.first-minutes.group", kind=kind, route=route, packets=packets)
