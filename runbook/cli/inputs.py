"""What every command that makes sheets starts from."""

from __future__ import annotations

import os
from datetime import date as date_type
from functools import partial
from pathlib import Path

from runbook.building import Inputs
from runbook.cli.arguments import clock_of
from runbook.errors import UsageError
from runbook.paper import NO_CACHE, PaperCache, cache_folder
from runbook.records.executions import executions_of
from runbook.records.store_file import read_records_of
from runbook.sheets.marks import Executions


def inputs(config: Path, date: str | None, templates: Path | None, *, no_cache: bool = True) -> Inputs:
    """The inputs of a run as typed; UsageError for a day or a folder of templates that is none."""
    if templates is not None and not os.path.isdir(templates):  # noqa: PTH112  Path.is_dir() fails for a name too long
        raise UsageError("not_folder", folder=templates)
    cache = NO_CACHE if no_cache else PaperCache(cache_folder(os.environ))
    return Inputs(config, clock_of(date), templates, cache, partial(_executions, config))


def _executions(config: Path, day: date_type) -> Executions:
    """The last executions on a day by the records beside a config, as they are now."""
    _, records = read_records_of(config)
    return executions_of(records, day)
