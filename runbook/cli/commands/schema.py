"""`runbook schema`."""

from __future__ import annotations

from runbook.cli.options import TalkOption
from runbook.cli.session import session


def schema(talk: TalkOption = None) -> None:
    """Print the JSON Schema of the config.

    Editors use it to complete and check what you type.

    Example: runbook schema > config.schema.json
    """
    with session(talk) as console:
        from runbook.cli.reports.report import Report
        from runbook.config import json_schema

        console.show(Report(record=json_schema, is_record_only=True))
