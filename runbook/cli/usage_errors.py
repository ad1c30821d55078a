"""What is wrong with a command line, as a sentence in the reader's language and its values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import typer
from typer.core import TyperGroup

from runbook.text.nearest import near_one

_USAGE_ERROR = 2
# The sentences in which the parser says what has no attribute of its own.
_SAID: Mapping[str, re.Pattern[str]] = {
    "usage_extra": re.compile(r"Got unexpected extra argument\(s\) \((?P<value>.*)\)", re.DOTALL),
    "usage_no_value": re.compile(r"Option '?(?P<value>[^ ']+)'? requires (?:an argument|[0-9]+ arguments)\."),
    "usage_no_flag": re.compile(r"Option '?(?P<value>[^ ']+)'? does not take a value\."),
}


class UnknownCommandError(typer.TyperException):
    """A command that there is not."""

    exit_code = _USAGE_ERROR

    def __init__(self, name: str, known: Sequence[str]) -> None:
        """``name`` as it was typed, and all there are."""
        super().__init__(name)
        self.name, self.known = name, known


def sentence(error: typer.TyperException, typed: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The sentence of talk.yaml for an error of the parser, and its values; ``typed`` is the whole command line."""
    kind, said = type(error).__name__, error.format_message()
    if isinstance(error, UnknownCommandError):
        return _unknown("usage_command", error.name, error.known, {"known": ", ".join(error.known)})
    if kind == "NoSuchOption" and (verb := _behind(error, typed)):
        return "usage_option_behind", {"value": str(getattr(error, "option_name", "")), "verb": verb}
    if kind == "NoSuchOption":
        known = list(getattr(error, "possibilities", None) or ())
        return _unknown("usage_option", str(getattr(error, "option_name", "")), known, {})
    param = getattr(error, "param", None)
    hint = {"value": str(param.get_error_hint()) if param is not None else ""}
    if kind == "MissingParameter":
        return "usage_missing", hint
    if kind == "BadParameter" and param is not None:
        return (
            ("usage_integer", hint) if "integer" in error.message else ("usage_bad", hint | {"reason": error.message})
        )
    found = ((key, pattern.search(said)) for key, pattern in _SAID.items())
    return next(((key, match.groupdict()) for key, match in found if match), ("usage_other", {"reason": said}))


def _behind(error: typer.TyperException, typed: Sequence[str]) -> str:
    """The command behind which an option stands that was written before any; "" if it is none of its options."""
    ctx = getattr(error, "ctx", None)
    if ctx is None or not isinstance(ctx.command, TyperGroup):
        return ""
    verb = next((word for word in typed if word in ctx.command.commands), "")
    options = (name for param in (ctx.command.commands[verb].params if verb else ()) for name in param.opts)
    return verb if getattr(error, "option_name", "") in options else ""


def _unknown(key: str, value: str, known: Sequence[str], more: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """What there is not; if a known name is near, only that one is told."""
    near = near_one(value, known)
    return (f"{key}_near", {"value": value, "nearest": near}) if near else (key, {"value": value, **more})
