from __future__ import annotations

import zlib

import pytest
from support.organisations import knowledge
from support.packet_companies import shipped
from support.paper_pages import page

from runbook.audiences.leaks import leaks
from runbook.audiences.marked import Marked
from runbook.paper import PaperSheet, print_sheets, strings_in

NAME = "加藤 健"


def packed(about: bytes, content: bytes) -> bytes:
    squeezed = zlib.compress(content)
    return b"1 0 obj\n<<" + about + b" /Length 9>>\nstream\n" + squeezed + b"\nendstream\nendobj\n"


@pytest.mark.parametrize(
    ("pdf", "said"),
    [
        (b"1 0 obj\n<</Title (Kato \\(Ken\\))>>\nendobj\n", "Kato (Ken)"),
        (b"<</Title <feff52a085e400205065>>>", NAME),
        (b"<</Title <FEFF 52A0 85E4 0020 5065>>>", NAME),
        (b"<</Title (\\376\\377\\122\\240\\205\\344\\000\\040\\120\\145)>>", NAME),
        (packed(b"/Type /ObjStm", b"<</Alt <feff52a085e400205065>>>"), NAME),
        (packed(b"/Type /Metadata", f"<dc:title>{NAME}</dc:title>".encode()), f"<dc:title>{NAME}</dc:title>"),
        (packed(b"", b"/Span <</ActualText <feff52a085e400205065>>> BDC"), NAME),
        (b"<</Names [/K#61to 1 0 R]>>", "Kato"),
        (b"<</URI (tel:+819000000002)>>", "tel:+819000000002"),
        (b"(\\8)", "8"),
    ],
)
def test_a_text_is_read_wherever_a_pdf_can_hold_it(pdf: bytes, said: str) -> None:
    assert said in tuple(strings_in(pdf))


def test_drawings_and_fonts_are_no_texts() -> None:
    drawing = b"1 0 0 1 0 0 cm (ito) Tj <69746f> Tj 595.276 841.89 re"
    assert "ito" not in tuple(strings_in(packed(b"/Filter /FlateDecode", drawing)))


@pytest.mark.paper
def test_what_is_only_in_title_outline_link_or_alternative_text_is_found_on_real_paper() -> None:
    marked = Marked(shipped()["minimal"], (knowledge().language("ja"),), "")
    for number, body in enumerate(
        (
            "<h1>加藤 健</h1>",
            '<p>x <a href="https://example.co.jp/%2B819000000002?%E5%8A%A0&amp;+819000000002">y</a></p>',
            '<p>x <svg role="img" viewBox="0 0 1 1" width="9" height="9"><title>加藤 健</title></svg></p>',
            "<p>0 9 0 - 0 0 0 0 - 0 0 0 2</p>",
        )
    ):
        name = f"s{number}"
        pdf = print_sheets([PaperSheet(name, page(body))])[name].pdf
        assert list(leaks({f"{name}.pdf": pdf}, marked)), body
    empty = print_sheets([PaperSheet("e", page("<p>x</p>"))])["e"].pdf
    assert not list(leaks({"e.pdf": empty}, marked))
