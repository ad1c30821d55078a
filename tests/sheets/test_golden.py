"""Every sheet of the three organisations, compared whole with the files in tests/golden.

Refresh with ``make golden`` and read the diff: it is what a reader of the paper will see change.
"""

from __future__ import annotations

import pytest
from support.organisations import LANGUAGES, ORGANISATIONS, ROOT, built, knowledge

GOLDEN = ROOT / "tests" / "golden"
SHEETS = [sheet.name for sheet in knowledge().sheets]


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_a_sheet_reads_exactly_as_it_did(
    organisation: str, language: str, sheet: str, request: pytest.FixtureRequest
) -> None:
    path = GOLDEN / organisation / language / f"{sheet}.md"
    actual = built(organisation).files[f"{language}/{sheet}.md"].decode()
    if request.config.getoption("--refresh-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(actual, "utf-8")
    assert actual == path.read_text("utf-8")


def test_no_golden_file_is_left_behind() -> None:
    expected = {
        GOLDEN / organisation / language / f"{sheet}.md"
        for organisation in ORGANISATIONS
        for language in LANGUAGES
        for sheet in SHEETS
    }
    assert set(GOLDEN.rglob("*.*")) == expected
