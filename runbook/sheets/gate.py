"""The last look at finished text output: what no template may leave behind. Nothing is written or loaded here.

A text of the organisation may look like a fault ("None Ltd", "{{ config }}"): the organisation's own texts are passed
in, and those that look like one are taken out, as each format writes them, before anything is searched.

An HTML page may run scripts and wear a design that are not judged by what they say: those that ship, byte for byte.
It may hold a list of texts for the search and what a form is told, which are looked at like any other text. And its
policy, worked out here again, must name exactly what stands in it, so that a browser runs and applies nothing that came
in after this look.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from runbook.errors import Problem, RenderingRefusedError, SecretFoundError
from runbook.sheets.codes import without_codes
from runbook.sheets.html_reader import Page, loads_something, read_html
from runbook.sheets.look import form_script, is_our_design, our_script
from runbook.sheets.notation import escape_markdown
from runbook.sheets.policy import content_policy
from runbook.sheets.stylesheet import refused_in_style, refused_in_stylesheet
from runbook.text.secrets import find_secrets

_LEFTOVERS = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{#|#\}"  # template syntax
    r"|\{[a-z_]+(?:\[[A-Za-z0-9_-]+\])?\}"  # a placeholder of a sentence
    r"|\bNone\b|\bundefined\b|\[object|\bTODO\b"
    r"|[\ufffd\ufffe\uffff\u25a1\ue000-\uf8ff]"  # a lost character, a box for a missing one, a mark of ours
)
_EMPTY_LINK = re.compile(r"(?<!\\)\]\(\s*\)|<>")
_MARKDOWN_LINK = re.compile(r"(?<!\\)\]\(\s*<?([^)\s>]*)|(?<!\\)<([A-Za-z][A-Za-z0-9+.-]*:[^>\s]*)>")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_CELL_END = re.compile(r"(?<!\\)\|")
_SCHEMES = frozenset({"https", "mailto", "tel"})
_SCHEME = re.compile(r"^\s*([A-Za-z][A-Za-z0-9+.-]*):")
_INSIDE = re.compile(r"^(?:\.\./)?[A-Za-z0-9][A-Za-z0-9._/-]*(?:#[A-Za-z0-9_.-]+)?$")
_NEUTRAL = "x"
SEARCH_LIST = {"type": "application/json", "id": "search-list"}
"""The attributes of the element that holds the list of texts for the search."""

TOLD_TO_FORM = {"type": "application/json", "id": "form"}
"""The attributes of the element that holds what the script of a form is told."""

_SHOWN = 40


def check_text(path: str, text: str, allowed: Sequence[str] = ()) -> list[Problem]:
    """Everything that must not be in a finished Markdown or HTML file. ``allowed`` are the organisation's own texts."""
    return _check(path, text, _innocent(allowed))


def check_files(files: Mapping[str, bytes], allowed: Sequence[str]) -> None:
    """Refuse finished Markdown and HTML files, by path, as `check_text` and `refuse_if_any` do."""
    refuse_if_any(_unseen(files, _innocent(allowed)))


def refuse_if_any(problems: Iterable[Problem]) -> None:
    """SecretFoundError if a secret was found, else RenderingRefusedError if anything was; nothing otherwise."""
    found = tuple(problems)
    if secrets := tuple(problem for problem in found if problem.rule.startswith("secret-")):
        raise SecretFoundError(secrets)
    if found:
        raise RenderingRefusedError(found)


_CLEAN: set[bytes] = set()
"""The signs of files in which nothing was found: whoever watches builds again, and most files stay as they are."""


def _unseen(files: Mapping[str, bytes], innocent: Sequence[str]) -> Iterator[Problem]:
    """What is wrong with files, of which those that were clean in this process are not looked at again.

    What is wrong follows from path, content and the innocent texts alone.
    """
    told = "\0".join(innocent).encode()
    for path, content in files.items():
        sign = hashlib.sha256(b"\0".join((path.encode(), hashlib.sha256(content).digest(), told))).digest()
        if sign not in _CLEAN:
            problems = _check(path, content.decode(), innocent)
            yield from problems
            if not problems:
                _CLEAN.add(sign)


def _check(path: str, text: str, innocent: Sequence[str]) -> list[Problem]:
    problems = _check_html(path, text, innocent) if path.endswith(".html") else _check_markdown(path, text, innocent)
    return list(dict.fromkeys(problems))


def _check_markdown(path: str, text: str, innocent: Sequence[str]) -> Iterator[Problem]:
    yield from _secrets(path, text)
    plain = _without(text, map(escape_markdown, innocent))
    yield from _leftovers(path, plain)
    in_code = False
    for number, line in enumerate(plain.splitlines(), 1):
        if _FENCE.match(line):
            in_code = not in_code
        elif not in_code:
            yield from _check_line(path, number, line)


