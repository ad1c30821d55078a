"""Templates into text: nothing blank, nothing undefined, no value that becomes markup, no way out of the sandbox."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from support.organisations import ORGANISATIONS, knowledge, sheets_of, view_of

from runbook.errors import RenderingRefusedError
from runbook.organisation.fields import Text
from runbook.resources import fonts_dir
from runbook.sheets.notation import NOTATIONS, BlankError, escape_html, escape_markdown
from runbook.sheets.rendering import Renderer
from runbook.sheets.view import View
from runbook.text.glyphs import coverage

DRAWABLE = st.text(
    st.sampled_from(sorted(chr(point) for point in coverage(fonts_dir()) if chr(point).isprintable())),
    min_size=1,
    max_size=40,
).filter(str.strip)
NASTY = st.text(st.sampled_from("|\\`*_[](){}<>#+-.!~&$=:;\"' 1a佐"), min_size=1, max_size=30).filter(str.strip)


def full_view() -> View:
    return view_of("full", "en")


def render(tmp_path: Path, template: str, notation: str = "html", **names: object) -> str:
    (tmp_path / "own.j2").write_text(template, "utf-8")
    return Renderer([tmp_path, knowledge().folder]).render("own.j2", notation, full_view(), **names).text


@pytest.mark.parametrize(
    ("template", "line", "reason"),
    [
        ("fine\n{{ nobody }}", 2, "'nobody' is undefined"),
        ("fine\n\n{{ org.nothing }}", 3, "no attribute 'nothing'"),
        ("{{ org.people[99].name }}", 1, "no element 99"),
        ("{{ none }}", 1, "empty value"),
        ("{{ '' }}", 1, "empty text"),
        ("{{ '  ' }}", 1, "empty text"),
        ("a\n{{ org.company.ticket_system and none }}", 2, "empty value"),
        ("{{ t('sheets.approvers.nothing') }}", 1, "sheets.approvers.nothing is missing"),
        ("{{ t('sheets.checklist.zone') }}", 1, "no value for the placeholder zone"),
        ("{{ ['nothing'] | words('sheets.approvers') }}", 1, "sheets.approvers.nothing is missing"),
        ("{{ [org.nothing] | given }}", 1, "no attribute 'nothing'"),
        ("{{ org.people | each(nobody) }}", 1, "'nobody' is undefined"),
        ("{{ org.people | each(org.__class__) }}", 1, "unsafe"),
        ("{{ org.people | each(range(9).index.__self__) }}", 1, "unsafe"),
        ("{% if %}", 1, "Expected an expression"),
        ("{% include 'nowhere.j2' %}", 1, "nowhere.j2"),
        ("x\n{{ ''.__class__.__mro__ }}", 2, "unsafe"),
        ("{{ org.people.__class__ }}", 1, "unsafe"),
        ("{{ t.__init__.__globals__ }}", 1, "unsafe"),
        ("{{ org | safe }}", 1, "safe"),
        ("{% for i in range(1000000000) %}x{% endfor %}", 1, "too big"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
    ],
)
def test_a_broken_template_stops_and_names_its_line(tmp_path: Path, template: str, line: int, reason: str) -> None:
    with pytest.raises(RenderingRefusedError) as refused:
        render(tmp_path, template)
    (problem,) = refused.value.problems
    assert problem.line == line
    assert reason in dict(problem.values)["reason"]


def test_a_template_linked_from_elsewhere_is_not_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside.j2"
    outside.write_text("secret", "utf-8")
    own = tmp_path / "own"
    own.mkdir()
    (own / "link.j2").symlink_to(outside)
    with pytest.raises(RenderingRefusedError):
        Renderer([own]).render("link.j2", "html", full_view())


@pytest.mark.parametrize("path", ["../outside.j2", "/etc/passwd", "sheets/../../x.j2"])
def test_a_template_cannot_include_a_file_outside_its_folder(tmp_path: Path, path: str) -> None:
    (tmp_path.parent / "outside.j2").write_text("secret", "utf-8")
    with pytest.raises(RenderingRefusedError):
        render(tmp_path, f"{{% include {path!r} %}}")


def test_an_own_template_is_laid_over_the_shipped_one(tmp_path: Path) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    (folder / "sheet.md.j2").write_text("{# ours #}OURS {{ body }}", "utf-8")
    sheet = knowledge().sheets[0]
    page = Renderer([tmp_path, knowledge().folder]).render(
        "page/sheet.md.j2", "markdown", full_view(), sheet=sheet, code="X", body="text"
    )
    assert page.text == "OURS text\n"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("['name', 'hours'] | words('labels.heads') | join", "Name, Hours"),
        ("['labels.heads.name', 'labels.page.code'] | words | join", "Name, Code"),
        ("org.people[0].contacts | map(attribute='kind') | words('labels.contact_kinds') | first", "Mobile"),
        ("['sato', 'kato'] | each(org.person) | map(attribute='name') | join", "Hanako Sato, Ken Kato"),
        ("[1, 2] | each(twice) | join", "<b>1</b>1, <b>2</b>2"),
        ("['<'] | each(with_end, '>') | join", "&lt;&gt;"),
        ("['a', none, '', 0] | given | join", "a, 0"),
    ],
)
def test_lists_are_made_without_loops(tmp_path: Path, expression: str, expected: str) -> None:
    macros = (
        "{% macro twice(n) %}<b>{{ n }}</b>{{ n }}{% endmacro %}{% macro with_end(a, b) %}{{ a }}{{ b }}{% endmacro %}"
    )
    assert render(tmp_path, f"{macros}{{{{ {expression} }}}}") == f"{expected}\n"


def test_indentation_of_structure_is_not_printed_and_that_of_text_is(tmp_path: Path) -> None:
    template = "{% if true %}\n  {{ 1 }}\n  <p>\n    - {{ 2 }} {{ 3 }}\n{% endif %}"
    assert render(tmp_path, template) == "1\n<p>\n    - 2 3\n"


def test_a_value_is_never_a_template(tmp_path: Path) -> None:
    assert render(tmp_path, "{{ value }}", value="{{ 7*7 }}{% raw %}") == "{{ 7*7 }}{% raw %}\n"


def test_a_text_is_printed_in_the_language_of_the_view(tmp_path: Path) -> None:
    assert render(tmp_path, "{{ value }}", value=Text.of({"ja": "佐藤", "en": "Sato"})) == "Sato\n"


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("value", [None, "", " \n\t"])
def test_nothing_is_never_printed(notation: str, value: str | None) -> None:
    with pytest.raises(BlankError):
        NOTATIONS[notation].finish(value)


class TableText(HTMLParser):
    """Texts of the cells of a table, and every tag met."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.tags: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  as the base class
        self.tags.append(tag)
        if tag in {"td", "th"}:
            self.cells.append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.cells[-1] += data


