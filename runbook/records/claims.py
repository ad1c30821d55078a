"""Whether a record is of the paper that it names: company, sheet, packet, and what stands in the foot of that paper."""

from __future__ import annotations

from collections.abc import Iterator

from runbook.knowledge.sheets import Sheet
from runbook.records.examination import Examination, Found, refused, told
from runbook.records.paper import Origin
from runbook.sheets.codes import Misread, near_codes, read_code
from runbook.text.nearest import suggested

_SHOWN = 8


def about_the_sheet(examined: Examination) -> Iterator[Found]:
    """Company, sheet, packet, edition, code."""
    record, paper, sheet = examined.record, examined.paper, examined.record.sheet
    names = [examined.whole.company.name.in_language(code) for code in examined.whole.languages]
    if record.company not in names:
        yield refused("record-other-company", ("company",), company=names[0])
    if not paper.is_known:
        yield refused("record-sheet-unknown", ("sheet", "name"), **suggested(sheet.name, paper.all_sheets))
        return
    own = Sheet(sheet.number, sheet.slug)
    kind = own.kind if own.is_packet else None
    if record.packet != kind:
        yield refused("record-packet-differs", ("packet",), sheet=sheet.name, packet=kind or "null")
    if record.account != own.account:
        yield refused("record-account-differs", ("account",), sheet=sheet.name, account=own.account or "null")
    yield from _about_the_edition(examined)
    yield from _about_the_code(examined)


def _about_the_edition(examined: Examination) -> Iterator[Found]:
    """Whether the edition that the paper names brought it."""
    paper, sheet = examined.paper, examined.record.sheet
    claimed = sheet.edition
    if claimed is None:
        return
    path = ("sheet", "edition")
    if paper.issued is not None:
        known = (paper.issued.sheet.revision, paper.issued.sheet.since)
        if (claimed.revision, claimed.since) != known:
            yield refused("record-edition-differs", path, revision=known[0], since=known[1])
    elif claimed.number in paper.codes:
        values = {"number": claimed.number, "known": paper.codes[claimed.number], "code": sheet.code}
        yield refused("record-edition-code", path, **values)
    else:
        yield told("record-edition-unknown", path, number=claimed.number)


def _about_the_code(examined: Examination) -> Iterator[Found]:
    """Whether the words on it are known, and were in force. What is no code, or that of another paper, is refused."""
    record, paper, sheet = examined.record, examined.paper, examined.record.sheet
    path = ("sheet", "code")
    if examined.is_typed and paper.issued is not None and paper.steps is None:
        unsaid = [step.id for step in record.steps if not step.done and not record.is_explained(step.id)]
        more = ", …" if len(unsaid) > _SHOWN else ""
        steps = ", ".join(unsaid[:_SHOWN]) + more or "–"
        number = paper.issued.edition.number
        yield told("record-typed-older", path, code=sheet.code, edition=number, steps=steps)
    if paper.origin is Origin.ISSUED:
        number = paper.issued.edition.number if paper.issued else 0
        yield told("record-paper-replaced", path, code=sheet.code, edition=number, day=examined.day)
    if paper.origin is not Origin.UNKNOWN:
        return
    languages = examined.whole.languages
    if isinstance(read_code(sheet.code), Misread):
        nearest = next(iter(near_codes(sheet.code, paper.codes.values())), "")
        yield refused("record-code-misread", path, code=sheet.code, nearest=nearest)
    elif paper.bearers:
        own = f"{sheet.language}/{sheet.name}"
        yield refused("record-code-of-another", path, code=sheet.code, other=paper.bearers[0], sheet=own)
    elif sheet.language not in languages:
        known = ", ".join(languages)
        yield refused("record-language-none", ("sheet", "language"), language=sheet.language, known=known)
    else:
        yield told("record-paper-unknown", path, code=sheet.code)
