"""That a task needs no root, and the better way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from runbook.cli.reports.report import Report

if TYPE_CHECKING:
    from runbook.knowledge.language import Language
    from runbook.organisation import Account


def better_way(account: Account | None, task: str | None, verdict: str | None, language: Language) -> Report:
    """The way without root, as a finding: nothing was written."""
    return Report(
        record=lambda: {
            "account": account.id if account else None,
            "task": task,
            "root": False,
            "way": verdict,
        },
        lines=_lines(account, task, verdict, language),
        is_finding=True,
    )


def _lines(account: Account | None, task: str | None, verdict: str | None, language: Language) -> Iterator[str]:
    named = language.words(f"facts.tasks.{task}")
    yield language.say("reports.packet.no_root", task=named, account=account.shown_id if account else "")
    yield language.say(
        "reports.packet.way",
        verdict=language.words(f"labels.verdicts.{verdict}"),
        meaning=language.words(f"labels.verdict_meanings.{verdict}"),
    )
