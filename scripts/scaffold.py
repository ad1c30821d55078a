"""Starts a rule or a sheet: every file and every line it needs, with the word TODO where somebody has to write.

``make test`` fails while a TODO is left, so nothing half done is delivered. Nothing is ever overwritten.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "runbook" / "checks" / "rules"
TEMPLATES = ROOT / "templates"
LANGUAGES = sorted(path for path in (TEMPLATES / "languages").iterdir() if path.is_dir())
SHEET_NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")
RULE_NAME = re.compile(r"[a-z]+(?:-[a-z]+)+")
LONGEST_RULE_NAME = 40  # as long as an id in the config may be: accepted_risks names rules
LAST_SHEET = 99

RULE = '''"""TODO: the sentence that should be true.

TODO: why, in a few sentences, as `runbook explain` shows it.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity

SEVERITY = Severity.WARNING
CONTROLS: tuple[str, ...] = ()
SOURCES: tuple[str, ...] = ()
GOOD = """
TODO: lines of config.example.yaml as they are
"""
BAD = """
TODO: the same lines, wrong  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the account."""
    for number, account in case.safes():
        if not account.name:  # TODO: what is wrong
            yield Broken(("accounts", number), (("account", account.name),), about=account.name)
'''
SHEET = """{{# Sheet {number}: TODO: what it is for. Context: view, org, t, blocks. #}}
{{% import blocks as b with context %}}
{{{{ b.lead(t("sheets.{slug}.lead")) }}}}
"""


class RefusedError(Exception):
    """What was asked for cannot be started; the text says why."""


def rule(name: str, after: str | None) -> Mapping[Path, str]:
    """The new text of every file that a rule needs; RefusedError for a name that cannot be one."""
    if not RULE_NAME.fullmatch(name) or len(name) > LONGEST_RULE_NAME:
        raise RefusedError(
            f"{name!r} cannot be the id of a rule: two or more words of a-z joined by hyphens, "
            f"at most {LONGEST_RULE_NAME} characters, for example seals-are-numbered"
        )
    register = RULES / "__init__.py"
    known = re.findall(r'^    "([a-z-]+)",$', register.read_text("utf-8"), re.MULTILINE)
    if name in known or any(has_entry(path, name, 2) for path in TEMPLATES.glob("languages/*/messages-*.yaml")):
        raise RefusedError(f"{name} is taken: a rule or a sentence has this name")
    after = known[-1] if after is None else after
    if after not in known:
        raise RefusedError(f"there is no rule {after} after which it could be listed")
    texts = {
        RULES / f"{name.replace('-', '_')}.py": RULE,
        register: register.read_text("utf-8").replace(f'    "{after}",\n', f'    "{after}",\n    "{name}",\n'),
    }
    for folder in LANGUAGES:
        titles, messages = folder / "checks.yaml", folder / "messages-checks.yaml"
        sentences = f'  {name}:\n    what: "TODO"\n    remedy: "TODO"\n'
        texts[titles] = with_entry(titles.read_text("utf-8"), {after}, f'  {name}: "TODO"\n')
        texts[messages] = with_entry(messages.read_text("utf-8"), cases(messages, after, known), sentences)
    for manual in (TEMPLATES / "manuals").glob("*.yaml"):
        texts[manual] = with_entry(manual.read_text("utf-8"), {after}, f"{name}: |-\n  TODO\n")
    return texts


def sheet(slug: str) -> Mapping[Path, str]:
    """The new text of every file that a sheet needs; RefusedError for a name that cannot be one."""
    words = [folder / "sheets.yaml" for folder in LANGUAGES]
    if not SHEET_NAME.fullmatch(slug):
        raise RefusedError(f"{slug!r} cannot be the name of a sheet: words of a-z joined by hyphens, like night-guard")
    if any(has_entry(path, slug, 0) for path in words):
        raise RefusedError(f"{slug} is taken: sheets.yaml has words under this name")
    number = max(int(path.name[:2]) for path in (TEMPLATES / "sheets").glob("[0-9][0-9]-*.j2")) + 1
    if number > LAST_SHEET:
        raise RefusedError(f"there is no number left: sheet {LAST_SHEET} exists")
    template = TEMPLATES / "sheets" / f"{number:02}-{slug}.j2"
    entry = f"\n{slug}:\n  title: TODO\n  lead: TODO\n"
    return {
        template: SHEET.format(number=f"{number:02}", slug=slug),
        **{path: path.read_text("utf-8") + entry for path in words},
    }


def has_entry(path: Path, key: str, indent: int) -> bool:
    """Whether a YAML file has a key at an indentation."""
    return re.search(rf"^{' ' * indent}{re.escape(key)}:", path.read_text("utf-8"), re.MULTILINE) is not None


def cases(messages: Path, rule_id: str, known: list[str]) -> set[str]:
    """The keys under which a rule's sentences stand: its id, and its id with a case behind it."""
    keys = re.findall(r"^  ([a-z-]+):$", messages.read_text("utf-8"), re.MULTILINE)
    of_rule = {key: max((name for name in known if f"{key}-".startswith(f"{name}-")), key=len) for key in keys}
    return {key for key, name in of_rule.items() if name == rule_id}


def with_entry(text: str, after: set[str], entry: str) -> str:
    """A YAML text with an entry put behind the last of some others, everything else as it stands."""
    indent = len(entry) - len(entry.lstrip(" "))
    lines = text.splitlines(keepends=True)
    heads = tuple(f"{' ' * indent}{key}:" for key in after)
    end = max(at for at, line in enumerate(lines, 1) if line.startswith(heads))
    while end < len(lines) and lines[end].startswith(" " * (indent + 1)):
        end += 1
    return "".join((*lines[:end], entry, *lines[end:]))


def main(arguments: list[str]) -> int:
    """0 when everything is started; 2, with a sentence, when nothing was touched."""
    parser = argparse.ArgumentParser(prog="scaffold", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    of_rule = kinds.add_parser("rule", help="a rule of `runbook check`")
    of_rule.add_argument("--after", help="the rule behind which it is listed (default: the last)")
    of_rule.add_argument("name")
    kinds.add_parser("sheet", help="a sheet").add_argument("name")
    asked = parser.parse_args(arguments)
    try:
        texts = rule(asked.name, asked.after) if asked.kind == "rule" else sheet(asked.name)
        write(texts)
    except RefusedError as refused:
        sys.stderr.write(f"scaffold: {refused}\n")
        return 2
    sys.stdout.write("".join(f"{path.relative_to(ROOT)}\n" for path in texts))
    page = "docs/how-to/add-a-check.md" if asked.kind == "rule" else "docs/how-to/add-a-sheet.md"
    sys.stdout.write(f"Write where these files say TODO; `make test` fails until none is left. See {page}.\n")
    return 0


def write(texts: Mapping[Path, str]) -> None:
    """The texts on the disk, the new file first: if it exists, RefusedError and nothing is touched."""
    new, *changed = texts
    try:
        with new.open("x", encoding="utf-8") as file:
            file.write(texts[new])
    except FileExistsError:
        raise RefusedError(f"{new.relative_to(ROOT)} exists; nothing was written") from None
    for path in changed:
        path.write_text(texts[path], "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
