"""Commands that make: build, schema, doctor, init."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.options import (
    DEFAULT_CONFIG,
    DEFAULT_OUTPUT,
    ConfigOption,
    DateOption,
    FormatOption,
    JsonOption,
    OutputOption,
    QuietOption,
    TalkOption,
    TemplatesOption,
)
from runbook.cli.session import (
    FINDINGS,
    USAGE,
    chosen_formats,
    clock_of,
    known_editions,
    own_templates,
    session,
)


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
    with session(talk, quiet=quiet or json) as console:
        from runbook.build import build as build_all  # noqa: PLC0415  heavy
        from runbook.checks import Severity, counted  # noqa: PLC0415
        from runbook.config import load_config  # noqa: PLC0415
        from runbook.writing import publish, refuse_early  # noqa: PLC0415

        chosen = chosen_formats(formats, console)
        source = load_config(config)
        own = own_templates(templates, console)
        refuse_early(output, config=config)
        if sys.stderr.isatty():
            console.say("rendering")
        ledger, register = known_editions(config)
        built = build_all(source, clock=clock_of(date, console), formats=chosen, own_templates=own, register=register)
        published = publish(built.files, output, config=config, about=built.about, ledger=ledger)
        if json:
            console.result_json(
                {
                    "output": str(output),
                    "files": sorted(built.files),
                    "codes": {sheet.name: sheet.code for sheet in built.sheets},
                    "notes": [console.problem_record(note) for note in built.notes],
                    "findings": {severity.value: number for severity, number in counted(built.findings).items()},
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
        if unissued := sum(sheet.mark is None for sheet in built.sheets):
            console.say("not_issued", count=unissued)
        if errors := counted(built.findings)[Severity.ERROR]:
            console.say("judged_unsafe", count=errors)
        if "html" in chosen:
            console.say("look", index=output / "index.html")


def schema(talk: TalkOption = None) -> None:
    """Print the JSON Schema of the config.

    Editors use it to complete and check what you type.

    Example: runbook schema > config.schema.json
    """
    with session(talk) as console:
        from runbook.config import json_schema  # noqa: PLC0415  heavy

        console.result_json(json_schema())


def doctor(output: OutputOption = DEFAULT_OUTPUT, talk: TalkOption = None, json: JsonOption = False) -> None:
    """See whether this machine can make PDFs.

    Says what is missing and the one command that installs it. Exit code 1 if something must be fixed.

    Example: runbook doctor
    """
    with session(talk) as console:
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
        from runbook.resources import example_config  # noqa: PLC0415
        from runbook.writing import write_new  # noqa: PLC0415

        if not write_new(config, example_config(full=full)):
            console.complain("exists", file=config)
            raise typer.Exit(USAGE)
        console.say("created", file=config)
