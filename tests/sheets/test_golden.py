"""Every sheet of the three organisations and every notice, compared whole with the files in tests/golden.

Refresh with ``make golden`` and read the diff: it is what a reader of the paper will see change. Codes are masked: they
change with every word, and tests of their own cover them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial

import pytest
from support.notices import NOTICES, comparison, notices
from support.organisations import LANGUAGES, ORGANISATIONS, ROOT, built, knowledge, printed, sheets_of

GOLDEN = ROOT / "tests" / "golden"
SHEETS = {sheet.slug: sheet.name for sheet in knowledge().sheets}
PACKETS = (
    *("20-alert", "21-own-root-111122223333", "22-session", "23-bring-back", "31-lost-mfa-111122223333"),
    *("33-lost-mailbox-444455556666", "36-emergency-111122223333"),
)  # of the full company: one of each make-up
HTML = ("full", "ja")  # markup is the same for every organisation and language
MASK = "XXXX-XXXX-X"
OLD_MASK = "YYYY-YYYY-Y"
QR_PICTURE = re.compile(r'(<svg[^>]* class="qr">).*?(</svg>)')
BLOCK = re.compile(r"(?=<(?:section|header|div|h[1-3]|p|ul|li|pre|table|colgroup|thead|tbody|tr|t[hd])\b)")


def masked(text: str, codes: Iterable[str], mask: str = MASK) -> str:
    """The text without these codes; any other code in it stays."""
    return re.sub("|".join(map(re.escape, codes)), mask, text)


def by_blocks(html: str) -> str:
    """HTML with every block and every cell on a line of its own, without the QR picture."""
    lines = BLOCK.sub("\n", QR_PICTURE.sub(r"\1QR\2", html)).split("\n")
    return "\n".join(line for line in lines if line.strip()) + "\n"


def sheet_markdown(organisation: str, path: str) -> str:
    codes = [sheet.code for sheet in printed(organisation)]
    return masked(built(organisation).files[path].decode(), codes)


def sheet_html(slug: str) -> str:
    organisation, language = HTML
    codes = [sheet.code for sheet in printed(organisation)]
    return masked(by_blocks(sheets_of(organisation, language)[slug].section.text), codes)


def without_codes_of_editions(text: str) -> str:
    """Codes that an edition brings and codes that it replaces have masks of their own."""
    old, new = comparison().old, comparison().new
    assert old is not None
    new_codes = {*new.codes.values(), new.code}
    return masked(masked(text, new_codes), {*old.codes.values(), old.code} - new_codes, OLD_MASK)


def notice_markdown(name: str) -> str:
    return without_codes_of_editions(notices()[name].markdown)


def notice_html(name: str) -> str:
    return without_codes_of_editions(by_blocks(notices()[name].section.text))


GOLDENS: Mapping[str, Callable[[], str]] = {
    **{
        f"{organisation}/{language}/{sheet}.md": partial(sheet_markdown, organisation, f"{language}/{sheet}.md")
        for organisation in ORGANISATIONS
        for language in LANGUAGES
        for sheet in SHEETS.values()
    },
    **{
        f"full/{language}/{name}.md": partial(sheet_markdown, "full", f"{language}/{name}.md")
        for language in LANGUAGES
        for name in PACKETS
    },
    **{f"html/{sheet}.html": partial(sheet_html, slug) for slug, sheet in SHEETS.items()},
    **{f"html/{name}.html": partial(sheet_html, name[3:]) for name in PACKETS[:3]},
    **{
        f"notices/{language}/{slug}.md": partial(notice_markdown, f"{language}/{slug}")
        for language in LANGUAGES
        for slug in NOTICES
    },
    **{f"notices/html/{slug}.html": partial(notice_html, f"{HTML[1]}/{slug}") for slug in NOTICES},
}


@pytest.mark.parametrize("name", GOLDENS)
def test_a_paper_reads_exactly_as_it_did(name: str, request: pytest.FixtureRequest) -> None:
    path = GOLDEN / name
    actual = GOLDENS[name]()
    if request.config.getoption("--refresh-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(actual, "utf-8")
    assert actual == path.read_text("utf-8")


def test_no_golden_file_is_left_behind() -> None:
    assert {str(path.relative_to(GOLDEN)) for path in GOLDEN.rglob("*.*")} == set(GOLDENS)


def test_every_notice_that_templates_can_make_has_a_golden_file() -> None:
    assert {path.stem for path in (ROOT / "templates" / "notices").glob("*.j2")} == set(NOTICES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_sheet_00_shows_every_other_sheet_with_its_own_code(organisation: str, language: str) -> None:
    sheets = sheets_of(organisation, language)
    register = sheets.pop("register").markdown.split("\n")
    rows = {
        slug: [line for line in register if line.startswith(f"| {sheet.title} |")] for slug, sheet in sheets.items()
    }
    assert {slug: [sheet.code in row for row in rows[slug]] for slug, sheet in sheets.items()} == {
        slug: [True] for slug in sheets
    }
