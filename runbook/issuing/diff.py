"""Two editions, or the config as it is beside one: what changed, and which copies to replace. Nothing is recorded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from runbook.building import Draft, Inputs, mark
from runbook.editions import IssuedEdition, Register, read_register_of
from runbook.editions.comparison import Comparison, There, compare
from runbook.editions.reprint import reprint_files
from runbook.errors import UsageError
from runbook.formats.pdf import paper_sheets
from runbook.issuing.issue import lying_now, propose, since, with_pages
from runbook.paper import NO_CACHE, PaperCache, print_sheets
from runbook.records.places import papers_of
from runbook.writing import About, Kind, publish, refuse_early


def compared(
    draft: Draft,
    old: IssuedEdition | None,
    register: Register,
    cache: PaperCache = NO_CACHE,
    lying: There | None = None,
) -> Comparison:
    """What issuing the draft would change against an edition, pages to print included; errors as from `finish`.

    To count them the new sheets are printed as the edition will print them, marked as issued: so the count is that of
    its paper, and an issue with the same cache finds it printed. The cover alone will tell more than anybody knows yet.
    """
    proposed = propose(draft, register, old)
    uncounted = {name for name, sheet in proposed.sheets.items() if not sheet.pages}
    marked = mark(draft, register, {name: proposed.mark_of(name) for name in uncounted})
    names = {str(name) for name in uncounted}
    papers = print_sheets(
        [sheet for sheet in paper_sheets(marked, draft.templates) if sheet.name in names], cache=cache
    )
    counted = with_pages(proposed, {name: papers[str(name)].pdf for name in uncounted})
    return compare(old, counted, there=lying, issued=papers_of(register))


def diff_folder(inputs: Inputs, old: int | None, new: int | None, output: Path | None) -> Comparison:
    """Two editions by number, or the config beside the one issued last; with a folder also as slip and redline.

    UsageError for a number that no edition has or that is not the later one; otherwise errors as from `compared` and
    `publish`.
    """
    if old is not None and new is not None and new <= old:
        raise UsageError("editions_reversed", old=old, new=new)
    if output is not None:
        refuse_early(output, Kind.NOTICE, config=inputs.config)
    _, register = read_register_of(inputs.config)
    before = _edition_of(old, register) if old is not None else register.latest
    after = _edition_of(new, register) if new else None
    if register.latest:
        inputs = replace(inputs, clock=inputs.clock.not_before(register.latest.effective))
    drafted = inputs.draft()
    if after:
        comparison = compare(before, since(before, after, drafted))
    else:
        lying = lying_now(inputs, drafted) if before == register.latest else None  # of another day nobody said anything
        comparison = compared(drafted, before, register, inputs.cache, lying)
    if output is not None:
        files = reprint_files(comparison, drafted.views, drafted.templates)
        publish(files, output, config=inputs.config, about=About(Kind.NOTICE, {"reprint": comparison.new.number}))
    return comparison


def _edition_of(number: int, register: Register) -> IssuedEdition | None:
    edition = register.edition(number)
    if edition is None and number != 0:
        raise UsageError("no_such_edition", number=number, last=len(register.editions))
    return edition
