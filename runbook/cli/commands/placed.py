"""`runbook placed`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.arguments import clock_of
from runbook.cli.completion import people, places
from runbook.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, QuietOption, TalkOption, TodayOption
from runbook.cli.session import session


def placed(
    by: Annotated[
        list[str],
        typer.Option("--by", metavar="PERSON", autocompletion=people, help="Id of who did it; one option each."),
    ],
    place: Annotated[
        list[str] | None,
        typer.Option(
            "--place", "-p", metavar="ID", autocompletion=places, help="Only this place; may be repeated. Default: all."
        ),
    ] = None,
    edition: Annotated[
        int | None, typer.Option("--edition", metavar="NUMBER", help="The edition of the slip. Default: the last one.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="SHEET", help="Only this sheet, as in en/02-approvers; may be repeated."),
    ] = None,
    day: Annotated[
        str | None, typer.Option("--day", metavar="YYYY-MM-DD", help="Day on which it was done. Default: today.")
    ] = None,
    not_shredded: Annotated[
        bool, typer.Option("--not-shredded", help="What was taken out is not shredded yet; --note says where it is.")
    ] = False,
    note: Annotated[str, typer.Option("--note", help="What was otherwise than on the slip.")] = "",
    check: Annotated[
        bool, typer.Option("--check", help="Only say what would be recorded. Nothing is written.")
    ] = False,
    config: ConfigOption = DEFAULT_CONFIG,
    date: TodayOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Confirm that copies were changed as the slip says.

    For each place: which copies are in, which are out and shredded, by whom and when. It is kept in CONFIG.records.json
    as a placement. From then on diff, slips and `runbook verify --places` count what is really there.

    Example: runbook placed --place safe-a --by suzuki --by mori
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.cli.reports.placements import placed_report
        from runbook.records.confirming import SOURCE, Slip, placements
        from runbook.records.placing import counted
        from runbook.records.taking import Desk, take_in_together

        desk = Desk.of(config, clock_of(date))
        done = clock_of(day).day if day else None
        slip = Slip(
            by=tuple(by),
            day=done or desk.today,
            edition=edition,
            places=tuple(dict.fromkeys(place or ())),
            only=tuple(only or ()),
            is_shredded=not not_shredded,
            note=" ".join(note.split()),
        )
        forms = placements(slip, desk)
        taken = take_in_together(desk, forms, Path(SOURCE), write=not check)
        console.show(placed_report(taken, [counted(form.form) for form in forms], console.language))
