"""`runbook explain`."""

from __future__ import annotations

from typing import Annotated

import typer

from runbook.cli.arguments import chosen
from runbook.cli.completion import rules
from runbook.cli.options import TalkOption
from runbook.cli.session import session


def explain(
    rule: Annotated[
        str | None, typer.Argument(metavar="[RULE]", autocompletion=rules, help="Id of a rule. Default: list all.")
    ] = None,
    talk: TalkOption = None,
) -> None:
    """Explain a rule of check: what it asks, why, by which source, and the same lines right and wrong.

    Example: runbook explain no-one-alone-is-root
    """
    with session(talk) as console:
        from runbook.checks import RULES
        from runbook.cli.reports.rule_pages import report_on

        names = chosen([rule], [each.id for each in RULES], "bad_rule") if rule else ()
        console.show(report_on(names, console.language))
