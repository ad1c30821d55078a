"""`runbook packet`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.completion import accounts, cases, tasks
from runbook.cli.options import (
    DEFAULT_CONFIG,
    AtOption,
    ConfigOption,
    FormatOption,
    JsonOption,
    NoCacheOption,
    QuietOption,
    TalkOption,
    TemplatesOption,
)
from runbook.cli.session import session

DEFAULT_PACKET = Path("packet")


def packet(
    account: Annotated[
        str | None,
        typer.Option("--account", metavar="ID", autocompletion=accounts, help="The AWS account in question."),
    ] = None,
    task: Annotated[
        str | None,
        typer.Option(
            "--task", metavar="TASK", autocompletion=tasks, help="Task of sheet 01, such as restore-iam-permissions."
        ),
    ] = None,
    case: Annotated[
        str | None,
        typer.Option(
            "--case", metavar="CASE", autocompletion=cases, help="Instead of a task: alert, lost-mfa, refused …"
        ),
    ] = None,
    at: AtOption = None,
    drill: Annotated[bool, typer.Option("--drill", help="Mark it as a drill.")] = False,
    twin: Annotated[
        bool, typer.Option("--twin", help="Two languages side by side on one paper, with one code.")
    ] = False,
    config: ConfigOption = DEFAULT_CONFIG,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder for the packet. It is replaced as a whole.")
    ] = DEFAULT_PACKET,
    formats: FormatOption = None,
    templates: TemplatesOption = None,
    no_cache: NoCacheOption = False,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Write the packet of one case for one moment, with those who are away then marked.

    If the task does not need root, nothing is written: the better way is told, with exit code 1.

    Example: runbook packet --account 111122223333 --task restore-iam-permissions --at 2026-12-30T03:10
    """
    with session(talk, quiet=quiet or json, json=json) as console:
        from runbook.cli.packets import answered, formats_of, request_of

        wanted = formats_of(formats, twin=twin)
        request = request_of(
            console, config, templates, account=account, task=task, case=case, at=at, drill=drill, no_cache=no_cache
        )
        console.show(answered(request, output, wanted, console.language, twin=twin))
