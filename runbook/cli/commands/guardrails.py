"""`runbook guardrails`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.arguments import clock_of, one_of
from runbook.cli.completion import accounts, entries
from runbook.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, QuietOption, TalkOption, TodayOption
from runbook.cli.session import session

DEFAULT_GUARDRAILS = Path("guardrails")
DEFAULT_QUERIES = Path("queries")


def guardrails(
    config: ConfigOption = DEFAULT_CONFIG,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Folder for the files, replaced as a whole. Default: guardrails; queries for queries.",
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language", "--lang", metavar="ja|en", help="Language of comments. Default: first of the config."
        ),
    ] = None,
    check: Annotated[
        Path | None,
        typer.Option("--check", metavar="PATH", help="Only say whether a file or folder is what the config says now."),
    ] = None,
    record: Annotated[
        int | None,
        typer.Option(
            "--record",
            metavar="NUMBER",
            autocompletion=entries,
            help="Instead: queries for the time of this entry of the records.",
        ),
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="TIME", help="Instead: queries from this time on, 2026-12-29T03:10.")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="TIME", help="The end of that time.")] = None,
    account: Annotated[
        str | None,
        typer.Option("--account", metavar="ID", autocompletion=accounts, help="Queries for this account only."),
    ] = None,
    date: TodayOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Write files for AWS that watch and limit root: alerts, a policy, contacts, queries. Applies nothing.

    CloudFormation templates for EventBridge, GuardDuty and the service control policy, scripts for alternate contacts,
    and queries of CloudTrail. Each says in its head what it is, why, how to apply, test and undo it, and where it was
    read. --check compares fingerprints with the config; exit code 1 if a file is not what it says now.

    Examples: runbook guardrails -o guardrails; runbook guardrails --check guardrails; runbook guardrails --record 3
    """
    with session(talk, quiet=quiet or json, json=json) as console:
        from runbook.cli.reports.guardrails import report_on, report_on_check
        from runbook.cli.windows import window_of
        from runbook.errors import UsageError
        from runbook.guardrails.checking import check as check_files
        from runbook.guardrails.folder import expected, judged, write_queries, write_standing
        from runbook.knowledge.loading import shipped_knowledge

        if language is not None:
            one_of("--language", language, shipped_knowledge().languages)
        asked = {"--record": record, "--from": start, "--to": end, "--account": account, "-o": output}
        if check is not None and (given := [name for name, value in asked.items() if value is not None]):
            raise UsageError("check_alone", option=given[0])
        source = judged(config, clock_of(date))
        if check is not None:
            console.show(report_on_check(check_files(check, expected(source)), console.language))
            return
        organisation = source.assessment.whole.organisation
        if window := window_of(config, organisation, record, start, end, account):
            made = write_queries(source, output or DEFAULT_QUERIES, language, window)
        else:
            made = write_standing(source, output or DEFAULT_GUARDRAILS, language)
        console.show(report_on(made, console.language))
