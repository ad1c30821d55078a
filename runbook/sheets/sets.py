"""The sheets of one language and audience as one value: first their words and codes, then finished with their marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from runbook.errors import Problem, RenderingRefusedError
from runbook.knowledge.sheets import Sheet, SheetName
from runbook.sheets.codes import sheet_code
from runbook.sheets.lines import Line, wording, words_of
from runbook.sheets.marks import NO_EXECUTION
from runbook.sheets.qr_code import quick_response
from runbook.sheets.rendering import Rendered, finished

if TYPE_CHECKING:
    from runbook.organisation import Organisation
    from runbook.sheets.marks import Executions, Mark, PastEdition
    from runbook.sheets.templates import Templates
    from runbook.sheets.view import View

REGISTER = "register"
SHELLS = {"markdown": "page/sheet.md.j2", "html": "page/sheet.html.j2"}
_NO_CODE = "0000-0000-0"


@dataclass(frozen=True, slots=True)
class WordedSheet:
    """A sheet's words and their code: all that editions are compared by. What is printed around them is not known.

    ``body`` is its HTML where no mark and no other code stands in it, so that it is not rendered again.
    """

    name: SheetName
    lines: tuple[Line, ...]
    code: str
    body: Rendered | None = field(default=None, compare=False, repr=False)

    @property
    def sheet(self) -> Sheet:
        """Its number and slug."""
        return self.name.sheet


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """A sheet with its mark, or none if it is not issued: ready for every format."""

    name: SheetName
    title: str
    code: str
    mark: Mark | None
    markdown: str
    section: Rendered

    @property
    def sheet(self) -> Sheet:
        """Its number and slug."""
        return self.name.sheet

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that must be found on its paper."""
        return self.section.printed


S = TypeVar("S", WordedSheet, MarkedSheet)


@dataclass(frozen=True, slots=True)
class SheetSet(Generic[S]):
    """All sheets of one language and audience, in order, and the view that they were made of."""

    view: View
    sheets: tuple[S, ...]

    def __iter__(self) -> Iterator[S]:
        """The sheets."""
        return iter(self.sheets)

    @property
    def language(self) -> str:
        """The code of the language."""
        return self.view.language.code

    @property
    def title(self) -> str:
        """Title of the whole set: what it is and whose."""
        return set_title(self.view)


def set_title(view: View) -> str:
    """Title of a whole set: what it is and whose."""
    company = view.organisation.company.name.in_language(view.language.code)
    title = f"{view.language.words('sheets.set')} – {company}"
    return title if view.is_full else f"{title} – {view.language.words('labels.page.role_only')}"


def word_set(view: View, templates: Templates, only: Sheet | None = None) -> SheetSet[WordedSheet]:
    """The words and codes of all sheets, or of one; the register is read last, because it lists the other codes.

    A page is rendered here for its words and again in `mark_set`: a mark stands between the words, and which mark it is
    follows from the code of the words. Its body is rendered again only where it asks for marks or codes.
    """
    codes: dict[str, str] = {}
    worded: dict[Sheet, WordedSheet] = {}
    sheets = view.sheets if only is None else (only,)
    for sheet in sorted(sheets, key=lambda sheet: sheet.slug == REGISTER):
        context = _Context(sheet, dict(codes), {}, _NO_CODE)
        body = _body(view, context, "html", templates)
        lines = wording(_page(view, context, "html", templates, body).text)
        kept = None if body.of_the_edition else body
        worded[sheet] = WordedSheet(SheetName(view.language.code, sheet), lines, _code(view, lines), kept)
        codes[sheet.slug] = worded[sheet].code
    return SheetSet(view, tuple(worded[sheet] for sheet in sheets))


def mark_set(
    worded: SheetSet[WordedSheet],
    marks: Mapping[SheetName, Mark],
    templates: Templates,
    *,
    history: tuple[PastEdition, ...] = (),
    executions: Executions = NO_EXECUTION,
) -> SheetSet[MarkedSheet]:
    """The finished sheets with their marks: revision and day, or "not issued"; RenderingRefusedError as `Renderer`.

    ``history``: the issued editions, for the cover. ``executions``: the last one of each packet.
    """
    codes = {sheet.sheet.slug: sheet.code for sheet in worded}
    known = {sheet.sheet.slug: marks[sheet.name] for sheet in worded if sheet.name in marks}
    sheets = tuple(
        _mark_sheet(
            worded.view, _Context(sheet.sheet, codes, known, sheet.code, history, executions), templates, sheet.body
        )
        for sheet in worded
    )
    if len(sheets) == len(worded.view.sheets):
        _refuse_blind_spots(worded.view, sheets)
    return SheetSet(worded.view, sheets)


def _code(view: View, lines: Sequence[Line]) -> str:
    return sheet_code(view.language.code, words_of(lines), audience=view.audience)


