"""What is filled in on a screen: which blanks are fields, what they are called, and what is never asked for."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from support.organisations import LANGUAGES, ORGANISATIONS, knowledge, sheets_of, view_of

from runbook.knowledge.sheets import Sheet
from runbook.sheets.destinations import Destinations
from runbook.sheets.forms import asks_for_a_secret, form_of, is_form
from runbook.sheets.marks import Mark
from runbook.sheets.screen import on_screen

NAMED = re.compile(r'data-field="([^"]*)"|data-step="([^"]*)"|</table>')
FIELD = re.compile(r'data-field="([^"]*)"')
SHEET = Sheet("21", "own-root")


def names(section: str) -> list[tuple[str, str]]:
    """The fields of a sheet in order, each with the step it stands in, if any."""
    found, step = [], ""
    for match in NAMED.finditer(section):
        if match[1]:
            found.append((step, match[1]))
        else:
            step = match[2] or ""
    return found


def shown(html: str) -> str:
    """A made-up sheet as it stands on a screen."""
    return "".join(on_screen(html, SHEET, Destinations(view_of("full", "en"), (SHEET,), {SHEET.name: frozenset()})))


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_fields_are_called_the_same_in_both_languages_and_once_on_a_sheet(organisation: str) -> None:
    ja, en = ({slug: names(s.section.text) for slug, s in sheets_of(organisation, code).items()} for code in LANGUAGES)
    assert ja == en
    twice = {slug: [name for name, count in Counter(found).items() if count > 1] for slug, found in ja.items()}
    assert {slug: found for slug, found in twice.items() if found} == {}


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_are_the_packets_the_blank_checklist_and_the_routine(organisation: str, language: str) -> None:
    sheets = sheets_of(organisation, language)
    forms = {slug for slug, sheet in sheets.items() if is_form(sheet.section.text)}
    assert forms == {slug for slug, sheet in sheets.items() if sheet.sheet.is_packet} | {"checklist", "routine"}


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sheet_of_ours_asks_for_a_secret_so_no_field_is_lost(organisation: str, language: str) -> None:
    for sheet in sheets_of(organisation, language).values():
        assert FIELD.findall(shown(sheet.section.text)) == FIELD.findall(sheet.section.text), sheet.name


@pytest.mark.parametrize(
    "label",
    [
        *("Password", "New password", "PIN", "PIN of K-0101", "Recovery code", "TOTP seed", "Secret key", "Door code"),
        *("パスワード", "新しいパスワード", "暗証番号", "復旧コード", "秘密鍵", "解錠番号", "PIN（K-0101）"),
    ],
)
def test_what_asks_for_a_secret_does_not_become_a_field(label: str) -> None:
    assert asks_for_a_secret(label)
    beside = (
        f'<table><tbody><tr><th scope="row">{label}</th><td class="blank" data-field="a"></td></tr></tbody></table>'
    )
    above = (
        f'<table><thead><tr><th scope="col">Item</th><th scope="col">{label}</th></tr></thead><tbody>'
        '<tr><td>x</td><td class="blank"><span class="blank" data-field="a"></span></td></tr></tbody></table>'
    )
    for html in (beside, above):
        assert "data-field" in html
        assert "data-field" not in shown(html)
        assert 'data-field="a"' in shown(html.replace(label, "Ticket number"))


@pytest.mark.parametrize(
    "label", ["Password custodian", "New seal", "Time", "Numbers of cases, devices, keys", "封印番号"]
)
def test_what_only_names_a_secret_or_a_number_stays_a_field(label: str) -> None:
    assert not asks_for_a_secret(label)


def test_the_page_says_which_paper_it_is() -> None:
    sheet, view = sheets_of("full", "ja")["own-root-111122223333"], view_of("full", "ja")
    told = json.loads(form_of(sheet, view))
    assert told.pop("words") == knowledge().language("ja").branch("screen.form")
    assert told == {
        "tool": "0.1.0",
        "company": "サンプル商事株式会社",
        "zone": "Asia/Tokyo",
        "sheet": {
            "name": "21-own-root-111122223333",
            "title": sheet.title,
            "code": sheet.code,
            "edition": None,
            "language": "ja",
        },
        "packet": "own-root",
        "account": "111122223333",
        "drill": False,
    }
    mark = Mark(3, date(2026, 4, 1), 7, date(2026, 3, 30), date(2026, 4, 1), ("佐藤 花子",), "runbook 0.1.0")
    issued = json.loads(form_of(replace(sheet, mark=mark), view))
    assert issued["sheet"]["edition"] == {"number": 7, "revision": 3, "since": "2026-04-01"}


def test_nothing_of_what_a_page_is_told_is_markup() -> None:
    sheet = replace(sheets_of("awkward", "en")["checklist"], title="</script><b>&")
    text = form_of(sheet, view_of("awkward", "en"))
    assert not set("<>&") & set(text)
    assert json.loads(text)["sheet"]["title"] == "</script><b>&"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_has_a_word_for_all_that_it_says_and_no_word_is_left_over(language: str) -> None:
    script = "".join(path.read_text("utf-8") for path in (knowledge().folder / "page" / "form").glob("*.js"))
    words = knowledge().language(language).branch("screen.form")
    assert isinstance(words, dict)
    assert {word for word in words if f'"{word}"' not in script} == set()
    said = set(re.findall(r'\b(?:say|button)\("([a-z_]+)"', script))
    assert said <= set(words)
