"""Questions to the organisation: what is asked for by an id is there, or the error names the id."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.config_texts import EXAMPLE, read

from runbook.organisation import Organisation


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    folder: Path = tmp_path_factory.mktemp("example")
    return read(EXAMPLE, folder).organisation


@pytest.mark.parametrize("question", ["person", "place", "site", "contact"])
def test_who_or_what_is_not_there_is_a_key_error_that_names_the_id(example: Organisation, question: str) -> None:
    with pytest.raises(KeyError, match=r"^'nobody'$"):
        getattr(example, question)("nobody")


@pytest.mark.parametrize(
    ("question", "elements"),
    [("person", "people"), ("place", "places"), ("site", "sites"), ("contact", "contacts"), ("account", "accounts")],
)
def test_what_is_listed_is_found_by_its_id(example: Organisation, question: str, elements: str) -> None:
    for element in getattr(example, elements):
        if element.id is not None:
            assert getattr(example, question)(element.id) is element


def test_an_account_need_not_be_listed(example: Organisation) -> None:
    assert example.account("999999999999") is None
