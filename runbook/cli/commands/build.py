"""`runbook build`."""

from __future__ import annotations

from typing import Annotated

import typer

from runbook.cli.arguments import chosen
from runbook.cli.options import (
    DEFAULT_CONFIG,
    DEFAULT_OUTPUT,
    ConfigOption,
    DateOption,
    FormatOption,
    JsonOption,
    NoCacheOption,
    OutputOption,
    QuietOption,
    TalkOption,
    TemplatesOption,
)
from runbook.cli.session import session


def build(
    config: ConfigOption = DEFAULT_CONFIG,
    output: OutputOption = DEFAULT_OUTPUT,
    date: DateOption = None,
    formats: FormatOption = None,
    templates: TemplatesOption = None,
    no_cache: NoCacheOption = False,
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
    right; the folder is then replaced in one step.

    Example: runbook build config.yaml -o output
    """
    with session(talk, quiet=quiet or json, json=json) as console:
        from runbook.build import build_folder
        from runbook.cli.browser import show_in_browser
        from runbook.cli.inputs import inputs
        from runbook.cli.reports.builds import report_on
        from runbook.cli.watching import rebuild_on_save
        from runbook.formats import FORMATS

        wanted = chosen(formats, FORMATS, "bad_format") or FORMATS
        to_open = [show_in_browser] if open_index else []

        def once() -> None:
            run = inputs(config, date, templates, no_cache=no_cache)
            console.show(report_on(build_folder(run, output, wanted), console.language))
            while to_open:
                to_open.pop()(console, output, wanted)

        if watch:
            rebuild_on_save(console, config, templates, once)
        else:
            once()