TABLE_TAGS = ["table", "thead", "tr", "th", "th", "th", "tbody", "tr", "td", "td", "td"]


@pytest.mark.slow
@given(st.one_of(NASTY, DRAWABLE))
def test_any_text_lands_in_exactly_one_markdown_cell(text: str) -> None:
    rows = f"| a | b | c |\n| --- | --- | --- |\n| left | {escape_markdown(text)} | right |\n"
    table = TableText()
    table.feed(MarkdownIt("gfm-like", {"linkify": False, "html": False}).render(rows))
    assert table.tags == TABLE_TAGS
    assert table.cells[3:] == ["left", " ".join(text.split()), "right"]


@pytest.mark.parametrize("frame", ["{}", "- {}", "- [ ] **B-01** (x) {}", "# {}", "> **Note** {}"])
@given(text=st.one_of(NASTY, DRAWABLE))
def test_any_text_is_literal_wherever_it_stands_in_markdown(frame: str, text: str) -> None:
    plain = MarkdownIt("gfm-like", {"linkify": False, "html": False})
    bare = TableText()
    bare.feed(plain.render(frame.format("X")))
    full = TableText()
    full.feed(plain.render(frame.format(escape_markdown(text))))
    assert full.tags == bare.tags


@given(st.one_of(NASTY, DRAWABLE))
def test_any_text_is_literal_in_html(text: str) -> None:
    table = TableText()
    table.feed(f'<table title="{escape_html(text)}"><tr><td>{escape_html(text)}</td></tr></table>')
    assert table.tags == ["table", "tr", "td"]
    assert table.cells == [" ".join(text.split())]


