"""A sheet on a screen: the same words as on paper, with links that lead somewhere and cells that say what they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache

import pytest
from support.organisations import LANGUAGES, ORGANISATIONS, built, printed, sheets_of, view_of

from runbook.knowledge.sheets import Sheet
from runbook.organisation.numbers import telephone_address
from runbook.sheets.contents import by_question, emergency
from runbook.sheets.destinations import Destinations, on_its_own_page, on_the_bound_page, place_anchor
from runbook.sheets.html_reader import read_html
from runbook.sheets.lines import wording
from runbook.sheets.screen import headings, named_cells, on_screen, parts, pieces, plain, step_numbers, steps

ALERT, FIRST, RECOVERY = Sheet("20", "alert"), Sheet("01", "first-minutes"), Sheet("07", "recovery")
ROOT_OF = Sheet("21", "own-root-111122223333")
SECTION = re.compile(r'<section class="sheet.*?</section>', re.DOTALL)


@cache
def destinations() -> Destinations:
    sheets = sheets_of("full", "en").values()
    lines = {sheet.sheet.name: step_numbers(sheet.section.text) for sheet in sheets}
    return Destinations(view_of("full", "en"), tuple(sheet.sheet for sheet in sheets), lines)


def linked(text: str, on: Sheet = FIRST) -> str:
    return on_its_own_page(destinations().linked(text, on), on)


def pages_of(organisation: str) -> Iterator[tuple[str, str]]:
    for path, content in built(organisation).files.items():
        if path.endswith(".html"):
            yield path, content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_a_sheet_has_the_same_words_on_its_page_and_on_the_bound_one_as_on_paper(organisation: str) -> None:
    pages = dict(pages_of(organisation))
    for language in LANGUAGES:
        bound = SECTION.findall(pages[f"{language}/runbook.html"])
        for sheet, again in zip(sheets_of(organisation, language).values(), bound, strict=True):
            words = wording(sheet.section.text)
            (alone,) = SECTION.findall(pages[f"{sheet.name}.html"])
            assert wording(alone) == words
            assert wording(again) == words


@pytest.mark.slow
@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_every_link_leads_to_a_page_of_the_folder_and_to_a_place_on_it(organisation: str) -> None:
    places = {path: read_html(text) for path, text in pages_of(organisation)}
    dead = []
    for path, page in places.items():
        folder = path.rpartition("/")[0]
        for link in page.links:
            if re.match("https:|tel:|mailto:", link) or re.search(r"\.(md|pdf)$", link):
                continue
            name, _, anchor = link.partition("#")
            inside = name.removeprefix("../") if name.startswith("../") else f"{folder}/{name}".lstrip("/")
            target = places.get(inside if name else path)
            if target is None or (anchor and anchor not in target.ids):
                dead.append((path, link))
    assert dead == []


@pytest.mark.slow
@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_every_step_has_a_place_that_a_link_can_lead_to(organisation: str) -> None:
    pages = dict(pages_of(organisation))
    bound = {language: read_html(pages[f"{language}/runbook.html"]).ids for language in LANGUAGES}
    for sheet in printed(organisation):
        ids = read_html(pages[f"{sheet.name}.html"]).ids
        anchors = {place_anchor(sheet.sheet, number) for number in step_numbers(sheet.section.text)}
        assert anchors <= ids & bound[sheet.name.language]
    lines = [line.number for packet in view_of(organisation, "en").onward.packets.values() for line in packet.lines]
    assert set(lines) <= {number for sheet in printed(organisation) for number in step_numbers(sheet.section.text)}


def test_a_sheet_that_is_named_by_number_and_title_is_linked() -> None:
    assert linked("see 07 Recovery.") == 'see <a href="07-recovery.html">07 Recovery</a>.'
    assert linked("see 17 Recovery, 07 Recover") == "see 17 Recovery, 07 Recover"
    assert on_the_bound_page(destinations().linked("07 Recovery", FIRST), destinations().sheets) == (
        '<a href="#s07">07 Recovery</a>'
    )


def test_a_sheet_does_not_link_to_itself() -> None:
    assert linked("07 Recovery", RECOVERY) == "07 Recovery"
    assert linked("packet 20", ALERT) == "packet 20"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Packet 20 now", 'Packet <a href="20-alert.html">20</a> now'),
        ("packets 22, 23", 'packets <a href="22-session.html">22</a>, <a href="23-bring-back.html">23</a>'),
        ("packet 22, or 23.", 'packet <a href="22-session.html">22</a>, or <a href="23-bring-back.html">23</a>.'),
        ("Sheets 06, 10", 'Sheets <a href="06-custody.html">06</a>, <a href="10-accounts.html">10</a>'),
        ("packet 21", 'packet <a href="../index.html#en-21">21</a>'),
        ("packet 99, 20", 'packet 99, <a href="20-alert.html">20</a>'),
        ("packet 2026-12-31", "packet 2026-12-31"),
        ("packet 205", "packet 205"),
        ("20 minutes", "20 minutes"),
    ],
)
def test_a_number_is_linked_where_it_is_that_of_a_sheet(text: str, expected: str) -> None:
    assert linked(text) == expected


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("packet 32", ROOT_OF, 'packet <a href="32-lost-password-111122223333.html">32</a>'),
        ("packet 21", ROOT_OF, "packet 21"),
        ("packet 22", ROOT_OF, 'packet <a href="22-session.html">22</a>'),
        (
            "packet 32 (4444-5555-6666)",
            ROOT_OF,
            'packet <a href="32-lost-password-444455556666.html">32</a> (4444-5555-6666)',
        ),
        (
            "packets 31 (4444-5555-6666), 20",
            RECOVERY,
            'packets <a href="31-lost-mfa-444455556666.html">31</a> (4444-5555-6666), <a href="20-alert.html">20</a>',
        ),
        ("packet 32 (9999-9999-9999)", RECOVERY, 'packet <a href="../index.html#en-32">32</a> (9999-9999-9999)'),
    ],
)
def test_of_several_packets_that_of_the_account_is_meant(text: str, on: Sheet, expected: str) -> None:
    assert linked(text, on) == expected


def test_a_number_of_several_packets_leads_to_where_one_sees_which_is_which() -> None:
    index = dict(pages_of("full"))["index.html"]
    door = index[index.index('<li id="en-21">') :].partition("</ul>")[0]
    assert re.findall(r'href="en/(.*?)\.html"', door) == ["21-own-root-111122223333", "21-own-root-444455556666"]
    told = re.sub("<[^>]*>", "", door).split()
    assert told.count("21") == 1  # the case once, and then the accounts to choose from
    assert "1111-2222-3333" in told
    assert "4444-5555-6666" in told


def test_a_step_is_linked_on_its_own_sheet_and_else_where_only_one_has_it() -> None:
    anchor = place_anchor(ROOT_OF, "B-40")
    assert linked("go to B-40", ROOT_OF) == f'go to <a class="kept" href="#{anchor}">B-40</a>'
    assert linked("go to B-40", FIRST) == "go to B-40"  # many packets have it: nobody can say of which
    assert linked("see F-01.", ROOT_OF) == 'see <a class="kept" href="01-first-minutes.html#s01-F-01">F-01</a>.'
    assert linked("E-0031, AB-400, XB-40", ROOT_OF) == "E-0031, AB-400, XB-40"


def test_a_telephone_number_is_dialled_as_typed_and_as_at_home() -> None:
    link = '<a class="kept" href="tel:+819000000001">'
    assert linked("090-0000-0001") == f"{link}090-0000-0001</a>"
    assert linked("(+81 90 0000 0001)") == f"({link}+81 90 0000 0001</a>)"
    assert linked("1090-0000-0001, 090-0000-00012") == "1090-0000-0001, 090-0000-00012"


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("+81 90-0000 (0001)", "tel:+819000000001"),
        ("03-0000-0001", "tel:0300000001"),
        ("ask the desk", ""),
        ("03-0000-0001 ext 5", ""),
        ("-", ""),
    ],
)
def test_only_a_number_is_dialled(number: str, address: str) -> None:
    assert telephone_address(number) == address


def test_mail_is_written_to_people_and_never_to_a_root_user() -> None:
    organisation = view_of("full", "en").organisation
    mails = {c.value for person in organisation.people for c in person.contacts if c.kind == "email"}
    roots = {account.root_email for account in organisation.accounts if account.root_email}
    assert mails
    assert roots
    for mail in mails - roots:
        assert linked(mail) == f'<a class="kept" href="mailto:{mail}">{mail}</a>'
        assert linked(f"x{mail}") == f"x{mail}"
    assert all("mailto" not in linked(mail) for mail in roots)


def test_words_in_a_heading_a_command_or_a_link_are_not_linked() -> None:
    text = '<h1>20 x</h1><h3>F-01</h3><pre><code>F-01</code></pre><a href="https://a">F-01</a><p>F-01</p>'
    shown = on_its_own_page(on_screen(text, ROOT_OF, destinations()), ROOT_OF)
    assert shown == text.replace("<p>F-01</p>", '<p><a class="kept" href="01-first-minutes.html#s01-F-01">F-01</a></p>')


def test_a_value_cannot_become_markup_on_its_way_to_the_screen() -> None:
    text = "<p>&lt;b&gt; 07 Recovery &amp; &quot;F-01&quot;</p>"
    shown = on_screen(text, ROOT_OF, destinations())
    assert wording(shown) == wording(text)
    assert set(re.findall(r"<(\w+)", shown)) == {"p", "a"}


def test_a_cell_is_told_the_head_of_its_column_and_every_part_of_a_table_its_role() -> None:
    text = (
        '<table><thead><tr><th scope="col">Na<br>me</th><th scope="col">A &amp; B</th></tr></thead><tbody>'
        '<tr><th scope="row">x</th><td>1</td></tr><tr><td colspan="2">2</td></tr>'
        "<tr><td><table><tbody><tr><td>3</td></tr></tbody></table></td><td>4</td></tr></tbody></table>"
    )
    shown = named_cells(text)
    assert re.findall(r'data-label="([^"]*)">', shown) == ["A &amp; B", "Na me", "Na me", "A &amp; B"]
    assert re.findall(r'role="(\w+)"', shown)[:5] == ["table", "rowgroup", "row", "columnheader", "columnheader"]
    assert 'role="rowheader" scope="row"' in shown
    assert wording(shown) == wording(text)


def test_an_account_id_is_kept_on_one_line() -> None:
    assert named_cells('<p title="1111-2222-3333">1111-2222-3333, 1111-2222-33334</p>') == (
        '<p title="1111-2222-3333"><span class="kept">1111-2222-3333</span>, 1111-2222-33334</p>'
    )
    found = [(part.text, part.is_kept, part.after_space) for part in parts("Root of 1111-2222-3333: x")]
    assert found == [("Root of", False, False), ("1111-2222-3333", True, True), (": x", False, False)]


def test_headings_and_steps_of_a_sheet_are_listed_in_their_order() -> None:
    section = sheets_of("full", "en")["alert"].section.text
    assert headings(section)[0] == ("1", "People")
    numbers = [number for number, _ in steps(section)]
    assert set(numbers) == set(step_numbers(section))
    assert [number for number, _ in steps("<p>x</p>")] == []
    assert all("".join(words).split()[0] == number for number, words in steps(section))


def test_words_of_different_columns_stay_apart() -> None:
    assert (
        pieces("<td>Pass<strong>word</strong></td><td><svg><title>box</title></svg>E-0031 &amp;</td>")
        == (*(" ", "Pass", "word", " ", "E-0031 &", " "),)[:-1]
    )
    assert plain("<td>Pass<strong>word</strong></td><td>E-0031</td>") == "Password E-0031"


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_every_sheet_stands_once_under_a_question_and_the_emergency_first(organisation: str) -> None:
    sheets = [sheet.sheet for sheet in sheets_of(organisation, "ja").values()]
    found = by_question(sheets)
    assert sorted(sheet.name for question in found for sheet in question.sheets) == sorted(s.name for s in sheets)
    assert found[0].id == "emergency"
    assert [sheet.kind for sheet in found[0].sheets] == ["alert", "first-minutes"]
    assert emergency(sheets) == found[0].sheets[0]


def test_a_sheet_that_no_question_names_is_looked_up() -> None:
    new = Sheet("12", "night-guard")
    assert [(question.id, question.sheets) for question in by_question([new])] == [("reference", (new,))]
    assert emergency([new]) is None
    assert emergency([FIRST, new]) == FIRST


def test_the_search_finds_every_sheet_and_every_step_of_it() -> None:
    index = dict(pages_of("full"))["index.html"]
    match = re.search(r'<script type="application/json" id="search-list">(.*?)</script>', index)
    assert match
    listed = {page: (anchor, title, places) for page, anchor, title, *places in json.loads(match[1])}
    assert set(listed) == {f"{sheet.name}.html" for sheet in printed("full")}
    for sheet in printed("full"):
        anchor, title, places = listed[f"{sheet.name}.html"]
        assert (anchor, title) == (sheet.sheet.anchor, sheet.title)
        assert step_numbers(sheet.section.text) <= {number for number, *_ in places}
    assert not set("<>&") & set(match[1])


def test_no_line_breaks_in_the_number_of_a_thing_or_of_its_seal() -> None:
    shown = named_cells(
        "<p>E-0031 TEB-004512, packet 21, B-07, 2026-11-24, XE-0031-A and <b title='E-0031'>K-0101</b></p>"
    )
    assert re.findall(r'<span class="kept">(.*?)</span>', shown) == ["E-0031", "TEB-004512", "K-0101"]
    assert "title='E-0031'" in shown


@pytest.mark.slow
@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("page", ["index.html", "README.md"])
def test_the_start_page_tells_of_accounts_whose_root_nobody_knows_before_a_task_begins(
    organisation: str, page: str
) -> None:
    text = built(organisation).files[page].decode()
    view = view_of(organisation, "en")
    accounts = view.organisation.accounts
    unknown = sum(account.custody == "unknown" for account in accounts)
    told = re.findall(r"Not known yet: how root of (\d+) of (\d+) accounts is kept", text)
    assert told == ([(str(unknown), str(len(accounts)))] if unknown else [])
    unlisted = len(view.unlisted_accounts())
    assert re.findall(r"password or MFA device of (\d+) account", text) == ([str(unlisted)] if unlisted else [])
    if unknown:
        assert text.index("Not known yet") < text.index("Whom to call, who approves")
