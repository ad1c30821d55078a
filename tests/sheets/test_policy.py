"""The policy of a page: exact, the same for the same page, and known to browsers."""

from __future__ import annotations

from support.organisations import built

from runbook.sheets.look import form_script, our_script
from runbook.sheets.policy import content_policy

ALERT_1 = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"  # of "alert(1)"


def test_a_page_of_nothing_may_do_nothing() -> None:
    policy = content_policy([], [], [])
    assert policy == (
        "default-src 'none'; script-src 'none'; style-src 'none'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_each_content_is_named_once_by_its_fingerprint() -> None:
    policy = dict(part.split(" ", 1) for part in content_policy(["a", "b", "a"], ["c"], ["alert(1)"]).split("; "))
    assert policy["script-src"] == ALERT_1
    styles = policy["style-src"].split(" ")
    assert len(styles) == len(set(styles)) == 4
    assert styles[2] == "'unsafe-hashes'"


def test_the_order_of_the_contents_changes_nothing() -> None:
    assert content_policy(["a", "b"], ["c", "d"], []) == content_policy(["b", "a"], ["d", "c", "c"], [])


def test_no_page_may_run_or_wear_just_anything() -> None:
    pages = {path: page.decode() for path, page in built("full").files.items() if path.endswith(".html")}
    assert pages
    for page in pages.values():
        policy = page.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0]
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy
        scripts = [our_script(), *([form_script()] if 'id="form"' in page else [])]
        assert (
            page.count("<script>")
            == sum(page.count(f"<script>{script}</script>") for script in scripts)
            == len(scripts)
        )
        assert "connect-src" not in policy  # default-src 'none' holds for whatever would be sent
