"""Drives the engine: nothing may be loaded, nothing may be said."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy, deepcopy
from dataclasses import dataclass, field
from math import ceil

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import HTML, Document  # type: ignore[import-untyped]
from weasyprint.text import ffi  # type: ignore[import-untyped]
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]

from runbook.errors import Problem
from runbook.paper.boxes import read_layout
from runbook.paper.heads import say_what_heads_head
from runbook.paper.judging import judge, stands_out
from runbook.paper.listener import Listener
from runbook.paper.looseness import loose_ends, spends_a_page_on_little
from runbook.paper.marks import Layout
from runbook.paper.protocol import Answer, Job, Paper, PaperSheet

_VARIANT = "pdf/ua-1"
_LINKS = ("https:", "mailto:", "tel:")
ROOMIER = "way-2"
"""The way of the stylesheet that takes more room than the sheet as stated: against loose ends."""
TIGHTEST = "way-3"
"""The way that takes least room."""
_A_SIZE_LESS, _A_WAY_LESS = 0.07, 0.05
"""By what part of its pages a sheet may be over if the next size, or the first way, is to do: as measured."""
_LARGE = 150_000
"""Characters of HTML, some forty pages: its boxes are freed at once, though collecting takes a tenth of printing it."""


class LockedFetcher(URLFetcher):  # type: ignore[misc]  # the engine has no types
    """Loads nothing: no file, no network, no data: address. A page without its picture would look finished."""

    def __init__(self) -> None:
        """Everything is refused twice: by an empty list of protocols, and by ``fetch``."""
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.blocked: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002  the engine's signature
        """Refuse. The address is kept as well, because parts of the engine swallow every exception."""
        self.blocked.append(url)
        msg = f"blocked: {url}"
        raise FatalURLFetchingError(msg)


@dataclass(frozen=True, slots=True)
class _Try:
    """A sheet laid out in one way: what is out of its place, pages that it takes, loose ends, a page spent on little.

    ``takes`` are pages and parts of one as far as the end; ``most`` is 0 for a sheet that may have any number.
    """

    spoilt: int
    takes: float
    most: int
    loose: int
    spends: bool
    document: Document
    layout: Layout

    @property
    def over(self) -> int:
        """The pages too many."""
        return max(0, ceil(self.takes) - self.most) if self.most else 0

    @property
    def is_good(self) -> bool:
        """Whether nothing is to be wished."""
        return not any(self.wishes)

    @property
    def wishes(self) -> tuple[int, int, int, bool]:
        """What is to be wished, the worst first."""
        return (self.spoilt, self.over, self.loose, self.spends)

    @property
    def is_over_by_a_page(self) -> bool:
        """Whether it takes more than one page too many."""
        return self.is_over_by(1 / self.most) if self.most else False

    def is_over_by(self, part: float) -> bool:
        """Whether it takes more than its pages and so great a part of them."""
        return bool(self.most) and self.takes > self.most * (1 + part)


def _offered(html: str, kind: str) -> Iterator[str]:
    """The classes for the root that the stylesheets of a page have rules for: "size-1", "size-2" and so on."""
    number = 1
    while f".{kind}-{number} " in html:
        yield f"{kind}-{number}"
        number += 1


def _of_class(page: HTML, name: str) -> HTML:
    """A page with a class for its root; reading the same HTML again for each try takes a tenth of it."""
    root = deepcopy(page.etree_element)
    if name:
        root.set("class", name)
    named = copy(page)
    named.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
    named.etree_element = named.wrapper_element.etree_element
    return named


def _worth_trying(sizes: Sequence[str], ways: Sequence[str], tries: Mapping[str, _Try]) -> Iterator[str]:
    """In what to lay a sheet out: as large as its pages allow, or as stated; if none of these is good, in other ways.

    To lay a sheet out takes long; ``tries``, which grow meanwhile, tell what is worth it. Most have room in the largest
    size; what is over by more than a page in that fits at most in the tightest way.
    """
    if sizes:
        yield sizes[0]
        largest = tries[sizes[0]]
        if not largest.is_good and TIGHTEST in ways and largest.is_over_by_a_page:
            yield TIGHTEST
            if not tries[TIGHTEST].over:
                return
    if not _one_is_good(tries):
        yield from _smaller(sizes, tries)
    for name in () if _one_is_good(tries) else _ways(ways, tries[""]):
        if name not in tries:
            yield name
        if _one_is_good(tries):
            return


def _one_is_good(tries: Mapping[str, _Try]) -> bool:
    return any(one.is_good for one in tries.values())


def _smaller(sizes: Sequence[str], tries: Mapping[str, _Try]) -> Iterator[str]:
    """The sizes below the largest, and that as stated: one after another if little is missing, else the surest first.

    Only what fits in the surest is then tried in those between, from the smallest on: what one has no room for, none
    larger has.
    """
    if sizes and not tries[sizes[0]].is_over_by(_A_SIZE_LESS):
        for name in (*sizes[1:], ""):
            yield name
            if tries[name].is_good:
                return
        return
    yield ""
    for name in () if tries[""].over else reversed(sizes[1:]):
        yield name
        if tries[name].over:
            return


def _ways(ways: Sequence[str], stated: _Try) -> Iterator[str]:
    """When no size is good: the tightest first if much is missing; if any is missing, none that takes more room."""
    fit = (name for name in ways if not (stated.over and name == ROOMIER))
    yield from sorted(fit, key=lambda name: stated.is_over_by(_A_WAY_LESS) and name != TIGHTEST)


@dataclass
class Press:
    """One run of the engine, with shared fonts."""

    job: Job
    listener: Listener
    fonts: FontConfiguration = field(default_factory=FontConfiguration)

    def run(self, printed: Callable[[], None] = lambda: None) -> Answer:
        """Print everything, telling ``printed`` of each sheet; no paper comes back unless all is clean."""
        if ffi.harfbuzz_subset is None:
            self.listener.note(Problem("paper-no-subset"))
        papers = []
        for sheet in self.job.sheets:
            is_large = len(sheet.html) > _LARGE
            if is_large:
                gc.collect()  # what the sheets before have left
            papers.append(self._print(sheet))
            if is_large:
                gc.collect()
            printed()
        problems = tuple(self.listener.heard)
        return Answer(problems, () if problems else tuple(paper for paper in papers if paper))

    def _print(self, sheet: PaperSheet) -> Paper | None:
        with self._watched(sheet.name) as fetcher:
            document, layout = self._laid_out(sheet, fetcher)
            self._note_title_and_links(sheet.name, document)
            paper = self._write(sheet.name, document)
            for problem in judge(sheet.name, layout, sheet.texts, self.job.families):
                self.listener.note(problem)
            return paper
        return None

    def _laid_out(self, sheet: PaperSheet, fetcher: LockedFetcher) -> tuple[Document, Layout]:
        """The best of the tries of a sheet; of equal ones the largest."""
        page = HTML(string=sheet.html, base_url=None, url_fetcher=fetcher)
        sizes = tuple(_offered(sheet.html, "size")) if sheet.most_pages else ()
        ways = tuple(_offered(sheet.html, "way"))
        tries: dict[str, _Try] = {}
        for name in _worth_trying(sizes, ways, tries):
            tries[name] = self._tried(sheet, page, name)
        asked = (name for name in (*sizes, "", *ways) if name in tries)
        best = min((tries[name] for name in asked), key=lambda one: one.wishes)
        return best.document, best.layout

    def _tried(self, sheet: PaperSheet, page: HTML, name: str) -> _Try:
        document = _of_class(page, name).render(font_config=self.fonts, pdf_variant=_VARIANT)
        layout = read_layout(document)
        return _Try(
            spoilt=sum(map(stands_out, layout.marks)),
            takes=layout.end or len(document.pages),
            most=sheet.most_pages,
            loose=len(loose_ends(layout)),
            spends=spends_a_page_on_little(layout),
            document=document,
            layout=layout,
        )

    def _write(self, name: str, document: Document) -> Paper:
        pdf = document.write_pdf(pdf_variant=_VARIANT, finisher=say_what_heads_head)
        for font in document.fonts.values():
            if font.family not in self.job.families:
                self.listener.note(Problem.of("paper-font-foreign", name, family=font.family))
        return Paper(name, pdf, len(document.pages))

    def _note_title_and_links(self, name: str, document: Document) -> None:
        """PDF/UA needs a title, and the engine copies any link into the PDF, javascript: too; it says neither."""
        if not document.metadata.title:
            self.listener.note(Problem("paper-no-title", name))
        for number, page in enumerate(document.pages, 1):
            for kind, target, _, _ in page.links:
                if kind != "internal" and not target.lower().startswith(_LINKS):
                    self.listener.note(Problem.of("paper-link", name, page=number, link=target[:200]))

    @contextmanager
    def _watched(self, name: str) -> Iterator[LockedFetcher]:
        """Turn whatever stops the engine at one document into a problem of that document; go on with the next."""
        fetcher = LockedFetcher()
        self.listener.where = name
        try:
            yield fetcher
        except FatalURLFetchingError:
            pass  # the address is in the list
        except MemoryError:
            self.listener.note(Problem.of("paper-memory", name, signal="MemoryError"))
        except Exception as fault:  # noqa: BLE001  200 nested blocks end in RecursionError, huge sizes in ZeroDivisionError
            reason = f"{type(fault).__name__}: {fault}"
            self.listener.note(Problem.of("paper-fault", name, reason=reason))
        for url in dict.fromkeys(fetcher.blocked):
            self.listener.note(Problem.of("paper-blocked", name, url=url[:200]))
