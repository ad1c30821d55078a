"""The pages as a browser shows them, from a disk: what rules for HTML and CSS cannot say, somebody has to look at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from support.browser import OF_SIGHT, PHONE, SMALL, UNLABELLED, UNNAMED, UNSEEN, WIDE, Window, opened, violations
from support.organisations import printed, sheets_of
from support.shared import value
from support.thoroughness import ALL

from runbook.paper.readback import missing_texts

pytestmark = pytest.mark.browser

OF_EACH_MAKE_UP = (
    *("index", "ja/00-register", "en/01-first-minutes", "ja/02-approvers", "en/03-contacts", "en/04-break-glass"),
    *("ja/05-checklist", "en/06-custody", "ja/07-recovery", "ja/08-routine", "en/09-handbook", "ja/10-accounts"),
    *("en/11-resilience", "ja/20-alert", "en/21-own-root-111122223333", "ja/31-lost-mfa-111122223333"),
)


def all_pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def chosen(folder: Path) -> list[Path]:
    return [folder / f"{name}.html" for name in OF_EACH_MAKE_UP]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_axe_finds_nothing_on_a_page_of_each_make_up(window: Window, pages: Path, width: int, colours: str) -> None:
    assert violations(window(width, color_scheme=colours, bypass_csp=True), chosen(pages)) == []


@pytest.mark.sweep
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_axe_finds_nothing_on_any_page(window: Window, pages: Path, width: int) -> None:
    """Every page at one of the widths, or all at both with RUNBOOK_ALL=1.

    What is the same at any width (names, roles, ids, headings, order) is looked at on every page; what is drawn was, on
    a page of each make-up, above. The page with all sheets is looked at with RUNBOOK_ALL=1 only.
    """
    found = all_pages(pages)
    if not ALL:
        found = [path for path in found if path.name != "runbook.html"][width == WIDE :: 2]
    assert violations(window(width, bypass_csp=True), found, () if ALL else OF_SIGHT) == []


def test_axe_would_find_words_that_are_too_pale(window: Window, pages: Path, tmp_path: Path) -> None:
    pale = tmp_path / "pale.html"
    text = (pages / "en" / "01-first-minutes.html").read_text("utf-8")
    pale.write_text(text.replace("--soft: #474f59", "--soft: #b0b4ba"), "utf-8")
    assert "color-contrast" in " ".join(violations(window(bypass_csp=True), [pale]))


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen while every page was opened once, wide, and made narrower step by step."""

    asked: list[str]
    complaints: list[str]
    wider: dict[str, int]
    unnamed: dict[str, list[str]]


@pytest.fixture
def seen(window: Window, pages: Path) -> Seen:
    """Seen once in a run: opening and resizing all pages takes long."""

    def look() -> Seen:
        context, seen = window(), Seen([], [], {}, {})
        # Each process of a run has the pages in a folder of its own.
        context.on("request", lambda request: seen.asked.append(request.url.removeprefix(f"{pages.as_uri()}/")))
        context.on("console", lambda message: seen.complaints.append(message.text))
        context.on("weberror", lambda error: seen.complaints.append(str(error.error)))
        page = context.new_page()
        for path in all_pages(pages):
            page.set_viewport_size({"width": WIDE, "height": 860})
            page.goto(path.as_uri())
            for width in (WIDE, 768, 600, PHONE, SMALL):
                page.set_viewport_size({"width": width, "height": 860})
                if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
                    seen.wider[f"{path.name} at {width}"] = needed
                if width == PHONE and (found := page.evaluate(UNNAMED) + page.evaluate(UNLABELLED)):
                    seen.unnamed[path.name] = found[:3]
        return seen

    return value("all-pages-seen", look)


def test_no_page_can_be_moved_sideways(seen: Seen) -> None:
    assert seen.wider == {}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("width", [WIDE, PHONE, SMALL])
def test_every_word_of_every_sheet_can_be_seen(window: Window, pages: Path, width: int, *, script: bool) -> None:
    page, lost = window(width, java_script_enabled=script).new_page(), {}
    for path in chosen(pages):
        page.goto(path.as_uri())
        if unseen := page.evaluate(UNSEEN):
            lost[path.name] = unseen[:3]
    assert lost == {}


def test_a_word_that_is_not_seen_is_found(window: Window, pages: Path) -> None:
    page = opened(window(bypass_csp=True), pages / "en" / "01-first-minutes.html")
    for hiding in ("display: none", "opacity: 0", "position: absolute; left: -9999px", "clip-path: inset(50%)"):
        page.evaluate("style => document.querySelector('h1').setAttribute('style', style)", hiding)
        assert page.evaluate(UNSEEN) == ["01 First 5 Minutes"]


