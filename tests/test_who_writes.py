"""Which code may open a file for writing, or make a folder: the answer of docs/architecture.md, held by the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from support.organisations import ROOT

WRITERS = {
    "runbook/unchanged/keeping.py",  # the private folder
    "runbook/paper/scratch.py",  # the scratch folder of a child …
    "runbook/paper/fonts.py",  # … with fonts.conf …
    "runbook/paper/count.py",  # … and how many sheets are printed
    "runbook/cli/machine.py",  # tries whether two folders can change places
}
MAKING = {"write_bytes", "write_text", "mkdir", "makedirs", "touch", "symlink_to", "TemporaryDirectory"}
MAKING |= {"NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp", "mkdtemp", "copyfile", "copytree"}


def writes(tree: ast.AST) -> Iterator[str]:
    """What of a module makes or opens something on the disk for writing."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr="O_CREAT" | "O_TRUNC" | "O_APPEND" as flag):
                yield flag
            case ast.Call(func=ast.Attribute(value=ast.Name(id="formatter"))):  # a page of help, in memory
                pass
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in MAKING:
                yield name
            case ast.Call(func=ast.Attribute(attr="open") | ast.Name(id="open"), args=args, keywords=keywords):
                for each in (*args, *(keyword.value for keyword in keywords)):
                    if isinstance(each, ast.Constant) and each.value in {f"{a}{b}" for a in "wax" for b in ("", "b")}:
                        yield f"open {each.value}"


def found() -> dict[str, set[str]]:
    return {
        str(path.relative_to(ROOT)): made
        for path in sorted((ROOT / "runbook").rglob("*.py"))
        if (made := set(writes(ast.parse(path.read_text("utf-8")))))
    }


@pytest.mark.slow
def test_only_the_writing_room_and_those_that_the_map_names_open_a_file_for_writing() -> None:
    others = {path for path in found() if not path.startswith("runbook/writing/")}
    assert others == WRITERS


def test_the_map_names_each_of_them() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    [answer] = [line for line in page.splitlines() if line.startswith("| Who may open a file for writing? |")]
    assert [path for path in WRITERS if path not in answer and path.rpartition("/")[2] not in answer] == []
