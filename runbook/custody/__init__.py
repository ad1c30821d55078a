"""Who can reach root, and what can go missing before nobody can: exact answers from the organisation alone.

``docs/custody.md`` says what the model takes for granted. Everything is a monotone Boolean formula over people or over
losses (``families.py``); the answers are its minimal sets.
"""

from __future__ import annotations

from runbook.custody.administration import watchers
from runbook.custody.availability import SERVICES, Ground, Loss, Losses, LossKind, needed
from runbook.custody.calendar import DayWithout, Stretch, days_without_quorum, is_holiday, stretches
from runbook.custody.classes import custody_classes
from runbook.custody.collusion import Collusion, Reach, collusions, reaches
from runbook.custody.days_without_way import days_without_way_in
from runbook.custody.hours import (
    HoursWithout,
    closures,
    hours_without_quorum,
    is_kept_at,
    joined,
    people_of_unknown_hours,
)
from runbook.custody.keys import KEYS_OF, CustodyClass, Key, RootPath, Way, stand_ins
from runbook.custody.losses import Working, approvals_without, fatal_losses, has_way_in, way_in_while
from runbook.custody.questions import Question, Topic, open_questions
from runbook.custody.resilience import (
    ClassResilience,
    CustodyAnswer,
    GapMonth,
    Resilience,
    class_resilience,
    resilience,
)
from runbook.custody.takeover import Takeover, takeovers
from runbook.custody.team import DUTIES, Team, team_of, team_on

__all__ = [
    "DUTIES",
    "KEYS_OF",
    "SERVICES",
    "ClassResilience",
    "Collusion",
    "CustodyAnswer",
    "CustodyClass",
    "DayWithout",
    "GapMonth",
    "Ground",
    "HoursWithout",
    "Key",
    "Loss",
    "LossKind",
    "Losses",
    "Question",
    "Reach",
    "Resilience",
    "RootPath",
    "Stretch",
    "Takeover",
    "Team",
    "Topic",
    "Way",
    "Working",
    "approvals_without",
    "class_resilience",
    "closures",
    "collusions",
    "custody_classes",
    "days_without_quorum",
    "days_without_way_in",
    "fatal_losses",
    "has_way_in",
    "hours_without_quorum",
    "is_holiday",
    "is_kept_at",
    "joined",
    "needed",
    "open_questions",
    "people_of_unknown_hours",
    "reaches",
    "resilience",
    "stand_ins",
    "stretches",
    "takeovers",
    "team_of",
    "team_on",
    "watchers",
    "way_in_while",
]
