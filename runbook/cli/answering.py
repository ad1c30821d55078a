"""The command that answers at night: who."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from runbook.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, TalkOption
from runbook.cli.session import FINDINGS, USAGE, clock_of, read, session

if TYPE_CHECKING:
    from datetime import datetime

    from runbook.cli.console import Console
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
        from runbook.cli.reports.calls import CallReader, record  # noqa: PLC0415  heavy
        from runbook.custody.call_list import call_list  # noqa: PLC0415
        from runbook.knowledge.phrases import Speaker  # noqa: PLC0415

        knowledge, reading = read(config)
        organisation = reading.organisation
        chosen = _account(console, organisation, account)
        calls = call_list(organisation, _moment(console, at, organisation.company.time_zone), chosen)
        if json:
            console.result_json(record(calls))
        else:
            reader = CallReader(Speaker(knowledge.language(console.language), organisation))
            console.result("\n".join(reader.lines(calls)))
        if not calls.is_enough:
            raise typer.Exit(FINDINGS)


def _moment(console: Console, at: str | None, time_zone: str) -> datetime:
    from datetime import UTC, datetime  # noqa: PLC0415
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    from runbook.custody.call_list import local_moment  # noqa: PLC0415  heavy

    if at is None:
        return (clock_of(None, console).moment or datetime.now(UTC)).astimezone(ZoneInfo(time_zone))
    try:
        moment, doubtful = local_moment(at, time_zone)
    except (ValueError, OverflowError):
        console.complain("bad_time", value=at)
        raise typer.Exit(USAGE) from None
    if doubtful:
        console.say("doubtful_time", value=at, moment=f"{moment:%Y-%m-%d %H:%M %Z}")
    return moment


def _account(console: Console, organisation: Organisation, typed: str | None) -> Account | None:
    from runbook.text.nearest import nearest  # noqa: PLC0415  heavy

    if typed is None:
        return None
    account = organisation.account(typed.replace("-", "").replace(" ", ""))
    if account is None:
        console.complain(
            "no_account", value=typed, nearest=nearest(typed, [known.id for known in organisation.accounts])
        )
        raise typer.Exit(USAGE)
    return account
