"""The row of the root user in a credential report: CSV, or the JSON answer that wraps it in base64 (aws.yaml: CREP)."""

from __future__ import annotations

import base64
import binascii
import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from runbook.evidence.documents import Misfit
from runbook.evidence.values import Place, RootState

FIRST_COLUMNS = "user,arn,"
_ROOT_ROW = "<root_account>"
_ARN = re.compile(r"arn:aws[a-z-]*:iam::([0-9]{12}):root")
_NEEDED = ("password_enabled", "mfa_active", *(f"{kind}_{n}_active" for kind in ("access_key", "cert") for n in (1, 2)))
_SAID = {"true": True, "false": False}


class ReadsLines(Protocol):
    """A text that is read line by line."""

    def readline(self, most: int, /) -> str:
        """The next line, or so much of it; "" at the end."""


def root_state_of_csv(text: ReadsLines, file: str) -> RootState:
    """The state of root by the report; Misfit if its row or a column is missing. No other row is looked at.

    Columns go by name, because AWS adds some. An inactive key looks like none, so that it is never said that there is
    no key: None.
    """
    rows = csv.reader(_lines(text))
    try:
        header = next(rows, [])
        if missing := [name for name in ("user", "arn", *_NEEDED) if name not in header]:
            raise Misfit("evidence-columns", columns=", ".join(missing))
        for row in rows:
            if row and row[header.index("user")] == _ROOT_ROW:
                return _state(dict(zip(header, row, strict=False)), Place(file, rows.line_num))
    except csv.Error:
        raise Misfit("evidence-csv") from None
    raise Misfit("evidence-no-root-row")


def _lines(text: ReadsLines) -> Iterator[str]:
    """Lines of a bearable length."""
    while line := text.readline(csv.field_size_limit()):
        yield line


def _state(row: Mapping[str, str], place: Place) -> RootState:
    match = _ARN.fullmatch(row.get("arn", ""))
    if match is None:
        raise Misfit("evidence-root-arn")

    def said(column: str) -> bool | None:
        return _SAID.get(row.get(column, "").strip().lower())

    def active(kind: str) -> bool | None:
        return True if said(f"{kind}_1_active") or said(f"{kind}_2_active") else None

    return RootState(
        match[1],
        password=said("password_enabled"),
        mfa=said("mfa_active"),
        access_key=active("access_key"),
        certificate=active("cert"),
        place=place,
    )


def root_state_of_answer(entry: Mapping[str, Any], place: Place) -> RootState:
    """The same of GetCredentialReport."""
    content = entry.get("Content")
    try:
        text = base64.b64decode(content, validate=True).decode("utf-8-sig") if isinstance(content, str) else None
    except (binascii.Error, ValueError):
        text = None
    if text is None:
        raise Misfit("evidence-field", field="Content")
    state = root_state_of_csv(io.StringIO(text, newline=""), place.file)
    return RootState(state.account, state.password, state.mfa, state.access_key, state.certificate, place)
