"""`runbook diff`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    EffectiveOption,
    JsonOption,
    NoCacheOption,
    QuietOption,
    TalkOption,
    TemplatesOption,
    TodayOption,
)
from runbook.cli.session import session


def diff(
    old: Annotated[
        int | None, typer.Argument(help="Number of an edition, 0 for none. Default: the one issued last.")
    ] = None,
    new: Annotated[int | None, typer.Argument(help="Number of a later edition. Default: the config as it is.")] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder for slip and redline. Without it nothing is written.")
    ] = None,
    effective: EffectiveOption = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 1 if a sheet changed.")] = False,
    date: TodayOption = None,
    templates: TemplatesOption = None,
    no_cache: NoCacheOption = False,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Show what changed and which copies to replace.

    The organisation in words, then sheet by sheet with old and new code, then the copies by place. With a folder, also
    as a slip to sign and a redline to approve.

    Examples: runbook diff --effective 2027-05-01 -o reprint; runbook diff 1 2
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.cli.inputs import inputs
        from runbook.cli.reports.editions import diff_report
        from runbook.issuing import diff_folder

        run = inputs(config, effective or date, templates, no_cache=no_cache)
        comparison = diff_folder(run, old, new, output)
        console.show(diff_report(comparison, console.language, output, is_finding=exit_code and not comparison.is_same))
