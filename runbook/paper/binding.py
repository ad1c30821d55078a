"""Binds finished sheets into one PDF: their very pages, in order, with one outline, one tag tree, one set of anchors.

Laying the pages out is over when this is called, so a bound document costs neither the engine nor a second writing, and
a sheet that another run printed can be bound as it is. Each sheet keeps its own fonts: subsets are not united.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from runbook.errors import Problem, RenderingRefusedError
from runbook.paper.protocol import Binding, Paper, Volume
from runbook.paper.stamping import Stamp, stamp

if TYPE_CHECKING:
    from pikepdf import Pdf

# A part of a PDF that is not known here would be lost without a word: forms, layers, attachments.
_KNOWN = frozenset(
    {
        "/Type",
        "/Pages",
        "/Lang",
        "/MarkInfo",
        "/Metadata",
        "/Names",
        "/Outlines",
        "/OutputIntents",
        "/StructTreeRoot",
        "/ViewerPreferences",
    }
)

# Objects of a PDF have no types; the name says what is meant.
_Object = Any


def bind(binding: Binding, parts: Sequence[bytes]) -> Paper:
    """The parts as one tagged PDF; the same parts give the same bytes. Every part is one that our engine has written.

    RenderingRefusedError if two parts have the same anchor (a link would lead to the first one only), or if a part
    holds what would be lost.
    """
    import pikepdf  # noqa: PLC0415  heavy for the start of the command line

    with pikepdf.new() as whole:
        binder = _Binder(whole)
        for name, part in zip(binding.parts, parts, strict=True):
            with pikepdf.open(io.BytesIO(part)) as source:
                binder.add(name, source)
            if binding.volume:
                binder.begin_next_on_a_front(name)
        problems = (
            *(Problem.of("paper-anchor-twice", binding.name, anchor=anchor) for anchor in binder.shared),
            *(Problem.of("paper-fault", binding.name, reason=name) for name in sorted(binder.strange)),
        )
        if problems:
            raise RenderingRefusedError(problems)
        binder.finish(binding)
        if binding.volume:
            _stamp(whole, binding.volume, binder.of_pages)
        written = io.BytesIO()
        whole.save(
            written,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
        return Paper(binding.name, written.getvalue(), len(whole.pages))


@dataclass(slots=True)
class _Binder:
    """Collects what stands above the pages of each part."""

    whole: Pdf
    marked: int = 0  # numbers of the tag tree that are taken
    numbers: list[_Object] = field(default_factory=list)
    sections: list[_Object] = field(default_factory=list)
    bookmarks: dict[str, list[_Object]] = field(default_factory=dict)
    of_pages: list[tuple[str, bool]] = field(default_factory=list)  # part of each page, and whether it is blank
    anchors: dict[str, _Object] = field(default_factory=dict)
    shared: list[str] = field(default_factory=list)
    strange: set[str] = field(default_factory=set)
    parts: int = 0

    def add(self, name: str, source: Pdf) -> None:
        """The pages of a part, then what leads to them: only what is copied after its page finds it."""
        self.strange |= source.Root.keys() - _KNOWN
        self._tell_cells_apart(source)
        for page in source.pages:
            page.obj.StructParents = int(page.obj.StructParents) + self.marked
            for annotation in page.obj.get("/Annots", ()):
                if "/StructParent" in annotation:
                    annotation.StructParent = int(annotation.StructParent) + self.marked
            self.whole.pages.append(page)  # all at once would warn of what is done below
            self.of_pages.append((name, False))
        self._add_tags(source)
        self._add_anchors(source)
        if "/Outlines" in source.Root:
            self.bookmarks[name] = list(_siblings(self.whole.copy_foreign(source.Root.Outlines)))
        if not self.parts:
            self.whole.Root.Metadata = self.whole.copy_foreign(source.Root.Metadata)
            self.whole.Root.OutputIntents = self.whole.copy_foreign(source.make_indirect(source.Root.OutputIntents))
            self.whole.docinfo["/Producer"] = str(source.docinfo["/Producer"])
        self.parts += 1

    def begin_next_on_a_front(self, name: str) -> None:
        """A blank back where a part has an odd number of pages: whoever replaces a sheet replaces whole leaves."""
        if len(self.of_pages) % 2:
            _, _, *size = self.whole.pages[-1].mediabox
            self.whole.add_blank_page(page_size=(float(size[0]), float(size[1])))
            self.of_pages.append((name, True))

    def _tell_cells_apart(self, source: Pdf) -> None:
        """The engine numbers heads of tables within a document; cells name their heads by these numbers."""
        from pikepdf import Array, Dictionary, String  # noqa: PLC0415  as in `bind`

        for element in source.objects:
            if not isinstance(element, Dictionary):
                continue
            if "/ID" in element:
                element.ID = String(f"{self.parts}-{element.ID}")
            attributes = element.get("/A")
            if isinstance(attributes, Dictionary) and "/Headers" in attributes:
                attributes.Headers = Array([String(f"{self.parts}-{head}") for head in attributes.Headers])

    def _add_tags(self, source: Pdf) -> None:
        from pikepdf import Name  # noqa: PLC0415  as in `bind`

        tree = self.whole.copy_foreign(source.Root.StructTreeRoot)
        pairs = list(tree.ParentTree.Nums)
        for number, element in zip(pairs[::2], pairs[1::2], strict=True):
            self.numbers += [int(number) + self.marked, element]
        self.marked += len(pairs) // 2
        for section in tree.K:
            section.S = Name.Part
            self.sections.append(section)

    def _add_anchors(self, source: Pdf) -> None:
        if "/Names" not in source.Root:
            return
        names = list(self.whole.copy_foreign(source.make_indirect(source.Root.Names)).Dests.Names)
        for name, place in zip(names[::2], names[1::2], strict=True):
            if self.anchors.setdefault(str(name), place) is not place:
                self.shared.append(str(name))

    def finish(self, binding: Binding) -> None:
        """Hang it all under the root, sorted where readers search."""
        from pikepdf import Array, Dictionary, Name, String  # noqa: PLC0415  as in `bind`

        whole, root = self.whole, self.whole.Root
        tree = whole.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = whole.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=tree, K=Array(self.sections))
        )
        for section in self.sections:
            section.P = document
        tree.K = Array([document])
        tree.ParentTree = whole.make_indirect(Dictionary(Nums=Array(self.numbers)))
        root.StructTreeRoot = tree
        root.MarkInfo = Dictionary(Marked=True)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.Lang = String(binding.language)
        if self.anchors:
            leaves = [leaf for name in sorted(self.anchors) for leaf in (String(name), self.anchors[name])]
            root.Names = Dictionary(Dests=Dictionary(Names=Array(leaves)))
        if self.bookmarks:
            root.Outlines = self._outline(binding)
        whole.docinfo["/Title"] = binding.title
        with whole.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = binding.title

    def _outline(self, binding: Binding) -> _Object:
        from pikepdf import Dictionary, Name, String  # noqa: PLC0415  as in `bind`

        outline = self.whole.make_indirect(Dictionary(Type=Name.Outlines))
        marks = [mark for part in binding.parts for mark in self.bookmarks.get(part, [])]
        if binding.volume:
            marks = list(self.bookmarks.get(binding.volume.front, []))
            for chapter in binding.volume.chapters:
                below = [mark for part, _ in chapter.parts for mark in self.bookmarks.get(part, [])]
                if below:
                    mark = self.whole.make_indirect(Dictionary(Title=String(chapter.title)))
                    for key in ("/Dest", "/A"):
                        if key in below[0]:
                            mark[key] = below[0][key]
                    _hang(mark, below)
                    marks.append(mark)
        _hang(outline, marks)
        return outline


def _stamp(whole: Pdf, volume: Volume, of_pages: Sequence[tuple[str, bool]]) -> None:
    tabs = volume.tabs
    for number, (page, (part, is_blank)) in enumerate(zip(whole.pages, of_pages, strict=True), 1):
        shown = tuple(dict.fromkeys(tabs.values())) if part == volume.front and number == 1 else ()
        own = (tabs[part],) if part in tabs else shown
        words = volume.through.format(page=number)
        stamp(whole, page, Stamp(number, words, own, volume.blank if is_blank else ""))


def _hang(above: _Object, marks: Sequence[_Object]) -> None:
    """Bookmarks below another one, or below the root of all; each is open as far as it was."""
    above.First, above.Last = marks[0], marks[-1]
    above.Count = sum(1 + max(0, int(mark.get("/Count", 0))) for mark in marks)
    for mark in marks:
        mark.Parent = above
    for before, after in pairwise(marks):
        before.Next, after.Prev = after, before


def _siblings(outline: _Object) -> Iterator[_Object]:
    mark = outline.get("/First")
    while mark is not None:
        yield mark
        mark = mark.get("/Next")
