"""All that can be overridden, by name: files, blocks of templates, sentences of a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from runbook.sheets.pieces import WORDS, sentences, shipped_blocks, shipped_files

if TYPE_CHECKING:
    from runbook.knowledge.loading import Knowledge


class PieceKind(StrEnum):
    """How much of what ships a piece is."""

    FILE = "file"
    BLOCK = "block"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece as it ships.

    Its name is the path of the own file that stands for it; of a sentence, the language and its key:
    ``en:sheets.register.slip``.
    """

    name: str
    kind: PieceKind
    text: str

    @property
    def fingerprint(self) -> str:
        """SHA-256 of its text, in hexadecimal."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def file(self) -> str:
        """The path of the own file that it is written into."""
        return words_file(self.name.partition(":")[0]) if self.kind is PieceKind.SENTENCE else self.name

    @property
    def key(self) -> str:
        """The key of a sentence."""
        return self.name.partition(":")[2]


def words_file(language: str) -> str:
    """The path of the file with the own sentences of a language."""
    return f"{WORDS}/{language}.yaml"


def catalogue(knowledge: Knowledge) -> Mapping[str, Piece]:
    """Every piece by name: files first, then blocks, then sentences."""
    return {piece.name: piece for piece in _pieces(knowledge)}


def _pieces(knowledge: Knowledge) -> Iterator[Piece]:
    shipped = knowledge.folder
    for path in shipped_files(shipped):
        yield Piece(path, PieceKind.FILE, (shipped / path).read_text("utf-8"))
    for path, block in shipped_blocks(shipped).items():
        yield Piece(path, PieceKind.BLOCK, block.text + "\n")
    for code in knowledge.languages:
        for key, text in sentences(knowledge.language(code)):
            yield Piece(f"{code}:{key}", PieceKind.SENTENCE, text)
