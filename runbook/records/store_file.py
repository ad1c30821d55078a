"""The records beside a config, read from their file and put back."""

from __future__ import annotations

from pathlib import Path

from runbook.errors import OutputError, Problem
from runbook.records.store import NONE, BrokenRecordsError, Records, read_records, records_text
from runbook.writing import KeptFile, read_kept, replace_kept

ENDING = ".records.json"


def read_records_of(config: Path) -> tuple[KeptFile, Records]:
    """The records of a config and their file; OutputError, with the line, if it was changed or cut by hand."""
    kept = read_kept(config.with_name(config.name + ENDING), "records-not-a-file")
    if kept.before is None:
        return kept, NONE
    try:
        return kept, read_records(kept.before)
    except BrokenRecordsError as error:
        values = (("entry", str(error.entry)),)
        file = str(kept.path)
        problem = Problem(
            f"records-{error.reason}", values=values, file=file, line=error.line, column=min(error.line, 1)
        )
        raise OutputError((problem,)) from error


def keep(kept: KeptFile, records: Records) -> None:
    """Write the records in one step; OutputError if another run wrote meanwhile or writes now, or the disk fails.

    A killed run leaves the file as it was or as it shall be, never a part of it.
    """
    replace_kept(kept, records_text(records))
