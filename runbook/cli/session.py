"""What every command does around its work: talk, turn errors into exit codes, read clock, register and folders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from runbook.errors import OutputError, Problem, RunbookError

if TYPE_CHECKING:
    from pathlib import Path

    from runbook.cli.console import Console
    from runbook.clock import Clock
    from runbook.config import Reading
    from runbook.editions import Register
    from runbook.knowledge.loading import Knowledge
    from runbook.writing import Ledger

FINDINGS = 1
USAGE = 2
BUG = 70
INTERRUPTED = 130
READER_GONE = 141
FIRST_YEAR, LAST_YEAR = 2000, 2199


@contextmanager
def session(talk: str | None, *, quiet: bool = False, json: bool = False) -> Iterator[Console]:
    """A console; whatever goes wrong while it is used becomes a message and an exit code."""
    from runbook.cli.console import Console, reader_language  # noqa: PLC0415

    console = Console(reader_language(talk), quiet)
    try:
        try:
            yield console
        except RunbookError as error:
            if json:
                console.result_json({"problems": [console.problem_record(problem) for problem in error.problems]})
            else:
                console.problems(error.problems)
            console.complain("problems" if error.nothing_written else "problems_only", count=len(error.problems))
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


def read(config: Path) -> tuple[Knowledge, Reading]:
    """What ships with the product, and a config with all its appointments; errors as from `read_config`."""
    from runbook.build import read_config  # noqa: PLC0415  heavy
    from runbook.config import load_config  # noqa: PLC0415
    from runbook.knowledge.loading import load_knowledge  # noqa: PLC0415
    from runbook.resources import templates_dir  # noqa: PLC0415

    knowledge = load_knowledge(templates_dir())
    return knowledge, read_config(load_config(config), knowledge)


def chosen_formats(wanted: list[str] | None, console: Console) -> tuple[str, ...]:
    """The formats to make, in the fixed order; ``md,html`` and repeated options both work."""
    from runbook.formats import FORMATS  # noqa: PLC0415

    names = [name.strip() for value in wanted or FORMATS for name in value.split(",")]
    for name in names:
        if name not in FORMATS:
            console.complain("bad_format", value=name, known=", ".join(FORMATS))
            raise typer.Exit(USAGE)
    return tuple(name for name in FORMATS if name in names)


def own_templates(folder: Path | None, console: Console) -> Path | None:
    """The folder with own templates; exit 2 if it is none."""
    if folder is not None and not folder.is_dir():
        console.complain("not_folder", folder=folder)
        raise typer.Exit(USAGE)
    return folder


def clock_of(wanted: str | None, console: Console) -> Clock:
    """The only clock: ``--date``, else SOURCE_DATE_EPOCH, else now; exit 2 for what is no day of our time."""
    from datetime import UTC, date, datetime  # noqa: PLC0415

    from runbook.clock import Clock  # noqa: PLC0415

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    clock = None
    try:
        if wanted is not None:
            clock = Clock(day=date.fromisoformat(wanted))
        else:
            clock = Clock(moment=datetime.fromtimestamp(int(epoch), UTC) if epoch is not None else datetime.now(UTC))
    except (ValueError, OverflowError, OSError):
        pass  # told below
    if clock is None or not FIRST_YEAR <= clock.day_in("UTC").year <= LAST_YEAR:
        if wanted is not None:
            console.complain("bad_date", value=wanted)
        else:
            console.complain("bad_epoch", value=epoch)
        raise typer.Exit(USAGE)
    return clock


def known_editions(config: Path) -> tuple[Ledger, Register]:
    """The register beside a config and its file; OutputError if it is no register or was changed by hand."""
    from runbook.editions import EMPTY, BrokenRegisterError, read_register  # noqa: PLC0415  heavy
    from runbook.writing import read_ledger  # noqa: PLC0415

    ledger = read_ledger(config)
    if ledger.before is None:
        return ledger, EMPTY
    try:
        return ledger, read_register(ledger.before)
    except BrokenRegisterError as error:
        values = (("edition", str(error.edition)),)
        raise OutputError((Problem(f"register-{error.reason}", where=str(ledger.path), values=values),)) from error
