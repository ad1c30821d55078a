"""`runbook evidence`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    LanguagesOption,
    NoCacheOption,
    QuietOption,
    TalkOption,
    TemplatesOption,
    TodayOption,
)
from runbook.cli.session import session


def evidence(
    config: ConfigOption = DEFAULT_CONFIG,
    first: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="First day. Default: a year before the last.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day. Default: the day of today.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write. Default: evidence.zip.")
    ] = None,
    audience: Annotated[
        str, typer.Option("--audience", metavar="WHO", help="role-only, or full: with names, numbers and places.")
    ] = "role-only",
    languages: LanguagesOption = None,
    reconciled: Annotated[
        Path | None, typer.Option("--reconcile", metavar="FILE", help="A result of `runbook reconcile --json`.")
    ] = None,
    timeline: Annotated[
        bool, typer.Option("--timeline", help="Only the timeline, as one file: .html (default) or .pdf.")
    ] = False,
    date: TodayOption = None,
    templates: TemplatesOption = None,
    no_cache: NoCacheOption = False,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Write the auditor's bundle: one ZIP file about a span of days.

    Index and timeline as HTML and PDF, and the same as JSON: editions with approvals and reasons, uses, drills and
    checks, every seal, findings of the last day, accepted risks, and for each control what is there and what is
    missing. By default for readers of roles only. `runbook verify FILE.zip` checks it.

    Example: runbook evidence config.yaml --from 2026-01-01 --to 2026-12-31 -o evidence.zip
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.cli.bundling import EvidenceOptions, made
        from runbook.cli.inputs import inputs
        from runbook.cli.reports.bundles import made_report

        request = EvidenceOptions(first, last, audience, languages, reconciled).read()
        run = inputs(config, date, templates, no_cache=no_cache)
        console.show(made_report(made(request, run, output, timeline=timeline), console.language))
