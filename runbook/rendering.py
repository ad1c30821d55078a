"""Templates into text: the Jinja environment, the words, and ``render`` for one sheet in one format.

Templates are structure; words come from the language by key. Undefined names, empty values and missing words stop
the run with exit 4 and the template's file and line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from runbook.errors import Problem, RenderingRefusedError
from runbook.escaping import BlankError, Notation, html_notation, markdown_notation
from runbook.fields import Text

if TYPE_CHECKING:
    from jinja2 import Environment

    from runbook.edition import Edition
    from runbook.sheets import Sheet

NOTATIONS: Mapping[str, Callable[[], Notation]] = {"markdown": markdown_notation, "html": html_notation}

_PLACEHOLDER = re.compile(r"\{([a-z_]+)(?:\[([A-Za-z0-9_-]+)\])?\}")
_TOKEN = re.compile("\ue000([0-9]+)\ue001")
_TAG = re.compile(r"<[^>]*>")
_SPACE_ONLY_LINE = re.compile(r"[ \t]+$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """One sheet in one format: its text, and every text that must be found again on the finished paper."""

    sheet: Sheet
    notation: str
    body: str
    printed: tuple[str, ...]


@dataclass(slots=True)
class Words:
    """The ``t`` of the templates: a sentence by key, its placeholders filled, in the notation at hand."""

    edition: Edition
    notation: Notation
    printed: list[str] = field(default_factory=list)

    def __call__(self, key: str, **values: object) -> Markup:
        """The sentence at ``key``; KeyError if it or one of its placeholders is missing."""
        return self.sentence(self.edition.language.words(key), values)

    def sentence(self, words: str, values: Mapping[str, object]) -> Markup:
        """``words`` (inline Markdown of ours) with ``{name}``, ``{label[id]}``, ``{url[id]}`` … filled in."""
        parts: list[Markup] = []

        def token(match: re.Match[str]) -> str:
            parts.append(self._value(match.group(1), match.group(2), values))
            return f"\ue000{len(parts) - 1}\ue001"

        inline = self.notation.inline(_PLACEHOLDER.sub(token, " ".join(words.split())))
        filled = Markup(_TOKEN.sub(lambda match: str(parts[int(match.group(1))]), inline))  # noqa: S704  parts are finished
        self.record(filled)
        return filled

    def record(self, finished: Markup) -> None:
        """Remember what was printed, as plain text; the paper is searched for it."""
        if self.notation.name == "html":
            self.printed.extend(text for text in (_plain(part) for part in str(finished).split("<br>")) if text)

    def finish(self, value: object) -> Markup:
        """Jinja's finalize: every value that a template prints."""
        if isinstance(value, Markup):
            return value
        if isinstance(value, Text):
            value = value.in_language(self.edition.language.code)
        finished = self.notation.finish(value)
        self.record(finished)
        return finished

    def quiet(self, value: object) -> Markup:
        """``value`` for an attribute or caption that is not printed as text."""
        if isinstance(value, Text):
            value = value.in_language(self.edition.language.code)
        return self.notation.finish(value)

    def link(self, url: str) -> Markup:
        """A web address, shown in full."""
        finished = Markup(self.notation.link(url))  # noqa: S704  the notation escapes
        self.record(finished)
        return finished

    def join(self, items: Sequence[object], separator: str = "list_separator") -> Markup:
        """Items in a row, separated as the language does it."""
        mark = self.notation.escape(self.edition.language.words(f"labels.formats.{separator}").strip("\"")) or " "
        space = "" if mark and mark[0] in "、・" else " "
        return Markup((mark + space).join(str(self.finish(item)) for item in items))  # noqa: S704  finished parts

    def _value(self, name: str, argument: str | None, values: Mapping[str, object]) -> Markup:
        if argument is None:
            if name not in values:
                msg = f"no value for {{{name}}}"
                raise KeyError(msg)
            return self.quiet(values[name])
        match name:
            case "label":
                return self.label(argument)
            case "url":
                return Markup(self.notation.link(self.edition.aws.urls[argument].url))  # noqa: S704
            case "step":
                return Markup(self.notation.inline(f"**{argument}**"))  # noqa: S704
            case "sheet":
                sheet = next(sheet for sheet in self.edition.sheets if sheet.slug == argument)
                title = self.edition.language.words(f"sheets.{argument}.title")
                return Markup(self.notation.inline(f"**{sheet.number} {title}**"))  # noqa: S704
            case "role":
                return self.sentence(self.edition.language.words(f"labels.roles.{argument}"), {})
        msg = f"unknown placeholder {{{name}[{argument}]}}"
        raise KeyError(msg)

    def label(self, label_id: str) -> Markup:
        """A console label: in the reader's language with the English one beside it."""
        label = self.edition.aws.labels[label_id]
        local = label.names.get(self.edition.language.code)
        if local is None or local == label.en:
            style, values = "console_label_english", {"english": label.en}
        else:
            style = "console_label" if label.checked == "primary" else "console_label_unconfirmed"
            values = {"english": label.en, "local": local}
        return self.sentence(self.edition.language.words(f"labels.formats.{style}"), values)