def _check_line(path: str, number: int, line: str) -> Iterator[Problem]:
    where = f"{path}:{number}"
    if line.startswith("|") and not all(cell.strip() for cell in _CELL_END.split(line.strip())[1:-1]):
        yield Problem.of("gate-empty-cell", where, text=line[:_SHOWN])
    if _EMPTY_LINK.search(line):
        yield Problem.of("gate-empty-link", where, text=line[:_SHOWN])
    for match in _MARKDOWN_LINK.finditer(line):
        yield from _check_link(where, match[1] or match[2] or "")


def _check_html(path: str, text: str, innocent: Sequence[str]) -> Iterator[Problem]:
    page = read_html(text)
    listed = tuple(_listed(page))
    texts = (*page.texts, *listed)
    yield from _secrets(path, "\n".join(texts))
    words = _without("\n".join(texts), (" ".join(value.split()) for value in innocent))
    yield from _leftovers(path, words)
    if _EMPTY_LINK.search(words):
        yield Problem.of("gate-empty-link", path, text="[]()")
    if not page.language:
        yield Problem("gate-no-language", path)
    yield from (Problem.of("gate-outside", path, text=part[:_SHOWN]) for part in page.foreign)
    yield from (Problem.of("gate-hiding", path, text=part[:_SHOWN]) for part in page.hiding)
    yield from _check_look(path, page)
    yield from (Problem.of("gate-empty-cell", path, text=row[:_SHOWN]) for row in page.empty_cells)
    yield from (Problem.of("gate-id-twice", path, id=name) for name in page.repeated_ids)
    for link in page.links:
        if not link.strip():
            yield Problem.of("gate-empty-link", path, text="href")
        elif link.startswith("#") and link[1:] not in page.ids:
            yield Problem.of("gate-dead-link", path, link=link[:_SHOWN])
        else:
            yield from _check_link(path, link)


def _check_look(path: str, page: Page) -> Iterator[Problem]:
    """What the page wears and runs, and whether its policy says so."""
    judged = [text for text in page.stylesheets if not is_our_design(text) and not loads_something(text)]
    styles = [text for text in page.styles if not loads_something(text)]
    refused = [*map(refused_in_stylesheet, judged), *map(refused_in_style, styles)]
    yield from (Problem.of("gate-style", path, text=part.text) for found in refused for part in found)
    run = [text for attributes, text in page.scripts if not _is_list(attributes)]
    is_ours = run in ([], [our_script()], [our_script(), form_script()])
    if not is_ours or any(attributes and not _is_list(attributes) for attributes, _ in page.scripts):
        yield Problem.of("gate-outside", path, text="<script>")
    if page.policies != (content_policy(page.stylesheets, page.styles, run),):
        yield Problem("gate-policy", path)


def _is_list(attributes: Sequence[tuple[str, str]]) -> bool:
    """Whether a script element holds texts only: browsers do not run it."""
    return dict(attributes) in (SEARCH_LIST, TOLD_TO_FORM)


def _listed(page: Page) -> Iterator[str]:
    """Every text of such a list; what is none stands there as it is, to be looked at all the same."""
    for attributes, text in page.scripts:
        if _is_list(attributes):
            try:
                yield from _texts_in(json.loads(text))
            except ValueError:
                yield text


def _texts_in(tree: object) -> Iterator[str]:
    if isinstance(tree, list):
        for branch in tree:
            yield from _texts_in(branch)
    elif isinstance(tree, dict):
        for branch in tree.values():
            yield from _texts_in(branch)
    elif tree is not None:
        yield str(tree)


def _check_link(where: str, link: str) -> Iterator[Problem]:
    scheme = _SCHEME.match(link)
    good = scheme[1].lower() in _SCHEMES if scheme else link.startswith("#") or _INSIDE.match(link) or not link
    if not good:
        yield Problem.of("gate-link", where, link=link[:_SHOWN])


def _leftovers(path: str, text: str) -> Iterator[Problem]:
    for match in _LEFTOVERS.finditer(text):
        start, end = match.span()
        around = " ".join(text[max(0, start - 15) : end + 15].split())
        yield Problem.of("gate-leftover", path, leftover=match[0], text=around)


def _secrets(path: str, text: str) -> Iterator[Problem]:
    """Secrets in a text. A code of ours ("Code 2101-1XWS-0") reads like one; its last sign proves that it is none."""
    for rule, offset in find_secrets(without_codes(text, "x")):
        yield Problem(rule, f"{path}:{text.count(chr(10), 0, offset) + 1}")


def _innocent(allowed: Sequence[str]) -> list[str]:
    """The organisation's texts that would be taken for a fault; longest first, because one may hold another."""
    suspicious = {value for value in allowed if _LEFTOVERS.search(value) or _EMPTY_LINK.search(value)}
    return sorted(suspicious, key=len, reverse=True)


def _without(text: str, values: Iterable[str]) -> str:
    for value in values:
        text = text.replace(value, _NEUTRAL)
    return text
