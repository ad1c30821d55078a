"""Reads finished PDFs back, with another engine than the one that wrote them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

# How pdfium reports a hyphen that stands at the end of a line.
_HYPHENS_AT_LINE_END = str.maketrans("\x02\ufffe", "--")
# pdfium takes these apart: ligatures and, with them, the presentation forms around them.
_TAKEN_APART = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB50)}


class _Squeezed(dict[int, str]):
    """What is left of a character, worked out when it is first met: every text of every sheet goes through here."""

    def __missing__(self, code: int) -> str:
        whole = _TAKEN_APART.get(code, chr(code))
        self[code] = "".join(c for c in whole if not c.isspace() and unicodedata.category(c) not in {"Cf", "Cc"})
        return self[code]


_SQUEEZED = _Squeezed()


def page_texts(pdf: bytes) -> tuple[str, ...]:
    """The text of each page as a viewer finds it; ValueError if the file is no PDF."""
    with _opened(pdf) as document:
        texts = []
        for page in document:
            text_page = page.get_textpage()
            texts.append(text_page.get_text_bounded().translate(_HYPHENS_AT_LINE_END))
            text_page.close()
            page.close()
        return tuple(texts)


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has; ValueError if the file is none."""
    with _opened(pdf) as document:
        return len(document)


def _opened(pdf: bytes) -> PdfDocument:
    import pypdfium2  # noqa: PLC0415  heavy for the start of the command line

    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as fault:
        msg = f"not a PDF: {fault}"
        raise ValueError(msg) from fault


def missing_texts(pdf: bytes, texts: Sequence[str]) -> list[str]:
    """Those of the texts that are not on the paper. How a line was broken does not matter."""
    printed = squeezed("\n".join(page_texts(pdf)))
    return [text for text in texts if squeezed(text) not in printed]


def squeezed(text: str) -> str:
    """A text without what layout and viewers may change: white space, invisible characters, ligatures."""
    return text.translate(_SQUEEZED)
