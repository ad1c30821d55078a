"""Values are what Typer would make of them, without loading what Typer loads for it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from support.histories import issued
from support.organisations import ROOT

from runbook.cli import typed_values
from runbook.editions import EMPTY, register_text

CONFIG = "config.yaml"
VERIFYING = """
import sys
from runbook.__main__ import main
sys.argv = ["runbook", "verify", CODE, "-c", "config.yaml"]
try:
    main()
except SystemExit as ended:
    code = ended.code
assert code in (0, None), code
heavy = {"pydantic", "runbook.organisation", "runbook.config"} & set(sys.modules)
assert not heavy, heavy
"""


def test_verifying_a_code_loads_neither_pydantic_nor_the_model_of_the_company(tmp_path: Path) -> None:
    register = issued(EMPTY, {"en/02-approvers": "0"}, date(2026, 4, 1))
    (tmp_path / f"{CONFIG}.editions.json").write_bytes(register_text(register))
    (tmp_path / CONFIG).write_bytes(b"")
    environment = {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "HOME": str(tmp_path)}
    assert register.latest
    line = [sys.executable, "-c", f"CODE = {register.latest.code!r}{VERIFYING}"]
    ended = subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


class _Parameter:
    """As much of a parameter of Typer as is asked."""

    multiple, nargs = False, 1


class _ByTyper:
    def coerce(self, value: object, **_: object) -> object:
        return ("by typer", value)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (str, "ja", "ja"),
        (str, "", ""),
        (bool, True, True),
        (list[str], ("md", "html"), ["md", "html"]),
        (Path, ".", Path()),
        (Path, Path("/"), Path("/")),
        (str, None, None),
        (str, "日本", ("by typer", "日本")),
        (str, "\udcff", ("by typer", "\udcff")),
        (list[str], ("md", "\udcff"), ("by typer", ("md", "\udcff"))),
        (bool, "1", ("by typer", "1")),
        (int, "3", ("by typer", "3")),
        (Path, "/no/such/folder", ("by typer", "/no/such/folder")),
    ],
)
def test_what_is_not_plainly_itself_is_left_to_typer(kind: object, value: object, expected: object) -> None:
    assert typed_values._AsTyped(kind, _ByTyper).coerce(value, _Parameter(), None) == expected
