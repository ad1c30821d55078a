from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from support.organisations import LANGUAGES, ROOT, knowledge, sentences

from runbook.errors import RenderingRefusedError
from runbook.sheets.own_templates import used_files
from runbook.sheets.templates import Templates

SHIPPED = ROOT / "templates"


def put(own: Path, path: str, text: str = "x") -> Path:
    file = own / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def refused(own: Path) -> dict[str, tuple[str, str]]:
    """Rule and nearest name by path, each with its sentences in both languages."""
    with pytest.raises(RenderingRefusedError) as caught:
        used_files(own, SHIPPED)
    assert caught.value.exit_code == 4
    assert all(all(sentences(problem, language)) for problem in caught.value.problems for language in LANGUAGES)
    return {
        str(Path(problem.where).relative_to(own)): (problem.rule, dict(problem.values).get("nearest", ""))
        for problem in caught.value.problems
    }


def test_every_shipped_template_and_stylesheet_can_be_replaced(tmp_path: Path) -> None:
    found = [path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*") if path.suffix in {".j2", ".css"}]
    paths = [path for path in found if path not in {"page/dark.css", "page/form.css"}]  # they go with ours only
    for path in paths:
        put(tmp_path, path)
    assert used_files(tmp_path, SHIPPED) == tuple(sorted(paths))


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("languages/en/labels.yaml", ""),
        ("aws.yaml", ""),
        ("sheets/12-evil.j2", "sheets/"),
        ("sheets/04-breakglass.j2", "sheets/04-break-glass.j2"),
        ("page/screen.CSS", "page/screen.css"),
        ("page/dark.css", "page/"),
        ("page/form.css", "page/"),
        ("page/form/start.js", ""),
        ("page/screen.js", "page/"),
        ("sheets/04-break-glass.j2~", "sheets/04-break-glass.j2"),
        ("fonts/coverage.txt", ""),
        ("own.j2", ""),
    ],
)
def test_a_file_that_nothing_uses_is_named_with_the_nearest_that_would_be(
    tmp_path: Path, path: str, nearest: str
) -> None:
    put(tmp_path, "page/paper.css")
    put(tmp_path, path)
    ((named, (rule, shown)),) = refused(tmp_path).items()
    assert (named, rule) == (path, "template-unused")
    assert nearest in shown
    assert shown != "–"


def test_a_file_that_an_own_template_asks_for_by_name_is_used(tmp_path: Path) -> None:
    put(tmp_path, "sheets/02-approvers.j2", '{% include "ours/one.j2" %}')
    put(tmp_path, "ours/one.j2", '{% from "ours/two.j2" import x %}')
    put(tmp_path, "ours/two.j2", "{% macro x() %}{% endmacro %}")
    assert used_files(tmp_path, SHIPPED) == ("ours/one.j2", "ours/two.j2", "sheets/02-approvers.j2")
    put(tmp_path, "ours/three.j2", '{% include "ours/four.j2" %}')
    put(tmp_path, "ours/four.j2")
    assert refused(tmp_path).keys() == {"ours/three.j2", "ours/four.j2"}


def test_hidden_files_and_plain_folders_do_not_count(tmp_path: Path) -> None:
    put(tmp_path, ".git/config")
    put(tmp_path, "sheets/.DS_Store")
    (tmp_path / "notices").mkdir()
    assert used_files(tmp_path, SHIPPED) == ()


PLANTS: dict[str, Callable[[Path, Path], None]] = {
    "a pipe": lambda place, _: os.mkfifo(place),
    "a folder": lambda place, _: place.mkdir(),
    "a link out": lambda place, outside: place.symlink_to(outside),
    "a link to nothing": lambda place, outside: place.symlink_to(outside / "nothing"),
    "a link to a folder out": lambda place, outside: place.symlink_to(outside.parent),
}


@pytest.mark.parametrize("plant", PLANTS)
@pytest.mark.parametrize("path", ["sheets/02-approvers.j2", "page/screen.css"])
def test_what_is_no_file_in_place_of_one_is_named(tmp_path: Path, plant: str, path: str) -> None:
    own, outside = tmp_path / "own", put(tmp_path, "outside.j2")
    (own / path).parent.mkdir(parents=True)
    PLANTS[plant](own / path, outside)
    assert refused(own) == {path: ("template-not-a-file", "")}


def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    put(tmp_path, "sheets/02-approvers.j2")
    (tmp_path / "sheets" / "03-contacts.j2").symlink_to("02-approvers.j2")
    assert used_files(tmp_path, SHIPPED) == ("sheets/02-approvers.j2", "sheets/03-contacts.j2")


def test_a_template_that_cannot_be_read_is_left_to_the_renderer(tmp_path: Path) -> None:
    put(tmp_path, "sheets/02-approvers.j2", "{% if %}")
    assert used_files(tmp_path, knowledge().folder) == ("sheets/02-approvers.j2",)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "is_light"), [("page/base.css", True), ("page/screen.css", True), ("page/paper.css", False), ("", False)]
)
def test_with_own_colours_on_the_screen_a_page_is_light_at_any_hour(
    tmp_path: Path, path: str, *, is_light: bool
) -> None:
    if path:
        put(tmp_path, path, "p { color: #123 }")
    styles = Templates.of(knowledge(), tmp_path if path else None).screen_styles
    assert ("dark.css" not in styles) is is_light
    assert styles[:2] == ("base.css", "screen.css")


@pytest.mark.slow
def test_an_unchanged_copy_of_the_design_is_ours(tmp_path: Path) -> None:
    put(tmp_path, "page/screen.css", (SHIPPED / "page" / "screen.css").read_text("utf-8"))
    assert Templates.of(knowledge(), tmp_path).own_files == ("page/screen.css",)
