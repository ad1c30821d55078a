"""The conversation that starts a config: questions in order, what was answered, and the file made of the answers."""

from __future__ import annotations

from runbook.interview.draft import draft
from runbook.interview.progress import (
    EVERY_QUESTION,
    TAKEN,
    Asker,
    Progress,
    Refusal,
    line_as_read,
    progress,
    refused_answer,
    refused_line,
)
from runbook.interview.question import Question
from runbook.interview.questions import QUESTIONS

__all__ = [
    "EVERY_QUESTION",
    "QUESTIONS",
    "TAKEN",
    "Asker",
    "Progress",
    "Question",
    "Refusal",
    "draft",
    "line_as_read",
    "progress",
    "refused_answer",
    "refused_line",
]
