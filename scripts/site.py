"""The pages of the project as a site: `make docs` writes it into site/, with every link between pages checked.

The pages stay where GitHub shows them. They are copied as they lie, with the files that they link to, so that a link
that holds there holds in the site.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("*.md", "docs/**/*.md")
LINK = re.compile(r"\[([^\]]*)\]\(([^)#:\s]+)(#[^)]*)?\)")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
CONFIG = """\
[project]
site_name = "runbook"
docs_dir = "pages"
site_dir = "site"
use_directory_urls = false
"""


def copy_pages(folder: Path) -> list[str]:
    """Copy all pages and what they link to into a folder, as they lie here; the links that lead to nothing here."""
    pages = sorted({page for pattern in PAGES for page in ROOT.glob(pattern)})
    lost: list[str] = []
    for page in pages:
        text = page.read_text("utf-8")
        for words, link, _ in LINK.findall(text):
            target = (page.parent / unquote(link)).resolve()
            if target.is_dir():  # shown by GitHub; in a site there is nothing to show
                text = text.replace(f"[{words}]({link})", words)
            elif not target.is_file():
                lost.append(f"{page.relative_to(ROOT)}: {link}")
            elif target not in pages:
                _place(target, folder).write_bytes(target.read_bytes())
        _place(page, folder).write_text(text, "utf-8")
    return lost


def _place(file: Path, folder: Path) -> Path:
    """Where a file lies in the copy."""
    copy = folder / file.relative_to(ROOT)
    copy.parent.mkdir(parents=True, exist_ok=True)
    return copy


def build(site: Path) -> int:
    """Write the site into a folder, which is replaced; the exit code, other than 0 if a link leads to nothing."""
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        if lost := copy_pages(work / "pages"):
            sys.stderr.write("site: no such file:\n" + "".join(f"  {line}\n" for line in lost))
            return 1
        (work / "zensical.toml").write_text(CONFIG, "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "zensical", "build", "--strict"],
            cwd=work,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            told = COLOUR.sub("", done.stdout + done.stderr).partition("Traceback")[0]
            sys.stderr.write(f"site: refused, nothing was written:\n{told}\n")
            return 1
        shutil.rmtree(site, ignore_errors=True)
        shutil.copytree(work / "site", site)
    sys.stdout.write(f"Wrote {site.name}/: open {site.name}/index.html\n")
    return 0


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1]) if sys.argv[1:] else ROOT / "site"))
