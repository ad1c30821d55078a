"""Commands about editions and the people in them: issue, diff, verify, leave."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runbook.cli.options import (
    DEFAULT_CONFIG,
    DEFAULT_OUTPUT,
    DEFAULT_REPRINT,
    ConfigOption,
    JsonOption,
    OutputOption,
    QuietOption,
    TalkOption,
    TemplatesOption,
    TodayOption,
)
from runbook.cli.session import FINDINGS, USAGE, clock_of, known_editions, own_templates, session

if TYPE_CHECKING:
    from runbook.cli.console import Console
    from runbook.cli.reports.editions import Reader
    from runbook.editions import IssuedEdition, Register
    from runbook.writing import Folder

EffectiveOption = Annotated[
    str | None,
    typer.Option("--effective", metavar="YYYY-MM-DD", help="First day in force. Default: today."),
]


def issue(
    reason: Annotated[str, typer.Option("--reason", help="Why, in one sentence. It stays in the register.")],
    approved_by: Annotated[
        list[str], typer.Option("--approved-by", metavar="PERSON", help="Id of an approver; one option each.")
    ],
    effective: EffectiveOption = None,
    edition: Annotated[
        str | None, typer.Option("--edition", metavar="CODE", help="Issue only this edition code, as approved.")
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    output: OutputOption = DEFAULT_OUTPUT,
    reprint: Annotated[Path, typer.Option("--reprint", help="Folder for slip and redline.")] = DEFAULT_REPRINT,
    date: TodayOption = None,
    templates: TemplatesOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Issue the sheets as a new edition and record it.

    Builds all sheets, marks them with revision and day, records the edition in CONFIG.editions.json, and writes the
    reprint list: which copies to take out, put in and shred. Sheets whose words did not change stay as they are.

    Example: runbook issue --reason "Kato leaves, Mori follows" --approved-by sato --approved-by tanaka
    """
    with session(talk, quiet=quiet, json=json) as console:
        from dataclasses import replace  # noqa: PLC0415

        from runbook.build import draft  # noqa: PLC0415  heavy
        from runbook.cli.reports.editions import comparison_record, sentences_of  # noqa: PLC0415
        from runbook.config import load_config  # noqa: PLC0415
        from runbook.editions import register_text  # noqa: PLC0415
        from runbook.issuing import Request  # noqa: PLC0415
        from runbook.issuing import issue as issue_edition  # noqa: PLC0415
        from runbook.writing import publish, refuse_early  # noqa: PLC0415

        source = load_config(config)
        own = own_templates(templates, console)
        for folder in (output, reprint):
            refuse_early(folder, config=config)
        ledger, register = known_editions(config)
        clock = clock_of(date, console)
        drafted = draft(source, clock=clock_of(effective, console) if effective else clock, own_templates=own)
        today = clock.day_in(drafted.whole.organisation.company.time_zone)
        request = Request(reason, tuple(approved_by), today, edition)
        if sys.stderr.isatty():
            console.say("rendering")
        issued = issue_edition(drafted, register, request)
        if issued.is_new:
            ledger = replace(ledger, after=register_text(issued.register))
        publish(issued.build.files, output, config=config, about=issued.build.about, ledger=ledger)
        if not issued.is_new:
            number = issued.edition.number
            console.say(
                "issued_already", number=number, day=issued.edition.effective, before=number - 1, folder=reprint
            )
            return
        publish(issued.reprint, reprint, config=config, about={"reprint": issued.edition.number})
        changes = sentences_of(issued.edition, console.language)
        if json:
            console.result_json(comparison_record(issued.comparison, changes))
            return
        if issued.build.notes and not quiet:
            console.problems(issued.build.notes)
        for line in () if quiet else _reader(console).comparison(issued.comparison, changes):
            console.result(line)
        console.say("issued", number=issued.edition.number, day=issued.edition.effective, register=ledger.path.name)
        console.say("reprint_written", folder=reprint)


