"""Two editions side by side: what changed, which copies to fetch and lay in, and the words that went and came."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.config_texts import MINIMAL, changed, drafted
from support.histories import NAMES, START, histories, issued
from support.notices import comparison as example
from support.notices import drafts, notices
from support.organisations import knowledge, sheets_of

from runbook.building import Draft, mark
from runbook.editions import EMPTY, Approval, IssuedEdition, Register
from runbook.editions.comparison import Change, Comparison, compare
from runbook.editions.redline import ADDED, DROPPED, KEPT, Piece, RedLine, redline
from runbook.editions.reprint import _lines, _sample, reprint_files
from runbook.errors import RenderingRefusedError
from runbook.formats.pdf import paper_sheets
from runbook.issuing import diff, issue, propose
from runbook.knowledge.sheets import SheetName
from runbook.paper import NO_CACHE, Paper, PaperCache, PaperSheet
from runbook.sheets import notices as notices_of_sheets
from runbook.sheets.lines import Line, read_line, wording

Stock = Counter[tuple[str, str, str, int]]


def stock(edition: IssuedEdition | None) -> Stock:
    """Every paper copy of an edition: place, sheet, code, number."""
    copies: Stock = Counter()
    for name, sheet in edition.sheets.items() if edition else ():
        for place, count in edition.copies_of(name).items() if edition else ():
            copies.update((place, str(name), sheet.code, number) for number in range(1, count + 1))
    return copies


def after_replacements(comparison: Comparison) -> Stock:
    copies = stock(comparison.old)
    for replacement in comparison.replacements:
        if replacement.out and replacement.old:
            for number in range(replacement.out[0], replacement.out[1] + 1):
                copies[replacement.place, str(replacement.name), replacement.old.code, number] -= 1
        if replacement.put and replacement.new:
            for number in range(replacement.put[0], replacement.put[1] + 1):
                copies[replacement.place, str(replacement.name), replacement.new.code, number] += 1
    assert min(copies.values(), default=0) >= 0, "a copy is taken out that does not lie there"
    return +copies


@pytest.mark.slow
@settings(max_examples=150)
@given(histories(most=5), st.data())
def test_who_makes_all_replacements_finds_exactly_the_new_edition_in_the_places(
    register: Register, data: st.DataObject
) -> None:
    old = data.draw(st.sampled_from([None, *register.editions]))
    new = data.draw(st.sampled_from(register.editions))
    comparison = compare(old, new)
    assert after_replacements(comparison) == stock(new)
    assert comparison.destroyed == sum((stock(old) - stock(new)).values())
    assert sum(replacement.prints for replacement in comparison.replacements) == sum((stock(new) - stock(old)).values())
    touched = Counter((replacement.place, replacement.name) for replacement in comparison.replacements)
    assert max(touched.values(), default=1) == 1


@pytest.mark.slow
@settings(max_examples=60)
@given(histories(most=3))
def test_every_sheet_is_changed_new_gone_or_unchanged(register: Register) -> None:
    old, new = register.editions[0], register.editions[-1]
    found = {sheet.name: sheet.change for sheet in compare(old, new).sheets}
    for name in map(SheetName.read, NAMES):
        before, after = old.codes.get(name), new.codes.get(name)
        expected = {
            (True, False): Change.GONE,
            (False, True): Change.NEW,
            (True, True): Change.UNCHANGED if before == after else Change.CHANGED,
        }.get((bool(before), bool(after)))
        assert found.get(name) == expected


def test_one_copy_more_of_an_unchanged_sheet_is_only_put_in() -> None:
    register = issued(issued(EMPTY, {NAMES[1]: "same"}, START), {NAMES[1]: "same"}, START + timedelta(days=1))
    comparison = compare(*register.editions)  # an edition has as many copies in the safe as its number
    assert comparison.is_same
    (replacement,) = comparison.replacements
    assert (replacement.out, replacement.put, replacement.prints) == (None, (2, 2), 1)


def test_a_copy_that_lies_in_one_language_only_is_replaced_in_that_language_only() -> None:
    register = issued(EMPTY, {"ja/02-approvers": "一", "en/02-approvers": "one"}, START)
    register = issued(register, {"ja/02-approvers": "二", "en/02-approvers": "two"}, START + timedelta(days=1))
    copies = {"ja/02-approvers": {"safe-a": 1}, "en/02-approvers": {}}
    old, new = (replace(edition, copies=copies) for edition in register.editions)
    assert [str(replacement.name) for replacement in compare(old, new).replacements] == ["ja/02-approvers"]


def test_copies_are_fetched_from_a_place_that_is_no_more_after_the_others() -> None:
    name = SheetName.read(NAMES[1])
    old, new = issued(issued(EMPTY, {NAMES[1]: "one"}, START), {NAMES[1]: "two"}, START).editions
    vault = {"bank-vault": {"ja": "貸金庫", "en": "Vault"}}
    old = replace(old, places={**vault, **old.places}, copies={name.sheet.name: {"bank-vault": 3, "safe-a": 1}})
    comparison = compare(old, new)
    assert comparison.places() == ("safe-a", "bank-vault")
    (replacement,) = comparison.replacements_in("bank-vault")
    assert (replacement.name, replacement.out, replacement.put, replacement.destroys) == (name, (1, 3), None, 3)
    assert comparison.destroyed == 4
    assert comparison.place_name("bank-vault", "ja") == "貸金庫"


WORDS = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=12)
LINES = st.builds(
    lambda kind, cells: Line(kind, tuple(cells)),
    st.sampled_from(["p", "h2", "li"]),
    st.lists(WORDS, min_size=1, max_size=1),
) | st.builds(lambda cells: Line("tr", tuple(cells)), st.lists(WORDS | st.just(""), min_size=2, max_size=4).filter(any))


def texts(lines: tuple[RedLine, ...], *states: str) -> list[str]:
    """What is left of a redline when only pieces in these states are read."""
    kept = ("".join("".join(p.words for p in cell if p.state in states) for cell in line.cells) for line in lines)
    return ["".join(text.split()) for text in kept if text.strip()]


@pytest.mark.slow
@settings(max_examples=150)
@given(st.lists(LINES, max_size=6), st.lists(LINES, max_size=6))
def test_without_the_new_words_the_old_text_is_left_and_the_other_way_round(old: list[Line], new: list[Line]) -> None:
    lines = redline([line.written() for line in old], [line.written() for line in new])

    def wanted(side: list[Line], other: list[Line]) -> Counter[str]:
        return Counter("".join(line.words.split()) for line in side if line not in other and line.words.strip())

    assert wanted(old, new) <= Counter(texts(lines, KEPT, DROPPED))
    assert wanted(new, old) <= Counter(texts(lines, KEPT, ADDED))
    if [line.words for line in old] != [line.words for line in new]:
        assert any(line.is_changed for line in lines)
    if old == new:
        assert not any(line.is_changed for line in lines)


def test_a_change_keeps_its_heading_and_far_lines_are_left_out() -> None:
    old = ["h2 Order of call", *(f"p line {number}" for number in range(20)), "h2 Never", "p so"]
    new = [line.replace("line 15", "line fifteen") for line in old]
    shown = redline(old, new)
    assert [line.is_gap for line in shown] == [False, True, False, False, False, True]
    assert shown[0].cells[0][0].words == "Order of call"
    assert "Never" not in str(shown)


def test_a_telephone_number_is_read_as_a_whole() -> None:
    (line,) = redline(["p Call +81 90 0000 0002 now please"], ["p Call +81 90 0000 0004 now please"])
    assert [(piece.state, piece.words.strip()) for piece in line.cells[0]] == [
        (KEPT, "Call"),
        (DROPPED, "+81 90 0000 0002"),
        (ADDED, "+81 90 0000 0004"),
        (KEPT, "now please"),
    ]


PIECES = {
    "a short run between two changes goes along": (
        "p red x blue",
        "p green x black",
        [[(DROPPED, "red x blue "), (ADDED, "green x black")]],
    ),
    "a longer run stays": (
        "p red with blue",
        "p green with black",
        [[(DROPPED, "red "), (ADDED, "green"), (KEPT, " with "), (DROPPED, "blue "), (ADDED, "black")]],
    ),
    "a short run at the end stays": (
        "p red stone x",
        "p green stone x",
        [[(DROPPED, "red "), (ADDED, "green"), (KEPT, " stone x")]],
    ),
    "a short run at the beginning stays": ("p x red", "p x rod", [[(KEPT, "x "), (DROPPED, "red "), (ADDED, "rod")]]),
    "words that go leave no space": ("p one stone two", "p one stone", [[(KEPT, "one stone"), (DROPPED, " two")]]),
    "words that come": ("p one stone", "p one stone two", [[(KEPT, "one stone"), (ADDED, " two")]]),
    "kinds of signs are words": (
        "p 金庫Aを開けるキー",
        "p 金庫Bを開けるキー",
        [[(KEPT, "金庫"), (DROPPED, "A "), (ADDED, "B"), (KEPT, "を開けるキー")]],
    ),
}


@pytest.mark.parametrize("name", PIECES)
def test_a_changed_line_is_told_in_pieces_of_words(name: str) -> None:
    before, after, expected = PIECES[name]
    (line,) = redline([before], [after])
    assert [[(piece.state, piece.words) for piece in cell] for cell in line.cells] == expected


def states(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    """Kind and state of each shown line: "mixed" for one in pieces, "gap" for lines left out."""
    shown = []
    for line in redline(before, after):
        found = {piece.state for cell in line.cells for piece in cell}
        shown.append((line.kind, "gap" if line.is_gap else found.pop() if len(found) == 1 else "mixed"))
    return shown


def test_lines_that_are_not_alike_are_dropped_and_added_whole() -> None:
    assert states(["p abcdefgh"], ["p stuvwxyz"]) == [("p", DROPPED), ("p", ADDED)]
    assert states(["p one stone"], ["h2 one stone"]) == [("p", DROPPED), ("h2", ADDED)]
    assert states(["p one stone"], ["p two stone"]) == [("p", "mixed")]
    one, two = Line("tr", ("one stone", "a")), Line("tr", ("one stone", "a", "b"))
    assert states([one.written()], [two.written()]) == [("tr", DROPPED), ("tr", ADDED)]


def test_lines_are_alike_from_seven_signs_in_twenty() -> None:
    """Seven of twenty signs are 0.35 of both; six are less."""
    for same, expected in ((7, [("p", "mixed")]), (6, [("p", DROPPED), ("p", ADDED)])):
        other = 20 - same
        assert states([f"p {'a' * same} {'b' * (other - 1)}"], [f"p {'a' * same}-{'c' * (other - 1)}"]) == expected


def test_lines_before_an_alike_one_are_added_and_the_rest_after_it() -> None:
    assert states(["p stone one"], ["p 12345678", "p stone two", "p 87654321"]) == [
        ("p", ADDED),
        ("p", "mixed"),
        ("p", ADDED),
    ]
    assert states(["p 12345678", "p stone one"], ["p stone two"]) == [("p", DROPPED), ("p", "mixed")]


def test_one_line_before_and_after_a_change_is_shown_and_a_gap_told_once() -> None:
    old = [f"p line {number}" for number in range(9)]
    new = [line.replace("line 4", "line four") for line in old]
    kept, gap = ("p", KEPT), ("gap", "gap")
    assert states(old, new) == [gap, kept, ("p", "mixed"), kept, gap]
    assert states(old, [*old, "p more"]) == [gap, kept, ("p", ADDED)]
    assert states(old, old) == [gap]


def test_a_heading_is_shown_only_over_a_change_of_its_own() -> None:
    old = ["h2 One", "p a", "p b", "p c", "h2 Two", "p d", "p e", "p f"]
    assert states(old, [*old[:-1], "p fourth"])[:3] == [("gap", "gap"), ("h2", KEPT), ("gap", "gap")]
    assert states(old, [*old[:3], "p third", *old[4:]])[0] == ("h2", KEPT)


def test_sheets_stand_in_the_order_of_the_languages_of_the_new_edition() -> None:
    one = issued(EMPTY, {"en/02-a": "x", "ja/01-b": "x", "ja/02-a": "x", "fr/01-b": "x"}, START)
    two = issued(one, {"ja/02-a": "x", "ja/01-b": "y", "en/02-a": "x"}, START + timedelta(days=1))
    comparison = compare(*two.editions)
    assert [str(sheet.name) for sheet in comparison.sheets] == ["ja/01-b", "ja/02-a", "en/02-a", "fr/01-b"]
    assert [str(sheet.name) for sheet in comparison.having(Change.CHANGED)] == ["ja/01-b"]
    assert [str(sheet.name) for sheet in comparison.having(Change.GONE)] == ["fr/01-b"]
    assert not comparison.is_same
    first = compare(None, one.editions[0]).having(Change.NEW)
    assert [str(sheet.name) for sheet in first] == ["en/02-a", "ja/01-b", "ja/02-a", "fr/01-b"]


@pytest.mark.parametrize(
    ("words", "text", "before", "after"),
    [
        ("one two", "one two", False, False),
        (" one", "one", True, False),
        ("one ", "one", False, True),
        (" one  ", "one", True, True),
        (" ", "", True, True),
        ("", "", False, False),
    ],
)
def test_a_piece_knows_the_spaces_around_its_words(words: str, text: str, *, before: bool, after: bool) -> None:
    piece = Piece(KEPT, words)
    assert (piece.text, piece.starts_with_space, piece.ends_with_space) == (text, before, after)


@pytest.mark.parametrize("code", ["ja", "en"])
def test_the_sample_of_a_redline_looks_as_a_change_does(code: str) -> None:
    language = knowledge().language(code)
    old, new = (language.words(f"notices.redline.sample_{when}") for when in ("old", "new"))
    assert [(piece.state, piece.words) for cell in _sample(language).cells for piece in cell] == [
        (DROPPED, f"{old} "),
        (ADDED, new),
    ]


def test_only_a_sheet_that_changed_has_a_redline() -> None:
    one = issued(EMPTY, {"ja/01-a": "x", "ja/02-b": "x", "ja/03-c": "x"}, START)
    two = issued(one, {"ja/01-a": "y", "ja/02-b": "x", "ja/04-d": "x"}, START + timedelta(days=1))
    comparison = compare(*two.editions)
    found = {str(sheet.name): _lines(sheet, comparison) for sheet in comparison.sheets}
    changed = SheetName.read("ja/01-a")
    assert found == {
        "ja/01-a": redline(one.editions[0].words[changed], two.editions[1].words[changed]),
        "ja/02-b": (),
        "ja/03-c": (),
        "ja/04-d": (),
    }
    assert found["ja/01-a"]
    assert not any(_lines(sheet, compare(None, one.editions[0])) for sheet in compare(None, one.editions[0]).sheets)


@pytest.fixture
def printed_notices(monkeypatch: pytest.MonkeyPatch) -> dict[str, PaperSheet]:
    """What would have been printed, by name; the paper itself is not made."""
    printed: dict[str, PaperSheet] = {}

    def print_sheets(sheets: list[PaperSheet]) -> dict[str, Paper]:
        printed.update({sheet.name: sheet for sheet in sheets})
        return {sheet.name: Paper(sheet.name, b"%PDF", 1) for sheet in sheets}

    monkeypatch.setattr(notices_of_sheets, "print_sheets", print_sheets)
    return printed


@pytest.mark.slow
def test_slip_and_redline_are_made_in_every_language_and_format(printed_notices: dict[str, PaperSheet]) -> None:
    _, after = drafts()
    files = reprint_files(example(), after.views, after.templates)
    names = ["ja/slip", "ja/redline", "en/slip", "en/redline"]
    assert sorted(files) == sorted(f"{name}.{ending}" for name in names for ending in ("md", "html", "pdf"))
    assert list(printed_notices) == names
    made = {f"{notice.name}.md": notice.markdown.encode() for notice in notices().values() if notice.slug != "leaver"}
    assert {path: text for path, text in files.items() if path.endswith(".md")} == made


@pytest.mark.slow
def test_the_first_edition_replaces_nothing_and_has_no_redline(printed_notices: dict[str, PaperSheet]) -> None:
    _, after = drafts()
    files = reprint_files(compare(None, example().new), after.views, after.templates)
    assert {path.partition(".")[0] for path in files} == set(printed_notices) == {"ja/slip", "en/slip"}


@pytest.mark.slow
@pytest.mark.usefixtures("printed_notices")
def test_what_the_company_wrote_may_look_like_a_fault_of_ours() -> None:
    """In the reason, in the old edition and in the new one; from nowhere else."""
    _, after = drafts()
    comparison = example()
    old, new = comparison.old, comparison.new
    assert old is not None
    name = next(sheet.name for sheet in comparison.having(Change.CHANGED))

    def files(before: IssuedEdition, now: IssuedEdition) -> None:
        reprint_files(compare(before, now), after.views, after.templates)

    def saying(edition: IssuedEdition, words: str) -> IssuedEdition:
        return replace(edition, words={**edition.words, name: (*edition.words[name], f"p {words}")})

    def knowing(edition: IssuedEdition, words: str) -> IssuedEdition:
        return replace(edition, facts={**edition.facts, "company/motto": words})

    files(old, replace(new, reason="TODO list of June"))
    files(knowing(saying(old, "None Ltd"), "None Ltd"), new)
    files(old, knowing(saying(new, "None Ltd"), "None Ltd"))
    for before, now in ((saying(old, "None Ltd"), new), (old, saying(new, "None Ltd"))):
        with pytest.raises(RenderingRefusedError):
            files(before, now)


def test_pages_to_print_are_counted_for_every_copy() -> None:
    register = issued(EMPTY, {"ja/02-a": "x"}, START)
    (edition,) = register.editions
    sheets = {name: replace(sheet, pages=3) for name, sheet in edition.sheets.items()}
    edition = replace(
        edition,
        sheets=sheets,
        copies={"02-a": {"safe": 2, "vault": 1}},
        places={"safe": {"en": "S"}, "vault": {"ja": "V"}},
    )
    comparison = compare(None, edition)
    assert [
        (replacement.place, replacement.prints, replacement.pages, replacement.destroys)
        for replacement in comparison.replacements
    ] == [
        ("safe", 2, 6, 0),
        ("vault", 1, 3, 0),
    ]
    assert (comparison.pages, comparison.destroyed, comparison.places()) == (9, 0, ("safe", "vault"))
    assert [replacement.place for replacement in comparison.replacements_in("vault")] == ["vault"]
    assert [comparison.place_name(place, "en") for place in ("safe", "vault")] == ["S", "V"]
    gone = compare(edition, replace(edition, sheets={}, copies={}, places={}))
    assert (gone.pages, gone.destroyed, gone.place_name("safe", "ja")) == (0, 3, "S")


AFTER = changed("{person: kato, from", "{person: mori, from")
"""The smallest company after an approver was replaced: that changes packets, and sheets of any length."""


def counted(made: Draft, register: Register) -> IssuedEdition:
    """The edition that a draft would be, with two approvals, every sheet on two pages."""
    edition = propose(made, register, register.latest)
    approvals = tuple(Approval(person, {"en": person}, edition.code) for person in ("sato", "mori"))
    sheets = {name: replace(sheet, pages=2) for name, sheet in edition.sheets.items()}
    return replace(edition, reason="Why", approvals=approvals, sheets=sheets)


@pytest.mark.slow
def test_the_pages_of_words_that_come_back_from_an_older_edition_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = drafted(MINIMAL), drafted(AFTER)
    one = counted(before, EMPTY)
    two = counted(after, Register((one,)))
    printed: set[str] = set()

    def print_sheets(sheets: list[PaperSheet], *, cache: PaperCache) -> dict[str, Paper]:
        assert cache is NO_CACHE
        printed.update(sheet.name for sheet in sheets)
        return {sheet.name: Paper(sheet.name, b"", 5) for sheet in sheets}

    monkeypatch.setattr(diff, "print_sheets", print_sheets)
    monkeypatch.setattr(issue, "page_count", lambda _: 5)
    comparison = diff.compared(before, one, Register((one, two)))
    assert comparison.is_same
    other = {name for name, sheet in one.sheets.items() if two.sheets[name].code != sheet.code}
    assert printed == {str(name) for name in other}
    assert {name for name, sheet in comparison.new.sheets.items() if sheet.pages == 5} == other


@pytest.mark.slow
def test_pages_are_counted_on_the_very_paper_that_the_edition_will_have(monkeypatch: pytest.MonkeyPatch) -> None:
    """So the issue finds them printed, too. The cover tells the edition itself, which nobody has approved yet."""
    one = counted(drafted(MINIMAL), EMPTY)
    printed: list[PaperSheet] = []

    def print_sheets(sheets: list[PaperSheet], *, cache: PaperCache) -> dict[str, Paper]:
        assert cache is NO_CACHE
        printed.extend(sheets)
        return {sheet.name: Paper(sheet.name, b"", 5) for sheet in sheets}

    monkeypatch.setattr(diff, "print_sheets", print_sheets)
    monkeypatch.setattr(issue, "page_count", lambda _: 5)
    after = drafted(AFTER)
    proposed = diff.compared(after, one, Register((one,))).new
    approvals = tuple(Approval(person, {"en": person}, proposed.code) for person in ("sato", "mori"))
    issued_then = Register((one, replace(proposed, reason="Why", approvals=approvals)))
    assert issued_then.latest is issued_then.editions[-1]
    finished = {sheet.name: sheet for sheet in paper_sheets(mark(after, issued_then), after.templates)}
    others = [sheet for sheet in printed if not sheet.name.endswith("/00-register")]
    assert len(others) > 4
    assert [sheet for sheet in others if sheet != finished[sheet.name]] == []
    assert {0, 4} <= {sheet.most_pages for sheet in others}


@pytest.mark.sweep
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("organisation", ["minimal", "full", "awkward"])
def test_every_line_of_every_sheet_is_written_and_read_again(organisation: str, language: str) -> None:
    for sheet in sheets_of(organisation, language).values():
        lines = wording(sheet.section.text)
        assert len(lines) > 5
        assert [read_line(line.written()) for line in lines] == list(lines)