def test_where_rows_are_cards_each_cell_says_the_head_of_its_column(seen: Seen) -> None:
    assert seen.unnamed == {}


def test_the_words_of_a_box_stand_beside_it_and_never_below(window: Window, pages: Path) -> None:
    """A name that goes on in a second line begins under the name, as on a list: also where boxes can be ticked."""
    for width, script in ((PHONE, True), (PHONE, False), (WIDE, True)):
        page = opened(window(width, java_script_enabled=script), pages / "en" / "20-alert.html")
        assert (
            page.evaluate("""() => [...document.querySelectorAll(".handled, .listed")].filter((entry) => {
          const box = [...entry.querySelectorAll("input, .box")].find((each) => each.getClientRects().length);
          const words = document.createRange();
          words.selectNodeContents(entry.querySelector("strong"));
          words.setEndAfter(entry.lastChild);
          const lines = [...words.getClientRects()].filter((line) => line.width > 1);
          return Math.min(...lines.map((line) => line.left)) < box.getBoundingClientRect().right;
        }).map((entry) => entry.textContent)""")
            == []
        )


def test_no_page_asks_for_anything_or_complains(seen: Seen, pages: Path) -> None:
    assert seen.complaints == []
    assert seen.asked == [path.relative_to(pages).as_posix() for path in all_pages(pages)]


SMUGGLED = {
    "a script": ("</main>", "<script>document.title = 'taken'</script></main>"),
    "a handler": ("<h1>", "<h1 id=x onclick=\"document.title='taken'\">"),
    "a stylesheet": ("</head>", "<style>h1 { display: none }</style></head>"),
    "a style": ("<h1>", '<h1 style="display:none">'),
}


@pytest.mark.parametrize("what", SMUGGLED)
def test_what_came_into_a_page_later_neither_runs_nor_applies(
    window: Window, pages: Path, tmp_path: Path, what: str
) -> None:
    old, new = SMUGGLED[what]
    text = (pages / "en" / "20-alert.html").read_text("utf-8")
    assert old in text
    spoiled = tmp_path / "spoiled.html"
    spoiled.write_text(text.replace(old, new, 1), "utf-8")
    page = opened(window(), spoiled)
    page.locator("h1").click()
    assert page.locator("h1").is_visible()
    assert page.title().startswith("20 Alert")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_emergency_is_in_reach_wherever_one_reads(window: Window, pages: Path, width: int) -> None:
    page = opened(window(width), pages / "en" / "21-own-root-111122223333.html")
    for place in (0, 0.5, 1):
        page.evaluate("part => scrollTo(0, part * document.documentElement.scrollHeight)", place)
        box = page.locator(".alarm").bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= 860 - box["height"]
        assert box["height"] >= 43
    page.locator(".alarm").click()
    assert page.url.endswith("/en/20-alert.html")


def test_the_start_page_begins_with_the_alert_and_whom_to_call(window: Window, pages: Path) -> None:
    for width in (WIDE, PHONE):
        page = opened(window(width), pages / "index.html")
        first = page.locator("main a").all()[:3]
        assert [link.get_attribute("href") for link in first] == [
            "ja/20-alert.html",
            "ja/01-first-minutes.html",
            "tel:+819000000010",  # who must approve is called first
        ]
        assert first[0].bounding_box()["y"] < 500  # type: ignore[index]  # it is drawn


def test_with_the_keyboard_alone_one_gets_from_the_start_to_a_step(window: Window, pages: Path) -> None:
    page = opened(window(), pages / "index.html")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("class") == "skip"
    assert page.locator(":focus").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "ja/20-alert.html"
    page.keyboard.press("Enter")
    page.wait_for_url("**/ja/20-alert.html")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("href") == "#s20-alert-R-80":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/ja/20-alert.html#s20-alert-R-80")
    assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top") < 860


def test_whatever_has_the_focus_is_marked_and_not_covered(window: Window, pages: Path) -> None:
    for width in (WIDE, PHONE):
        page = opened(window(width), pages / "en" / "01-first-minutes.html")
        for _ in range(40):
            page.keyboard.press("Tab")
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            assert page.evaluate("""() => {
              const box = document.activeElement.getClientRects()[0];
              const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
              return document.activeElement.contains(top) || top.contains(document.activeElement);
            }""")


