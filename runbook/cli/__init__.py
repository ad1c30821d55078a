"""The command line: read arguments, call the path, show the result, choose the exit code."""

from __future__ import annotations

from typing import Annotated

import typer

from runbook import TOOL
from runbook.cli.commands.build import build
from runbook.cli.commands.cards import cards
from runbook.cli.commands.check import check
from runbook.cli.commands.diff import diff
from runbook.cli.commands.doctor import doctor
from runbook.cli.commands.due import due
from runbook.cli.commands.evidence import evidence
from runbook.cli.commands.explain import explain
from runbook.cli.commands.guardrails import guardrails
from runbook.cli.commands.import_ import import_
from runbook.cli.commands.init import init
from runbook.cli.commands.issue import issue
from runbook.cli.commands.leave import leave
from runbook.cli.commands.packet import packet
from runbook.cli.commands.placed import placed
from runbook.cli.commands.prove import prove
from runbook.cli.commands.reconcile import reconcile
from runbook.cli.commands.record import record
from runbook.cli.commands.schema import schema
from runbook.cli.commands.templates import templates
from runbook.cli.commands.verify import verify
from runbook.cli.commands.whatif import whatif
from runbook.cli.commands.who import who
from runbook.cli.console import make_streams_safe
from runbook.cli.grammar import Commands

COMMANDS = (
    *(build, packet, cards, issue, diff, verify, leave, check, prove, explain, who, whatif, due),
    *(record, placed, evidence, guardrails, import_, reconcile, templates, init, schema, doctor),
)


class _Runbook(Commands):
    offered = COMMANDS


app = typer.Typer(
    name="runbook",
    cls=_Runbook,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Write a company's own AWS root-user runbook from one YAML file.",
    epilog="Exit codes: 0 done, 1 findings, 2 usage or config, 3 secret found, 4 rendering refused, "
    "5 output folder or register, 70 a fault of runbook.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    """The answer among other arguments; alone, `__main__` has given it before anything was imported."""
    if wanted:
        typer.echo(TOOL)
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


def run() -> None:
    """Run the application; never ends in a traceback unless RUNBOOK_DEBUG is set."""
    make_streams_safe()
    app()
