"""`runbook cards`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.arguments import chosen
from runbook.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    LanguagesOption,
    NoCacheOption,
    QuietOption,
    TalkOption,
    TemplatesOption,
    TodayOption,
)
from runbook.cli.session import session

DEFAULT_CARDS = Path("cards")


def cards(
    config: ConfigOption = DEFAULT_CONFIG,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder for the cards. It is replaced as a whole.")
    ] = DEFAULT_CARDS,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="CARD", help="Only these: door, wallet, envelope, labels, tent, phone; may be repeated."
        ),
    ] = None,
    languages: LanguagesOption = None,
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", "-f", metavar="html|pdf", help="Only this format; may be repeated."),
    ] = None,
    date: TodayOption = None,
    templates: TemplatesOption = None,
    no_cache: NoCacheOption = False,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Write the small papers: door sheet, wallet cards, envelope fronts, labels, tent cards, telephone card.

    Door sheet, wallet cards and telephone card name no item, no place where one lies, no account and no root address.

    Example: runbook cards config.yaml --only door,wallet -o cards
    """
    with session(talk, quiet=quiet or json, json=json) as console:
        from runbook.cards.folder import FORMATS, Choice, card_folder
        from runbook.cards.kinds import CARDS, CardKind
        from runbook.cli.inputs import inputs
        from runbook.cli.reports.cards import report_on
        from runbook.knowledge.loading import shipped_knowledge

        kinds = tuple(map(CardKind, chosen(only, [str(kind) for kind in CARDS], "bad_card")))
        choice = Choice(
            kinds or CARDS,
            chosen(languages, shipped_knowledge().languages, "bad_language"),
            chosen(formats, FORMATS, "bad_format") or FORMATS,
        )
        made = card_folder(inputs(config, date, templates, no_cache=no_cache), output, choice)
        console.show(report_on(made, choice, console.language))