def test_the_search_of_the_start_page_finds_a_step_of_any_sheet_and_leads_to_it(window: Window, pages: Path) -> None:
    page = opened(window(), pages / "index.html")
    page.keyboard.press("/")
    page.keyboard.type("r80 20")
    page.keyboard.press("Enter")
    page.wait_for_url("**/20-alert.html#s20-alert-R-80")


def test_the_search_of_a_sheet_hands_over_to_that_of_all(window: Window, pages: Path) -> None:
    page = opened(window(PHONE), pages / "en" / "20-alert.html")
    page.get_by_role("button", name="Search").click()
    page.keyboard.type("1111 2222 mfa lost")
    page.locator(".finder li a").last.click()
    page.wait_for_url("**/index.html#find=*")
    page.locator('.finder a[href="en/31-lost-mfa-111122223333.html"]').wait_for()
    page.keyboard.press("Escape")
    assert not page.locator(".finder").is_visible()


def test_the_search_shows_texts_as_texts(window: Window, pages: Path) -> None:
    page = opened(window(), pages / "en" / "01-first-minutes.html")
    page.keyboard.press("/")
    page.keyboard.type("<img src=x onerror=1>")
    assert page.locator(".finder img").count() == 0
    assert page.locator(".finder p").inner_text() == "Nothing found."


def test_a_command_is_copied_as_it_is_printed(window: Window, pages: Path) -> None:
    page = opened(window(permissions=["clipboard-read", "clipboard-write"]), pages / "en" / "20-alert.html")
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("main pre").first.inner_text().strip()
    assert copied.startswith("aws ")


def test_without_script_there_is_nothing_that_needs_it(window: Window, pages: Path) -> None:
    page = opened(window(PHONE, java_script_enabled=False), pages / "en" / "20-alert.html")
    assert page.locator("button, input, dialog").count() == 0
    assert page.locator("main pre").first.is_visible()
    assert page.locator(".to-contents").is_visible()


def test_on_a_phone_everything_in_the_bar_and_the_contents_can_be_hit(window: Window, pages: Path) -> None:
    page = opened(window(PHONE), pages / "ja" / "20-alert.html")
    for link in page.locator(".bar a, .bar button, .contents li a, .copy").all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 40, link.inner_text()


def test_in_print_the_furniture_is_gone_and_the_sheet_is_whole(window: Window, pages: Path) -> None:
    for name in ("en/20-alert", "index"):
        page = opened(window(color_scheme="dark"), pages / f"{name}.html")
        page.emulate_media(media="print")
        for kind in (".skip", ".bar", ".turn", ".contents", ".copy"):
            assert not any(part.is_visible() for part in page.locator(kind).all())
        assert page.evaluate(UNSEEN) == []
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("name", ["ja/22-session", "en/22-session", "ja/06-custody", "en/11-resilience"])
def test_what_a_browser_prints_says_all_that_the_pdf_has_to_say(window: Window, pages: Path, name: str) -> None:
    """The press refuses a PDF that lacks one of these texts; fonts of the system may lack signs like 𠮷."""
    sheet = next(sheet for sheet in printed("full") if str(sheet.name) == name)
    texts = [text for text in sheet.texts if all(ord(sign) < 0x10000 for sign in text)]
    assert len(texts) > 0.9 * len(sheet.texts) > 100
    pdf = opened(window(), pages / f"{name}.html").pdf(prefer_css_page_size=True)
    assert missing_texts(pdf, texts) == []
    assert missing_texts(pdf, ["no such words"]) == ["no such words"]


def test_in_the_dark_the_page_is_dark_and_by_day_it_is_light(window: Window, pages: Path) -> None:
    def brightness(colours: str) -> float:
        page = opened(window(color_scheme=colours), pages / "en" / "20-alert.html")
        colour = page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
        return sum(map(int, colour.removeprefix("rgb(").removesuffix(")").split(", "))) / 3

    assert brightness("dark") < 40
    assert brightness("light") > 240


def test_each_heading_of_the_contents_leads_to_its_place(window: Window, pages: Path) -> None:
    page = opened(window(), pages / "en" / "21-own-root-111122223333.html")
    for link in page.locator(".here a").all():
        link.click()
        assert page.evaluate("document.querySelector(':target').textContent") == link.inner_text()
    section = sheets_of("full", "en")["own-root-111122223333"].section.text
    assert page.locator(".here a").count() == section.count("<h2>")
