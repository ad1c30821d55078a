"""The one path: what is refused is refused before any paper is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.config_texts import ENGLISH, EXAMPLE, changed, drafted, in_memory
from support.organisations import TODAY

from runbook import paper
from runbook.assessment import THAT_REFUSE
from runbook.building import build, prepare
from runbook.checks import RULES
from runbook.errors import JudgementError, RenderingRefusedError
from runbook.resources import templates_dir
from runbook.sheets.sets import word_set


@pytest.mark.slow
def test_a_text_that_the_gate_refuses_is_never_made_into_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        pytest.fail("paper was made of refused texts")

    monkeypatch.setattr(paper.process, "print_sheets", never)
    monkeypatch.setattr("runbook.formats.pdf.print_sheets", never)
    sheet = "sheets/02-approvers.j2"
    (tmp_path / "sheets").mkdir()
    (tmp_path / sheet).write_text((templates_dir() / sheet).read_text("utf-8") + "\n{{ b.p('TODO' | raw) }}\n", "utf-8")
    with pytest.raises(RenderingRefusedError) as refused:
        build(in_memory(ENGLISH), clock=TODAY, own_templates=tmp_path)
    assert {problem.rule for problem in refused.value.problems} == {"gate-leftover"}


@pytest.mark.slow
def test_no_word_follows_from_a_finding() -> None:
    """Whoever looks a paper up judges by what refuses only, and the words are those of the paper all the same."""
    case = prepare(in_memory(EXAMPLE), clock=TODAY, rules=THAT_REFUSE)
    assert case.assessment.findings == ()
    assert {finding.rule for finding in drafted(EXAMPLE).assessment.findings}
    for view, worded in zip(case.views, drafted(EXAMPLE).sets, strict=True):
        assert word_set(view, case.templates).sheets == worded.sheets


@pytest.mark.parametrize(
    "text",
    [
        changed("required: 2", "required: 1", ENGLISH),
        changed("sample: true", "sample: false", ENGLISH),
    ],
)
def test_whoever_looks_a_paper_up_finds_none_where_none_is_made(text: str) -> None:
    told = []
    for rules in (THAT_REFUSE, RULES):
        with pytest.raises(JudgementError) as refused:
            prepare(in_memory(text), clock=TODAY, rules=rules)
        told.append(refused.value.problems)
    assert told[0] == told[1]
