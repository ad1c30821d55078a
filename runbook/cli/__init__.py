"""The command line: read arguments, call the path, show the result, choose the exit code."""

from __future__ import annotations

from typing import Annotated

import typer

from runbook.cli import answering, history, judging, making

app = typer.Typer(
    name="runbook",
    help="Write a company's own AWS root-user runbook from one YAML file.",
    epilog="Exit codes: 0 done, 1 findings, 2 usage or config, 3 secret found, 4 rendering refused, "
    "5 output folder or register, 70 a fault of runbook.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from runbook import __version__  # noqa: PLC0415

        typer.echo(f"runbook {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


for command in (
    making.build,
    history.issue,
    history.diff,
    history.verify,
    history.leave,
    judging.check,
    judging.explain,
    answering.who,
    making.init,
    making.schema,
    making.doctor,
):
    app.command()(command)


def run() -> None:
    """Run the application; never ends in a traceback unless RUNBOOK_DEBUG is set."""
    from runbook.cli.console import make_streams_safe  # noqa: PLC0415

    make_streams_safe()
    app()
