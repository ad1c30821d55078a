"""Questions to a view: due days, verdicts, copies, calls."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date

import pytest
from support.organisations import ORGANISATIONS, sheets_of, view_of

from runbook.building import draft
from runbook.clock import Clock
from runbook.config import load_config
from runbook.knowledge.sheets import Sheet, SheetName
from runbook.knowledge.tasks import TASK_OWNERS
from runbook.organisation import (
    AccountKind,
    AccountStatus,
    AlternateContacts,
    CentralRoot,
    Rotation,
    RotationRule,
    Route,
)
from runbook.organisation.deadlines import due_days
from runbook.organisation.fields import Interval
from runbook.sheets.account_sheets import AccountSheets
from runbook.sheets.decision_table import AccountGroup
from runbook.sheets.view import View

ACCOUNTS = Sheet("10", "accounts")


def full() -> View:
    return view_of("full", "en")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (RotationRule(every=Interval.of("P3M")), ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]),
        (RotationRule(every=Interval.of("P6M")), ["2026-06-30", "2026-12-31"]),
        (RotationRule(every=Interval.of("P1Y")), ["2026-12-31"]),
        (RotationRule(every=Interval.of("P3M"), start=date(2026, 2, 1)), ["2026-04-30", "2026-07-31", "2026-10-31"]),
        (
            RotationRule(every=Interval.of("P90D"), start=date(2025, 12, 1)),
            ["2026-02-28", "2026-05-29", "2026-08-27", "2026-11-25"],
        ),
        (RotationRule(every=Interval.of("P1M"), start=date(2026, 10, 31)), ["2026-11-29", "2026-12-30"]),
        (RotationRule(every=Interval.of("P2Y"), start=date(2025, 4, 1)), []),
        (RotationRule(every=Interval.of("P1Y"), start=date(2030, 1, 1)), []),
        (RotationRule(on=("root-used",)), []),
    ],
)
def test_a_task_is_due_on_the_last_day_of_each_interval(rule: RotationRule, expected: list[str]) -> None:
    assert [str(day) for day in due_days(rule, 2026)] == expected


def test_the_next_review_lies_in_the_future() -> None:
    assert str(full().next_due(date(2026, 12, 30))) == "2026-12-31"
    assert str(full().next_due(date(2026, 12, 31))) == "2027-12-31"


def test_every_periodic_task_has_an_owner() -> None:
    assert set(TASK_OWNERS) == set(Rotation().tasks())
    for task in full().periodic_tasks():
        assert full().organisation.holders(task.owner)


@pytest.mark.parametrize(
    ("task", "kind", "route", "sessions", "expected"),
    [
        ("close-account", "management", "safe", True, "root"),
        ("close-account", "member", "safe", True, "organizations"),
        ("close-account", "member", "removed", True, "organizations"),
        ("reopen-account", "member", "removed", True, "support"),
        ("reopen-account", "member", "safe", True, "support"),
        ("reopen-account", "standalone", "safe", True, "root"),
        ("activate-iam-billing", "member", "removed", True, "recover"),
        ("activate-iam-billing", "member", "sealed", True, "recover"),
        ("activate-iam-billing", "member", "safe", True, "root"),
        ("govcloud", "member", "removed", True, "recover"),
        ("govcloud", "member", "safe", True, "root"),
        ("delete-root-credentials", "management", "safe", True, "never"),
        ("delete-root-credentials", "member", "removed", True, "central"),
        ("delete-root-credentials", "member", "removed", False, "central"),
        ("s3-deny-policy", "member", "removed", True, "central"),
        ("s3-deny-policy", "member", "removed", False, "recover"),
        ("s3-deny-policy", "member", "safe", False, "root"),
        ("s3-deny-policy", "management", "safe", True, "root"),
        ("no-root-needed", "management", "safe", True, "iam"),
        ("kms-key", "member", "removed", True, "support"),
    ],
)
def test_the_verdict_depends_on_kind_and_custody(
    task: str,
    kind: str,
    route: str,
    sessions: bool,  # noqa: FBT001  a parameter of the table above
    expected: str,
) -> None:
    organisation = dataclasses.replace(
        full().organisation, central_root=CentralRoot(credentials=True, sessions=sessions)
    )
    view = dataclasses.replace(full(), organisation=organisation)
    assert view.decision_table.verdict(task, AccountGroup(AccountKind(kind), Route(route), ())) == expected


def test_a_member_without_the_feature_that_deletes_credentials_is_as_an_account_that_stands_alone() -> None:
    organisation = dataclasses.replace(full().organisation, central_root=CentralRoot(credentials=False, sessions=True))
    view = dataclasses.replace(full(), organisation=organisation)
    for route in (Route.SAFE, Route.REMOVED):
        assert (
            view.decision_table.verdict("delete-root-credentials", AccountGroup(AccountKind.MEMBER, route, ()))
            == "never"
        )


def test_what_aws_has_no_way_to_do_is_told_and_no_root_sign_in_is_offered_for_it() -> None:
    [row] = [
        line for line in sheets_of("full", "en")["first-minutes"].markdown.split("\n") if "password included" in line
    ]
    assert row.endswith("| not possible | privileged session | privileged session |")


def test_the_linked_account_of_govcloud_is_sent_to_its_root_and_not_away() -> None:
    [row] = [
        line for line in sheets_of("full", "en")["first-minutes"].markdown.split("\n") if "linked GovCloud" in line
    ]
    assert row.endswith("| **root** | **root** | **bring back** |")


def with_policy(**values: object) -> View:
    """The full company under an SCP that denies member root, and with other settings of it."""
    policy = dataclasses.replace(full().organisation.member_root_policy, **values)  # type: ignore[arg-type]
    organisation = dataclasses.replace(full().organisation, member_root_policy=policy)
    return dataclasses.replace(full(), organisation=organisation, account_sheets=AccountSheets.of(organisation))


def test_a_member_whose_root_is_kept_is_named_when_the_policy_binds_it() -> None:
    assert with_policy().account_sheets.kept_but_denied(ACCOUNTS) == ()
    bound = with_policy(spares=()).account_sheets.kept_but_denied(ACCOUNTS)
    assert [account.id for account in bound] == ["444455556666"]
    assert with_policy(spares=(), denies_root=False).account_sheets.kept_but_denied(ACCOUNTS) == ()


def test_the_table_of_alternate_contacts_says_what_none_means_where_it_says_none() -> None:
    assert full().account_sheets.lacks_alternates(ACCOUNTS)
    everything = AlternateContacts(billing="b@example.co.jp", operations="o@example.co.jp", security="s@example.co.jp")
    organisation = dataclasses.replace(full().organisation, alternate_contacts=everything)
    assert not AccountSheets.of(organisation).lacks_alternates(ACCOUNTS)
    assert "nobody is registered" in sheets_of("full", "en")["accounts"].markdown
    assert "nobody is registered" not in sheets_of("minimal", "en")["accounts"].markdown


def test_a_sign_in_policy_warns_of_the_portal_and_gives_the_whole_command() -> None:
    sheet = sheets_of("full", "en")["accounts"].markdown
    assert "refuses the portal of IAM Identity Center" in sheet
    assert (
        "delete-console-authorization-configuration --target-id <account id, o-… or r-…> --region us-east-1`" in sheet
    )
    assert "Identity Center" not in sheets_of("minimal", "en")["accounts"].markdown


def test_a_device_is_printed_with_the_name_under_which_aws_lists_it() -> None:
    assert "| K-0101 · serial SK-20260101 · in AWS: root-key-1 |" in sheets_of("full", "en")["custody"].markdown


def test_the_nights_without_a_complete_team_are_told_where_the_days_are() -> None:
    days = sheets_of("full", "en")["resilience"].markdown.partition("## Days without")[2]
    assert "no complete team is within agreed hours at these times: every day 22:00 to 08:30." in days
    people = tuple(dataclasses.replace(person, hours=None) for person in full().organisation.people)
    assert (
        dataclasses.replace(full(), organisation=dataclasses.replace(full().organisation, people=people)).short_hours()
        is None
    )


def test_a_copy_in_one_language_is_none_in_another() -> None:
    def places(language: str) -> set[str]:
        view = view_of("full", language)
        copies = tuple(
            dataclasses.replace(entry, languages=("ja",)) if entry.place == "bank-vault" else entry
            for entry in view.organisation.copies
        )
        told = dataclasses.replace(view, organisation=dataclasses.replace(view.organisation, copies=copies))
        (contacts,) = (sheet for sheet in view.sheets if sheet.slug == "contacts")
        return {place.id for place, _ in told.copies_of(contacts)}

    assert places("ja") - places("en") == {"bank-vault"}
    assert places("en") < places("ja")


def test_copies_of_a_sheet_add_up_in_each_place() -> None:
    copies = {
        sheet.slug: {place.id: count for place, count in full().copies_of(sheet)}
        for sheet in full().sheets
        if sheet.slug in {"checklist", "contacts", "approvers"}
    }
    assert copies["checklist"] == {"safe-a": 7, "safe-b": 1}
    assert copies["contacts"] == {"safe-a": 2, "safe-b": 1, "bank-vault": 1}
    assert copies["approvers"] == {"safe-a": 2, "safe-b": 1}


def test_without_an_escalation_the_approvers_are_called_ten_minutes_apart() -> None:
    minimal = view_of("minimal", "en")
    assert [(minutes, person.id) for minutes, person in minimal.call_order(9)] == [(0, "sato"), (10, "kato")]


@pytest.mark.slow
def test_the_day_of_issue_changes_no_code_until_the_calendar_of_the_year_does() -> None:
    def codes(day: date) -> Mapping[SheetName, str]:
        return draft(load_config(ORGANISATIONS["minimal"]), clock=Clock(day)).codes

    before, after, next_year = codes(date(2026, 11, 1)), codes(date(2026, 11, 2)), codes(date(2027, 1, 2))
    assert before == after
    changed = {name.sheet.name for name in before if before[name] != next_year[name]}
    assert changed == {"00-register", "08-routine", "11-resilience"}


def test_accounts_of_unknown_custody_are_counted_where_verdicts_stand_and_have_steps_to_find_out() -> None:
    sheets = sheets_of("full", "en")
    assert "root of 1 of 11 accounts is kept is not known yet" in sheets["resilience"].markdown
    assert "1010-1010-2020" not in sheets["resilience"].markdown
    assert all(f"\n#### K-{number}\n" in sheets["unknown"].markdown for number in range(40, 47))
    assert "**29 Nobody knows who keeps this root: find out first**" in sheets["break-glass"].markdown
    assert "not known yet" not in sheets_of("minimal", "en")["resilience"].markdown


def test_an_account_whose_things_are_on_no_list_is_marked_wherever_somebody_would_look_for_them() -> None:
    sheets = sheets_of("awkward", "en")
    for slug in ("break-glass", "checklist"):
        assert "password or the MFA device lies: 1." in sheets[slug].markdown
    assert "3000-0000-0007" in sheets["custody"].markdown.partition("Not written down yet")[2]
    assert "place not written down: password, MFA" in sheets["accounts"].markdown
    assert "not written down where these lie: password, MFA" in sheets["resilience"].markdown
    assert "| **Not judged** |" in sheets["resilience"].markdown
    assert all("not written down" not in sheet.markdown for sheet in sheets_of("full", "en").values())


def test_a_closed_account_is_listed_with_what_is_left_of_its_root_and_judged_nowhere() -> None:
    sheets = sheets_of("full", "en")
    assert "**closed: it can be reopened for 90 days" in sheets["accounts"].markdown
    assert "Closed accounts are not judged here: 1." in sheets["resilience"].markdown
    assert "2020-2020-3030" not in sheets["resilience"].markdown


@pytest.mark.parametrize("slug", ["approvers", "break-glass", "checklist"])
def test_who_must_approve_and_which_task_needs_more_stands_where_approvals_are_counted(slug: str) -> None:
    sheet = sheets_of("full", "en")[slug].markdown
    assert "- Yoko Tanaka must be among those who approve" in sheet
    assert "- 3 approvals for: Close the account" in sheet
    assert "must be among" not in sheets_of("minimal", "en")[slug].markdown


def test_own_roles_and_own_tasks_stand_beside_the_built_in_ones() -> None:
    sheets = sheets_of("full", "en")
    assert "**Communications** · Speaks to customers and the press | **Osamu Takahashi** · Deputy: Hanako Sato" in (
        sheets["contacts"].markdown
    )
    [row] = [line for line in sheets["routine"].markdown.split("\n") if "Joint review of the root use records" in line]
    assert "| Reviewer |" in row
    assert "2026-09-30" in row
    assert "root was used" in row


@pytest.mark.parametrize(("language", "own", "company"), [("ja", "極秘", "社外秘"), ("en", "Secret", "Confidential")])
def test_a_sheet_has_its_own_handling_mark_or_that_of_the_company(language: str, own: str, company: str) -> None:
    for slug, sheet in sheets_of("full", language).items():
        mark, other = (own, company) if slug == "resilience" else (company, own)
        assert f'<span class="classification">{mark}' in sheet.section.text
        head = sheet.markdown.split("\n\n")[1]
        assert f"· {mark}" in head
        assert other not in head


def test_what_root_is_used_for_here_stands_before_the_way_to_it_and_nothing_stands_there_unsaid() -> None:
    sheet = sheets_of("full", "en")["break-glass"].markdown.partition("## Prepare")[0]
    reasons = sheet.partition("| Reasons to use root | Never a reason |")[2].partition("##")[0]
    assert "Closing an account" in reasons
    assert "To look at bills and costs" in reasons
    assert "Reasons to use root" not in sheets_of("minimal", "en")["break-glass"].markdown


@pytest.mark.parametrize(("language", "said"), [("ja", "日本時間"), ("en", "Japan time")])
def test_a_time_zone_is_called_what_readers_call_it_and_else_by_its_own_name(language: str, said: str) -> None:
    view = view_of("full", language)
    assert (view.zone_name("Asia/Tokyo"), view.zone_name("Europe/Berlin")) == (said, "Europe/Berlin")


def test_no_line_below_the_decision_table_is_for_closed_accounts_only() -> None:
    """There is no packet for them, so none can be named."""
    view = full()
    routes = view.decision_table.other_routes()
    assert Route.UNKNOWN in routes
    accounts = tuple(
        dataclasses.replace(account, status=AccountStatus.CLOSED) if account.route is Route.UNKNOWN else account
        for account in view.organisation.accounts
    )
    closed = dataclasses.replace(view, organisation=dataclasses.replace(view.organisation, accounts=accounts))
    assert closed.decision_table.other_routes() == tuple(
        route for route in view.decision_table.other_routes() if route is not Route.UNKNOWN
    )
