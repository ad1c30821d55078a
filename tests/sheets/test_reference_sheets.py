"""Sheets that are no packets: they lead to packets that there are, name things alike, and agree with themselves."""

from __future__ import annotations

import re

import pytest
from support.config_texts import EXAMPLE, changed, prepared
from support.organisations import LANGUAGES, knowledge, sheets_of, view_of

from runbook.organisation import Custody, Route
from runbook.packets.choice import OF_ROUTE
from runbook.sheets.view import View


def markdown(company: str, language: str, slug: str) -> str:
    return sheets_of(company, language)[slug].markdown


def plain(text: str) -> str:
    """A text of a sheet without emphasis, escapes and tags."""
    return " ".join(re.sub(r"<[^>]+>|[*\\`]", "", text).split())


def numbers(view: View, route: Route) -> set[str]:
    return {sheet.number for sheet in view.packets() if route in view.packet(sheet).packet.case.kind.routes}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("company", ["full", "awkward", "minimal"])
def test_sheets_01_and_10_lead_every_class_of_accounts_to_a_packet_that_there_is(company: str, language: str) -> None:
    view = view_of(company, language)
    first, accounts = (plain(markdown(company, language, slug)) for slug in ("first-minutes", "accounts"))
    every = {sheet.number for sheet in view.packets()}
    for route, _ in view.accounts_by_route():
        packets = {sheet.number for sheet in view.packets_of_route(route)}
        assert packets
        assert packets <= numbers(view, route)
        rule = view.language.words(f"labels.route_rules.{route}")
        [after] = re.findall(re.escape(f"| {rule}") + r"([^|]*)\|", accounts)
        assert set(re.findall(r"\b[0-9]{2}\b", after)) == packets
        if not route.ours:
            assert f"{rule}{after.rstrip()}" in first
    assert set(re.findall(r"(?:packet |手順票 )([0-9]{2})", first)) <= every


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_class_of_accounts_has_one_name_everywhere(language: str) -> None:
    names = knowledge().language(language)
    for custody in (custody for custody in Custody if custody is not Custody.NONE):
        assert names.words(f"labels.custody.{custody}") == names.words(f"labels.routes.{Route(custody.value)}")
    assert set(OF_ROUTE) == set(Route)


def test_sheet_01_sends_nobody_to_a_privileged_session_where_there_is_no_packet_of_one() -> None:
    assert not view_of("awkward", "en").packets_of("session")
    legend = plain(markdown("awkward", "en", "first-minutes")).split("privileged session: ")[1].split(" - ")[0]
    assert legend.endswith("no packet")
    assert "09 Handbook" in legend
    assert "privileged session: an admin role does it, by packet 22" in plain(markdown("full", "en", "first-minutes"))


@pytest.mark.parametrize("slug", ["first-minutes", "contacts"])
def test_who_must_approve_is_called_at_once(slug: str) -> None:
    rows = [plain(row) for row in markdown("full", "en", slug).split("\n") if row.startswith("| ")]
    calls = rows[next(place for place, row in enumerate(rows) if row.startswith("| After start")) + 2 :]
    assert calls[0].startswith("| at once | Yoko Tanaka (must approve) |")
    assert calls[1].startswith("| at once | Hanako Sato |")
    assert sum("Yoko Tanaka" in row for row in calls[:6]) == 1


def test_sheet_04_says_where_an_emergency_user_signs_in_and_what_opens_the_place_of_its_password() -> None:
    rows = markdown("full", "en", "break-glass").split("\n")
    [row] = [row for row in rows if row.startswith("| BreakGlassNetwork")]
    assert "https://222233334444.signin.aws.amazon.com/console" in row
    assert "KIT-01" in row


def test_sheet_06_says_of_a_place_what_is_not_stated_and_lists_it_below() -> None:
    places = dict(_parts(markdown("full", "en", "custody")))
    bank = plain(places["Safe deposit box, Mihon Bank"])
    assert "| Site, address | not stated |" in bank
    assert "| Sign in to | Mihon Vault |" in plain(places["Operations password vault"])
    assert "vault.example.co.jp" in places["Operations password vault"]
    [missing] = [text for heading, text in places.items() if heading == "Not written down yet"]
    assert "Safe deposit box, Mihon Bank" in missing
    assert "Head office safe A" not in missing
    assert "vault" not in missing.partition("signs in")[2]


def test_a_vault_of_which_nobody_says_where_one_signs_in_is_listed_with_the_places_that_nobody_finds() -> None:
    address = '    location: {ja: "https://vault.example.co.jp/", en: "https://vault.example.co.jp/"}\n'
    known, unknown = (prepared(text).views[0] for text in (EXAMPLE, changed(address, "", EXAMPLE)))
    assert [place.id for place in known.unlocated_places()] == ["bank-vault"]
    assert [place.id for place in unknown.unlocated_places()] == ["bank-vault", "vault-ops"]


