"""`runbook init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.options import DEFAULT_CONFIG, QuietOption, TalkOption
from runbook.cli.session import session


def init(
    config: Annotated[Path, typer.Argument(help="File to make.")] = DEFAULT_CONFIG,
    full: Annotated[bool, typer.Option("--full", help="Start from the example that uses every field.")] = False,
    talk: TalkOption = None,
    quiet: QuietOption = False,
) -> None:
    """Start a config file.

    A small one that builds at once, or the full example. Never overwrites a file.

    Example: runbook init config.yaml
    """
    with session(talk, quiet=quiet) as console:
        from runbook.errors import UsageError
        from runbook.resources import example_config
        from runbook.writing import write_new

        if not write_new(config, example_config(full=full)):
            raise UsageError("exists", file=config)
        console.say("created", file=config)
