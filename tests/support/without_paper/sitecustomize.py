"""Found through PYTHONPATH by the processes that a test without the marker ``paper`` starts: none of them prints."""

from __future__ import annotations

import sys
from typing import Any


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """SystemExit where the process of `runbook.paper` would start."""
    if event == "subprocess.Popen" and "runbook.paper" in map(str, arguments[1]):
        raise SystemExit("a test that prints paper needs the marker `paper`")


sys.addaudithook(refuse)
