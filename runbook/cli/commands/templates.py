"""`runbook templates`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.options import DEFAULT_TEMPLATES, JsonOption, QuietOption, TalkOption
from runbook.cli.session import session


def templates(
    action: Annotated[str, typer.Argument(metavar="list|eject|diff", help="What to do.")],
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME...]", help="Pieces to eject; parts of names to list.")
    ] = None,
    folder: Annotated[Path, typer.Option("--templates", help="Folder with your own templates.")] = DEFAULT_TEMPLATES,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """List what can be overridden, take pieces out to edit them, or compare own pieces with what ships now.

    A piece is a file, a block of one, or a sentence. An ejected piece remembers what it was made of: diff shows what
    changed upstream since, and ends with exit code 1 if anything did. Nothing of yours is ever written over.

    Example: runbook templates eject blocks/html/h2.j2 en:sheets.register.slip
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.cli.overriding import answered

        console.show(answered(action, names or [], folder, console.language))
