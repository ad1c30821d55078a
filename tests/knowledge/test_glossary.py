"""One word for one thing: no sheet, notice or text of the terminal uses what the glossary of its language forbids."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.glossary import Term, glossary
from support.organisations import ROOT, knowledge

FOLDER = knowledge().folder
LANGUAGES = FOLDER / "languages"
EXAMPLE = ROOT / "config.example.yaml"
# In a page: what the command says, from texts that are looked at here; what is typed; the names of files in a table.
NAMED_BY_THE_PROGRAM = re.compile(
    r"<!-- help: .*?<!-- end -->|^```.*?^```|`[^`\n]*`|^\| [0-9][^|]*", re.DOTALL | re.MULTILINE
)


def leaves(node: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from leaves(value, f"{path}.{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from leaves(value, f"{path}[{number}]")
    else:
        yield path, str(node)


def tree(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506  texts only


@cache
def texts(code: str) -> Mapping[str, str]:
    """Everything that is printed or said in a language, and what the example says in it, by where it stands."""
    found = dict(
        leaf
        for path in sorted((LANGUAGES / code).glob("*.yaml"))
        if path.name != "glossary.yaml"
        for leaf in leaves(tree(path), path.stem)
    )
    found |= {key: text for key, text in leaves(tree(EXAMPLE), EXAMPLE.stem) if key.endswith(f".{code}")}
    for name in (f"manuals/{code}.yaml", f"help/{code}.yaml"):
        manual = FOLDER / name
        if manual.is_file():
            found |= dict(leaves(tree(manual), name))
    if code == "en":
        rules = sorted((ROOT / "runbook" / "checks" / "rules").glob("*.py"))
        found |= {path.stem: ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "" for path in rules}
    if code == "ja":
        pages = (*ROOT.glob("*.ja.md"), *(ROOT / "docs").rglob("*.ja.md"))
        found |= {page.name: NAMED_BY_THE_PROGRAM.sub("", page.read_text("utf-8")) for page in pages}
    return found


A_NAME_OF_THEIRS = {"config.example.alerts.destination.ja"}  # a chat channel


@pytest.mark.slow
@pytest.mark.parametrize("code", knowledge().languages)
def test_no_text_uses_a_word_that_the_glossary_forbids(code: str) -> None:
    misnamed = [
        f"{where}: {word} (say: {term.word})"
        for term in glossary(LANGUAGES, code)
        for where, text in texts(code).items()
        if where not in A_NAME_OF_THEIRS
        for word in term.misnamed_in(text)
    ]
    assert misnamed == []


HALF_SIGNS = {
    "a space between a number and its counter": re.compile(
        r"[0-9}] (?:人|件|つ|日|部|版|回|組|年|月|桁|個|枚|行|番目|文字|ページ|か月|か所)"
    ),
    "a half-width colon": re.compile(r"[ぁ-んァ-ヶー一-龠）」}]: "),
}


@pytest.mark.parametrize("fault", HALF_SIGNS)
def test_numbers_and_colons_are_written_as_in_japanese_print(fault: str) -> None:
    found = {
        where: text
        for where, text in texts("ja").items()
        if not where.startswith(EXAMPLE.stem)
        if HALF_SIGNS[fault].search(re.sub(r"`[^`]*`", "", text))
    }
    assert found == {}


@pytest.mark.parametrize("code", knowledge().languages)
def test_a_word_stands_once_in_a_glossary_and_no_word_forbids_another(code: str) -> None:
    terms = glossary(LANGUAGES, code)
    assert max(Counter(term.word for term in terms).values()) == 1
    assert [(term.word, other.word) for term in terms for other in terms if any(other.misnamed_in(term.word))] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ここに root と書く", ["root"]),
        ("`root` と root-1@example.co.jp と root_email と {root}", []),
        ("置き場所を書く", ["置き場所"]),
        ("頼みの綱", []),
    ],
)
def test_a_forbidden_word_is_found_in_prose_and_not_in_code(text: str, found: list[str]) -> None:
    term = Term(word="x", means="x", never=("root", "置き場所", "頼み"), unless=("頼みの綱",))
    assert list(term.misnamed_in(text)) == found


def test_a_glossary_is_read_strictly(tmp_path: Path) -> None:
    file = tmp_path / "ja" / "glossary.yaml"
    file.parent.mkdir()
    file.write_text("- {word: a, means: b, never: [c], nver: [d]}\n", "utf-8")
    with pytest.raises(ValueError, match=r"glossary\.yaml: .*nver"):
        glossary(tmp_path, "ja")