@dataclass(frozen=True, slots=True)
class _Context:
    """What a sheet is told of the set that it belongs to: codes and marks of its sheets, and last executions."""

    sheet: Sheet
    codes: Mapping[str, str]
    marks: Mapping[str, Mark]
    code: str
    history: tuple[PastEdition, ...] = ()
    executions: Executions = NO_EXECUTION

    @property
    def others(self) -> Mapping[str, str]:
        """The codes of the other sheets: no sheet can hold its own code among its words."""
        return {slug: code for slug, code in self.codes.items() if slug != self.sheet.slug}

    @property
    def past(self) -> tuple[PastEdition, ...]:
        """The editions up to the one that brought the sheet; all if it is not issued."""
        last = self.mark.number if self.mark else None
        return tuple(edition for edition in self.history if last is None or edition.number <= last)

    @property
    def mark(self) -> Mark | None:
        """The mark of the sheet itself."""
        return self.marks.get(self.sheet.slug)


def _body(view: View, context: _Context, notation: str, templates: Templates) -> Rendered:
    """A sheet without its page shell."""
    names = {
        "codes": context.others,
        "marks": context.marks,
        "mark": context.mark,
        "history": context.past,
        "proofs": context.executions,
    }
    return templates.renderer.render(context.sheet.template, notation, view, sheet=context.sheet, **names)


def _page(view: View, context: _Context, notation: str, templates: Templates, body: Rendered) -> Rendered:
    """A sheet in its page shell."""
    return templates.renderer.render(
        SHELLS[notation],
        notation,
        view,
        code=context.code,
        picture=finished(quick_response(context.code, context.mark.since if context.mark else None)),
        body=finished(body.text),
        sheet=context.sheet,
        marks=context.marks,
        mark=context.mark,
        proof=context.executions.of(context.sheet.name),
    )


def _mark_sheet(view: View, context: _Context, templates: Templates, known: Rendered | None) -> MarkedSheet:
    bodies = {
        notation: known if known and notation == "html" else _body(view, context, notation, templates)
        for notation in SHELLS
    }
    rendered = {notation: (body, _page(view, context, notation, templates, body)) for notation, body in bodies.items()}
    _refuse_losing_shell(view, context, rendered)
    body, whole = rendered["html"]
    section = Rendered(whole.text, tuple(dict.fromkeys(whole.printed + body.printed)))
    title = f"{context.sheet.number} {view.title(context.sheet)}"
    name = SheetName(view.language.code, context.sheet)
    return MarkedSheet(name, title, context.code, context.mark, rendered["markdown"][1].text, section)


def _refuse_losing_shell(view: View, context: _Context, rendered: Mapping[str, tuple[Rendered, Rendered]]) -> None:
    """A page shell may add to a sheet but must print code, mark and all of its body; and the code is that of its words.

    The words are read again, because the code would be that of other words if marks or dates of issue were among them.
    """
    mark = str(context.mark.since) if context.mark else view.language.words("labels.page.not_issued")
    problems = [
        Problem.of("shell-loses", SHELLS[notation], name=name)
        for notation, (body, whole) in rendered.items()
        for name, text in (("code", context.code), ("mark", mark), ("body", body.text.strip()))
        if text not in whole.text
    ]
    _, whole = rendered["html"]
    if not problems and _code(view, wording(whole.text)) != context.code:
        problems.append(Problem("code-not-of-words", where=context.sheet.template))
    if problems:
        raise RenderingRefusedError(tuple(problems))


def _refuse_blind_spots(view: View, sheets: Sequence[MarkedSheet]) -> None:
    """Every name, number, address, id and step of the organisation stands on some sheet of the set."""
    texts = {text for sheet in sheets for text in sheet.texts}
    within = [text for text in expected_texts(view) if text not in texts]  # few: most stand in a cell of their own
    everything = "\n".join(texts)
    lost = [text for text in within if text not in everything]
    if lost:
        raise RenderingRefusedError(
            tuple(Problem.of("text-on-no-sheet", view.language.code, text=text) for text in lost)
        )


def expected_texts(view: View) -> tuple[str, ...]:
    """What a reader may look for anywhere in the set: names, numbers, addresses, ids, steps."""
    organisation, code = view.organisation, view.language.code
    texts = [organisation.company.name.in_language(code), *_steps_of(view)]
    texts += [account.shown_id for account in organisation.accounts]
    texts += [account.name.in_language(code) for account in organisation.accounts]
    texts += [role.name.in_language(code) for role in organisation.own_roles if role.holders]
    texts += [task.name.in_language(code) for task in organisation.rotation.own]
    texts += _found_in_full(organisation, code) if view.is_full else ()
    return tuple(dict.fromkeys(" ".join(text.split()) for text in texts))


def _steps_of(view: View) -> Iterator[str]:
    """The steps on sheets, and the lines of packets."""
    yield from (step.id for phase in view.procedure.phases if phase.sheet for step in phase.steps)
    yield from (line.number for packet in view.onward.packets.values() for line in packet.lines)


def _found_in_full(organisation: Organisation, code: str) -> list[str]:
    """What only those are told who work with it: people and how to reach them, places, things, root addresses."""
    texts: list[str] = []
    for person in organisation.people:
        texts += [person.name.in_language(code), *(contact.value for contact in person.contacts)]
    for contact in organisation.contacts:
        texts += [
            contact.name.in_language(code),
            *(text for text in (contact.phone, contact.email, contact.url) if text),
        ]
    texts += [place.name.in_language(code) for place in organisation.places]
    for item in organisation.items:
        texts += [item.id, *([item.seal] if item.seal else [])]
    return [*texts, *(account.root_email for account in organisation.accounts if account.root_email)]
