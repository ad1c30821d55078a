"""The line that shows a waiting reader how far a run is. It is never left behind, and never in a file or a pipe."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runbook.knowledge.language import Language
    from runbook.stages import Stage

_CLEAR = "\r\x1b[K"


@dataclass(slots=True)
class ProgressLine:
    """One line on stderr that is written over; on a terminal that cannot do that, a line for each stage."""

    shown: str = ""
    stages: set[str] = field(default_factory=set)

    def show(self, language: Language, stage: Stage, done: int, total: int) -> None:
        """A stage, with its count if it has one."""
        said = language.words(f"talk.stages.{stage.value}")
        text = language.say("talk.stage_count", stage=said, done=done, total=total) if total else said
        if os.environ.get("TERM", "dumb") == "dumb":
            if stage.value not in self.stages:
                self.stages.add(stage.value)
                sys.stderr.write(f"{said}\n")
        elif text != self.shown:
            sys.stderr.write(f"{_CLEAR}{text}")
            sys.stderr.flush()
            self.shown = text

    def clear(self) -> None:
        """Take the line away before anything else is printed."""
        if self.shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
            self.shown = ""
