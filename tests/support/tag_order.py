"""The words of a PDF in the order of its tags: what a screen reader reads, one after another."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

Pieces = dict[tuple[int, int], str]


def words_in_tag_order(pdf: bytes) -> str:
    """All words that tags hold, in their order."""
    pieces = _pieces(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        return "".join(pieces.get(at, "") for at in _leaves(document.Root.StructTreeRoot.K, numbers, -1))


def _pieces(pdf: bytes) -> Pieces:
    """The words of each marked piece of content, by its page and number."""
    document = pypdfium2.PdfDocument(pdf)
    found: Pieces = {}
    for number, page in enumerate(document):
        text_page = page.get_textpage()
        for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            mark = pdfium.FPDFPageObj_GetMarkedContentID(each.raw)
            if mark >= 0:
                found[number, mark] = found.get((number, mark), "") + _words(each.raw, text_page.raw)
    document.close()
    return found


def _words(text: Any, text_page: Any) -> str:
    size = pdfium.FPDFTextObj_GetText(text, text_page, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFTextObj_GetText(text, text_page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _leaves(kids: Any, numbers: dict[tuple[int, int], int], page: int) -> Iterator[tuple[int, int]]:
    """Page and number of each marked piece, as the tree has them."""
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            yield page, kid
        elif isinstance(kid, pikepdf.Dictionary):
            own = numbers[kid.Pg.objgen] if "/Pg" in kid else page
            if "/MCID" in kid:
                yield own, int(kid.MCID)
            elif "/K" in kid:
                yield from _leaves(kid.K, numbers, own)
