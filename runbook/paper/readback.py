"""Reads finished PDFs back, with another engine than the one that wrote them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def page_texts(pdf: bytes) -> tuple[str, ...]:
    """The text of each page as a viewer finds it; ValueError if the file is no PDF."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415  heavy for the start of the command line

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as fault:
        msg = f"not a PDF: {fault}"
        raise ValueError(msg) from fault
    try:
        return tuple(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def missing_texts(pdf: bytes, texts: Sequence[str]) -> list[str]:
    """Those of the texts that are not on the paper. How a line was broken does not matter."""
    printed = squeezed("\n".join(page_texts(pdf)))
    return [text for text in texts if squeezed(text) not in printed]


def squeezed(text: str) -> str:
    """A text without what layout may change: white space, ligatures, soft hyphens and what pdfium writes for one."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) not in {"Cf", "Cc"} and c != "\ufffe")
