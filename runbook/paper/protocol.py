"""What the parent asks of the child and what comes back: plain JSON, then the PDFs with their lengths in front.

No pickle: the child has read templates that may not be ours, so its answer is data and never code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from runbook.errors import Problem

_LENGTH = 8


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """A sheet to print: ``name`` ("ja/04-break-glass"), whole HTML, and every text that must be found on its paper.

    It is printed as large as its stylesheet can without needing more than ``most_pages`` (0: any number) up to its
    end: the page with the mark of the class "end", or the last one where there is none.
    """

    name: str
    html: str
    texts: tuple[str, ...] = ()
    most_pages: int = 0


@dataclass(frozen=True, slots=True)
class Tab:
    """A black tab at the outer edge: what stands on it, and which of how many places it has from the top (from 0)."""

    label: str
    place: int
    of: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """Sheets that answer one question: its words, and names of parts with the label of their tab."""

    title: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Volume:
    """What makes a book of bound sheets: every part begins on a front side, every page has a through number.

    ``front`` is the part with the contents, ``through`` the words around a number ("Page {page}"), ``blank`` what
    stands on a back that is left blank.
    """

    front: str
    chapters: tuple[Chapter, ...]
    through: str
    blank: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts, in order."""
        return (self.front, *(name for chapter in self.chapters for name, _ in chapter.parts))

    @property
    def tabs(self) -> Mapping[str, Tab]:
        """The tab of each part by name; parts with one label share it."""
        labels = {name: label for chapter in self.chapters for name, label in chapter.parts}
        places = {label: place for place, label in enumerate(dict.fromkeys(labels.values()))}
        return {name: Tab(label, places[label], len(places)) for name, label in labels.items()}


@dataclass(frozen=True, slots=True)
class Binding:
    """A bound PDF made of the very pages of sheets; ``parts`` are their names, in order."""

    name: str
    title: str
    language: str
    parts: tuple[str, ...]
    volume: Volume | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished PDF."""

    name: str
    pdf: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class Job:
    """One call of the child: the sheets that it prints, and the only fonts it may use."""

    sheets: tuple[PaperSheet, ...]
    families: tuple[str, ...]
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child found and, only if it found nothing, the papers."""

    problems: tuple[Problem, ...]
    papers: tuple[Paper, ...]


def encode_job(job: Job) -> bytes:
    """A job as bytes for the child's stdin."""
    return json.dumps(asdict(job), ensure_ascii=False).encode()


def decode_job(message: bytes) -> Job:
    """A job from stdin; KeyError, TypeError or ValueError if it is none."""
    job = json.loads(message)
    return Job(
        sheets=tuple(PaperSheet(s["name"], s["html"], tuple(s["texts"]), int(s["most_pages"])) for s in job["sheets"]),
        families=tuple(job["families"]),
        memory_bytes=int(job["memory_bytes"]),
    )


def encode_answer(answer: Answer) -> bytes:
    """An answer as bytes for the child's stdout."""
    head = {
        "problems": [{"rule": p.rule, "where": p.where, "values": p.values} for p in answer.problems],
        "papers": [{"name": paper.name, "pages": paper.pages} for paper in answer.papers],
    }
    blocks = [json.dumps(head, ensure_ascii=False).encode(), *(paper.pdf for paper in answer.papers)]
    return b"".join(len(block).to_bytes(_LENGTH, "big") + block for block in blocks)


def decode_answer(message: bytes) -> Answer:
    """An answer from stdout; ValueError if it is cut short or anything else stands in it."""
    head, *pdfs = _blocks(message)
    tree = json.loads(head)
    if len(pdfs) != len(tree["papers"]):
        msg = f"{len(tree['papers'])} papers announced, {len(pdfs)} came"
        raise ValueError(msg)
    return Answer(
        problems=tuple(
            Problem(p["rule"], p["where"], tuple((key, value) for key, value in p["values"])) for p in tree["problems"]
        ),
        papers=tuple(
            Paper(paper["name"], pdf, int(paper["pages"])) for paper, pdf in zip(tree["papers"], pdfs, strict=True)
        ),
    )


def _blocks(message: bytes) -> Sequence[bytes]:
    blocks: list[bytes] = []
    start = 0
    while start < len(message) or not blocks:
        length = int.from_bytes(message[start : start + _LENGTH], "big")
        start += _LENGTH
        block = message[start : start + length]
        if len(block) != length or not block:
            msg = "the answer of the PDF process is cut short"
            raise ValueError(msg)
        blocks.append(block)
        start += length
    return blocks
