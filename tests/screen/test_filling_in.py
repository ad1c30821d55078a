"""A packet that is filled in on a screen: what is kept, what is given out, what is refused, and that it can be used."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect
from support.browser import MISSING, PHONE, SMALL, UNSEEN, WIDE, Window, chromium, opened, violations
from support.filling import KEPT, KEPT_OF_PAGE, ON_SHELF, TYPED, begin, exported, faults, fill_all, kept, tick_all
from support.organisations import sheets_of, view_of

from runbook.sheets.screen import steps as steps_of

pytestmark = pytest.mark.browser

ROOT_PACKET, ALERT, SHORT = "21-own-root-111122223333", "20-alert", "26-china"
TOKYO = {"timezone_id": "Asia/Tokyo", "accept_downloads": True}
FORMS = (f"en/{ROOT_PACKET}", f"ja/{ALERT}", "ja/05-checklist", "en/08-routine")
TAKEN_AWAY = "() => document.querySelectorAll('.fill, .copy, title').forEach((part) => part.remove())"
WORDS = "() => document.querySelector('main').textContent.replace(/\\s+/g, ' ').trim()"
SECRETS = {
    "a secret access key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "a password": "Kumo-7431!sora",
    "a password that is named": "Password: kumo7431",
    "a password in Japanese": "パスワードは kumo7431",
    "a PIN": "PIN: 4711",
    "a seed": "JBSWY3DPEHPK3PXPJBSWY3DP",
    "a private key": "-----BEGIN RSA PRIVATE KEY-----",
}
HARMLESS = (
    "Called 090-0000-0001 twice, nobody answered.",
    "PIN: E-0042, seal TEB-004514, serial SK-20260101",
    "Case 170000000000001, https://console.aws.amazon.com/support/home?caseId=1#/case",
    "arn:aws:iam::111122223333:role/BreakGlassAdmin, sato@example.co.jp",
    "commit 3f786850e387550fdab836ed7e6dc881de23001b; the password is changed",
    "パスワードは新しい封筒に入れた（E-0031、封印 TEB-004512）",
)


def form(pages: Path, name: str) -> Path:
    return pages / f"{name}.html"


def note(page: Page, step: str, text: str, *, part: str = "note") -> None:
    """Writes a note at a step, or why it is left out."""
    field = page.locator(f'[name="step/{step}/{part}"]')
    if not field.is_visible():
        page.locator(".fill-note").filter(has=field).evaluate(
            "note => document.querySelector(`[aria-controls='${note.id}']`).click()"
        )
    field.fill(text)


@pytest.mark.parametrize(("path", "width"), [(f"en/{ROOT_PACKET}", WIDE), (f"ja/{ALERT}", PHONE)], ids=["en", "ja"])
def test_a_whole_packet_is_filled_in_reloaded_and_given_out_as_it_was_written(
    window: Window, pages: Path, tmp_path: Path, path: str, width: int
) -> None:
    language, _, name = path.partition("/")
    page = opened(window(width, **TOKYO), form(pages, path))
    begin(page)
    tick_all(page, of=slice(0, 20))
    page.reload()
    tick_all(page)
    filled = fill_all(page)
    sheet = sheets_of("full", language)[name[3:]]
    numbers = [number for number, _ in steps_of(sheet.section.text)]
    note(page, numbers[3], "The line was busy.")
    page.locator(f'[name="step/{numbers[5]}/done"]').uncheck()
    note(page, numbers[5], "Not of this case", part="skipped")
    page.reload()
    page.locator(f'[name="step/{numbers[4]}/by"]').fill("MI")
    page.locator(f'[name="step/{numbers[4]}/at"]').fill("2026/11/24 ０３：１２")

    record = exported(page, tmp_path)

    assert faults(record) == []
    assert record["company"] == view_of("full", language).organisation.company.name.in_language(language)
    assert record["sheet"] == {
        "name": name, "title": sheet.title, "code": sheet.code, "edition": None, "language": language,
    }  # fmt: skip
    assert (record["packet"], record["kind"], record["zone"]) == (
        name[3:].rpartition("-1")[0] or "alert",
        "drill",
        "Asia/Tokyo",
    )
    assert record["people"] == [{"initials": "DS", "name": "Daisuke Suzuki"}, {"initials": "MI", "name": "Misaki Ito"}]
    steps = record["steps"]
    assert [step["id"] for step in steps] == numbers
    assert [step["n"] for step in steps] == list(range(1, len(numbers) + 1))
    assert [step["id"] for step in steps if not step["done"]] == [numbers[5]]
    assert steps[5]["skipped"] == "Not of this case"
    assert (steps[4]["at"], steps[4]["initials"]) == (KEPT, "MI")
    assert {step["initials"] for step in steps if step["done"]} == {"DS", "MI"}
    assert all(step["at"].endswith("+09:00") for step in steps if step["done"])
    given = {(entry["step"], entry["id"]): entry["value"] for entry in record["fields"]}
    planned = {(None, entry["id"]): entry["value"] for entry in record["plan"]}
    assert {**given, **planned} == filled.fields
    assert (planned != {}) == (name == ROOT_PACKET)
    assert [(entry["step"], entry["by"], entry["text"]) for entry in record["deviations"]] == [
        (numbers[3], "MI", "The line was busy.")
    ]


def test_what_is_written_survives_a_browser_that_is_killed(playwright: Playwright, pages: Path, tmp_path: Path) -> None:
    path, profile = chromium(), tmp_path / "profile"
    if path is None:
        pytest.skip(MISSING)

    def started() -> Page:
        context = playwright.chromium.launch_persistent_context(profile, executable_path=path, args=["--no-sandbox"])
        return opened(context, form(pages, f"en/{ROOT_PACKET}"))

    page = started()
    begin(page)
    tick_all(page, of=slice(0, 40))
    (record,) = [record for _, record in kept(page)]
    page.wait_for_function(
        f"turn => ({ON_SHELF})().then((all) => all.some((text) => JSON.parse(text).turn === turn))", arg=record["turn"]
    )
    listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout.splitlines()
    for line in listed:
        if f"--user-data-dir={profile}" in line:
            os.kill(int(line.split()[0]), signal.SIGKILL)
    page.context.close()

    page = started()
    expect(page.locator(".sheet input:checked:not([type=radio])")).to_have_count(40)
    assert page.locator('[name="person/2/name"]').input_value() == "Misaki Ito"
    page.context.close()


def test_two_windows_write_into_the_same_record_and_say_so(window: Window, pages: Path) -> None:
    context = window(**TOKYO)
    one, other = (opened(context, form(pages, f"en/{SHORT}")) for _ in range(2))
    begin(one)
    tick_all(one, of=slice(0, 3))
    tick_all(other, of=slice(3, 6))
    for page in (one, other):
        expect(page.locator(".sheet input[type=checkbox]:checked")).to_have_count(6)
        expect(page.get_by_text("open in another window")).to_have_count(1)
        assert page.locator('[name="person/1/name"]').input_value() == "Daisuke Suzuki"


REFUSING = {
    "nothing can be written": "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }",
    "there is no storage": """Object.defineProperty(window, 'localStorage', {
      get() { throw new DOMException('', 'SecurityError'); },
    })""",
}


@pytest.mark.parametrize("how", REFUSING)
def test_where_nothing_is_kept_the_page_says_so_loudly_and_gives_out_the_record(
    window: Window, pages: Path, tmp_path: Path, how: str
) -> None:
    context = window(**TOKYO)
    context.add_init_script(REFUSING[how])
    page = opened(context, form(pages, f"en/{SHORT}"))
    expect(page.get_by_role("alert").get_by_text("NOTHING IS KEPT")).to_be_visible()
    begin(page)
    tick_all(page)
    record = exported(page, tmp_path)
    assert faults(record) == []
    assert sum(step["done"] for step in record["steps"]) == page.locator("[name$='/done']:checked").count() > 0


def test_storage_that_is_full_later_is_told_then(window: Window, pages: Path) -> None:
    page = opened(window(**TOKYO), form(pages, f"en/{SHORT}"))
    begin(page)
    expect(page.locator(".fill-alarm")).to_have_count(0)
    page.evaluate(f"() => {{ {REFUSING['nothing can be written']} }}")
    tick_all(page, of=slice(0, 1))
    expect(page.locator(".fill-alarm")).to_be_visible()


def test_a_record_that_cannot_be_read_is_left_as_it_is(window: Window, pages: Path) -> None:
    page = opened(window(**TOKYO), form(pages, f"en/{SHORT}"))
    begin(page)
    ((key, _),) = kept(page)
    page.evaluate("key => localStorage.setItem(key, '{broken')", key)
    page.reload()
    expect(page.locator(".fill-alarm")).to_be_visible()
    tick_all(page, of=slice(0, 1))
    assert page.evaluate(KEPT_OF_PAGE)[key] == "{broken"


def test_wiping_asks_twice_says_what_is_lost_and_leaves_no_word(window: Window, pages: Path, tmp_path: Path) -> None:
    page = opened(window(**TOKYO), form(pages, f"en/{SHORT}"))
    begin(page)
    tick_all(page)
    steps = page.locator("[name$='/done']:checked").count()
    page.locator(".fill-panel .fill-danger").click()
    dialog = page.locator(".fill-dialog")
    assert f"ticked steps: {steps}, filled" in dialog.inner_text()
    assert "has not been exported" in dialog.inner_text()
    dialog.get_by_role("button", name="Keep it").click()
    assert list(kept(page))
    exported(page, tmp_path)
    page.locator(".fill-panel .fill-danger").click()
    assert "Exported as it is now" in dialog.inner_text()
    dialog.get_by_role("button", name="Wipe").click()
    assert list(kept(page))
    dialog.get_by_role("button", name="Yes, wipe it for good").click()
    assert list(kept(page)) == []
    assert page.locator(".sheet input:checked").count() == 0
    assert page.locator('[name="person/1/name"]').input_value() == ""
    page.wait_for_function(f"() => ({ON_SHELF})().then((all) => !all.join().includes('Suzuki'))")
    page.reload()
    assert page.locator(".sheet input:checked").count() == 0


def test_the_record_of_another_edition_is_shown_as_such_and_never_mixed(
    window: Window, pages: Path, tmp_path: Path
) -> None:
    text = form(pages, f"en/{SHORT}").read_text("utf-8")
    code = sheets_of("full", "en")[SHORT[3:]].code
    assert text.count(f'"code":"{code}"') == 1
    later = tmp_path / "later.html"
    later.write_text(text.replace(f'"code":"{code}"', '"code":"0000-0000-0"'), "utf-8")
    context = window(**TOKYO)
    page = opened(context, form(pages, f"en/{SHORT}"))
    begin(page)
    tick_all(page)
    page.goto(later.as_uri())
    assert page.locator(".sheet input:checked").count() == 0
    other = page.locator("div.fill-other")
    assert code in other.inner_text()
    with page.expect_download() as waiting:
        other.get_by_role("button", name="Export that record").click()
    waiting.value.save_as(tmp_path / "record.json")
    record = json.loads((tmp_path / "record.json").read_text("utf-8"))
    assert faults(record) == []
    assert record["sheet"]["code"] == code
    assert all(step["done"] for step in record["steps"])
    other.get_by_role("button", name="Wipe that record").click()
    page.locator(".fill-dialog .fill-danger").click()
    page.locator(".fill-dialog .fill-danger").click()
    expect(other).to_have_count(0)
    assert list(kept(page)) == []


@pytest.mark.parametrize("what", SECRETS)
def test_what_looks_like_a_secret_is_refused_with_a_word_and_not_kept(window: Window, pages: Path, what: str) -> None:
    page = opened(window(**TOKYO), form(pages, f"en/{SHORT}"))
    field = page.locator(".fields textarea").first
    field.fill(f"before {SECRETS[what]}")
    expect(page.get_by_text("looks like a password or a key")).to_be_visible()
    assert "before" in field.input_value()
    everything = json.dumps(page.evaluate(KEPT_OF_PAGE)) + page.content()
    assert SECRETS[what] not in everything
    assert "kumo7431" not in everything


def test_what_people_write_about_a_use_is_not_taken_for_a_secret(window: Window, pages: Path) -> None:
    page = opened(window(**TOKYO), form(pages, f"en/{SHORT}"))
    field = page.locator(".fields textarea").first
    for text in HARMLESS:
        field.fill(text)
        assert field.input_value() == text
        assert text in page.evaluate(KEPT_OF_PAGE).popitem()[1]


def test_a_step_gets_the_time_of_now_and_the_initials_of_whoever_initialled_last(window: Window, pages: Path) -> None:
    context = window(timezone_id="Europe/Berlin")
    context.clock.install(time="2026-11-24T23:58:30Z")
    page = opened(context, form(pages, f"en/{SHORT}"))
    begin(page)
    assert "Europe/Berlin, UTC+01:00" in page.locator(".fill-panel").inner_text()
    assert "another: Asia/Tokyo" in page.locator(".fill-panel").inner_text()
    boxes, times, initials = (page.locator(f".sheet [name$='/{part}']") for part in ("done", "at", "by"))
    boxes.nth(0).check()
    assert (times.nth(0).input_value(), initials.nth(0).input_value()) == ("2026-11-25 00:58", "DS")
    initials.nth(0).fill("MI")
    boxes.nth(1).check()
    assert initials.nth(1).input_value() == "MI"
    for typed, shown in {
        "2350": "2026-11-24 23:50",
        "0:10": "2026-11-25 00:10",
        "11/23 9:05": "2026-11-23 09:05",
    }.items():
        times.nth(1).fill(typed)
        times.nth(1).blur()
        assert times.nth(1).input_value() == shown
    times.nth(1).fill("25:10")
    times.nth(1).blur()
    expect(page.get_by_text("Not kept: write it like")).to_be_visible()
    assert [step for _, record in kept(page) for step in record["entries"].values() if "25:10" in str(step)] == []


def test_a_record_from_long_ago_is_not_taken_for_that_of_today(window: Window, pages: Path) -> None:
    context = window(**TOKYO)
    context.clock.install(time="2026-11-24T03:00:00Z")
    page = opened(context, form(pages, f"en/{SHORT}"))
    begin(page)
    page.reload()
    assert not page.get_by_text("Is this another use?").is_visible()
    context.clock.set_fixed_time("2026-12-01T03:00:00Z")
    page.reload()
    assert page.get_by_text("was begun 2026-11-24 12:00 +09:00, and goes on. Is this another use?").is_visible()


def test_one_is_told_where_one_is_and_led_to_the_next_step(window: Window, pages: Path) -> None:
    page = opened(window(PHONE, **TOKYO), form(pages, f"en/{ROOT_PACKET}"))
    strip = page.locator(".fill-strip")
    steps = page.locator('[name^="step/"][name$="/done"]').count()
    assert steps > 50
    assert f"0 / {steps}" in strip.inner_text()
    page.locator('[name="step/B-21/done"]').check()
    assert f"1 / {steps}" in strip.inner_text()
    strip.get_by_role("link", name="Next: B-22").click()
    assert page.evaluate("location.hash") == f"#s{ROOT_PACKET}-B-22"


def test_a_record_that_is_closed_cannot_be_changed_until_it_is_opened_again(
    window: Window, pages: Path, tmp_path: Path
) -> None:
    page = opened(window(**TOKYO), form(pages, f"en/{SHORT}"))
    begin(page)
    tick_all(page)
    page.get_by_role("button", name="Close the record").click()
    assert page.locator(".sheet input[type=checkbox]:enabled").count() == 0
    assert page.locator(".sheet textarea:not([readonly])").count() == 0
    record = exported(page, tmp_path)
    assert str(record["ended"]).endswith("+09:00")
    page.get_by_role("button", name="Open it again").click()
    assert page.locator(".sheet input[type=checkbox]:disabled").count() == 0


def test_nothing_is_given_out_before_it_is_said_whether_it_is_a_drill(window: Window, pages: Path) -> None:
    page = opened(window(**TOKYO), form(pages, f"ja/{SHORT}"))
    tick_all(page, of=slice(0, 1))
    page.locator(".fill-panel summary").click()
    page.get_by_role("button", name="記録を書き出す").click()
    expect(page.get_by_text("先に、本番か訓練か")).to_be_visible()
    assert page.locator(":focus").get_attribute("name") == "kind"


def test_filling_in_asks_for_nothing_from_anywhere(window: Window, pages: Path, tmp_path: Path) -> None:
    context, asked, complaints = window(**TOKYO), [], []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: complaints.append(message.text))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = opened(context, form(pages, f"en/{SHORT}"))
    begin(page)
    tick_all(page)
    fill_all(page)
    exported(page, tmp_path)
    assert complaints == []
    assert [url for url in asked if not url.startswith("blob:")] == [form(pages, f"en/{SHORT}").as_uri()]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_axe_finds_nothing_on_a_form_with_everything_open(
    window: Window, pages: Path, width: int, colours: str
) -> None:
    context = window(width, color_scheme=colours, bypass_csp=True, **TOKYO)
    page = opened(context, form(pages, f"en/{SHORT}"))
    begin(page)
    tick_all(page, of=slice(0, 3))
    note(page, page.locator("[name$='/note']").first.get_attribute("name").split("/")[1], "Noted")  # type: ignore[union-attr]  # it has a name
    assert violations(context, [form(pages, f"en/{SHORT}")]) == []


@pytest.mark.parametrize("width", [WIDE, 768, PHONE, SMALL])
@pytest.mark.parametrize("name", FORMS)
def test_a_form_can_be_hit_with_a_thumb_and_not_moved_sideways(
    window: Window, pages: Path, width: int, name: str
) -> None:
    page = opened(window(width, **TOKYO), form(pages, name))
    page.locator(".fill-panel summary").click()
    for opener in page.locator("[aria-controls^='fill-note']").all()[:3]:
        opener.click()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    small = page.evaluate("""() => [...document.querySelectorAll(
        '.fill :is(button, textarea, select, a, summary, label), .fill input:not([type=checkbox], [type=radio])'
      )].map((part) => [part.getBoundingClientRect(), part.name || part.textContent])
      .filter(([box]) => box.width && (box.height < 43 || box.width < 43)).map(([box, name]) => name)""")
    assert small == []


@pytest.mark.parametrize("name", FORMS)
def test_the_words_of_a_form_are_those_of_the_blank(window: Window, pages: Path, name: str) -> None:
    page = opened(window(**TOKYO), form(pages, name))
    assert page.locator(".fill input").count() > 0
    page.evaluate(TAKEN_AWAY)
    blank = opened(window(java_script_enabled=False), form(pages, name))
    assert blank.locator("input, textarea, select, button").count() == 0
    blank_words = blank.locator("main").text_content() or ""
    assert page.evaluate(WORDS).replace(" ", "") == "".join(blank_words.split()).replace("checkbox", "").replace(
        "チェック欄", ""
    )


def test_a_cell_says_whom_it_is_about_where_two_stand_side_by_side(window: Window, pages: Path) -> None:
    page = opened(window(WIDE), pages / "en" / "26-china.html")
    begin(page)
    for person, name in (("sato", "Hanako Sato"), ("kato", "Ken Kato")):
        label = page.locator(f'[name="field//approvals.{person}.yes"]').get_attribute("aria-label")
        assert label
        assert label.startswith(name), label


def test_every_printed_box_and_blank_of_a_packet_is_a_control(window: Window, pages: Path) -> None:
    for name in (f"en/{ROOT_PACKET}", f"ja/{ALERT}", "ja/05-checklist"):
        page = opened(window(**TOKYO), form(pages, name))
        assert page.locator("main svg.box:not(.fill-drawn)").count() == 0
        unnamed = page.locator("main td.blank:not(.fill-place):not(:has(.fill-place))")
        assert [cell.evaluate("cell => cell.parentElement.matches('.jump, :has(.act)')") for cell in unnamed.all()] == [
            True
        ] * unnamed.count()


def test_each_check_box_is_named_by_its_step(window: Window, pages: Path) -> None:
    page = opened(window(), form(pages, f"en/{ROOT_PACKET}"))
    assert page.get_by_role("checkbox", name="B-89: B-89 Operator Call the witness").count() == 1
    names = page.locator(".sheet input, .sheet textarea, .sheet select").evaluate_all(
        "all => all.map((one) => one.getAttribute('aria-label') ?? one.closest('label')?.textContent ?? '')"
    )
    assert all(name.strip() for name in names)
    assert "Hanako Sato: Yes / no" in names
    assert any(name.startswith("Operator: Name: Sakura Mori") for name in names)


def test_with_the_keyboard_alone_a_step_is_done_noted_and_given_out(window: Window, pages: Path) -> None:
    page = opened(window(**TOKYO), form(pages, f"en/{SHORT}"))

    def go_to(selector: str) -> None:
        for _ in range(400):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(selector)

    go_to("summary")
    page.keyboard.press("Enter")
    go_to("[value=use]")
    page.keyboard.press("Space")
    go_to("[name='person/1/name']")
    page.keyboard.type("Daisuke Suzuki")
    go_to("[name^='step/'][name$='/done']")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Space")
    go_to("[aria-controls^='fill-note']")
    page.keyboard.press("Enter")
    page.keyboard.type("Noted by key")
    go_to(".fill-strip button")
    page.keyboard.press("Enter")
    go_to(".fill-buttons button")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    record = json.loads(Path(waiting.value.path()).read_text("utf-8"))
    assert record["kind"] == "use"
    assert (record["steps"][0]["done"], record["steps"][0]["initials"]) == (True, "DS")
    assert record["deviations"][0]["text"] == "Noted by key"


def test_what_is_filled_in_is_printed_and_the_paper_stays_the_master(window: Window, pages: Path) -> None:
    page = opened(window(color_scheme="dark", **TOKYO), form(pages, f"en/{SHORT}"))
    page.emulate_media(media="print")
    assert not page.get_by_text("The paper stays the master").first.is_visible()
    assert page.locator(".fill-print").inner_text() == ""
    page.emulate_media(media="screen")
    begin(page)
    tick_all(page)
    page.locator(".fields textarea").first.fill("Long enough to need more than a line of its cell, " * 4)
    page.locator("[name$='/at']").first.fill(TYPED)
    page.locator("[name$='/at']").first.blur()
    note(page, page.locator("[name$='/note']").first.get_attribute("name").split("/")[1], "Noted")  # type: ignore[union-attr]  # it has a name
    page.emulate_media(media="print")
    assert page.evaluate(UNSEEN) == []
    printed = page.locator("main").inner_text()
    for text in (
        "Filled in on a screen. The paper stays the master.",
        "Drill",
        "DS = Daisuke Suzuki",
        "Long enough to need more than a line of its cell, Long",
        "2026-11-24 03:12 +09:00",
        "Noted",
    ):
        assert text in printed, text
    assert page.locator(".fill input, .fill textarea, .fill button, .fill-strip").evaluate_all(
        "all => all.every((one) => !one.checkVisibility())"
    )
    ticked = page.locator(".is-ticked .fill-tick")
    assert ticked.count() == page.locator(".sheet svg.box").count()
    assert all(tick.is_visible() for tick in ticked.all())


def test_a_page_that_is_made_for_a_drill_says_so_by_itself(window: Window, pages: Path, tmp_path: Path) -> None:
    text = form(pages, f"en/{SHORT}").read_text("utf-8")
    assert text.count('"drill":false') == 1
    path = tmp_path / "drill.html"
    path.write_text(text.replace('"drill":false', '"drill":true'), "utf-8")
    page = opened(window(**TOKYO), path)
    tick_all(page, of=slice(0, 1))
    assert exported(page, tmp_path)["kind"] == "drill"


def test_the_page_with_all_sheets_is_only_read(browser: Browser, pages: Path) -> None:
    page = browser.new_page()
    page.goto((pages / "en" / "runbook.html").as_uri())
    assert page.locator("main input").count() == 0
    page.close()
