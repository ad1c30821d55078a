"""`runbook who`."""

from __future__ import annotations

from typing import Annotated

import typer

from runbook.cli.arguments import account_of, told_moment
from runbook.cli.completion import accounts
from runbook.cli.options import DEFAULT_CONFIG, AtOption, ConfigOption, JsonOption, TalkOption
from runbook.cli.session import session


def who(
    at: AtOption = None,
    account: Annotated[
        str | None,
        typer.Option(
            "--account", metavar="ID", autocompletion=accounts, help="Also who has the keys of this AWS account."
        ),
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    talk: TalkOption = None,
    json: JsonOption = False,
) -> None:
    """Say whom to call now, in order.

    Works out escalation, terms, hours, absences and deputies for one moment, with local times. Exit code 1 if the
    approvals that are needed cannot be had.

    Example: runbook who --at 2026-12-29T03:10 --account 111122223333
    """
    with session(talk, json=json) as console:
        from runbook.assessment import read_file
        from runbook.cli.reports.calls import report_on
        from runbook.custody.call_list import call_list

        organisation = read_file(config).organisation
        moment = told_moment(at, organisation.company.time_zone, console)
        calls = call_list(organisation, moment, account_of(account, organisation))
        console.show(report_on(calls, organisation, console.language))
