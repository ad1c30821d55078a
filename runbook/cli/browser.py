"""Showing a result in the browser of this machine: a file is handed over, no address is opened."""

from __future__ import annotations

import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runbook.cli.console import Console


def show_in_browser(console: Console, output: Path, formats: Sequence[str]) -> None:
    """Open the index of an output folder; a sentence if there is none, or no browser."""
    index = output / "index.html"
    if "html" not in formats:
        console.say("no_html_to_open")
    elif not webbrowser.open(index.resolve().as_uri()):
        console.say("no_browser", index=index)
