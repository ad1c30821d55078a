"""The cover: what makes the runbook a controlled document, and what it may still tell of past editions."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

import pytest
from support.organisations import LANGUAGES, sheets_of, view_of

from runbook.organisation import DocumentControl, FormControl, FormKind
from runbook.organisation.interval import Interval
from runbook.sheets.cover import MOST_EDITIONS
from runbook.sheets.marks import PastEdition

BLANK = re.compile(r'<td class="blank"')


def past(number: int, reason: str = "New", approvers: tuple[str, ...] = ("sato",), **people: str) -> PastEdition:
    day = date(2026, 12, number)
    names = {"sato": "佐藤 花子", **people}
    return PastEdition(
        number=number,
        issued_on=day,
        effective=day,
        reason=reason,
        sheets=(),
        approvals=tuple((person, {"ja": names[person], "en": names[person]}) for person in approvers),
        decision={},
        people={person: (name,) for person, name in names.items()},
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_with_a_blank_is_a_form_with_a_number(language: str) -> None:
    view = view_of("full", language)
    sheets = sheets_of("full", language).values()
    with_blanks = {sheet.sheet.number for sheet in sheets if BLANK.search(sheet.section.text)}
    packets = {sheet.number for sheet in view.packets()}
    listed = {number for form in view.cover.forms() for number in form.sheets}
    assert listed - packets == with_blanks - packets
    assert packets <= with_blanks
    assert len({str(form.number) for form in view.cover.forms()}) == len(view.cover.forms()) == len(FormKind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_document_and_form_have_their_numbers_on_every_page_of_theirs(language: str) -> None:
    for slug, sheet in sheets_of("full", language).items():
        head = sheet.section.text.partition("</header>")[0]
        assert "ISMS-C-012" in head
        assert ("ISMS-F-021" in head) == sheet.sheet.is_packet
        assert ("ISMS-F-022" in head) == (slug == "checklist")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_company_without_document_control_prints_nothing_of_it(language: str) -> None:
    view = view_of("minimal", language)
    cover = sheets_of("minimal", language)["register"]
    assert view.organisation.document is None
    assert view.cover.forms() == ()
    assert 'class="signatures"' not in cover.section.text
    assert view.language.words("document.forms") not in cover.markdown
    assert view.language.words("document.facts.number") not in cover.markdown
    assert view.language.words("document.purpose") in cover.markdown


def test_a_day_is_written_as_the_country_does() -> None:
    assert view_of("minimal", "ja").cover.day(date(2026, 2, 1)) == "2026年2月1日"
    assert view_of("minimal", "en").cover.day(date(2026, 2, 1)) == "1 February 2026"


def test_the_history_names_nobody_who_has_left() -> None:
    cover = view_of("full", "ja").cover
    history = (
        past(1, "初版", ("sato", "gone"), gone="退社 太郎"),
        past(2, "退社さんの後任を承認者に加えた"),
        past(3, "佐藤さんの電話番号"),
    )
    assert cover.approvers(history[0]) == ("佐藤 花子", "退任者")
    assert cover.reason(history[0], history) == "初版"
    assert cover.reason(history[1], history) is None
    assert cover.reason(history[2], history) == "佐藤さんの電話番号"


def test_a_family_name_that_somebody_still_has_is_told() -> None:
    history = (past(1, "佐藤さんの着任", gone="佐藤 次郎"),)
    assert view_of("full", "ja").cover.reason(history[0], history) == "佐藤さんの着任"


def test_the_newest_editions_come_first_and_the_oldest_are_left_to_the_register() -> None:
    history = tuple(past(number) for number in range(1, MOST_EDITIONS + 3))
    shown = view_of("full", "en").cover.shown(history)
    assert [edition.number for edition in shown] == list(range(MOST_EDITIONS + 2, 2, -1))


def test_it_was_established_as_the_company_says_else_with_the_first_edition() -> None:
    said = view_of("full", "ja").cover
    unsaid = view_of("minimal", "ja").cover
    history = (past(1), past(2))
    assert said.first_issued(history) == date(2026, 11, 25)
    assert unsaid.first_issued(history) == date(2026, 12, 1)
    assert unsaid.first_issued(()) is None


def test_retention_is_shown_once_one_form_has_it() -> None:
    view = view_of("minimal", "en")

    def cover_of(control: DocumentControl) -> bool:
        organisation = dataclasses.replace(view.organisation, document=control)
        return dataclasses.replace(view, organisation=organisation).cover.shows_retention()

    assert not cover_of(DocumentControl())
    assert cover_of(DocumentControl(forms={FormKind.PACKET: FormControl(keep_for=Interval((("7", "Y"),)))}))
