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
_FIRST_WAY = "way-1"
TIGHTEST = "way-3"
"""The way that takes least room."""
_LEAST: Mapping[str, float] = {"size-2": 0.9, "size-3": 0.87, "": 0.84, "way-1": 0.83}
"""What part of the pages of the largest size a sheet takes in another, as measured: at least, of the first way usually.
Where that would not do, the tightest is tried before it."""


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
    ``at_least`` is what it takes if where it ends on its last page is not known.
    """

    spoilt: int
    takes: float
    at_least: float
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


def _free(document: Document) -> None:
    """Take apart a layout of which nothing is needed any more.

    The engine ties it in a circle: what made it knows its pages, and is known by the pictures on them. A worker, which
    does not look for circles while it works, would keep the boxes of all sheets: over a gigabyte.
    """
    boxes = (box for page in document.pages for box in page._page_box.descendants())  # noqa: SLF001  no other way
    makers = [getattr(getattr(box, "replacement", None), "_context", None) for box in boxes]
    document.pages.clear()
    for maker in makers:
        if maker is not None:
            vars(maker).clear()


def _worth_trying(sizes: Sequence[str], ways: Sequence[str], tries: Mapping[str, _Try]) -> Iterator[str]:
    """In what to lay a sheet out: as large as its pages allow, or as stated; if none of these is good, in other ways.

    To lay a sheet out takes long; ``tries``, which grow meanwhile, tell what is worth it. What takes too many pages in
    the largest size is not laid out in a size in which it would still, nor in what takes more room than that.
    """
    for name in (*sizes, ""):
        if _may_do(name, sizes, tries):
            yield name
            if tries[name].is_good:
                return
    if TIGHTEST in ways and not _may_do(_FIRST_WAY, sizes, tries):
        yield TIGHTEST
    else:
        is_over_as_stated = "" not in tries or tries[""].over
        for name in ways:
            if not (name == ROOMIER and is_over_as_stated):
                yield name
                if tries[name].is_good:
                    return
    if "" not in tries and all(one.over for one in tries.values()):
        yield ""  # what has room in nothing is not made small for nothing


def _best(tries: Mapping[str, _Try], names: Sequence[str]) -> _Try:
    """That with the least to be wished; of equal ones the first by name."""
    return min((tries[name] for name in names if name in tries), key=lambda one: one.wishes)


def _may_do(name: str, sizes: Sequence[str], tries: Mapping[str, _Try]) -> bool:
    """Whether a sheet may have room in a size or way: judged by the largest size, if it was laid out in that."""
    largest = tries.get(sizes[0]) if sizes else None
    return largest is None or not largest.over or largest.at_least * _LEAST.get(name, 1) <= largest.most


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
        gc.freeze()  # what is there for good is not looked through after each sheet
        for sheet in self.job.sheets:
            papers.append(self._print(sheet))
            gc.collect()
            printed()
        problems = tuple(self.listener.heard)
        return Answer(problems, () if problems else tuple(paper for paper in papers if paper))

    def _print(self, sheet: PaperSheet) -> Paper | None:
        with self._watched(sheet.name) as fetcher:
            document, layout = self._laid_out(sheet, fetcher)
            self._note_title_and_links(sheet.name, document)
            paper = self._write(sheet.name, document)
            _free(document)
            for problem in judge(sheet.name, layout, sheet.texts, self.job.families):
                self.listener.note(problem)
            return paper
        return None

    def _laid_out(self, sheet: PaperSheet, fetcher: LockedFetcher) -> tuple[Document, Layout]:
        """The best of the tries of a sheet; of equal ones the largest."""
        page = HTML(string=sheet.html, base_url=None, url_fetcher=fetcher)
        sizes = tuple(_offered(sheet.html, "size")) if sheet.most_pages else ()
        ways = tuple(_offered(sheet.html, "way"))
        largest_first = (*sizes, "", *ways)
        tries: dict[str, _Try] = {}
        for name in _worth_trying(sizes, ways, tries):
            tries[name] = self._tried(sheet, page, name)
            best = _best(tries, largest_first)
            for one in tries.values():
                if one is not best:
                    _free(one.document)
        best = _best(tries, largest_first)
        return best.document, best.layout

    def _tried(self, sheet: PaperSheet, page: HTML, name: str) -> _Try:
        document = _of_class(page, name).render(font_config=self.fonts, pdf_variant=_VARIANT)
        layout = read_layout(document)
        return _Try(
            spoilt=sum(map(stands_out, layout.marks)),
            takes=layout.end or len(document.pages),
            at_least=layout.end or len(document.pages) - 1,
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
