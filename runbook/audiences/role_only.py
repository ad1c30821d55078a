"""What the sheets of an edition for readers of roles only are told, and what may be in no byte of it."""

from __future__ import annotations

from dataclasses import replace

from runbook.audience import Audience
from runbook.audiences.common_words import said_anyway
from runbook.audiences.marked import Marked
from runbook.audiences.pseudonyms import Pseudonyms, numbers_instead
from runbook.custody import Resilience
from runbook.knowledge.loading import Knowledge
from runbook.organisation import Organisation
from runbook.sheets.account_sheets import AccountSheets
from runbook.sheets.view import FULL_ONLY, View


def for_roles_only(view: View) -> View:
    """The same with stand-ins for all that is marked, and without the sheets that would be nothing else."""
    pseudonyms = Pseudonyms(view.organisation, view.language)
    return replace(
        view,
        organisation=pseudonyms.organisation,
        onward=pseudonyms.onward(view.onward),
        account_sheets=AccountSheets.of(pseudonyms.organisation),
        resilience=Resilience((), (), ()),
        single_losses=None,
        packet_days=None,
        sheets=tuple(sheet for sheet in view.sheets if sheet.slug not in FULL_ONLY),
        left_out=tuple(sheet for sheet in view.sheets if sheet.slug in FULL_ONLY),
        audience=Audience.ROLE_ONLY,
    )


def marked_in(organisation: Organisation, knowledge: Knowledge) -> Marked:
    """What is marked in an organisation, all its appointments included, and may be in no byte of such an edition.

    A company may call an envelope ENV-1 itself, as such an edition calls one: nobody who reads it can see that.
    """
    languages = tuple(knowledge.language(code) for code in organisation.languages)
    said = (said_anyway(organisation.languages), *numbers_instead(organisation.items).values())
    return Marked(organisation, languages, "\n".join(said))
