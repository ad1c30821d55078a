"""What the small papers say of a company, and what they refuse to say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from support.cards import COMPANIES, DAY, OPEN, all_words, appears, drafted, secrets_of, sections, words
from support.config_texts import EXAMPLE, MINIMAL, changed, prepared
from support.organisations import LANGUAGES, knowledge

from runbook.cards.deck import Source, deck_of
from runbook.cards.disclosure import disclosures
from runbook.cards.inside import label_cards, openers_of, tent_cards
from runbook.cards.kinds import CARDS, CardKind
from runbook.cards.outside import Period, door_sheet, paper_places, wallet_cards
from runbook.errors import RenderingRefusedError
from runbook.organisation import Appointment, Organisation, Role
from runbook.sheets.codes import read_code
from runbook.sheets.view import View

CODE = re.compile(r'<span class="code">([^<]+)</span>')


def view_of(text: str, language: str = "en") -> View:
    return next(view for view in prepared(text, DAY).views if view.language.code == language)


def organisation(text: str = EXAMPLE) -> Organisation:
    return prepared(text, DAY).assessment.present.organisation


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("company", ["full", "minimal", "awkward"])
@pytest.mark.parametrize("kind", CARDS)
def test_no_card_tells_what_its_readers_must_not_know(company: str, kind: CardKind, language: str) -> None:
    text = COMPANIES[company]
    told = all_words(text, kind, language)
    assert told
    secrets = secrets_of(organisation(text), is_open=kind.is_open)
    assert [secret for secret in secrets if appears(secret, told)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_ours_on_open_cards_never_say_in_what_things_lie(language: str) -> None:
    tree = knowledge().language(language).branch("cards")
    assert isinstance(tree, dict)
    ours = str({name: tree[name] for name in ("foot", "people", "papers", "desks", "absences", *map(str, OPEN))})
    assert not re.search(r"safe|vault|envelope|cabinet|金庫|封筒|保管庫|保管場所|書棚", ours)


@pytest.mark.parametrize(
    "secret", ["111122223333", "1111-2222-3333", "aws-root-payer@example.co.jp", "BreakGlassAdmin"]
)
@pytest.mark.parametrize("is_open", [True, False])
def test_no_card_may_tell_an_account_a_root_address_or_an_emergency_user(secret: str, *, is_open: bool) -> None:
    found = disclosures("ja/door", f"鍵は {secret} です", organisation(), "ja", is_open=is_open)
    assert [(problem.rule, problem.where) for problem in found] == [("card-tells", "ja/door")]


@pytest.mark.parametrize(
    "secret", ["E-0031", "TEB-004512", "SK-20260101", "root-key-1", "Head office safe A", "e-0031"]
)
def test_an_open_card_refuses_items_and_their_places_and_others_do_not(secret: str) -> None:
    told = f"Look for {secret}, please"
    assert [found.rule for found in disclosures("x", told, organisation(), "en", is_open=True)] == ["card-tells"]
    assert list(disclosures("x", told, organisation(), "en", is_open=False)) == []


def test_the_end_of_a_telephone_number_is_no_item() -> None:
    org = replace(organisation(), items=(replace(organisation().items[0], id="0001"),))
    assert list(disclosures("x", "Sato 090-0000-0001, +81 90 0000 0001", org, "en", is_open=True)) == []
    assert [found.rule for found in disclosures("x", "item 0001", org, "en", is_open=True)] == ["card-tells"]


def test_a_part_of_a_word_is_no_item() -> None:
    assert list(disclosures("x", "XE-0031, E-00310", organisation(), "en", is_open=True)) == []


@pytest.mark.slow
def test_a_title_that_names_a_place_with_items_stops_the_card_and_names_it() -> None:
    text = changed("ja: 警備室（サンプルビル）, en: Building security (Sample Building)",
                   "ja: 警備室（本社金庫A の隣）, en: Building security", EXAMPLE)  # fmt: skip
    source = Source(view_of(text, "ja"), organisation(text), {}, None)
    with pytest.raises(RenderingRefusedError) as refused:
        deck_of(CardKind.DOOR, source, prepared(text, DAY).templates)
    (problem,) = refused.value.problems
    assert (problem.rule, problem.where, dict(problem.values)["text"]) == ("card-tells", "ja/door", "本社金庫A")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", CARDS)
def test_each_card_has_a_code_of_its_own_words(kind: CardKind, language: str) -> None:
    codes = [code for section in sections(EXAMPLE, kind, language) for code in CODE.findall(section)]
    assert len(set(codes)) == len(codes) == len(sections(EXAMPLE, kind, language))
    assert all(isinstance(read_code(code), str) for code in codes)


@pytest.mark.slow
def test_only_the_cards_whose_words_change_have_other_codes() -> None:
    text = changed('value: "+81 90 0000 0010"', 'value: "+81 90 0000 0099"', EXAMPLE)
    for kind, changes in ((CardKind.DOOR, 1), (CardKind.WALLET, 9), (CardKind.ENVELOPE, 0), (CardKind.TENT, 0)):
        before, after = ([CODE.findall(s)[0] for s in sections(t, kind, "en")] for t in (EXAMPLE, text))
        assert sum(one != other for one, other in zip(before, after, strict=True)) == changes, kind


@pytest.mark.slow
def test_a_place_is_named_outside_only_if_no_item_lies_in_it() -> None:
    assert [place.id for place in paper_places(view_of(EXAMPLE))] == ["bookcase"]
    assert paper_places(view_of(MINIMAL)) == ()
    assert "whoever answers knows" in all_words(MINIMAL, CardKind.DOOR, "en")
    text = changed('- {sheet: "01", place: bookcase}', '- {sheet: "08", place: bookcase}', EXAMPLE)
    text = changed('- {sheet: "20", place: bookcase}', '- {sheet: "22", place: bookcase}', text)
    assert paper_places(view_of(text)) == ()


def test_the_door_sheet_names_whom_to_call_at_which_hour() -> None:
    sheet = door_sheet(view_of(EXAMPLE))
    assert [(hours, [(one.person.id, one.outside) for one in people]) for hours, people in sheet.answers] == [
        (("every day 22:01 to 08:29",), [("tanaka", False), ("sato", True), ("kato", True)]),
        (
            ("Mon to Fri 08:30 to 08:59", "Mon to Fri 18:01 to 22:00", "Sat, Sun 08:30 to 22:00"),
            [("tanaka", False), ("takahashi", False), ("sato", True)],
        ),
        (("Mon to Fri 09:00 to 18:00",), [("tanaka", False), ("sato", False), ("kato", False)]),
    ]
    assert [person.id for person, _ in sheet.absences] == ["kato", "sato", "takahashi"]
    assert [desk.phone for desk in sheet.desks] == ["+81 3 0000 0024", "+81 6 0000 0028"]


@pytest.mark.parametrize(
    ("day", "last"), [("2026-12-01", "2027-01-31"), ("2027-01-31", "2027-02-28"), ("2026-11-30", "2026-12-31")]
)
def test_a_card_is_valid_until_the_end_of_the_next_month(day: str, last: str) -> None:
    first = type(view_of(EXAMPLE).day).fromisoformat(day)
    assert str(Period.after(first).last) == last


def test_everyone_who_acts_in_an_emergency_has_a_wallet_card_without_their_own_number() -> None:
    cards = list(wallet_cards(view_of(EXAMPLE)))
    assert [card.person.id for card in cards] == [person.id for person in organisation().people]
    for card in cards:
        calls = [piece.call.person for piece in card.pieces if piece.call]
        assert card.person not in calls
        assert len(calls) >= 3
        assert "tanaka" in {person.id for person in (*calls, card.person)}  # the one who answers at any hour
    assert [piece.kind for piece in cards[0].pieces] == ["roles", "call", "call", "call", "say", "papers"]


def test_a_reviewer_alone_has_no_wallet_card() -> None:
    view = view_of(MINIMAL)
    org = view.organisation
    reviewer = Appointment("kato", view.day)
    approvers = replace(org.approvers, members=org.approvers.members[:1])
    only = replace(org, approvers=approvers, roles={**org.roles, Role.REVIEWER: (reviewer,)})
    assert [card.person.id for card in wallet_cards(replace(view, organisation=only))] == ["sato", "mori", "suzuki"]


def test_what_does_not_fit_goes_on_to_another_card_that_says_so() -> None:
    of_one = [text for text in words(COMPANIES["awkward"], CardKind.WALLET, "en") if "Nguyễn Thị Ánh" in text]
    assert [re.search(r"\d of \d", text)[0] for text in of_one] == ["1 of 2", "2 of 2"]  # type: ignore[index]
    assert "Runbook:" in of_one[1]


def test_an_envelope_is_opened_by_the_custodian_and_names_neither_role_nor_account() -> None:
    item = organisation().item("E-0031")
    assert [(opener.person, opener.deputy) for opener in openers_of(item, organisation())] == [("suzuki", "ito")]
    fronts = words(EXAMPLE, CardKind.ENVELOPE, "en")
    assert len(fronts) == 9
    for front in fronts:
        assert not re.search(r"password|MFA|PIN|mailbox|custodian", front, re.IGNORECASE)
        assert "packet 20" in front


def test_what_is_in_a_vault_has_no_label_and_a_vault_no_tent_card() -> None:
    labels = all_words(EXAMPLE, CardKind.LABELS, "en")
    assert "V-0001" not in labels
    assert "Operations password vault" not in labels
    assert len(words(EXAMPLE, CardKind.TENT, "en")) == 4


def test_what_somebody_carries_has_no_card_of_a_place_but_its_things_have_labels() -> None:
    view = view_of(changed("    kind: bank\n", "    kind: carried\n", EXAMPLE))
    tents = [card.place.id for card in tent_cards(view)]
    assert len(tents) == 3
    assert "bank-vault" not in tents
    labels = list(label_cards(view, ""))
    assert "bank-vault" not in {label.place.id for label in labels if label.place}
    assert "bank-vault" in {label.item.place for label in labels if label.item}


def test_a_label_has_the_code_of_the_sheet_that_lists_its_item() -> None:
    codes = {str(sheet.name): sheet.code for sheet in drafted(EXAMPLE).sheets}
    for label in words(EXAMPLE, CardKind.LABELS, "en"):
        assert codes["en/06-custody"] in label


@pytest.mark.parametrize("kind", CARDS)
@pytest.mark.parametrize("company", ["full", "minimal", "awkward"])
def test_both_languages_make_as_many_cards_but_for_what_needs_more_room(company: str, kind: CardKind) -> None:
    japanese, english = (sections(COMPANIES[company], kind, code) for code in LANGUAGES)
    if kind is not CardKind.WALLET:
        assert len(japanese) == len(english)
        count = [sum(text.count(tag) for text in of) for of in (japanese, english) for tag in ("<td", "<th", "<li")]
        assert count[:3] == count[3:]


@pytest.mark.parametrize("kind", [CardKind.DOOR, CardKind.PHONE, CardKind.WALLET])
def test_on_a_screen_each_call_is_a_line_of_its_own(kind: CardKind) -> None:
    """A screen knows nothing of these cards but their elements: two calls on a line would read as one number."""
    for section in sections(EXAMPLE, kind, "en"):
        calls = re.findall(r'(<[a-z]+) class="call[ "]', section)
        assert set(calls) == {"<div"}
        assert not re.search(r"<p(?: [^>]*)?>(?:(?!</p>).)*<div", section, re.DOTALL)


def test_structure_of_cards_holds_no_sentences() -> None:
    for path in knowledge().folder.glob("cards/*.j2"):
        text = path.read_text("utf-8")
        markup = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", text, flags=re.DOTALL)
        assert not re.search(r"[A-Za-z]{2,}|[぀-ヿ㐀-鿿]", re.sub(r"<[^>]*>", "", markup)), path.name