def _parts(text: str) -> list[tuple[str, str]]:
    """The second headings of a sheet, each with what stands below it."""
    return [(part.split("\n", 1)[0], part) for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]]


def test_a_line_of_the_opening_log_is_about_one_thing_and_has_room_for_two_signatures() -> None:
    for language, heads in (
        ("en", ["Place, item", "Seal in", "1st to open: signature", "2nd to open: signature"]),
        ("ja", ["場所・保管物", "新しい封印番号", "開けた人1の署名", "開けた人2の署名"]),
    ):
        [head] = [row for row in markdown("full", language, "custody").split("\n") if heads[2] in row]
        assert all(name in head for name in heads)


def test_a_sealed_account_is_led_to_the_packet_by_which_it_comes_back() -> None:
    sealed = list(view_of("awkward", "en").packets_of("sealed"))
    assert [sheet.number for sheet in sealed] == ["30"]
    assert "registered phone. Packet 30." in plain(markdown("awkward", "en", "custody"))
    assert "30 Root that is sealed shut: 3000-0000-0008" in plain(markdown("awkward", "en", "recovery"))


def test_of_several_losses_what_the_next_packet_needs_comes_first() -> None:
    """Without MFA one is called; without the password no MFA helps; it comes by mail; a telephone needs no root."""
    order = "in this order: registered phone (without root), mailbox, password, MFA"
    assert order in plain(markdown("full", "en", "recovery"))


@pytest.mark.parametrize("company", ["full", "awkward"])
def test_sheet_11_has_no_command_and_writes_account_ids_in_groups(company: str) -> None:
    view = view_of(company, "en")
    text = markdown(company, "en", "resilience")
    assert not re.search(r"runbook (check|whatif)|HTML and PDF", text)
    assert not [account.id for account in view.organisation.accounts if account.id in text]


def test_sheet_11_leaves_no_account_out() -> None:
    view, text = view_of("awkward", "en"), markdown("awkward", "en", "resilience")
    judged = {account.id for entry in view.resilience.classes for account in entry.custody.accounts}
    for account in view.organisation.accounts:
        told = account.id in judged or account.is_closed or account.route is Route.UNKNOWN
        assert told or account.shown_id in text, account.id


def test_months_of_nothing_but_days_without_a_team_are_one_row() -> None:
    text = markdown("awkward", "en", "resilience")
    assert "| 2027-04 to 2027-12 | every day |" in text
    assert "Day: 1, 2, 3, 4" not in text


def test_the_smallest_groups_name_the_account_of_which_they_are_the_smallest() -> None:
    [line] = [row for row in markdown("full", "en", "alert").split("\n") if "smallest groups" in row]
    classes = view_of("full", "en").resilience.classes
    assert {entry.proofs[0].people for entry in classes if entry.proofs}
    for entry in classes:
        assert not entry.proofs or entry.custody.accounts[0].shown_id in line


def test_sheet_00_has_a_row_of_its_own_and_names_whom_a_risk_is_about() -> None:
    text = plain(markdown("full", "en", "register"))
    assert "| 00 Register | at the foot of this sheet |" in text
    assert "Sho Kobayashi" in text.split("What should hold")[1]
    assert not re.search(r"\b(kobayashi|tanaka)\b", text)


def test_a_periodic_task_that_is_not_due_this_year_says_when_it_is() -> None:
    [row] = [row for row in markdown("full", "en", "routine").split("\n") if row.startswith("| Password change")]
    assert "every year (next: 2027-03-31)" in plain(row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_promise_nothing_that_only_some_companies_have(language: str) -> None:
    names = knowledge().language(language)
    about = " ".join(names.words(f"screen.about.{slug}") for slug in ("contacts", "break-glass"))
    assert not re.search(r"reseller|authorit|emergency user|リセラー|監督官庁|緊急用", about)


def test_no_two_sources_are_the_same_page() -> None:
    addresses = [source.url for source in knowledge().aws.sources.values()]
    assert len(addresses) == len(set(addresses))


def test_copies_of_the_role_only_edition_stand_on_sheet_06_too() -> None:
    shelf = markdown("full", "en", "custody").split("## Locked bookcase")[1]
    assert "04 (role-only edition)" in plain(shelf)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_handbook_counts_no_approvals_of_its_own(language: str) -> None:
    words = knowledge().language(language).words("facts.facts.sign-in-policy-escape")
    assert not re.search(r"two approvals|[0-9]人の承認", words)
