"""What a manager signs and an auditor looks for, read from the printed first edition."""

from __future__ import annotations

import pytest
from support.organisations import view_of
from support.papers import Papers

from runbook.paper.readback import squeezed

pytestmark = pytest.mark.paper

COVER = {
    "ja": ("文書番号ISMS-C-012", "版数第1版", "制定日2026年11月25日", "施行日2026年12月1日", "主管部署情報システム部",
           "稟議2026-0412（2026年11月20日）", "シート11は極秘", "承認審査作成"),
    "en": ("DocumentnumberISMS-C-012", "Edition1", "Established25November2026", "Inforcefrom1December2026",
           "OwnerITdepartment", "RINGI2026-0412,20November2026", "sheet11:Secret", "ApprovedReviewedPrepared"),
}  # fmt: skip
BEHIND = {
    "ja": ("上位規程情報セキュリティ基本方針（ISMS-A-001）", "ISMS-F-021", "7年", "様式-7", "配付先", "改訂履歴"),
    "en": ("AboveitInformationsecuritypolicy(ISMS-A-001)", "ISMS-F-021", "7years", "Form7", "Distribution",
           "Historyofeditions"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_cover_of_an_edition_has_what_is_signed_and_audited(papers: Papers, language: str) -> None:
    first, *others = papers.pages("full", f"{language}/00-register")
    assert [words for words in COVER[language] if words not in first] == []
    assert [words for words in BEHIND[language] if words not in first + "".join(others)] == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_everybody_signs_on_the_last_page_and_there_is_room_for_more(papers: Papers, language: str) -> None:
    last = papers.pages("full", f"{language}/00-register")[-1]
    people = view_of("full", language).organisation.people
    assert [person.id for person in people if squeezed(person.name.in_language(language)) not in last] == []


@pytest.mark.parametrize(("language", "mark"), [("ja", "極秘"), ("en", "Secret")])
def test_a_sheet_may_be_handled_more_strictly_than_the_set(papers: Papers, language: str, mark: str) -> None:
    assert all(mark in text for text in papers.pages("full", f"{language}/11-resilience"))
    assert not any(mark in text for text in papers.pages("full", f"{language}/01-first-minutes"))