def diff(
    old: Annotated[
        int | None, typer.Argument(help="Number of an edition, 0 for none. Default: the one issued last.")
    ] = None,
    new: Annotated[int | None, typer.Argument(help="Number of a later edition. Default: the config as it is.")] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder for slip and redline. Without it nothing is written.")
    ] = None,
    effective: EffectiveOption = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 1 if a sheet changed.")] = False,
    date: TodayOption = None,
    templates: TemplatesOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Show what changed and which copies to replace.

    The organisation in words, then sheet by sheet with old and new code, then the copies by place. With a folder, also
    as a slip to sign and a redline to approve.

    Examples: runbook diff --effective 2027-05-01 -o reprint; runbook diff 1 2
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.build import draft  # noqa: PLC0415  heavy
        from runbook.cli.reports.editions import comparison_record, sentences_of  # noqa: PLC0415
        from runbook.config import load_config  # noqa: PLC0415
        from runbook.editions.comparison import compare  # noqa: PLC0415
        from runbook.editions.reprint import reprint_files  # noqa: PLC0415
        from runbook.issuing import compared_with, since  # noqa: PLC0415
        from runbook.writing import publish, refuse_early  # noqa: PLC0415

        if output is not None:
            refuse_early(output, config=config)
        _, register = known_editions(config)
        before = _edition_of(old, register, console) if old is not None else register.latest
        after = _edition_of(new, register, console) if new else None
        source = load_config(config)
        clock = clock_of(effective or date, console)
        if register.latest:
            clock = clock.not_before(register.latest.effective)
        drafted = draft(source, clock=clock, own_templates=own_templates(templates, console))
        if after is None:
            comparison = compared_with(drafted, before, register)
        else:
            comparison = compare(before, since(before, after, drafted))
        if output is not None:
            files = reprint_files(comparison, drafted.views, drafted.stationery)
            publish(files, output, config=config, about={"reprint": comparison.new.number})
        changes = sentences_of(comparison.new, console.language)
        if json:
            console.result_json(comparison_record(comparison, changes))
        elif not quiet:
            for line in _reader(console).comparison(comparison, changes):
                console.result(line)
        if output is not None:
            console.say("reprint_written", folder=output)
        if exit_code and not comparison.is_same:
            raise typer.Exit(FINDINGS)


def verify(
    codes: Annotated[list[str] | None, typer.Argument(metavar="CODE...", help="Codes as they stand on paper.")] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Check every file of this folder against its manifest.")
    ] = None,
    date: TodayOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Tell whether a paper or an output folder is current.

    A code is current, not in force yet, superseded, withdrawn, unknown or mistyped. Exit 0 only if all are current.
    Case, spaces and hyphens do not matter; O is read as 0, I and L as 1.

    Examples: runbook verify 7K3M-9QTX-5; runbook verify --output output
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.cli.reports.editions import answer_record  # noqa: PLC0415  heavy
        from runbook.editions.verification import typed_codes  # noqa: PLC0415
        from runbook.editions.verification import verify as verify_code  # noqa: PLC0415
        from runbook.writing import verify_folder  # noqa: PLC0415

        typed = typed_codes(codes or ())
        if not typed and (codes or output is None):
            console.complain("nothing_to_verify")
            raise typer.Exit(USAGE)
        ledger, register = known_editions(config)
        if typed and ledger.before is None:  # "unknown" would be a wrong answer if only the folder is the wrong one
            console.complain("no_register", register=ledger.path)
            raise typer.Exit(USAGE)
        today = clock_of(date, console).day_in(register.time_zone)
        answers = [verify_code(code, register, today) for code in typed]
        folder = verify_folder(output) if output is not None else None
        reader = _reader(console)
        if json:
            record: dict[str, object] = {"codes": [answer_record(answer, console.language) for answer in answers]}
            if folder is not None:
                record["folder"] = {
                    "problems": [console.problem_record(problem) for problem in folder.problems],
                    "edition": folder.edition,
                    "latest_edition": register.latest.number if register.latest else None,
                }
            console.result_json(record)
        elif not quiet:
            for line in (line for answer in answers for line in reader.answer(answer)):
                console.result(line)
        stale = folder is not None and _is_stale(folder, register)
        if folder is not None and not json:
            console.problems(folder.problems)
            if not quiet:
                _tell_folder(folder, register, reader, console)
        if not all(answer.is_current for answer in answers) or (folder is not None and (folder.problems or stale)):
            raise typer.Exit(FINDINGS)


