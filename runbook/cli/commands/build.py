"""`runbook build`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.grammar import typed_in
from runbook.cli.options import (
    DEFAULT_CONFIG,
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
        from runbook.cli.building import BuildOptions, carry_out

        options = BuildOptions(
            line=typed_in(ctx),
            config=config,
            output=output,
            audience=audience,
            date=date,
            formats=formats,
            templates=templates,
            shard=shard,
            no_cache=no_cache,
            force=force,
            open_index=open_index,
            watch=watch,
        )
        carry_out(options, console)
