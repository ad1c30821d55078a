"""What a sheet is called in a language: by its slug alone, so that sheets of old editions have names too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runbook.text.account_ids import shown_account_id

if TYPE_CHECKING:
    from runbook.knowledge.language import Language
    from runbook.knowledge.sheets import Sheet


def sheet_title(sheet: Sheet, language: Language) -> str:
    """The title without the number; of a sheet that the words do not know any more, its slug."""
    if language.has(f"sheets.{sheet.slug}.title"):
        return language.words(f"sheets.{sheet.slug}.title")
    if listed := sheet.accounts_listed:
        custody, beginning = listed
        return language.say(
            f"sheets.accounts.list_title{'_part' if beginning else ''}",
            custody=language.words(f"labels.custody.{custody}"),
            beginning=beginning,
        )
    key = f"packets.cases.{sheet.kind}.title"
    if not language.has(key):
        return sheet.slug
    return language.say(key, account=shown_account_id(sheet.account) if sheet.account else "")
