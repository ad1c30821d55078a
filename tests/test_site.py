"""`make docs`: the pages as a site, and nothing if a link leads to nothing."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from support.organisations import ROOT


def site() -> ModuleType:
    spec = importlib.util.spec_from_file_location("site_of_the_project", ROOT / "scripts" / "site.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_every_page_is_in_the_site(tmp_path: Path) -> None:
    assert site().build(tmp_path / "site") == 0
    made = {str(path.relative_to(tmp_path / "site")) for path in (tmp_path / "site").rglob("*.html")}
    pages = [page.relative_to(ROOT) for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))]
    lost = [page for page in pages if page.name != "README.md" and str(page.with_suffix(".html")) not in made]
    assert lost == []
    assert {"index.html", "docs/decisions/index.html"} <= made
    assert (tmp_path / "site" / "docs" / "images" / "packet.png").is_file()


@pytest.mark.parametrize("link", ["[gone](gone.md)", "[no such place](docs/b.md#gone)", "[no picture](docs/gone.png)"])
def test_a_link_that_leads_to_nothing_stops_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, link: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "b.md").write_text("# B\n", "utf-8")
    (tmp_path / "README.md").write_text(f"# A\n\n{link}\n", "utf-8")
    module = site()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    assert module.build(tmp_path / "site") == 1
    assert not (tmp_path / "site").exists()
    assert "gone" in capsys.readouterr().err