def leave(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Id of the person, as under people.")],
    on: Annotated[str, typer.Option("--on", metavar="YYYY-MM-DD", help="Last day in office.")],
    config: ConfigOption = DEFAULT_CONFIG,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder for the list to sign. Without it nothing is written.")
    ] = None,
    date: TodayOption = None,
    templates: TemplatesOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Show what a person who leaves touches.

    Roles, places whose combination changes the same day, items, mailbox, telephone, tasks, rules that break and when,
    and every line of the config to edit. Nothing is changed in the config.

    Example: runbook leave mori --on 2027-04-30 -o leaver
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.build import draft, sheets_naming  # noqa: PLC0415  heavy
        from runbook.config import load_config  # noqa: PLC0415
        from runbook.offboarding.impact import leaving  # noqa: PLC0415
        from runbook.offboarding.report import departure_files, departure_record, report_lines, report_on  # noqa: PLC0415
        from runbook.writing import publish, refuse_early  # noqa: PLC0415

        last_day = clock_of(on, console).day_in("UTC")
        if output is not None:
            refuse_early(output, config=config)
        own = own_templates(templates, console)
        drafted = draft(load_config(config), clock=clock_of(date, console), own_templates=own)
        left = leaving(drafted.whole, person, last_day)
        sheets = sheets_naming(drafted, person)
        if output is not None:
            publish(departure_files(drafted, left), output, config=config, about={"leaver": str(last_day)})
        reader = _reader(console)
        if json:
            console.result_json(departure_record(left, sheets))
        elif not quiet:
            report = report_on(left, sheets, drafted.whole.organisation, reader.language, reader.titles)
            for line in report_lines(report, reader.language):
                console.result(line)
        if output is not None:
            console.say("leaver_written", folder=output)


def _is_stale(folder: Folder, register: Register) -> bool:
    """Whether a folder holds an issued edition, but not the one issued last."""
    return folder.edition is not None and (register.latest is None or folder.edition != register.latest.number)


def _tell_folder(folder: Folder, register: Register, reader: Reader, console: Console) -> None:
    if folder.problems:
        return
    console.result(reader.say("verify.folder_ok", folder=folder.place))
    if folder.edition is None:
        console.result(reader.say("verify.folder_not_issued"))
    elif _is_stale(folder, register):
        number = register.latest.number if register.latest else 0
        console.result(reader.say("verify.folder_other_edition", number=number))
    else:
        console.result(reader.say("verify.folder_edition", number=folder.edition))


def _edition_of(number: int, register: Register, console: Console) -> IssuedEdition | None:
    edition = register.edition(number)
    if edition is None and number != 0:
        console.complain("no_such_edition", number=number, last=len(register.editions))
        raise typer.Exit(USAGE)
    return edition


def _reader(console: Console) -> Reader:
    from runbook.cli.reports.editions import Reader  # noqa: PLC0415
    from runbook.editions.reprint import SheetTitles  # noqa: PLC0415
    from runbook.knowledge.language import available_languages, load_language  # noqa: PLC0415  heavy
    from runbook.resources import templates_dir  # noqa: PLC0415

    language = load_language(templates_dir(), console.language)
    names = {
        code: load_language(templates_dir(), code).words("labels.name") for code in available_languages(templates_dir())
    }
    return Reader(language, SheetTitles(language, names))
