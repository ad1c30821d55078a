"""Small pages for the paper tests, printed together because every start of the engine costs a second."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping

from runbook.errors import Problem, RenderingRefusedError
from runbook.paper import PaperSheet, print_sheets

CSS = """
body { font-family: "BIZ UDPGothic", "Noto Sans JP"; font-size: 10pt }
code { font-family: "JetBrains Mono", "BIZ UDPGothic" }
table { width: 100%; table-layout: fixed; border-collapse: collapse }
th, td { border: 1px solid #000; overflow-wrap: anywhere }
tr, .step { break-inside: avoid }
.head { position: running(head) }
@page {
  size: A4; margin: 20mm;
  @top-left { content: element(head) }
  @bottom-right { content: counter(page) " / " counter(pages); font-family: "BIZ UDPGothic"; font-size: 8pt }
}
"""
BOX = (
    '<svg viewBox="0 0 10 10" width="10" height="10"><title>チェック欄</title>'
    '<rect x="1" y="1" width="8" height="8" fill="none" stroke="#000"/></svg>'
)


def page(body: str, css: str = "", *, head: str = "<title>試し</title>", language: str = "ja") -> str:
    """A whole page with the styles that shipped pages have, and others after them."""
    return (
        f'<!DOCTYPE html><html lang="{language}"><head>{head}<style>{CSS}{css}</style></head>'
        f"<body><main>{body}</main></body></html>"
    )


def sheet(number: int, rows: int = 3) -> str:
    """A page like the shipped ones: running head, heading, table with a head, check boxes, links."""
    lines = "".join(
        f'<tr class="step"><td>B-{row:02}</td><td>山田 {row}</td><td>+81 90 0000 {row:04}</td><td>{BOX}</td></tr>'
        for row in range(rows)
    )
    return page(
        f'<section class="sheet" id="s{number:02}"><header class="head">見出し {number:02}</header>'
        f'<h1>{number:02} 緊急</h1><p>𠮷田 <code>0O</code> <a href="#s{number:02}">この紙</a> '
        f'<a href="https://example.co.jp/">窓口</a></p><h2>表</h2>'
        '<table><thead><tr><th scope="col">番号</th><th scope="col">名前</th><th scope="col">電話</th>'
        f'<th scope="col">印</th></tr></thead><tbody>{lines}</tbody></table></section>',
        head=f"<title>{number:02} 緊急</title>",
    )


def findings(pages: Mapping[str, str], texts: Mapping[str, tuple[str, ...]] | None = None) -> dict[str, list[Problem]]:
    """What is found on each page by name, all printed in one job; a page without findings has an empty list."""
    expected = texts or {}
    found: dict[str, list[Problem]] = {name: [] for name in pages}
    try:
        print_sheets([PaperSheet(name, html, expected.get(name, ())) for name, html in pages.items()])
    except RenderingRefusedError as error:
        for problem in error.problems:
            found.setdefault(problem.where, []).append(problem)
    return found


def opened(pdf: bytes) -> str:
    """A PDF with its compressed parts opened, as text for searching."""
    parts = [pdf]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return b"\n".join(parts).decode("latin-1")
