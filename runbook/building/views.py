"""What the sheets of each language are told: the company of a day, what ships, what was worked out of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from runbook import TOOL
from runbook.contingency.single_losses import SingleLosses
from runbook.knowledge.sheets import Sheet
from runbook.sheets.account_sheets import AccountSheets
from runbook.sheets.logo import logo_of
from runbook.sheets.view import View

if TYPE_CHECKING:
    from runbook.assessment import Assessment
    from runbook.packets.onward import Onward
    from runbook.sheets.templates import Templates


def views(assessment: Assessment, onward: Onward, templates: Templates) -> Iterator[View]:
    """A view for each language of the config, in its order; ``onward`` has its packets, which close."""
    knowledge, organisation = assessment.knowledge, assessment.present.organisation
    procedure = knowledge.procedure.for_organisation(organisation)
    single_losses = SingleLosses(organisation, knowledge.procedure, onward)
    of_cases = tuple(Sheet(packet.case.kind.number, slug) for slug, packet in onward.packets.items())
    account_sheets = AccountSheets.of(organisation)
    logo = logo_of(assessment.present)
    for code in organisation.languages:
        yield View(
            organisation=organisation,
            procedure=procedure,
            onward=onward,
            commands=knowledge.commands,
            language=templates.language(knowledge.language(code)),
            aws=knowledge.aws,
            handbook=knowledge.handbook,
            sheets=_in_order(knowledge.sheets, account_sheets.sheets, of_cases),
            account_sheets=account_sheets,
            day=assessment.day,
            resilience=assessment.case.resilience,
            single_losses=single_losses,
            packet_days=assessment.case.packet_days,
            tool_version=TOOL,
            customised=templates.are_customised,
            logo=logo,
        )


def _in_order(shipped: Sequence[Sheet], lists: Sequence[Sheet], packets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """All sheets by number; lists follow the sheet that they belong to."""
    return (*sorted((*shipped, *lists), key=lambda sheet: sheet.number), *packets)
