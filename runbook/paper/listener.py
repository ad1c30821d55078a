"""Whatever the engine says is a finding: a message is the only trace of a crossed box or an ignored rule."""

from __future__ import annotations

import logging

from runbook.errors import Problem

# What a library will drop in a later version is no fault of this paper.
_ABOUT_TOMORROW = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)


class Listener(logging.Handler):
    """Turns messages of the engine and warnings of Python into problems of the document at hand, each once."""

    def __init__(self) -> None:
        """``where`` is set to the name of each document as its turn comes."""
        super().__init__(logging.WARNING)
        self.heard: list[Problem] = []
        self.where = ""

    def emit(self, record: logging.LogRecord) -> None:
        """A message of the engine; ``.notdef`` means a crossed box on paper although its text can be searched."""
        if record.msg.startswith(".notdef") and isinstance(record.args, tuple):
            character, code_point = record.args
            self.note(
                Problem.of("paper-glyph-missing", self.where, character=character, code_point=f"U+{code_point:04X}")
            )
        else:
            self.note(Problem.of("paper-engine", self.where, message=record.getMessage()))

    def warn(self, message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
        """A warning of Python, in the signature of ``warnings.showwarning``."""
        if not issubclass(category, _ABOUT_TOMORROW):
            self.note(Problem.of("paper-engine", self.where, message=f"{category.__name__}: {message}"))

    def note(self, problem: Problem) -> None:
        """Keep a problem unless it is known."""
        if problem not in self.heard:
            self.heard.append(problem)
