"""From finished HTML to checked PDF. The engine runs in child processes; the parent never imports it."""

from __future__ import annotations

from runbook.paper.cache import NO_CACHE, PaperCache, cache_folder
from runbook.paper.process import print_sheets
from runbook.paper.protocol import Binding, Chapter, Paper, PaperSheet, Volume
from runbook.paper.readback import page_count, page_texts
from runbook.paper.sharing import Shard
from runbook.paper.strings import strings_in

__all__ = [
    "NO_CACHE",
    "Binding",
    "Chapter",
    "Paper",
    "PaperCache",
    "PaperSheet",
    "Shard",
    "Volume",
    "cache_folder",
    "page_count",
    "page_texts",
    "print_sheets",
    "strings_in",
]
