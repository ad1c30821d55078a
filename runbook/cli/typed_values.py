"""Values of options as they were typed: a text, a folder, a list of texts need nobody to convert them.

Typer converts every value with pydantic, and loads it for that: a sixth of what `runbook verify` costs. Whatever is not
plainly itself (a number, a switch in the environment, signs beyond ASCII, a path that cannot be read) is left to Typer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


def take_as_typed(parameters: Iterable[Any]) -> list[Any]:
    """The parameters of Typer; they take their values as typed where that is the same."""
    taken = list(parameters)
    for parameter in taken:
        by_typer = parameter.get_runtime_param
        if not isinstance(by_typer, _AsTyped):
            parameter.get_runtime_param = _AsTyped(parameter.type_descriptor.annotation, by_typer)
    return taken


@dataclass(frozen=True, slots=True)
class _AsTyped:
    """In place of what Typer asks for the converter of a parameter: the converter is asked for only where needed."""

    kind: object
    by_typer: Callable[[], Any]

    def __call__(self) -> _AsTyped:
        return self

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401  the engine's signature
        """The value for the command; an error of Typer if it is none."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if (self.kind is str and _is_plain(value)) or (self.kind is bool and isinstance(value, bool)):
            return value
        if self.kind == list[str] and isinstance(value, (list, tuple)) and all(map(_is_plain, value)):
            return list(value)
        if self.kind is Path and (isinstance(value, Path) or _is_plain(value)) and os.access(value, os.R_OK):
            return Path(value)
        return self.by_typer().coerce(value, param=param, ctx=ctx)


def _is_plain(value: object) -> bool:
    return isinstance(value, str) and value.isascii()
