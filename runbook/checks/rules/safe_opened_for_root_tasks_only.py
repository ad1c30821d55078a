"""No root user is kept, and no safe opened, for a task that does not need root.

Billing, the support plan, the account's name, its contacts: many lists still call them root-only. Each use of root that
was not needed is a risk taken for nothing. `kept_for` holds the tasks of the table on sheet 01.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name, Phrase

SEVERITY = Severity.WARNING
CONTROLS = ("no-daily-use",)
SOURCES = ("ROOT", "BILL", "SUPPLAN", "ACC-HIST")
GOOD = """
    kept_for: [change-root-email, close-account, restore-iam-permissions]
"""
BAD = """
    kept_for: [change-root-email, support-plan]  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the task."""
    names = {name: task for task in case.tasks.values() for name in (task.id, *task.names)}
    for index, account in enumerate(case.whole.accounts):
        for number, name in enumerate(account.kept_for):
            path = ("accounts", index, "kept_for", number)
            task = names.get(name)
            if task is None:
                yield Broken.of(path, about=account.id, says="unknown", task=name, known=", ".join(case.tasks))
            elif (verdict := str(getattr(task, account.kind.value))) != "root":
                yield Broken.of(
                    path,
                    about=account.id,
                    task=name,
                    account=Name("account", account.id),
                    instead=Phrase(f"instead-{verdict}"),
                )