def test_values_in_a_sentence_are_not_read_as_markdown(tmp_path: Path) -> None:
    html = render(tmp_path, "{{ t('sheets.contacts.deputy', name=value) }}", value="**A** <b> [x](y) `z`")
    assert html == "Deputy: **A** &lt;b&gt; [x](y) `z`\n"


def test_a_console_label_shows_the_english_name_beside_the_japanese_one() -> None:
    japanese = "".join(sheet.markdown for sheet in sheets_of("full", "ja").values() if sheet.sheet.is_packet)
    assert "「次へ」（Next）" in japanese
    assert "「Sign out of all sessions」" in japanese
    assert "「パスワードの復旧を許可」†（Allow password recovery）" in japanese


def test_a_forgotten_place_of_the_organisation_is_noticed() -> None:
    from runbook.sheets.sets import expected_texts  # noqa: PLC0415

    texts = expected_texts(full_view())
    organisation = full_view().organisation
    assert len(texts) > len(organisation.people) + len(organisation.accounts) + len(list(full_view().procedure.steps()))
    stranger = dataclasses.replace(organisation.people[0], name=Text.of("Nobody Printed"))
    changed = dataclasses.replace(organisation, people=(*organisation.people, stranger))
    assert "Nobody Printed" in expected_texts(dataclasses.replace(full_view(), organisation=changed))


def texts_in(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_in(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts_in(getattr(value, field.name))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_text_of_the_example_company_stands_on_some_sheet(language: str) -> None:
    printed = " ".join(text for sheet in sheets_of("full", language).values() for text in sheet.texts)
    texts = {" ".join(text.in_language(language).split()) for text in texts_in(full_view().organisation)}
    assert len(texts) > 50
    assert {text for text in texts if text not in printed} == set()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_day_of_the_example_company_stands_on_some_sheet(language: str) -> None:
    printed = " ".join(text for sheet in sheets_of("full", language).values() for text in sheet.texts)
    days = re.findall(
        # those of the document stand on its cover as the country writes days (test_cover.py)
        r"(?<!decided_on: )(?<!established_on: )\b20[0-9]{2}-[0-9]{2}-[0-9]{2}\b",
        ORGANISATIONS["full"].read_text("utf-8"),
    )
    assert {day for day in days if day not in printed} == set()


@pytest.mark.parametrize(
    ("language", "both"),
    [("ja", "090-0000-0001（+81 90 0000 0001）"), ("en", "090-0000-0001 (+81 90 0000 0001)")],
)
@pytest.mark.parametrize("slug", ["approvers", "contacts"])
def test_a_number_of_the_companys_own_country_is_printed_first_as_it_is_dialled_there(
    slug: str, language: str, both: str
) -> None:
    sheet = sheets_of("full", language)[slug].markdown
    assert both in sheet
    assert len(re.findall(r"\+81 [0-9]", sheet)) == len(re.findall(r"\b0[0-9]+-[0-9]+-[0-9]+", sheet))


def test_the_first_sheet_has_only_what_is_dialled() -> None:
    sheet = sheets_of("full", "ja")["first-minutes"].markdown
    assert "| 090-0000-0001 |" in sheet
    assert "+81" not in sheet


FORMS = {"register", "contacts", "checklist", "custody", "routine"}


@pytest.mark.parametrize("slug", [sheet.slug for sheet in knowledge().sheets])
def test_a_sheet_with_room_to_write_is_kept_and_any_other_is_shredded(slug: str) -> None:
    sheet = sheets_of("full", "en")[slug]
    words = [knowledge().language("en").words(f"labels.page.{key}") for key in ("keep", "destroy")]
    for text in (sheet.markdown, sheet.section.text):
        assert [line in text for line in words] == [slug in FORMS, slug not in FORMS]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_packet_is_never_shredded(language: str) -> None:
    found = [sheet for sheet in sheets_of("full", language).values() if sheet.sheet.is_packet]
    words = [knowledge().language(language).words(f"labels.page.{key}") for key in ("keep", "destroy")]
    assert found
    for sheet in found:
        for text in (sheet.markdown, sheet.section.text):
            assert [line in text for line in words] == [True, False], sheet.sheet.slug
