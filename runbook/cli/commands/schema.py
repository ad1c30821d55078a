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
        from runbook.cli.schema_manual import schema_for

        console.show(Report(record=lambda: schema_for(console.language), is_record_only=True))
