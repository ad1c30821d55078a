from __future__ import annotations

import mmap
import os
from pathlib import Path

import pytest
from support.organisations import LANGUAGES, knowledge, sentences, view_of

from runbook.errors import Problem, RenderingRefusedError
from runbook.sheets import confinement, rendering
from runbook.sheets.confinement import TooLargeError, TooLongError, confined
from runbook.sheets.own_templates import used_files
from runbook.sheets.rendering import Renderer


def own_renderer(folder: Path, text: str) -> Renderer:
    (folder / "own.j2").write_text(text, "utf-8")
    return Renderer([folder, knowledge().folder], are_ours=False)


def test_a_child_gives_its_answer() -> None:
    assert confined(lambda: b"x" * 1_000_000) == b"x" * 1_000_000
    assert confined(lambda: str(os.getpid()).encode()) != str(os.getpid()).encode()


@pytest.mark.slow
def test_work_that_never_looks_at_signals_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confinement, "_GRACE", 1)
    with pytest.raises(TooLongError):
        confined(lambda: str(sum([[0] * 1000] * 90_000, start=[])).encode(), seconds=1, memory=4 << 30)  # noqa: RUF017


def test_an_answer_that_is_too_large_or_none_is_refused() -> None:
    with pytest.raises(TooLargeError):
        confined(lambda: b"x" * 2000, most=1000)
    with pytest.raises(TooLargeError):
        confined(lambda: os._exit(3))


def test_what_the_process_had_before_is_not_counted() -> None:
    """A process of tests has often more than the limit; the work of a small template was then refused for nothing."""
    with mmap.mmap(-1, 2 * confinement.MEMORY):
        assert confined(lambda: str(len(b"x" * 100_000_000)).encode()) == b"100000000"
        with pytest.raises(TooLargeError):
            confined(lambda: b"x" * (2 * confinement.MEMORY) and b"")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("{% for i in range(90000) %}{% for j in range(90000) %}{% endfor %}{% endfor %}", "template-too-long"),
        ("{{ 'a' * 999999999 }}", "template-too-large"),
        ("{{ 'a' | center(999999999) }}", "template-too-large"),
    ],
)
def test_an_endless_or_huge_own_template_ends_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, rule: str
) -> None:
    monkeypatch.setattr(rendering, "confined", lambda work: confined(work, seconds=1))
    with pytest.raises(RenderingRefusedError) as caught:
        own_renderer(tmp_path, f"first\n{line}\n").render("own.j2", "html", view_of("minimal", "en"))
    (problem,) = caught.value.problems
    assert (problem.rule, problem.line) == (rule, 2)
    assert all(all(sentences(problem, language)) for language in LANGUAGES)


@pytest.mark.slow
def test_a_confined_template_prints_what_it_would_print_anyway(tmp_path: Path) -> None:
    text = "{{ org.company.name }} {{ t('labels.heads.name') }}"
    confined_one = own_renderer(tmp_path, text).render("own.j2", "html", view_of("minimal", "ja"))
    assert confined_one == Renderer([tmp_path]).render("own.j2", "html", view_of("minimal", "ja"))
    with pytest.raises(RenderingRefusedError) as caught:
        own_renderer(tmp_path, "\n{{ nothing }}").render("own.j2", "html", view_of("minimal", "ja"))
    (problem,) = caught.value.problems
    assert (problem.rule, problem.line) == ("template-broken", 2)
    assert "nothing" in dict(problem.values)["reason"]


def test_an_own_file_as_large_as_no_template_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "parts.j2"
    file.write_text("x" * 300_000, "utf-8")
    with pytest.raises(RenderingRefusedError) as caught:
        used_files(tmp_path, knowledge().folder)
    assert caught.value.problems == (Problem.of("template-file-too-large", str(file), most="256 KiB"),)
    assert all(all(sentences(caught.value.problems[0], language)) for language in LANGUAGES)
