"""`runbook build`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.arguments import chosen, one_of, shard_of
from runbook.cli.options import (
    DEFAULT_CONFIG,
    DEFAULT_OUTPUT,
    DEFAULT_ROLE_ONLY,
    AudienceOption,
    ConfigOption,
    DateOption,
    ForceOption,
    FormatOption,
    JsonOption,
    NoCacheOption,
    QuietOption,
    TalkOption,
    TemplatesOption,
)
from runbook.cli.session import session


def build(
    ctx: typer.Context,
    config: ConfigOption = DEFAULT_CONFIG,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Folder for the result. It is replaced as a whole. Default: output, for role-only: role-only.",
        ),
    ] = None,
    audience: AudienceOption = "full",
    date: DateOption = None,
    formats: FormatOption = None,
    templates: TemplatesOption = None,
    no_cache: NoCacheOption = False,
    force: ForceOption = False,
    shard: Annotated[
        str | None,
        typer.Option(
            "--shard",
            metavar="K/N",
            help="Only print the K-th of N shares of the sheets into the cache. A build that finds all binds them.",
        ),
    ] = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
    open_index: Annotated[
        bool, typer.Option("--open", help="Afterwards show the result in the browser of this machine.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Build again whenever the config or your templates are saved.")
    ] = False,
) -> None:
    """Write all sheets into the output folder.

    Every sheet, in every language of the config, as Markdown, HTML and PDF. Nothing is written unless everything is
    right; the folder is then replaced in one step. A role-only edition is for readers who may know roles, but no name,
    number or place: no byte of it holds one.

    Example: runbook build config.yaml -o output
    """
    with session(talk, quiet=quiet or json, json=json) as console:
        from runbook.audience import Audience
        from runbook.build import build_folder, build_share
        from runbook.cli.browser import show_in_browser
        from runbook.cli.grammar import typed_in
        from runbook.cli.inputs import inputs
        from runbook.cli.repeating import beginning_of, remember
        from runbook.cli.reports.builds import report_on, share_report
        from runbook.cli.watching import rebuild_on_save
        from runbook.errors import UsageError
        from runbook.formats import FORMATS, PAPERS
        from runbook.unchanged.answering import ONCE, WATCHING, answer

        typed = typed_in(ctx)
        wanted = chosen(formats, FORMATS, "bad_format") or FORMATS
        reader = Audience(one_of("--audience", audience, list(Audience)))
        folder = output or (DEFAULT_OUTPUT if reader is Audience.FULL else DEFAULT_ROLE_ONLY)
        if shard is not None:
            share = shard_of(shard)
            run = inputs(config, date, templates, no_cache=no_cache)
            if watch or open_index or output is not None or not set(PAPERS) & set(wanted):
                raise UsageError("shard_alone")
            if run.cache.folder is None:
                raise UsageError("shard_no_cache")
            console.show(share_report(build_share(run, share, reader), console.language))
            return
        to_open = [show_in_browser] if open_index else []

        def once() -> None:
            run = inputs(config, date, templates, no_cache=no_cache)
            purpose = WATCHING if watch else ONCE
            if watch and not force and (said := answer(typed, purpose)):
                console.repeat(said)
                return
            beginning = beginning_of(typed, purpose, run)
            built = build_folder(run, folder, wanted, reader)
            console.show(report_on(built, console.language))
            if beginning and not force and not open_index:
                remember(beginning, built, run, console)
            while to_open:
                to_open.pop()(console, folder, wanted)

        if watch:
            rebuild_on_save(console, config, templates, once)
        else:
            once()
