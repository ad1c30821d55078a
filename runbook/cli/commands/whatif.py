"""`runbook whatif`."""

from __future__ import annotations

from typing import Annotated

import typer

from runbook.cli.arguments import told_moment
from runbook.cli.completion import losses, people
from runbook.cli.options import DEFAULT_CONFIG, AtOption, ConfigOption, JsonOption, QuietOption, TalkOption
from runbook.cli.session import session


def whatif(
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without",
            metavar="PERSON",
            autocompletion=people,
            help="Somebody who cannot be reached; may be repeated.",
        ),
    ] = None,
    down: Annotated[
        list[str] | None,
        typer.Option(
            "--down",
            metavar="ID",
            autocompletion=losses,
            help="A site, place, service, item or account that is gone; may be repeated.",
        ),
    ] = None,
    at: AtOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Say which packets can still be done while people, places or services are missing.

    By whom, in how many minutes, and for each that cannot be done the cheapest one or two edits of the config that
    would mend it. Exit code 1 if a packet cannot be done. docs/contingency.md says what is modelled and what is not.

    Example: runbook whatif --without sato --down osaka --down idp --at 2026-12-30T03:00
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.assessment import read_file
        from runbook.cli.reports.contingencies import report_on
        from runbook.contingency.forecast import forecast
        from runbook.contingency.situation import named_losses
        from runbook.knowledge.loading import shipped_knowledge

        reading = read_file(config)
        moment = told_moment(at, reading.organisation.company.time_zone, console)
        named = named_losses(reading.organisation, without or (), down or ())
        found = forecast(reading.organisation, shipped_knowledge().procedure, moment, named)
        console.show(report_on(found, reading, console.language))
