"""`runbook import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.arguments import clock_of
from runbook.cli.options import EvidenceArgument, JsonOption, QuietOption, TalkOption
from runbook.cli.session import session

DEFAULT_ACCOUNTS = Path("accounts.yaml")


def import_(
    files: EvidenceArgument,
    accounts_file: Annotated[
        Path, typer.Option("--accounts-file", "-a", help="The file to write, which the config names as accounts_file.")
    ] = DEFAULT_ACCOUNTS,
    day: Annotated[
        str | None,
        typer.Option(
            "--day", metavar="YYYY-MM-DD", help="Day on which the files were fetched. Without it nothing is verified."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Show the lines that would change. Nothing is written.")
    ] = False,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Take accounts from files of the AWS CLI into the accounts file.

    Knows them by their content: list-accounts, describe-organization, list-organizations-features, credential reports,
    and, as ACCOUNT=FILE or with the id in the file's name, get-account-summary and get-alternate-contact. What people
    wrote stays: custody, names, notes, comments. A new account has custody unknown, unless the files show that its root
    has no credentials.

    Example: runbook import accounts.json features.json summaries/ --day 2026-11-29
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.cli.reports.intakes import report_on
        from runbook.evidence import named_files
        from runbook.intake import take_in

        fetched = clock_of(day).day if day else None
        header = console.language.words("reports.import.header")
        intake = take_in(named_files(files), accounts_file, day=fetched, header=header, write=not dry_run)
        console.show(report_on(intake, console.language, is_trial=dry_run))
