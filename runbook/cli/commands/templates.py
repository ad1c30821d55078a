"""`runbook templates`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.arguments import one_of
from runbook.cli.options import DEFAULT_TEMPLATES, JsonOption, QuietOption, TalkOption
from runbook.cli.session import session

ACTIONS = ("list", "eject", "diff")


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
        from runbook.cli.reports import overriding
        from runbook.knowledge.loading import shipped_knowledge
        from runbook.overrides import catalogue, eject, own_pieces
        from runbook.sheets.templates import Templates

        one_of("list|eject|diff", action, ACTIONS)
        knowledge = shipped_knowledge()
        if action == "eject":
            wanted = overriding.asked_for(names or [], catalogue(knowledge))
            console.show(overriding.ejected(eject(wanted, folder, knowledge), wanted, console.language))
            return
        own = own_pieces(folder, Templates.of(knowledge, folder), knowledge) if folder.exists() else ()
        if action == "list":
            console.show(overriding.listed(catalogue(knowledge), tuple(own), names or [], console.language))
        else:
            console.show(overriding.compared(tuple(own), folder, console.language))
