"""`runbook who`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from runbook.cli.arguments import FIRST_YEAR, LAST_YEAR, clock_of
from runbook.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, TalkOption
from runbook.cli.session import session
from runbook.errors import UsageError

if TYPE_CHECKING:
    from runbook.organisation import Account, Organisation


def who(
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="TIME", help="Local time of the company: 2026-12-29T03:10. Default: now."),
    ] = None,
    account: Annotated[
        str | None, typer.Option("--account", metavar="ID", help="Also who has the keys of this AWS account.")
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
        moment, is_doubtful = _moment(at, organisation.company.time_zone)
        if is_doubtful:
            console.say("doubtful_time", value=at, moment=f"{moment:%Y-%m-%d %H:%M %Z}")
        calls = call_list(organisation, moment, _account(account, organisation))
        console.show(report_on(calls, organisation, console.language))


def _moment(at: str | None, time_zone: str) -> tuple[datetime, bool]:
    """The moment meant, and whether it is to be told because the clocks change."""
    from runbook.custody.call_list import local_moment

    if at is None:
        return (clock_of(None).moment or datetime.now(UTC)).astimezone(ZoneInfo(time_zone)), False
    try:
        moment, is_doubtful = local_moment(at, time_zone)
    except (ValueError, OverflowError):
        raise UsageError("bad_time", value=at) from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:  # the calls that follow must have a time, too
        raise UsageError("bad_time", value=at)
    return moment, is_doubtful


def _account(typed: str | None, organisation: Organisation) -> Account | None:
    from runbook.text.nearest import nearest

    if typed is None:
        return None
    account = organisation.account(typed.replace("-", "").replace(" ", ""))
    if account is None:
        known = [account.id for account in organisation.accounts]
        raise UsageError("no_account", value=typed, nearest=nearest(typed, known))
    return account
