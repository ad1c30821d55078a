"""From files of evidence to an accounts file: read, merge, edit, write; the order of `runbook import`."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from runbook.config.accounts_file import ACCOUNTS, read_accounts
from runbook.config.references import canonical
from runbook.config.source import ACCOUNTS_SIZE_LIMIT, character_problems, source_of
from runbook.config.tree import Node
from runbook.errors import ConfigError, Problem
from runbook.evidence import Evidence, NamedFile, read_evidence
from runbook.intake.accounts_text import begun, edited
from runbook.intake.merging import Merge, merge
from runbook.writing import read_kept, replace_kept


@dataclass(frozen=True, slots=True)
class Intake:
    """What was taken in: the evidence, the file with its text before and after, and what differs between them."""

    file: Path
    evidence: Evidence
    merged: Merge
    before: str
    after: str
    is_written: bool

    @property
    def remarks(self) -> tuple[Problem, ...]:
        """What could not be taken over, and why."""
        return (*self.evidence.remarks, *self.merged.remarks)


def take_in(files: Sequence[NamedFile], accounts_file: Path, *, day: date | None, header: str, write: bool) -> Intake:
    """Take what some files say into an accounts file, which begins with ``header`` if it is new.

    ``day`` is when the files were fetched; without it nothing counts as verified. EvidenceError for files that cannot
    be read, ConfigError for an accounts file that cannot be read or edited, OutputError from the disk: then nothing is
    written.
    """
    kept = read_kept(accounts_file)
    raw = kept.before or b""
    text, accounts = _read(raw, accounts_file)
    evidence = read_evidence(files, accounts)
    merged = merge(evidence, accounts, day)
    if text is None:
        after = begun(header, merged.new) if merged.new else ""
    else:
        after = edited(text, merged.new, merged.edits, str(accounts_file))
    is_written = write and after != (text or "")
    if is_written:
        replace_kept(kept, codecs.BOM_UTF8 * raw.startswith(codecs.BOM_UTF8) + after.encode())
    return Intake(accounts_file, evidence, merged, text or "", after, is_written)


def _read(raw: bytes, path: Path) -> tuple[str | None, dict[str, tuple[int, Mapping[str, Node]]]]:
    """The text of an accounts file, None if it is empty, and its accounts by id with their place in the list."""
    if not raw.strip():
        return None, {}
    if len(raw) > ACCOUNTS_SIZE_LIMIT:
        values = (("most", f"{ACCOUNTS_SIZE_LIMIT // 1024} KiB"),)
        raise ConfigError((Problem("config-too-large", values=values, file=str(path)),))
    source = source_of(raw, str(path))
    if problems := character_problems(source):
        raise ConfigError(tuple(problems))
    tree, problems = read_accounts(source)
    if problems:
        raise ConfigError(tuple(problems))
    listed = tree.node((ACCOUNTS,))
    found = enumerate(account for account in listed if isinstance(account, dict)) if isinstance(listed, list) else ()
    return source.text, {canonical(ACCOUNTS, str(account["id"])): (place, account) for place, account in found}
