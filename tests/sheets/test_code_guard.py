"""A template cannot make a code that is not of the words on the paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.config_texts import ENGLISH, in_memory
from support.organisations import TODAY

from runbook.building import draft, finish
from runbook.editions import EMPTY, Approval, Register
from runbook.errors import RenderingRefusedError
from runbook.issuing import propose
from runbook.resources import templates_dir


def own(folder: Path, addition: str) -> Path:
    sheet = "sheets/02-approvers.j2"
    (folder / "sheets").mkdir()
    (folder / sheet).write_text((templates_dir() / sheet).read_text("utf-8") + addition, "utf-8")
    return folder


def issued(folder: Path) -> None:
    from dataclasses import replace  # noqa: PLC0415

    drafted = draft(in_memory(ENGLISH), clock=TODAY, own_templates=folder)
    edition = propose(drafted, EMPTY, None)
    approvals = tuple(Approval(person, {"en": person}, edition.code) for person in ("sato", "kato"))
    finish(drafted, Register((replace(edition, approvals=approvals),)), formats=("md", "html"))


@pytest.mark.slow
def test_a_revision_among_the_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RenderingRefusedError) as error:
        issued(
            own(
                tmp_path,
                '\n{{ b.p(t("labels.page.revision", revision=mark.revision, day=mark.since) if mark else "-") }}\n',
            )
        )
    assert {(problem.rule, problem.where) for problem in error.value.problems} == {
        ("code-not-of-words", "sheets/02-approvers.j2")
    }


@pytest.mark.slow
def test_a_revision_marked_as_part_of_the_edition_is_fine(tmp_path: Path) -> None:
    issued(own(tmp_path, '\n{{ b.p(b.edition(mark.revision if mark else "-")) }}\n'))


@pytest.mark.slow
def test_a_page_that_does_not_say_whether_it_is_issued_is_refused(tmp_path: Path) -> None:
    shell = "page/sheet.md.j2"
    (tmp_path / "page").mkdir()
    kept = (templates_dir() / shell).read_text("utf-8")
    mark = "{{ revision(mark) }}"
    assert kept.count(mark) == 1
    (tmp_path / shell).write_text(kept.replace(mark, ""), "utf-8")
    with pytest.raises(RenderingRefusedError) as error:
        issued(tmp_path)
    assert {(problem.rule, problem.values) for problem in error.value.problems} == {
        ("shell-loses", (("name", "mark"),))
    }
