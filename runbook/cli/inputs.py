"""What every command that makes sheets starts from."""

from __future__ import annotations

import os
from pathlib import Path

from runbook.build import Inputs
from runbook.cli.arguments import clock_of
from runbook.errors import UsageError
from runbook.paper import NO_CACHE, PaperCache, cache_folder


def inputs(config: Path, date: str | None, templates: Path | None, *, no_cache: bool = True) -> Inputs:
    """The inputs of a run as typed; UsageError for a day or a folder of templates that is none."""
    if templates is not None and not os.path.isdir(templates):  # noqa: PTH112  Path.is_dir() fails for a name too long
        raise UsageError("not_folder", folder=templates)
    cache = NO_CACHE if no_cache else PaperCache(cache_folder(os.environ))
    return Inputs(config, clock_of(date), templates, cache)
