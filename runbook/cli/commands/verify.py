"""`runbook verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.arguments import clock_of
from runbook.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, QuietOption, TalkOption, TodayOption
from runbook.cli.session import session

BUNDLE = ".zip"


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
        bundles = [code for code in codes or () if code.lower().endswith(BUNDLE)]
        if bundles:
            from runbook.audit.archive import check_archive
            from runbook.cli.reports.bundles import checked_report
            from runbook.errors import UsageError

            if len(bundles) < len(codes or ()) or output is not None or places:
                raise UsageError("bundle_and_more", bundle=bundles[0])
            console.show(checked_report([check_archive(Path(bundle)) for bundle in bundles], console.language))
            return
        if places:
            from runbook.cli.reports.placements import Lying, places_report
            from runbook.errors import UsageError
            from runbook.records.places import copies_standing
            from runbook.records.taking import Desk

            if codes or output is not None:
                raise UsageError("places_alone")
            desk = Desk.of(config, clock_of(date))
            edition = desk.register.in_force(desk.today)
            copies = copies_standing(desk.whole, desk.register, desk.before, desk.today)
            number = edition.number if edition else None
            console.show(places_report(Lying(desk.whole, copies, number, desk.today), console.language))
            return
        from runbook.cli.reports.verifications import report_on
        from runbook.editions.verification import verify_papers
        from runbook.recognition import Recognition

        found = verify_papers(config, codes or (), output, clock_of(date), Recognition(config))
        console.show(report_on(found, console.language))
