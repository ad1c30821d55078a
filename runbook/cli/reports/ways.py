"""That a task needs no root, and the better way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from runbook.cli.reports.report import Report

if TYPE_CHECKING:
    from runbook.cli.packets import Request
    from runbook.knowledge.language import Language


def better_way(request: Request, language: Language) -> Report:
    """The way without root, as a finding: nothing was written."""
    return Report(
        record=lambda: {
            "account": request.account.id if request.account else None,
            "task": request.task,
            "root": False,
            "way": request.verdict,
        },
        lines=_lines(request, language),
        is_finding=True,
    )


def _lines(request: Request, language: Language) -> Iterator[str]:
    task = language.words(f"facts.tasks.{request.task}")
    yield language.say("reports.packet.no_root", task=task, account=request.account.shown_id if request.account else "")
    yield language.say(
        "reports.packet.way",
        verdict=language.words(f"labels.verdicts.{request.verdict}"),
        meaning=language.words(f"labels.verdict_meanings.{request.verdict}"),
    )
