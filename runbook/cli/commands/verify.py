"""`runbook verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.arguments import clock_of
from runbook.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, QuietOption, TalkOption, TodayOption
from runbook.cli.session import session


def verify(
    codes: Annotated[
        list[str] | None, typer.Argument(metavar="CODE...", help="Codes as they stand on paper; or bundles (.zip).")
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Check every file of this folder against its manifest.")
    ] = None,
    places: Annotated[
        bool, typer.Option("--places", help="List copies that are stale, missing, too old, or that nobody confirmed.")
    ] = False,
    date: TodayOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Tell whether a paper or an output folder is current, and a bundle of evidence whole.

    A code is current, not in force yet, superseded, withdrawn, unknown or mistyped. Exit 0 only if all are current.
    Case, spaces and hyphens do not matter; O is read as 0, I and L as 1.

    A card is known by its code and the day in its foot, a packet made for a moment by its code and that moment.

    With --places it tells how every copy stands by the placements that were recorded.

    Examples: runbook verify 7K3M-9QTX-X; runbook verify --output output; runbook verify evidence.zip
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.cli.verifying import VerifyOptions, verified

        options = VerifyOptions(tuple(codes or ()), output, places)
        console.show(verified(options, config, clock_of(date), console.language))
