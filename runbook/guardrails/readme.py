"""The page of a folder: its files, in which order they are applied, what was not made. No word of the company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runbook.guardrails.making import Basis, LeftOut
    from runbook.guardrails.written import Guardrail
    from runbook.knowledge.aws import Source


def readme(basis: Basis, files: Sequence[Guardrail], left_out: Sequence[LeftOut]) -> str:
    """The page in Markdown."""
    return "".join(f"{line}\n" for line in _lines(basis, files, left_out))


def _lines(basis: Basis, files: Sequence[Guardrail], left_out: Sequence[LeftOut]) -> Iterator[str]:
    def words(name: str) -> str:
        return basis.language.words(f"guardrails.{name}")

    yield f"# {words('readme.title')}"
    if basis.organisation.sample:
        yield from ("", f"**{words('notes.sample')}**")
    for name in ("intro", "check") if any(file.window for file in files) else ("intro", "order", "check"):
        yield from ("", words(f"readme.{name}"))
    yield from ("", f"## {words('readme.files')}", "")
    yield from (f"| {words('readme.file')} | {words('readme.content')} |", "|---|---|")
    for file in files:
        yield f"| [{file.path}]({file.path}) | {words(f'titles.{file.kind}')} |"
    if left_out:
        yield from ("", f"## {words('readme.left_out')}", "")
        yield from (f"| {words('readme.file')} | {words('readme.reason')} |", "|---|---|")
        for each in left_out:
            read = [f"[{source.title}]({source.url}), {_day(basis, source)}" for source in each.sources]
            yield f"| {each.name} | {' '.join([words(f'reasons.{each.reason}'), *read])} |"


def _day(basis: Basis, source: Source) -> str:
    return basis.language.words("guardrails.checked").format(day=source.checked_on)
