"""The command line: read arguments, call the path, show the result, choose the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runbook.errors import RunbookError

if TYPE_CHECKING:
    from datetime import date

    from runbook.console import Console

USAGE = 2
FINDINGS = 1
BUG = 70
INTERRUPTED = 130
FIRST_YEAR, LAST_YEAR = 2000, 2199

app = typer.Typer(
    name="runbook",
    help="Write a company's own AWS root-user runbook from one YAML file.",
    epilog="Exit codes: 0 done, 1 findings, 2 usage or config, 3 secret found, 4 rendering refused, 5 output folder, "
    "70 a fault of runbook.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

ConfigOption = Annotated[
    Path, typer.Option("--config", "-c", envvar="RUNBOOK_CONFIG", help="The YAML file about your organisation.")
]
OutputOption = Annotated[Path, typer.Option("--output", "-o", help="Folder for the result. It is replaced as a whole.")]
DateOption = Annotated[
    str | None,
    typer.Option("--date", metavar="YYYY-MM-DD", help="Day of issue. Default: SOURCE_DATE_EPOCH, else today."),
]
FormatOption = Annotated[
    list[str] | None, typer.Option("--format", "-f", metavar="md|html|pdf", help="Only this format; may be repeated.")
]
TemplatesOption = Annotated[
    Path | None, typer.Option("--templates", help="Folder with your own templates, laid over the shipped ones.")
]
TalkOption = Annotated[
    str | None,
    typer.Option("--talk", metavar="ja|en", help="Language of messages. Default: RUNBOOK_LANG, else locale."),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Result as JSON on standard output.")]

DEFAULT_CONFIG = Path("config.yaml")
DEFAULT_OUTPUT = Path("output")


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


@app.command()
def build(
    config: ConfigOption = DEFAULT_CONFIG,
    output: OutputOption = DEFAULT_OUTPUT,
    date: DateOption = None,
    formats: FormatOption = None,
    templates: TemplatesOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Write all sheets into the output folder.

    Every sheet, in every language of the config, as Markdown, HTML and PDF. Nothing is written unless everything is
    right; the folder is then replaced in one step.

    Example: runbook build -c config.yaml -o output
    """
    with _console(talk, quiet=quiet or json) as console:
        from runbook.build import build as build_all  # noqa: PLC0415  heavy
        from runbook.config import load_config  # noqa: PLC0415
        from runbook.writing import publish, refuse_early  # noqa: PLC0415

        chosen = _formats(formats, console)
        source = load_config(config)
        own = _templates(templates, console)
        refuse_early(output, config=config)
        if sys.stderr.isatty():
            console.say("rendering")
        built = build_all(source, issued_on=_issued_on(date, console), formats=chosen, own_templates=own)
        published = publish(built.files, output, config=config, about=built.about)
        if json:
            console.result_json(
                {
                    "output": str(output),
                    "files": sorted(built.files),
                    "codes": {sheet.name: sheet.code for sheet in built.sheets},
                    "notes": [console.problem_record(note) for note in built.notes],
                }
            )
            return
        if built.notes and not quiet:
            console.problems(built.notes)
        if published.written or published.removed:
            console.say("written", sheets=len(built.sheets), folder=output, files=len(built.files))
        else:
            console.say("unchanged", folder=output, files=len(built.files))
        if published.removed:
            console.say("removed", count=len(published.removed))
        if "html" in chosen:
            console.say("look", index=output / "index.html")


@app.command()
def check(
    config: ConfigOption = DEFAULT_CONFIG, talk: TalkOption = None, quiet: QuietOption = False, json: JsonOption = False
) -> None:
    """Look for problems in the config.

    All problems are shown at once, with file, line and column. Nothing is written.

    Example: runbook check -c config.yaml
    """
    with _console(talk, quiet=quiet, json=json) as console:
        from runbook.build import read_config  # noqa: PLC0415  heavy
        from runbook.config import load_config  # noqa: PLC0415
        from runbook.knowledge import load_knowledge  # noqa: PLC0415
        from runbook.resources import templates_dir  # noqa: PLC0415

        reading = read_config(load_config(config), load_knowledge(templates_dir()))
        if json:
            console.result_json({"problems": [], "notes": [console.problem_record(note) for note in reading.notes]})
            return
        if not quiet:
            console.problems(reading.notes)
        organisation = reading.organisation
        console.say(
            "checked",
            file=config,
            accounts=len(organisation.accounts),
            people=len(organisation.people),
            languages=", ".join(organisation.languages),
        )


