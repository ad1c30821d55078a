"""Text into Markdown or HTML: a value can never become markup, and the escaping cannot be forgotten.

Both formats use ``Markup`` as the mark of finished text. Everything else that a template prints passes through
``Notation.finish`` (Jinja's *finalize*): it escapes, and it refuses None and empty texts, because a blank that
looks right is the worst failure.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$])")
# What opens a block at the start of a line: "1. ", "- ", "+ ", "---", "#", "=", ":"; not "+81 …" or "03-…".
_MARKDOWN_BLOCK_MARK = re.compile(r"^([0-9]{1,9}(?=[.)](?:\s|$)))?([.)](?=\s|$)|\+(?=\s|$)|-(?=[\s-]|$)|[#=:!])")
_MARKDOWN_LINE_END = re.compile(r"(?<!\\)(#+)$")
# What every renderer takes for a link by itself, and markdownlint wants to be written as one.
_MARKDOWN_ADDRESS = re.compile(
    r"(?<![\w.%+@/:<`-])(?:https://[A-Za-z0-9./?#=&%_~:+-]*[A-Za-z0-9/]"
    r"|[A-Za-z0-9.%+_-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,})(?![\w@-])",
    re.ASCII,
)


class BlankError(ValueError):
    """A template was about to print nothing where something belongs."""


def escape_markdown(text: str) -> str:
    """``text`` as literal inline Markdown (GitHub flavour) on one line; it may stand anywhere in a line or cell."""
    one_line = " ".join(text.split())
    escaped, end = "", 0
    for address in _MARKDOWN_ADDRESS.finditer(one_line):
        escaped += f"{_literal(one_line[end : address.start()])}<{address[0]}>"
        end = address.end()
    escaped += _literal(one_line[end:])
    escaped = _MARKDOWN_BLOCK_MARK.sub(r"\1\\\2", escaped)
    return _MARKDOWN_LINE_END.sub(r"\\\1", escaped)


def _literal(text: str) -> str:
    return _MARKDOWN_SPECIAL.sub(r"\\\1", text)


def escape_html(text: str) -> str:
    """``text`` as literal HTML, safe in an element and in a quoted attribute."""
    return html.escape(" ".join(text.split()), quote=True)


@dataclass(frozen=True, slots=True)
class Notation:
    """How one format writes text, emphasis and links."""

    name: str
    escape: Callable[[str], str]
    inline: Callable[[str], str]
    link: Callable[[str], str]

    def finish(self, value: object) -> Markup:
        """``value`` escaped for this format, unless it is finished already; BlankError for None and ""."""
        if isinstance(value, Markup):
            return value
        if value is None:
            msg = "an empty value was about to be printed"
            raise BlankError(msg)
        text = str(value)
        if not text.strip():
            msg = "an empty text was about to be printed"
            raise BlankError(msg)
        return Markup(self.escape(text))  # noqa: S704  this is the escaping


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415  only needed once a sheet is rendered

    return MarkdownIt("commonmark", {"html": False}).disable(["image", "link"])


@lru_cache(maxsize=4096)  # every sheet is rendered twice, and the same words stand on many
def _inline_html(markdown: str) -> str:
    """Inline Markdown of ours as HTML."""
    return str(_parser().renderInline(markdown))


def _markdown_words(words: str) -> str:
    """Inline Markdown of ours as it is, but for addresses: what is a link anyway is written as one."""
    return _MARKDOWN_ADDRESS.sub(r"<\g<0>>", words)


def _html_link(url: str) -> str:
    escaped = escape_html(url)
    return f'<a href="{escaped}">{escaped}</a>'


NOTATIONS = {
    "markdown": Notation("markdown", escape_markdown, _markdown_words, "<{}>".format),
    "html": Notation("html", escape_html, _inline_html, _html_link),
}
