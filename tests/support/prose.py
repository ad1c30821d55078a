"""What the project says about itself in words (pages, comments, docstrings) and the names of files and code in them."""

from __future__ import annotations

import ast
import builtins
import fnmatch
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from support.organisations import ROOT

FOLDERS = ("runbook", "templates", "tests", "docs", "scripts", "benchmarks", "examples")
PAGES = (
    "*.md",
    "docs/**/*.md",
    "Makefile",
    "*.yaml",
    ".*.yaml",
    "runbook/**/*.py",
    "tests/**/*.py",
    "scripts/*.py",
    "benchmarks/*.py",
    "templates/**/*.j2",
    "templates/**/*.yaml",
    "templates/**/*.css",
)
COMMENTS = {
    ".j2": re.compile(r"\{#.*?#\}", re.DOTALL),
    ".css": re.compile(r"/\*.*?\*/", re.DOTALL),
    ".yaml": re.compile(r"(?:^|(?<=\s))#.*", re.MULTILINE),
}
PATH = re.compile(rf"(?<![\w/.-])(?:{'|'.join(FOLDERS)})/[\w./*<>-]*[\w/*>]")
MARKED = re.compile(r"`+([^`\n]+)`+")
FILE_NAME = re.compile(r"[\w.*<>-]+\.(?:py|yaml|j2|css)")
CODE_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
CITATION = re.compile(r"templates/aws\.yaml:\s+([A-Z0-9-]+(?:,\s+[A-Z0-9-]+)*)")
THE_READERS_OWN = {"config.yaml", "accounts.yaml"}
MAP = ROOT / "docs" / "architecture.md"
# Words of YAML, of commands and of templates that the map quotes.
THE_MAPS_OWN = {
    "sato",
    "mobile",
    "ja",
    "en",
    "org.approvers.members",
    "ScalarEvent",
    "ContactValue",
    "pyproject.toml",
    "fonts.conf",
}


def pages() -> list[Path]:
    """Every file that holds words about the project, once."""
    return sorted({path for pattern in PAGES for path in ROOT.glob(pattern)})


@cache
def prose(page: Path) -> str:
    """The words of a file: all of a page, the docstrings and comments of code."""
    text = page.read_text("utf-8")
    if page.suffix == ".py":
        return "\n".join((*_docstrings(text), *(token.string for token in _tokens(text, tokenize.COMMENT))))
    if page.suffix in COMMENTS:
        return "\n".join(COMMENTS[page.suffix].findall(text))
    return text


def missing_paths(page: Path) -> list[str]:
    """Paths named in a page that no file or folder bears; "<…>" stands for any name, "NN" for any number."""
    return [name for name in PATH.findall(prose(page)) if not any(ROOT.glob(_pattern(name).rstrip("/")))]


def missing_files(page: Path) -> list[str]:
    """Bare file names in backticks that the project lacks; a module named by a module is its neighbour."""
    names = {name for name in MARKED.findall(prose(page)) if FILE_NAME.fullmatch(name)} - THE_READERS_OWN
    return sorted(name for name in names if not _is_there(page, name))


def missing_names(module: Path) -> list[str]:
    """Names in backticks that neither stand in the module's own code nor are defined anywhere in the package.

    Of the pages only the map of the house is read so: elsewhere backticks hold options, ids and keys of the config.
    """
    if module.suffix != ".py" and module != MAP:
        return []
    named = [name for name in MARKED.findall(prose(module)) if CODE_NAME.fullmatch(name)]
    if not named:
        return []
    own = THE_MAPS_OWN if module == MAP else _own_names(module.read_text("utf-8"))
    named = [name for name in named if name not in own]
    return [name for name in named if not FILE_NAME.fullmatch(name) and not _leads_somewhere(name.split("."), own)]


def _own_names(text: str) -> set[str]:
    """Names and words of texts in a module."""
    return {token.string for token in _tokens(text, tokenize.NAME)} | _words_of_texts(text)


def cited_sources(page: Path) -> set[str]:
    """The keys that stand behind ``templates/aws.yaml:`` in a page."""
    return {key for keys in CITATION.findall(prose(page)) for key in re.split(r",\s+", keys)}


def _pattern(name: str) -> str:
    return re.sub(r"\bNN\b", "[0-9][0-9]", re.sub(r"<[^>]*>", "*", name))


def _is_there(page: Path, name: str) -> bool:
    if page.suffix == name[-3:] == ".py":
        return any(page.parent.glob(_pattern(name)))
    return name in _names_of_files() or ("*" in name and bool(fnmatch.filter(_names_of_files(), name)))


@cache
def _names_of_files() -> frozenset[str]:
    """All names in the project, looked for once: walking through its folders for each name takes longer."""
    below = (path.name for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    return frozenset((*below, *(path.name for path in ROOT.iterdir())))


def _leads_somewhere(parts: list[str], own: set[str]) -> bool:
    if parts[0] in sys.stdlib_module_names | set(dir(builtins)):
        return True
    owners = _defined(ast.ClassDef, ast.AnnAssign)
    named = _defined(ast.ClassDef, ast.AnnAssign, ast.FunctionDef)
    return (len(parts) == 1 or parts[0] in own or parts[0] in owners) and all(
        part in own or part in named for part in parts
    )


@cache
def _defined(*kinds: type[ast.ClassDef | ast.AnnAssign | ast.FunctionDef]) -> frozenset[str]:
    """Modules of the package, and what is defined in them."""
    modules = [path for path in ROOT.glob("runbook/**/*") if path.suffix == ".py" or path.is_dir()]
    names = {path.stem for path in modules}
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))) if path.is_file() else ():
            if isinstance(node, kinds):
                names.add(ast.unparse(node.target) if isinstance(node, ast.AnnAssign) else node.name)
    return frozenset(names)


def _tokens(text: str, kind: int) -> Iterator[tokenize.TokenInfo]:
    return (token for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type == kind)


def _docstrings(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node) or ""


def _words_of_texts(text: str) -> set[str]:
    """Words of string literals that are no docstrings: keys of YAML and JSON stand there."""
    nodes = list(ast.walk(ast.parse(text)))
    told = {node.value for node in nodes if isinstance(node, ast.Expr)}
    return {
        word
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told
        for word in re.findall(r"[A-Za-z_]\w*", node.value)
    }
