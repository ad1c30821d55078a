"""Sheets in a language have names that are written as paths."""

from __future__ import annotations

import pytest

from runbook.knowledge.sheets import Sheet, SheetName


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ja/04-break-glass", SheetName("ja", Sheet("04", "break-glass"))),
        ("zh-Hant/02-a", SheetName("zh-Hant", Sheet("02", "a"))),
    ],
)
def test_a_name_is_read_as_it_is_written(text: str, name: SheetName) -> None:
    assert SheetName.read(text) == name
    assert str(name) == text


@pytest.mark.parametrize("text", ["", "ja", "ja/", "ja/04", "ja/4-a", "ja/04-A", "ja/04-a.j2", "/04-a", "ja/04-a/x"])
def test_what_is_no_name_of_a_sheet_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="a sheet in a language is called language/NN-slug"):
        SheetName.read(text)