class Renderer:
    """Renders the sheets of one edition from one templates folder (and a folder of own templates over it)."""

    def __init__(self, edition: Edition, folders: Sequence[Path]) -> None:
        """``folders``: where templates are looked for, first match wins."""
        self.edition = edition
        self.folders = tuple(folders)

    def render(self, sheet: Sheet, notation: str, **extra: object) -> Rendered:
        """The body of one sheet; RenderingRefusedError names template, line and reason."""
        words = Words(self.edition, NOTATIONS[notation]())
        body = self._run(sheet.template, words, sheet=sheet, **extra)
        return Rendered(sheet, notation, _tidy(body), tuple(dict.fromkeys(words.printed)))

    def page(self, template: str, notation: str, **extra: object) -> Rendered:
        """A page shell around finished bodies; ``extra`` is what the shell's head comment asks for."""
        words = Words(self.edition, NOTATIONS[notation]())
        body = self._run(template, words, **extra)
        sheet = extra.get("sheet")
        return Rendered(sheet, notation, body, tuple(dict.fromkeys(words.printed)))  # type: ignore[arg-type]

    def _run(self, template: str, words: Words, **extra: object) -> str:
        from jinja2 import TemplateError, UndefinedError  # noqa: PLC0415

        environment = _environment(self.folders, words)
        names: dict[str, Any] = {
            "edition": self.edition,
            "org": self.edition.organisation,
            "language": self.edition.language,
            "t": words,
            "blocks": f"blocks/{words.notation.name}.j2",
            **extra,
        }
        try:
            return environment.get_template(template).render(names)
        except (UndefinedError, TemplateError, BlankError, LookupError, TypeError, AttributeError, ValueError) as error:
            raise RenderingRefusedError((_template_problem(error, template),)) from error


def _environment(folders: Sequence[Path], words: Words) -> Environment:
    """Sandboxed and strict; ``words.finish`` escapes whatever is printed."""
    from jinja2 import StrictUndefined, pass_eval_context  # noqa: F401, PLC0415
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    environment = ImmutableSandboxedEnvironment(
        loader=_loader(folders),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=words.finish,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["join"] = lambda items: words.join(items)
    environment.filters["quiet"] = words.quiet
    environment.filters["link"] = words.link
    environment.filters["raw"] = Markup
    del environment.filters["safe"]
    return environment


def _loader(folders: Sequence[Path]) -> Any:
    from jinja2 import FileSystemLoader, TemplateNotFound  # noqa: PLC0415

    class InsideLoader(FileSystemLoader):
        """A file system loader that does not follow a link out of its folder."""

        def get_source(self, environment: Environment, template: str) -> Any:
            source, filename, uptodate = super().get_source(environment, template)
            resolved = Path(filename).resolve()
            if not any(resolved.is_relative_to(Path(folder).resolve()) for folder in self.searchpath):
                raise TemplateNotFound(template)
            return source, filename, uptodate

    return InsideLoader([str(folder) for folder in folders])


def _template_problem(error: Exception, template: str) -> Problem:
    """Where in which template it happened: the last template frame of the traceback."""
    file, line = template, getattr(error, "lineno", None) or 0
    file = getattr(error, "filename", None) or file
    traceback = error.__traceback__
    while traceback is not None:
        name = traceback.tb_frame.f_code.co_filename
        if name.endswith(".j2"):
            file, line = name, traceback.tb_lineno
        traceback = traceback.tb_next
    reason = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
    return Problem("template-broken", where=template, values=(("reason", reason),), file=str(file), line=line)


def _tidy(text: str) -> str:
    """No trailing spaces, no runs of blank lines, one final newline."""
    return _BLANK_LINES.sub("\n\n", _SPACE_ONLY_LINE.sub("", text)).strip("\n") + "\n"


def _plain(markup: str) -> str:
    return Markup(_TAG.sub("", markup)).unescape().strip()  # noqa: S704  plain text for comparison only
