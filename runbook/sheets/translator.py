"""Words into a sheet: sentences of the language with their placeholders filled, and the memory of what was printed.

``Translator`` is the "t" of the templates. Everything that a template prints passes through it, so it also knows
every text that must be found again on the finished paper.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from runbook.organisation.fields import Text
from runbook.sheets.clauses import CLAUSES, is_always_said

if TYPE_CHECKING:
    from runbook.sheets.notation import Notation
    from runbook.sheets.view import View

_PLACEHOLDER = re.compile(r"\{([a-z_]+)(?:\[([A-Za-z0-9_-]+)\])?\}")
_CLAUSE = re.compile(r"\{clause\[([a-z_]+)\]\}")
_TOKEN = re.compile("\ue000([0-9]+)\ue001")
_TAG = re.compile(r"<[^>]*>")
_LINE_BREAK = re.compile(r"<br>|</p>|</span>|\n")


@lru_cache(maxsize=1 << 14)  # the same words stand on many sheets
def _read(html: str) -> tuple[str, ...]:
    """What a reader sees of a piece of finished HTML: the texts of its lines."""
    texts = (Markup(_TAG.sub("", part)).unescape().strip() for part in _LINE_BREAK.split(html))  # noqa: S704  ours
    return tuple(text for text in texts if text)


@dataclass(slots=True)
class Translator:
    """Prints words and values of one view in one notation."""

    view: View
    notation: Notation
    printed: list[str] = field(default_factory=list)
    of_the_edition: bool = False

    def __call__(self, key: str, **values: object) -> Markup:
        """The sentence at ``key``, in the form that goes with ``count``; KeyError if a placeholder or it is missing."""
        return self.sentence(self.view.language.sentence(key, values), values)

    def items(self, key: str, without: Container[int] = (), **values: object) -> list[Markup]:
        """The list of sentences at ``key``, but for those with these numbers (from 0)."""
        sentences = self.view.language.branch(key)
        if not isinstance(sentences, list):
            msg = f"{key} is not a list"
            raise KeyError(msg)
        return [self.sentence(sentence, values) for number, sentence in enumerate(sentences) if number not in without]

    def sentence(self, words: str, values: Mapping[str, object]) -> Markup:
        """``words`` (inline Markdown of ours) with ``{name}``, ``{label[id]}``, ``{url[id]}`` … filled in.

        Values never pass through the Markdown reader: they are put in afterwards, so they cannot become markup.
        """
        parts: list[Markup] = []

        def token(match: re.Match[str]) -> str:
            parts.append(self._value(match.group(1), match.group(2), values))
            return f"\ue000{len(parts) - 1}\ue001"

        said = _CLAUSE.sub(lambda match: self._clause(match[1], values), words)
        inline = self.notation.inline(_PLACEHOLDER.sub(token, " ".join(said.split())))
        filled = Markup(_TOKEN.sub(lambda match: str(parts[int(match.group(1))]), inline))  # noqa: S704  all finished
        self.record(filled)
        return filled

    def finish(self, value: object) -> Markup:
        """Any value that a template prints, escaped and remembered; BlankError for None and empty texts."""
        if isinstance(value, Markup):
            return value
        finished = self.quiet(value)
        self.record(finished)
        return finished

    def quiet(self, value: object) -> Markup:
        """``value`` escaped, for an attribute or a sentence that is itself remembered."""
        if isinstance(value, Text):
            value = value.in_language(self.view.language.code)
        return self.notation.finish(value)

    def link(self, url: str) -> Markup:
        """A web address, shown in full."""
        finished = Markup(self.notation.link(url))  # noqa: S704  the notation escapes
        self.record(finished)
        return finished

    def join(self, items: Sequence[object], separator: str | None = None) -> Markup:
        """Items in a row, separated by a sign, or as the language does it."""
        separator = separator or self.view.language.words("labels.formats.list_separator")
        return Markup(separator.join(str(self.finish(item)) for item in items))  # noqa: S704  finished parts

    def record(self, finished: Markup) -> None:
        """Remember what was printed, as plain text; the paper is searched for it."""
        if self.notation.name == "html":
            self.printed.extend(_read(str(finished)))

    def label(self, label_id: str) -> Markup:
        """A console label: in the reader's language with the English one beside it."""
        label = self.view.aws.labels[label_id]
        local = label.shown_in(self.view.language.code)
        style = "console_label"
        if local == label.english:
            style = "console_label_english"
        elif label.checked != "primary":
            style = "console_label_unconfirmed"
        values = {"english": label.english, "local": local}
        words = self.view.language.words(f"labels.formats.{style}")
        return self.sentence(words, values)

    def _clause(self, name: str, values: Mapping[str, object]) -> str:
        """The words of a clause where it is said, with their own placeholders still open; else nothing."""
        if name not in CLAUSES:
            msg = f"unknown clause {name}"
            raise KeyError(msg)
        of_packet = values.get("clauses", frozenset())
        is_of_packet = isinstance(of_packet, frozenset) and name in of_packet
        is_said = is_of_packet or is_always_said(name, self.view.organisation)
        return self.view.language.words(f"packets.clauses.{name}") if is_said else ""

    def _value(self, name: str, argument: str | None, values: Mapping[str, object]) -> Markup:
        language = self.view.language
        match name, argument:
            case _, None if name in values:
                return self.quiet(values[name])
            case _, None:
                return self._organisations_own(name)
            case "label", str():
                return self.label(argument)
            case "url", str():
                return Markup(self.notation.link(self.view.aws.urls[argument].url))  # noqa: S704  the notation escapes
            case "step", str():
                return Markup(self.notation.inline(f"**{argument}**"))  # noqa: S704  an id of ours
            case "sheet", str():
                sheets = (*self.view.sheets, *self.view.left_out)
                number = next(sheet.number for sheet in sheets if sheet.slug == argument)
                title = language.words(f"sheets.{argument}.title")
                return Markup(self.notation.inline(f"**{number} {title}**"))  # noqa: S704  words of ours
        msg = f"unknown placeholder {name}[{argument}]"
        raise KeyError(msg)

    def _organisations_own(self, name: str) -> Markup:
        """What sentences may ask of the organisation; where it says nothing, the language has a default."""
        organisation, language = self.view.organisation, self.view.language
        match name:
            case "required":
                return self.quiet(organisation.approvers.required)
            case "approvers_needed":
                return self.quiet(language.say("labels.counts.approvers", count=organisation.approvers.required))
            case "workstation" | "evidence_store" | "ticket_system":
                given = getattr(organisation.company, name)
            case "scp_exception":
                given = organisation.member_root_policy.exception
            case "sign_in_escape":
                escape = organisation.sign_in_policy.escape
                known = "known" if escape else "unknown"
                words = language.words(f"labels.defaults.sign_in_escape_{known}")
                return self.sentence(words, {"escape": escape})
            case _:
                msg = f"no value for the placeholder {name}"
                raise KeyError(msg)
        return self.quiet(given) if given else self.sentence(language.words(f"labels.defaults.{name}"), {})
