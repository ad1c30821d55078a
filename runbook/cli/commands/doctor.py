"""`runbook doctor`."""

from __future__ import annotations

from runbook.cli.options import DEFAULT_OUTPUT, JsonOption, OutputOption, TalkOption
from runbook.cli.session import session


def doctor(output: OutputOption = DEFAULT_OUTPUT, talk: TalkOption = None, json: JsonOption = False) -> None:
    """See whether this machine can make PDFs.

    Says what is missing and the one command that installs it. Exit code 1 if something must be fixed.

    Example: runbook doctor
    """
    with session(talk, json=json) as console:
        from runbook.cli.machine import examine
        from runbook.cli.reports.diagnoses import report_on

        console.show(report_on(examine(output, console.language), console.language))
