"""Pages are read sooner than the standard library reads them, and in the same way."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.organisations import ORGANISATIONS, built

from runbook.sheets import markup
from runbook.sheets.markup import Tag, read_markup

Said = list[tuple[object, ...]]

TAGS = (
    *(
        "<p>",
        "</p>",
        "</p >",
        "<p/ >",
        "<p",
        "< p>",
        "<3",
        "<",
        "</",
        "</>",
        "<br>",
        "<br/>",
        "<br />",
        "<td data-blank>",
    ),
    *('<a href="#x">', "</a>", "<A HREF='x'>", "<p id=a>", '<p\nid="a">', '<p class="a  b" class="c">', '<p a="">'),
    *('<img alt="a &amp; b">', '<p title="&ampx">', '<p title="1 > 0">', '<p title="<b>">', '<p a="b"c="d">'),
    *("<!-- a <b> -->", "<!-- ", "<!DOCTYPE html>", "<!doctype x>", "<?x?>"),
    *("<style>", "</style>", "<style>p > a { }</style>", "<style>\n<b></style>", '<style media="x">a</style>'),
    *("<script>", "</script>", "<script></script>", "<script>if (a < b) c()</script>", "<script>'</b>'</script>"),
    *("<title>", "</title>", "<title><b></title>", "<title>a &lt; b</title>"),
    *("<textarea>", "</textarea>", "<xmp>", "<noscript>", "<plaintext>"),
    *('<svg viewBox="0 0 1 1">', '<path d="M0 0h1"/>', "</svg>"),
)
WORDS = (
    "word",
    "語",
    " ",
    "\n",
    "\r",
    "\u3000",
    "\x00",
    "&",
    "&amp;",
    "&lt;b&gt;",
    "&#x41;",
    "&nosuch;",
    ">",
    '"',
    "'",
)
SIGNS = (*"<>/ab=\"' &;!-\n", "p", "style", "script", "title")


class Heard:
    """What a reader is told; words that come in two pieces are one text."""

    def __init__(self) -> None:
        self.said: Said = []

    def start(self, tag: Tag) -> None:
        self.said.append(("start", tag.name, dict(tag.attributes), tag.classes))

    def end(self, name: str) -> None:
        self.said.append(("end", name))

    def words(self, text: str) -> None:
        before = str(self.said.pop()[1]) if self.said and self.said[-1][0] == "words" else ""
        self.said.append(("words", before + text))


class Library(HTMLParser):
    """The standard library, heard without us."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.heard = Heard()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.heard.start(Tag(tag, said, frozenset(said.get("class", "").split())))

    def handle_endtag(self, tag: str) -> None:
        self.heard.end(tag)

    def handle_data(self, data: str) -> None:
        self.heard.words(data)


def heard(html: str) -> Said:
    reader = Heard()
    read_markup(html, reader)
    return reader.said


def of_the_library(html: str) -> Said:
    parser = Library()
    parser.feed(html)
    parser.close()
    return parser.heard.said


@pytest.mark.slow
@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_every_page_of_ours_is_read_as_the_library_reads_it(organisation: str) -> None:
    for path, content in built(organisation).files.items():
        if path.endswith(".html"):
            assert heard(content.decode()) == of_the_library(content.decode()), path


@pytest.mark.slow
def test_no_page_of_ours_has_to_be_left_to_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {path: content.decode() for path, content in built("full").files.items() if path.endswith(".html")}
    for page in pages.values():
        read_markup(page, Heard())  # every tag of it is known from here on

    def fail(_self: object, html: str) -> None:
        pytest.fail(html[:80])

    monkeypatch.setattr(markup._Careful, "feed", fail)
    for page in pages.values():
        read_markup(page, Heard())


@given(st.lists(st.sampled_from((*TAGS, *WORDS)), max_size=12).map("".join))
def test_whatever_is_written_is_read_as_the_library_reads_it(html: str) -> None:
    assert heard(html) == of_the_library(html)


@given(st.lists(st.sampled_from(SIGNS), max_size=24).map("".join))
def test_whatever_is_typed_is_read_as_the_library_reads_it(html: str) -> None:
    assert heard(html) == of_the_library(html)


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_alone_and_between_words_is_read_as_the_library_reads_it(tag: str) -> None:
    for html in (tag, f"a{tag}b", f"<p>{tag}</p>", f"{tag}</style></script></title>&amp;<b>c"):
        assert heard(html) == of_the_library(html), html
