"""Templates into text: the Jinja environment and ``Renderer``. The only module that knows Jinja.

Templates are structure; words come from the language by key. Undefined names, empty values and missing words stop
the run with exit 4 and the template's file and line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from types import BuiltinMethodType, MethodType
from typing import TYPE_CHECKING, Any, cast

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, pass_context
from jinja2.ext import Extension
from jinja2.meta import find_referenced_templates
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from runbook.errors import Problem, RenderingRefusedError
from runbook.sheets.confinement import TooLargeError, TooLongError, confined, free_memory
from runbook.sheets.notation import NOTATIONS
from runbook.sheets.pieces import with_own_blocks
from runbook.sheets.translator import Translator

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from jinja2.sandbox import SandboxedEnvironment

    from runbook.sheets.view import View

_BEYOND_LIMITS: Mapping[type[Exception], str] = {
    TooLongError: "template-too-long",
    TooLargeError: "template-too-large",
    MemoryError: "template-too-large",
}
_BLANK_LINES = re.compile(r"\n{3,}")
_LINE_BREAKS = re.compile(r"\s*\n\s*")
_OF_BLOCKS = ("_block_vars", "_loop_vars")  # what the compiler hands over for callables that want the context
_INDENTATION = re.compile(r"^[ \t]+(?=\{\{|<)", re.MULTILINE)


OF_THE_EDITION = frozenset({"codes", "marks", "mark", "history", "proofs"})
"""The names whose values are known only when all codes are: what is rendered without them stays as it is."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished text, and every text in it that must be found again on the finished paper.

    ``of_the_edition``: whether a name of `OF_THE_EDITION` was asked for.
    """

    text: str
    printed: tuple[str, ...]
    of_the_edition: bool = False


class Renderer:
    """Renders templates from a list of folders; the first folder that has a template wins."""

    def __init__(self, folders: Sequence[Path], *, are_ours: bool = True) -> None:
        """``folders``: own templates first, then the shipped ones; those that are not all ours are run in a child."""
        self._environment = _environment(tuple(folders), are_ours=are_ours)
        self._are_ours = are_ours

    def render(self, template: str, notation: str, view: View, **names: object) -> Rendered:
        """``template`` in one notation ("markdown" or "html"); RenderingRefusedError names file, line and reason."""
        if self._are_ours:
            return self._render(template, notation, view, names)
        dict(view.language.tree)  # these are read here once, and not in every child
        NOTATIONS["html"].inline("")
        try:
            return _decoded(confined(lambda: self._answer(template, notation, view, names)))
        except (TooLongError, TooLargeError) as error:
            raise RenderingRefusedError((_template_problem(error, template),)) from error

    def _answer(self, template: str, notation: str, view: View, names: Mapping[str, object]) -> bytes:
        """The answer of the child."""
        try:
            rendered = self._render(template, notation, view, names)
        except RenderingRefusedError as error:
            return json.dumps({"problems": [asdict(problem) for problem in error.problems]}).encode()
        return json.dumps(asdict(rendered)).encode()

    def _render(self, template: str, notation: str, view: View, names: Mapping[str, object]) -> Rendered:
        translator = Translator(view, NOTATIONS[notation])
        visible: dict[str, object] = {
            "view": view,
            "org": view.organisation,
            "language": view.language,
            "t": translator,
            "blocks": f"blocks/{notation}.j2",
            **names,
        }
        try:
            text = self._environment.get_template(template).render(visible)
        except Exception as error:  # a template can raise anything
            if isinstance(error, MemoryError) and not self._are_ours:
                free_memory()
            raise RenderingRefusedError((_template_problem(error, template),)) from error
        return Rendered(_tidy(text), tuple(dict.fromkeys(translator.printed)), translator.of_the_edition)


def _decoded(answer: bytes) -> Rendered:
    tree = json.loads(answer)
    if "problems" in tree:
        problems = (problem | {"values": tuple(map(tuple, problem["values"]))} for problem in tree["problems"])
        raise RenderingRefusedError(tuple(Problem(**problem) for problem in problems))
    return Rendered(**tree | {"printed": tuple(tree["printed"])})


def templates_named_in(file: Path) -> frozenset[str]:
    """The templates that a template includes or imports by name; none if it cannot be read: rendering it says why."""
    try:
        tree = _environment((), are_ours=True).parse(file.read_text("utf-8"))
    except (TemplateError, ValueError, OSError):
        return frozenset()
    return frozenset(name for name in find_referenced_templates(tree) if name is not None)


def finished(text: str) -> Markup:
    """Mark text that this module has rendered as finished, to put it into a page shell."""
    return Markup(text)  # noqa: S704  rendered here, escaped by finalize


@cache
def _environment(folders: tuple[Path, ...], *, are_ours: bool) -> Environment:
    """Templates are compiled once for all sets of sheets of a process, and again when their file has changed.

    If they are not all ours, all are compiled here at once, and nothing in them is worked out: children do that, and
    what a child has compiled is gone with it.
    """
    environment = _Sandbox(
        loader=_InsideLoader([str(folder) for folder in folders]),
        extensions=[_Indentation],
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_finish,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=True,
        optimized=are_ours,
    )
    environment.context_class = _NotingContext
    environment.filters |= cast(
        "dict[str, Callable[..., Any]]",
        {
            "cell": _cell,
            "code_block": _code_block,
            "each": _each,
            "given": _given,
            "join": _join,
            "link": _link,
            "prefixed": _prefixed,
            "quiet": _quiet,
            "raw": Markup,
            "words": _words,
        },
    )
    environment.tests |= {"contains": lambda container, item: item in container, "blank_cell": _is_blank}
    for unescaping in ("safe", "forceescape", "escape", "e", "format", "urlize", "xmlattr", "tojson"):
        del environment.filters[unescaping]
    for name in () if are_ours else environment.list_templates(["j2"]):
        with suppress(Exception):  # whatever is wrong is told when it is rendered
            environment.get_template(name)
    return environment


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox; what templates may ask of a value depends on its type alone, so that is worked out once."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  as the base
        super().__init__(**options)
        self._answers: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401  as the base
        asked = (type(obj), attr)
        if asked not in self._answers:
            self._answers[asked] = super().is_safe_attribute(obj, attr, value)
        return self._answers[asked]

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401  as the base
        if self._answers.get((type(obj), attribute)):
            with suppress(AttributeError):
                value = getattr(obj, attribute)
                if not isinstance(value, MethodType | BuiltinMethodType):  # the base looks at those of texts
                    return value
        return super().getattr(obj, attribute)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  as the base
        if type(obj) is not Macro:
            return super().call(context, obj, *args, **kwargs)
        # Half of all calls: it is made of templates, and nothing else has to be asked of it.
        for name in _OF_BLOCKS:
            kwargs.pop(name, None)
        return obj(context.eval_ctx, *args, **kwargs)


@pass_context
def _finish(context: Context, value: object) -> Markup:
    return _translator(context).finish(value)


@pass_context
def _join(context: Context, items: Sequence[object], separator: str | None = None) -> Markup:
    return _translator(context).join(items, separator)


@pass_context
def _quiet(context: Context, value: object) -> Markup:
    return _translator(context).quiet(value)


@pass_context
def _link(context: Context, url: str) -> Markup:
    return _translator(context).link(url)


@pass_context
def _cell(context: Context, value: object) -> Markup:
    """A table cell stays on one line: a Markdown table ends where its line ends."""
    return finished(_LINE_BREAKS.sub(" ", str(_translator(context).finish(value))).strip())


@pass_context
def _code_block(context: Context, text: str) -> Markup:
    """Text of ours for a code block, line breaks kept."""
    translator = _translator(context)
    if translator.notation.name == "markdown":
        return finished(text)
    escaped = Markup.escape(text)
    translator.record(escaped)
    return escaped


@pass_context
def _words(context: Context, keys: Iterable[object], branch: str = "") -> list[Markup]:
    """The words at each key, or below one branch: ``step.routes | words("labels.routes")``."""
    translator = _translator(context)
    return [translator(f"{branch}.{key}" if branch else str(key)) for key in keys]


@pass_context
def _each(context: Context, items: Iterable[object], macro: Callable[..., object], *others: object) -> list[object]:
    """What a macro or a question makes of each item, and of ``others``; the sandbox judges the call as any other."""
    sandbox = cast("SandboxedEnvironment", context.environment)
    return [sandbox.call(context, macro, item, *others) for item in items]


def _prefixed(text: str, prefix: str) -> str:
    """``text`` after a prefix: an id out of two."""
    return f"{prefix}{text}"


def _given(items: Iterable[object]) -> list[object]:
    """The items without none and empty texts; an undefined one still stops the run."""
    return [item for item in items if item is not None and item != ""]


def _translator(context: Context) -> Translator:
    return cast("Translator", context.parent["t"])


def _is_blank(cell: object) -> bool:
    return 'class="blank"' in str(cell)


class _NotingContext(Context):
    """Notes whether a template asks for what only the edition decides."""

    def resolve_or_missing(self, key: str) -> Any:  # noqa: ANN401  as the base
        # A template that is imported without context has no translator, and none of these names either.
        if key in OF_THE_EDITION and isinstance(translator := super().resolve_or_missing("t"), Translator):
            translator.of_the_edition = True
        return super().resolve_or_missing(key)


class _Indentation(Extension):
    """Indentation before ``{{`` or a tag is no text, as it is none before ``{%``: so structure can be indented."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002  as the base
        return _INDENTATION.sub("", source)


class _InsideLoader(FileSystemLoader):
    """A file system loader that does not follow a link out of its folders, and lays own blocks into their templates."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, filename, unchanged = super().get_source(environment, template)
        resolved = Path(filename).resolve()
        if not any(resolved.is_relative_to(Path(folder).resolve()) for folder in self.searchpath):
            raise TemplateNotFound(template, f"{template} is a link out of its folder")
        own = [Path(folder) for folder in self.searchpath[:-1]]
        laid = with_own_blocks(template, source, own)
        return laid, filename, lambda: unchanged() and with_own_blocks(template, source, own) == laid


def _template_problem(error: Exception, template: str) -> Problem:
    """Where in which template it happened: the last template frame of the traceback."""
    file = getattr(error, "filename", None) or template
    line = getattr(error, "lineno", None) or 0
    traceback = error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename.endswith(".j2"):
            file, line = traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
        traceback = traceback.tb_next
    if rule := next((rule for kind, rule in _BEYOND_LIMITS.items() if isinstance(error, kind)), None):
        return Problem(rule, where=template, file=str(file), line=line)
    reason = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
    return Problem("template-broken", where=template, values=(("reason", reason),), file=str(file), line=line)


def _tidy(text: str) -> str:
    """No trailing spaces, no runs of blank lines, one final newline."""
    if " \n" in text or "\t\n" in text or text.endswith((" ", "\t")):
        text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip("\n") + "\n"
