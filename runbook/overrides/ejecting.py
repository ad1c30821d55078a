"""Taking pieces out of what ships, into a folder of own templates, to be edited there. Nothing is ever written over."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from runbook.errors import Problem, RenderingRefusedError
from runbook.knowledge.loading import Knowledge
from runbook.overrides.catalogue import Piece, PieceKind
from runbook.overrides.memory import memory_of
from runbook.sheets.own_words import own_sentences
from runbook.writing.one_file import KeptFile, make_room, read_kept, replace_kept


def eject(wanted: Sequence[Piece], folder: Path, knowledge: Knowledge) -> tuple[Path, ...]:
    """Write pieces into a folder and remember them as they ship; the files that were written, the memory last.

    RenderingRefusedError if the folder has one of them already, or a whole file in which one is; then nothing is
    written. OutputError as from `replace_kept`.
    """
    memory = memory_of(folder)
    own = _own_sentences(folder, wanted, knowledge)
    problems = [
        Problem.of("ejected-already", str(folder / piece.file), name=piece.name)
        for piece in wanted
        if _is_there(piece, folder, own)
    ]
    if problems:
        raise RenderingRefusedError(tuple(problems))
    files = _files(wanted, folder)
    for kept, text in files:
        make_room(kept)
        replace_kept(kept, text)
    make_room(memory.kept)
    replace_kept(memory.kept, memory.written({piece.name: piece.text for piece in wanted}))
    return (*(kept.path for kept, _ in files), memory.kept.path)


def _own_sentences(folder: Path, wanted: Sequence[Piece], knowledge: Knowledge) -> Mapping[str, Mapping[str, str]]:
    """The own sentences that there are, by the language of the wanted ones."""
    codes = {piece.name.partition(":")[0]: piece.file for piece in wanted if piece.kind is PieceKind.SENTENCE}
    return {
        code: own_sentences(folder / file, knowledge.language(code))
        for code, file in codes.items()
        if (folder / file).exists()
    }


def _is_there(piece: Piece, folder: Path, own: Mapping[str, Mapping[str, str]]) -> bool:
    if piece.kind is PieceKind.SENTENCE:
        return piece.key in own.get(piece.name.partition(":")[0], {})
    whole = folder / f"{piece.name.rpartition('/')[0]}.j2"
    return (folder / piece.file).exists() or (piece.kind is PieceKind.BLOCK and whole.exists())


def _files(wanted: Sequence[Piece], folder: Path) -> list[tuple[KeptFile, bytes]]:
    """The files to write, whole; of one with own sentences the lines that it has, and the new ones below."""
    found: dict[Path, tuple[KeptFile, bytes]] = {}
    for piece in wanted:
        path = folder / piece.file
        kept, text = found.get(path) or (read := read_kept(path), read.before or b"")
        if piece.kind is PieceKind.SENTENCE:
            before = text if not text or text.endswith(b"\n") else text + b"\n"
            text = before + f"{piece.key}: {json.dumps(piece.text, ensure_ascii=False)}\n".encode()
        else:
            text = piece.text.encode()
        found[path] = kept, text
    return list(found.values())