@app.command()
def schema(talk: TalkOption = None) -> None:
    """Print the JSON Schema of the config.

    Editors use it to complete and check what you type.

    Example: runbook schema > config.schema.json
    """
    with _console(talk) as console:
        from runbook.config import json_schema  # noqa: PLC0415  heavy

        console.result_json(json_schema())


@app.command()
def doctor(output: OutputOption = DEFAULT_OUTPUT, talk: TalkOption = None, json: JsonOption = False) -> None:
    """See whether this machine can make PDFs.

    Says what is missing and the one command that installs it. Exit code 1 if something must be fixed.

    Example: runbook doctor
    """
    with _console(talk) as console:
        from runbook.doctor import examine  # noqa: PLC0415  heavy

        diagnoses = examine(output, console.language)
        bad = [diagnosis for diagnosis in diagnoses if not diagnosis.ok]
        if json:
            console.result_json(
                [{"check": d.check, "ok": d.ok, "detail": d.detail, "remedy": d.remedy} for d in diagnoses]
            )
        else:
            console.diagnoses(diagnoses)
            if bad:
                console.complain("doctor_bad", count=len(bad))
            else:
                console.say("doctor_ok")
        if bad:
            raise typer.Exit(FINDINGS)


@app.command()
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
    with _console(talk, quiet=quiet) as console:
        from runbook.resources import example_config  # noqa: PLC0415
        from runbook.writing import write_new  # noqa: PLC0415

        if not write_new(config, example_config(full=full)):
            console.complain("exists", file=config)
            raise typer.Exit(USAGE)
        console.say("created", file=config)


def run() -> None:
    """Run the application; never ends in a traceback unless RUNBOOK_DEBUG is set."""
    from runbook.console import make_streams_safe  # noqa: PLC0415

    make_streams_safe()
    app()


@contextmanager
def _console(talk: str | None, *, quiet: bool = False, json: bool = False) -> Iterator[Console]:
    """A console whose errors become exit codes."""
    from runbook.console import Console, reader_language  # noqa: PLC0415

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
    except KeyboardInterrupt as error:
        console.complain("interrupted")
        raise typer.Exit(INTERRUPTED) from error
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        if os.environ.get("RUNBOOK_DEBUG"):
            raise
        console.complain("bug", kind=type(error).__name__)
        raise typer.Exit(BUG) from error


def _formats(wanted: list[str] | None, console: Console) -> tuple[str, ...]:
    """The formats to make, in the fixed order; ``md,html`` and repeated options both work."""
    from runbook.formats import FORMATS  # noqa: PLC0415

    names = [name.strip() for value in wanted or FORMATS for name in value.split(",")]
    for name in names:
        if name not in FORMATS:
            console.complain("bad_format", value=name, known=", ".join(FORMATS))
            raise typer.Exit(USAGE)
    return tuple(name for name in FORMATS if name in names)


def _templates(folder: Path | None, console: Console) -> Path | None:
    if folder is not None and not folder.is_dir():
        console.complain("not_folder", folder=folder)
        raise typer.Exit(USAGE)
    return folder


def _issued_on(wanted: str | None, console: Console) -> date:
    """The only clock: ``--date``, else SOURCE_DATE_EPOCH (UTC), else today."""
    from datetime import UTC, date, datetime  # noqa: PLC0415

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if wanted is not None:
            day = date.fromisoformat(wanted)
        elif epoch is not None:
            day = datetime.fromtimestamp(int(epoch), UTC).date()
        else:
            day = datetime.now().astimezone().date()
    except (ValueError, OverflowError, OSError):
        day = date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        if wanted is not None:
            console.complain("bad_date", value=wanted)
        else:
            console.complain("bad_epoch", value=epoch)
        raise typer.Exit(USAGE)
    return day
