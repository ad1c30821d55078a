from __future__ import annotations

from functools import cache

import pytest
from support.paper_pages import page

from runbook.paper import PaperSheet, print_sheets
from runbook.paper.readback import missing_texts, page_texts

pytestmark = pytest.mark.paper

BODY = """
<p>aws-root-payer-of-the-whole-company@division.example.co.jp</p>
<p>https://docs.example.co.jp/IAM/latest/UserGuide/root-user-best-practices.html</p>
<p>+81 90 0000 0001</p><p>officer affluent fjord ﬁ</p><p>𠮷田 髙橋 \ufa10 \ufa19 が e\u0301</p><p>山<b>田</b> 太郎</p>
"""
PRINTED = (
    "aws-root-payer-of-the-whole-company@division.example.co.jp",
    "https://docs.example.co.jp/IAM/latest/UserGuide/root-user-best-practices.html",
    "+81 90 0000 0001",
    "officer affluent fjord ﬁ",
    "𠮷田 髙橋 \ufa10 \ufa19 が",
    "山田 太郎",
    "e\u0301",
)


@cache
def narrow() -> bytes:
    """Every text is broken over several lines, at hyphens and in words."""
    return print_sheets([PaperSheet("s", page(BODY, "p { width: 25mm; overflow-wrap: anywhere }"))])["s"].pdf


@pytest.mark.parametrize("text", PRINTED)
def test_a_text_is_found_however_its_lines_were_broken(text: str) -> None:
    assert missing_texts(narrow(), [text]) == []


@pytest.mark.parametrize(
    "text", ["aws-root-payer-of-the-whole-companyx@", "awsroot", "+81 90 0000 0002", "吉田", "高橋", "塚", "神"]
)
def test_a_text_that_is_only_similar_is_missed(text: str) -> None:
    assert missing_texts(narrow(), [text]) == [text]


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(ValueError, match="not a PDF"):
        page_texts(b"%PDF-1.7\n")
