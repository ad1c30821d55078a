"""What every command does around its work: talk, and turn errors into messages and exit codes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from runbook import INTERRUPTED
from runbook.cli.console import Console, reader_language, refuse_unknown_language
from runbook.errors import RunbookError, UsageError

BUG = 70
READER_GONE = 141


@contextmanager
def session(talk: str | None, *, quiet: bool = False, json: bool = False) -> Iterator[Console]:
    """A console; whatever goes wrong while it is used becomes a message and an exit code."""
    console = Console(reader_language(talk), quiet=quiet, json=json)
    try:
        try:
            refuse_unknown_language(talk)
            with console.watching():
                yield console
        except UsageError as error:
            console.complain(error.key, **error.values)
            raise typer.Exit(error.exit_code) from error
        except RunbookError as error:
            console.show_problems(error)
            raise typer.Exit(error.exit_code) from error
        finally:
            console.finish()
    except KeyboardInterrupt as error:
        console.complain("interrupted")
        raise typer.Exit(INTERRUPTED) from error
    except BrokenPipeError as error:
        console.abandon_result()
        raise typer.Exit(READER_GONE) from error
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        if os.environ.get("RUNBOOK_DEBUG"):
            raise
        console.complain("bug", kind=type(error).__name__)
        raise typer.Exit(BUG) from error
