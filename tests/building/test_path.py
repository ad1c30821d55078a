"""The one path: what is refused is refused before any paper is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.config_texts import ENGLISH, in_memory
from support.organisations import TODAY

from runbook import paper
from runbook.building import build
from runbook.errors import RenderingRefusedError
from runbook.resources import templates_dir


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
