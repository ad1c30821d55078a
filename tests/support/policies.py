"""Pages of tests with the policy that goes with what is in them."""

from __future__ import annotations

from runbook.sheets.gate import SEARCH_LIST, TOLD_TO_FORM
from runbook.sheets.html_reader import read_html
from runbook.sheets.policy import content_policy


def with_policy(page: str) -> str:
    """A page with its content security policy in its head, as the shell of a page prints it."""
    found = read_html(page)
    scripts = [text for attributes, text in found.scripts if dict(attributes) not in (SEARCH_LIST, TOLD_TO_FORM)]
    policy = content_policy(found.stylesheets, found.styles, scripts)
    return page.replace("<head>", f'<head><meta http-equiv="Content-Security-Policy" content="{policy}">', 1)
