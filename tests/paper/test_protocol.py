from __future__ import annotations

import pytest

from runbook.errors import Problem
from runbook.paper.protocol import (
    Answer,
    Job,
    Paper,
    PaperSheet,
    decode_answer,
    decode_job,
    encode_answer,
    encode_job,
)

JOB = Job(
    (PaperSheet("ja/01", '<p>𠮷田 "\\ \x00\n</p>', ("𠮷田", "")), PaperSheet("en/01", "", (), 4)),
    ("BIZ UDPGothic",),
    1 << 30,
)
ANSWER = Answer(
    (Problem("paper-outside", "ja/01", (("page", "2"), ("text", "𠮷田"))),),
    (Paper("ja/01", b"%PDF\x00\xff\n", 2), Paper("ja/02", b"\x00" * 8, 1)),
)


def test_a_job_arrives_as_it_was_sent() -> None:
    assert decode_job(encode_job(JOB)) == JOB


@pytest.mark.parametrize("answer", [ANSWER, Answer((), ()), Answer(ANSWER.problems, ()), Answer((), ANSWER.papers)])
def test_an_answer_arrives_as_it_was_sent(answer: Answer) -> None:
    assert decode_answer(encode_answer(answer)) == answer


def test_an_answer_cut_anywhere_is_refused() -> None:
    whole = encode_answer(ANSWER)
    for length in range(len(whole)):
        with pytest.raises(ValueError, match=r"cut short|announced"):
            decode_answer(whole[:length])


def test_more_than_was_announced_is_refused() -> None:
    with pytest.raises(ValueError, match="announced"):
        decode_answer(encode_answer(ANSWER) + (1).to_bytes(8, "big") + b"x")
