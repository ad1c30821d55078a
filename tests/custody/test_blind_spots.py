"""The ways to root that companies forget: each told at its line with its proof, and not told where it is closed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pytest
from support.config_texts import EXAMPLE, MINIMAL, changed, in_memory
from support.organisations import ISSUED_ON, ROOT, knowledge

from runbook.assessment import read_config
from runbook.checks import RULES, Finding, Speaker, case_of, judge
from runbook.config import Reading
from runbook.custody import Loss, LossKind, custody_classes, fatal_losses, has_way_in, open_questions
from runbook.errors import ConfigError
from runbook.organisation import Organisation

HELD, UNSEEN, SEEN = "no-one-alone-is-root", "no-one-alone-takes-root-unseen", "no-one-alone-takes-root"
QUESTION, LOSS, LOCK = "open-questions-are-answered", "no-single-loss-locks-out", "locks-for-two-need-two"
JUDGED = {
    *(HELD, UNSEEN, SEEN, QUESTION, LOSS, LOCK),
    *("devices-are-written-once", "domains-do-not-expire", "no-root-access-key", "accepted-risks-are-in-force"),
}
PAYER, BACKUP = '"111122223333"', '"444455556666"'

Edits = tuple[tuple[str, str], ...]

# Right lines of the example that many cases change.
ALERTS = "on: [organization, mihon-id, mihon-mail, mihon-vault, deploy]"
MAIL = "en: Mihon Mail}, administered_by: [mori]"
MOBILE = "en: Mihon Mobile (company contract)}, administered_by: [suzuki]"
VAULT = "en: Mihon Vault}, administered_by: [yoshida]"
NUMBER = "service: mihon-mobile, sms: true, voice: true"
READERS = "readers: [yoshida, mori]"
ID_FOR_TWO = "two_person: true\n    aws_sign_in: true"
ARRIVES = "readers: [yoshida, mori]\n    depends_on: [internet]"
OPENS_VAULT = "opened_by: [[mori], [yoshida]]"
PIPELINE = 'two_person: true\n    hosted_in: "333344445555"\n    acts_in: ["222233334444", "333344445555"]'
STAGING = "name: sample-staging, kind: member, administered_by: [yoshida]"
LOGS = "name: sample-log-archive, kind: member, administered_by: [tanaka]"
SAFE_B = "opened_by: [[kobayashi, watanabe]]\n    kind: safe\n    keys_kept_by: []"
T_0201 = 'kind: totp-token, holds: mfa, place: safe-b, account: "111122223333", serial: TT-000201'
PLACES = "\nplaces:\n"
DESK = f"{PLACES}  - {{id: desk, name: Desk, kind: cabinet, keys_kept_by: [], opened_by: [[watanabe]]}}\n"
ITEMS = "\nitems:\n"


def also(*lines: str) -> tuple[str, str]:
    """The edit that writes down more items."""
    return ITEMS, ITEMS + "".join(f"  - {{{line}}}\n" for line in lines)


@dataclass(frozen=True)
class Spot:
    """A way to root: the edit that opens it, what is found, at which line and with which words; the edit that does not.

    ``safe`` must leave nobody alone as root beside those of whom the example tells.
    """

    name: str
    edits: Edits
    rule: str
    about: str
    line: str
    words: str
    safe: Edits = ()


IN_VAULT = also('id: V-0002, kind: vault-entry, holds: [password, mfa], place: vault-ops, account: "111122223333"')

SPOTS = (
    Spot(
        "mail administrator, who administers the telephone too, unseen",
        ((MAIL, MAIL.replace("mori", "suzuki")), (ALERTS, ALERTS.replace("mihon-mail, ", ""))),
        *(UNSEEN, "suzuki", PAYER, "As administrator of Mihon Mail: resets the root mailbox and reads it."),
        safe=((MAIL, "en: Mihon Mail}, administered_by: [suzuki, kato], two_person: true"),),
    ),
    Spot(
        "mail administrator of whom an alert tells",
        ((MAIL, MAIL.replace("mori", "suzuki")),),
        *(SEEN, "suzuki", PAYER, "the alert on it reaches Misaki Ito and Yoko Tanaka"),
        safe=((MAIL, MAIL.replace("mori", "kato")),),
    ),
    Spot(
        "one administrator of the identity provider",
        ((ID_FOR_TWO, "two_person: false\n    aws_sign_in: true"),),
        *(SEEN, "mori", PAYER, "As administrator of Mihon ID: signs in as an administrator of the organization."),
        safe=((ID_FOR_TWO, "two_person: false\n    aws_sign_in: false"),),
    ),
    Spot(
        "identity provider through which the mailbox is read",
        (
            (
                "administered_by: [mori, tanaka]\n    two_person: true\n    aws_sign_in: true",
                "administered_by: [watanabe]\n    aws_sign_in: false",
            ),
            (ARRIVES, "readers: [yoshida, mori]\n    depends_on: [idp, internet]"),
            (NUMBER, f"{NUMBER}, held_by: [watanabe]"),
        ),
        *(SEEN, "watanabe", PAYER, "As administrator of Mihon ID: signs in as a reader of the root mailbox."),
        safe=(
            (
                "administered_by: [mori, tanaka]\n    two_person: true\n    aws_sign_in: true",
                "administered_by: [watanabe]\n    aws_sign_in: false",
            ),
            (NUMBER, f"{NUMBER}, held_by: [watanabe]"),
        ),
    ),
    Spot(
        "identity provider through which a vault is opened",
        (
            (
                "administered_by: [mori, tanaka]\n    two_person: true\n    aws_sign_in: true",
                "administered_by: [watanabe]\n    aws_sign_in: false",
            ),
            (OPENS_VAULT, "opened_by: [[suzuki, sato]]\n    depends_on: [mihon-id]"),
            IN_VAULT,
        ),
        *(SEEN, "watanabe", PAYER, "As administrator of Mihon ID: opens Operations password vault."),
        safe=(
            (ID_FOR_TWO, "two_person: true\n    aws_sign_in: false"),
            (OPENS_VAULT, "opened_by: [[suzuki, sato]]\n    depends_on: [mihon-id]"),
            (VAULT, VAULT.replace("[yoshida]", "[yoshida, kato], two_person: true")),
            IN_VAULT,
        ),
    ),
    Spot(
        "organization administrator of whom no alert tells",
        ((ALERTS, ALERTS.replace("organization, ", "")),),
        *(UNSEEN, "kobayashi", BACKUP, "moves the root address to another mailbox; the code goes to the new one."),
    ),
    Spot(
        "organization administrator of whom an alert tells",
        (),
        *(SEEN, "kobayashi", BACKUP, "Sho Kobayashi: has administrator access in the organization."),
        safe=(
            (
                "organization_admins:\n  - {person: kobayashi, from: 2026-04-01, until: 2028-03-31, deputy: tanaka}\n",
                "",
            ),
            ("    ou: Root\n", "    ou: Root\n    administered_by: []\n"),
        ),
    ),
    Spot(
        "administrator of the management account, who reads its root mail",
        (("    ou: Root\n", "    ou: Root\n    administered_by: [yoshida]\n"),),
        *(SEEN, "yoshida", PAYER, "registers another telephone number with AWS."),
        safe=(("    ou: Root\n", "    ou: Root\n    administered_by: []\n"),),
    ),
    Spot(
        "vault administrator",
        ((OPENS_VAULT, "opened_by: [[suzuki, sato]]"), IN_VAULT, (ALERTS, ALERTS.replace("mihon-vault, ", ""))),
        *(UNSEEN, "yoshida", PAYER, "As administrator of Mihon Vault: opens Operations password vault."),
        safe=(
            (OPENS_VAULT, "opened_by: [[suzuki, sato]]"),
            (VAULT, VAULT.replace("[yoshida]", "[yoshida, kato], two_person: true")),
            IN_VAULT,
        ),
    ),
    Spot(
        "one who opens a vault with both halves",
        (IN_VAULT,),
        *(HELD, "mori", PAYER, "Operations password vault"),
        safe=(
            (OPENS_VAULT, "opened_by: [[suzuki, sato]]"),
            (VAULT, VAULT.replace("[yoshida]", "[yoshida, kato], two_person: true")),
            IN_VAULT,
        ),
    ),
    Spot(
        "registrar, with the telephone",
        ((NUMBER, f"{NUMBER}, held_by: [ito]"),),
        *(UNSEEN, "ito", PAYER, "As administrator of example.co.jp: directs its mail elsewhere"),
        safe=((NUMBER, f"{NUMBER}, held_by: [kato]"),),
    ),
    Spot(
        "a domain that runs out",
        (("expires_on: 2028-03-31}", "expires_on: 2026-12-31}"),),
        *("domains-do-not-expire", "example.co.jp", "expires_on: 2026-12-31", "2026-12-31"),
        safe=(("expires_on: 2028-03-31}", "expires_on: 2028-04-30}"),),
    ),
    Spot(
        "emergency user whose envelope and key one opens",
        (
            (PLACES, DESK),
            (
                "place: safe-a, emergency_role: BreakGlassAdmin, seal: TEB-004510",
                "place: desk, emergency_role: BreakGlassAdmin, seal: TEB-004510",
            ),
            ("place: safe-b, emergency_role: BreakGlassAdmin", "place: desk, emergency_role: BreakGlassAdmin"),
        ),
        *(SEEN, "watanabe", BACKUP, "Signs in as BreakGlassAdmin: administrator of sample-payer"),
        safe=(
            (PLACES, DESK),
            ("place: safe-b, emergency_role: BreakGlassAdmin", "place: desk, emergency_role: BreakGlassAdmin"),
        ),
    ),
    Spot(
        "emergency user whose password alone is written down, where one opens",
        (
            (PLACES, DESK),
            (
                '- {name: BreakGlassNetwork, account: "222233334444"}',
                '- {name: BreakGlassNetwork, account: "222233334444"}\n  - {name: Spare, account: "111122223333"}',
            ),
            also("id: E-0099, kind: envelope, holds: password, place: desk, emergency_role: Spare, seal: TEB-004524"),
        ),
        *(SEEN, "watanabe", BACKUP, "opens Desk, takes E-0099."),
    ),
    Spot(
        "pipeline in the management account",
        ((PIPELINE, 'two_person: false\n    acts_in: ["111122223333"]'),),
        *(SEEN, "yoshida", PAYER, "Through Deployment pipeline: acts as administrator of sample-payer"),
        safe=((PIPELINE, 'two_person: true\n    acts_in: ["111122223333"]'),),
    ),
    Spot(
        "pipeline whose host one administers",
        (
            (PIPELINE, PIPELINE.replace('["222233334444", ', '["111122223333", ')),
            (ALERTS, ALERTS.replace("organization, ", "").replace(", deploy", "")),
        ),
        *(UNSEEN, "yoshida", PAYER, "As administrator of sample-staging (333344445555): controls what runs there"),
        safe=(
            (PIPELINE, PIPELINE.replace('["222233334444", ', '["111122223333", ')),
            (STAGING, STAGING.replace("[yoshida]", "[]")),
            (", used_by: [yoshida]", ""),
        ),
    ),
    Spot(
        "telephone contract, held by a reader",
        ((READERS, "readers: [yoshida, mori, suzuki]"),),
        *(UNSEEN, "suzuki", PAYER, "As administrator of Mihon Mobile (company contract): moves the registered number"),
        safe=(
            (READERS, "readers: [yoshida, mori, suzuki]"),
            (MOBILE, MOBILE.replace("[suzuki]", "[suzuki, kato], two_person: true")),
        ),
    ),
    Spot(
        "telephone that is a reader's own",
        (('- {number: "+81 6 0000 0013"', '- {number: "+81 90 0000 0004"'),),
        *(HELD, "yoshida", PAYER, "Akira Yoshida"),
        safe=(('- {number: "+81 6 0000 0013"', '- {number: "+81 90 0000 0002"'),),
    ),
    Spot(
        "spare key, kept by a reader",
        ((SAFE_B, SAFE_B.replace("[]", "[yoshida]")),),
        *(UNSEEN, "yoshida", PAYER, "Akira Yoshida: opens Osaka safe B with a spare key, a reset code"),
        safe=((SAFE_B, SAFE_B.replace("[]", "[kato]")),),
    ),
    Spot(
        "spare key, kept by somebody for whom the registrar's administrator stands in",
        ((SAFE_B, SAFE_B.replace("[]", "[suzuki]")),),
        *(UNSEEN, "ito", PAYER, "Misaki Ito (deputy of Daisuke Suzuki"),
        safe=((SAFE_B, SAFE_B.replace("[]", "[kato]")),),
    ),
    Spot(
        "one device with several keys",
        (
            (PLACES, DESK),
            (T_0201, T_0201.replace("holds: mfa, place: safe-b", "holds: [mfa, mailbox, phone], place: desk")),
        ),
        *(HELD, "watanabe", PAYER, "opens Desk, takes T-0201 (MFA device)."),
        safe=((T_0201, T_0201.replace("holds: mfa,", "holds: [mfa, mailbox, phone],")),),
    ),
    Spot(
        "one device in two lines",
        (
            (PLACES, DESK),
            also('id: D-0999, kind: tablet, holds: mailbox, place: desk, account: "111122223333", serial: TT-000201'),
        ),
        *(HELD, "watanabe", PAYER, "Desk"),
        safe=(
            (PLACES, DESK),
            also('id: D-0999, kind: tablet, holds: mailbox, place: desk, account: "111122223333", serial: TT-000999'),
            (MOBILE, MOBILE.replace("[suzuki]", "[suzuki, kato], two_person: true")),
        ),
    ),
    Spot(
        "one device in two lines is one item",
        (("serial: TT-000202", "serial: TT-000201"),),
        *("devices-are-written-once", "T-0202", "id: T-0202", "T-0201"),
        safe=(("serial: TT-000202", "serial: TT-000203"),),
    ),
    Spot(
        "one device in two lines, taken out of the other place with a spare key",
        (
            (PLACES, DESK.replace("[[watanabe]]", "[[kato, sato]]").replace("kept_by: []", "kept_by: [yoshida]")),
            also('id: D-0999, kind: tablet, holds: phone, place: desk, account: "222233334444", serial: TT-000201'),
        ),
        *(UNSEEN, "yoshida", PAYER, "Akira Yoshida: opens Desk with a spare key"),
        safe=(
            (PLACES, DESK.replace("[[watanabe]]", "[[kato, sato]]").replace("kept_by: []", "kept_by: [yoshida]")),
            also('id: D-0999, kind: tablet, holds: phone, place: desk, account: "222233334444", serial: TT-000999'),
        ),
    ),
    Spot(
        "delegated administrator's account",
        ((LOGS, LOGS.replace("tanaka", "yoshida")),),
        *(SEEN, "yoshida", BACKUP, "opens a central root session and allows password recovery."),
        safe=((LOGS, LOGS.replace("tanaka", "kato")),),
    ),
    Spot(
        "emergency role in the delegated administrator's account",
        (
            (
                '"222233334444"}\n  - {name: BreakGlassStaging, account: "333344445555", used_by: [yoshida]}',
                '"222233334444"}\n  - {name: BreakGlassStaging, account: "555566667777", used_by: [yoshida]}',
            ),
        ),
        *(SEEN, "yoshida", BACKUP, "Akira Yoshida: can use BreakGlassStaging."),
    ),
    Spot(
        "delegated administrator of Account Management",
        (
            ("\ncentral_root:\n", '\naccount_management_admin: "333344445555"\ncentral_root:\n'),
            (STAGING, STAGING.replace("yoshida", "watanabe")),
        ),
        *(SEEN, "watanabe", BACKUP, "moves the root address to another mailbox"),
        safe=(
            ("\ncentral_root:\n", '\naccount_management_admin: "333344445555"\ncentral_root:\n'),
            (STAGING, STAGING.replace("[yoshida]", "[]")),
            (", used_by: [yoshida]", ""),
            (PIPELINE, PIPELINE.replace('["222233334444", "333344445555"]', '["222233334444"]')),
        ),
    ),
    Spot(
        "account that hosts the mailbox",
        (
            (ARRIVES, f'{ARRIVES}\n    hosted_in: "333344445555"'),
            (STAGING, STAGING.replace("yoshida", "watanabe")),
            (NUMBER, f"{NUMBER}, held_by: [watanabe]"),
        ),
        *(UNSEEN, "watanabe", PAYER, "As administrator of sample-staging (333344445555): controls what runs there"),
        safe=(
            (ARRIVES, f'{ARRIVES}\n    hosted_in: "333344445555"'),
            (STAGING, STAGING.replace("yoshida", "kato")),
            (", used_by: [yoshida]", ", used_by: [kato]"),
        ),
    ),
    Spot(
        "account that hosts the mail service",
        (
            (MAIL, f'{MAIL}, hosted_in: "333344445555"'),
            (STAGING, STAGING.replace("yoshida", "watanabe")),
            (NUMBER, f"{NUMBER}, held_by: [watanabe]"),
        ),
        *(SEEN, "watanabe", PAYER, "controls what runs there (Mihon Mail)"),
    ),
    Spot(
        "member of the group mailbox, who is central admin",
        ((READERS, "readers: [yoshida, mori, kobayashi]"),),
        *(HELD, "kobayashi", BACKUP, "Sho Kobayashi"),
        safe=((READERS, "readers: [yoshida, mori, kato]"),),
    ),
    Spot(
        "owner of the root address, who carries the telephone",
        (
            ("root_email: aws-root-payer@example.co.jp", "root_email: kato@example.co.jp"),
            (NUMBER, f"{NUMBER}, held_by: [kato]"),
        ),
        *(HELD, "kato", PAYER, "Ken Kato"),
        safe=((NUMBER, f"{NUMBER}, held_by: [kato]"),),
    ),
    Spot(
        "an entry for mailboxes that another one hides",
        (
            ("\nmailboxes:\n", '\nmailboxes:\n  - {address: "*@example.co.jp", group: true, readers: [ito, suzuki]}\n'),
            (NUMBER, f"{NUMBER}, held_by: [yoshida]"),
        ),
        *(HELD, "yoshida", PAYER, "Akira Yoshida"),
    ),
    Spot(
        "an entry for telephones that another one hides",
        (
            ("\nrecovery_phones:\n", '\nrecovery_phones:\n  - {number: "+81 6 0000 0014", sms: true, voice: true}\n'),
            (NUMBER, f"{NUMBER}, held_by: [yoshida]"),
        ),
        *(HELD, "yoshida", PAYER, "Akira Yoshida"),
    ),
    Spot(
        "deputy of both openers of a safe",
        (
            (
                "- {person: suzuki, from: 2026-04-01, deputy: ito}",
                "- {person: suzuki, from: 2026-04-01, deputy: takahashi}",
            ),
        ),
        *(LOCK, "safe-a", "opened_by: [[suzuki, sato], [ito, sato]]", "Osamu Takahashi"),
    ),
    Spot(
        "deputy who opens the safe for both and reads the mail",
        (
            (
                "- {person: watanabe, from: 2026-04-01, deputy: suzuki}",
                "- {person: watanabe, from: 2026-04-01, deputy: yoshida}",
            ),
            (
                "- {person: kobayashi, from: 2026-04-01, deputy: tanaka}\n  mailbox",
                "- {person: kobayashi, from: 2026-04-01, deputy: yoshida}\n  mailbox",
            ),
        ),
        *(HELD, "yoshida", PAYER, "Akira Yoshida (deputy of Sho Kobayashi"),
        safe=(
            (
                "- {person: watanabe, from: 2026-04-01, deputy: suzuki}",
                "- {person: watanabe, from: 2026-04-01, deputy: yoshida}",
            ),
        ),
    ),
    Spot(
        "deputy, in a role of the company's own, of whoever opens the safe with the telephone, who reads the mail",
        (
            (
                "- {person: watanabe, from: 2026-04-01, deputy: suzuki}",
                "- {person: watanabe, from: 2026-04-01, deputy: yoshida}",
            ),
            (
                "- {person: takahashi, from: 2026-05-01, deputy: sato}",
                "- {person: kobayashi, from: 2026-05-01, deputy: yoshida}",
            ),
        ),
        *(HELD, "yoshida", PAYER, "Akira Yoshida (deputy of Sho Kobayashi, Communications)"),
        safe=(
            (
                "- {person: takahashi, from: 2026-05-01, deputy: sato}",
                "- {person: kobayashi, from: 2026-05-01, deputy: yoshida}",
            ),
        ),
    ),
    Spot(
        "the same, from a coming day on",
        (
            (
                "- {person: watanabe, from: 2026-04-01, deputy: suzuki}",
                "- {person: watanabe, from: 2026-04-01, deputy: yoshida}",
            ),
            (
                "- {person: takahashi, from: 2026-05-01, deputy: sato}",
                "- {person: kobayashi, from: 2026-12-05, deputy: yoshida}",
            ),
        ),
        *(HELD, "yoshida", PAYER, "from 2026-12-05"),
    ),
    Spot(
        "hand-over of central root access to a reader, on a coming day",
        (
            (
                "  central_admin:\n    - {person: kobayashi, from: 2026-04-01, deputy: tanaka}",
                (
                    "  central_admin:\n    - {person: kobayashi, from: 2026-04-01, until: 2026-12-01}\n"
                    "    - {person: yoshida, from: 2026-12-02}"
                ),
            ),
        ),
        *(HELD, "yoshida", BACKUP, "from 2026-12-02"),
    ),
    Spot(
        "reseller",
        (),
        *(QUESTION, "kumo", '"999900001111"', "Whoever holds root at Kumo Hanbai K.K. support desk"),
    ),
    Spot(
        "GovCloud",
        (),
        *(QUESTION, "666677778888", '"777788889999"', "its root is reached through the linked account"),
    ),
    Spot("China", (), QUESTION, "888899990000", '"888899990000"', "the China Regions have rules of their own"),
    Spot(
        "root access key",
        (("    ou: Recovery\n", "    ou: Recovery\n    root_access_key: true\n"),),
        *("no-root-access-key", "444455556666", "root_access_key: true", "Backup vault"),
        safe=(("    ou: Recovery\n", "    ou: Recovery\n    root_access_key: false\n"),),
    ),
    Spot(
        "kit for the vault, where one opens",
        (
            (PLACES, DESK),
            (OPENS_VAULT, "opened_by: [[suzuki, sato]]"),
            ("kind: kit, place: safe-a", "kind: kit, place: desk"),
            (VAULT, VAULT.replace("[yoshida]", "[yoshida, kato], two_person: true")),
            IN_VAULT,
        ),
        *(SEEN, "watanabe", PAYER, "opens Desk, takes KIT-01, and signs in to Mihon Vault as its administrator."),
        safe=(
            (OPENS_VAULT, "opened_by: [[suzuki, sato]]"),
            (VAULT, VAULT.replace("[yoshida]", "[yoshida, kato], two_person: true")),
            IN_VAULT,
        ),
    ),
    Spot(
        "risk accepted by the one who gains",
        (("accepted_by: sato\n    until: 2027-08-31", "accepted_by: tanaka\n    until: 2027-08-31"),),
        *("accepted-risks-are-in-force", "no-one-alone-takes-root", "accepted_by: tanaka", "Yoko Tanaka"),
        safe=(("accepted_by: sato\n    until: 2027-08-31", "accepted_by: kato\n    until: 2027-08-31"),),
    ),
)


def edited(edits: Edits, text: str = EXAMPLE) -> str:
    for old, new in edits:
        text = changed(old, new, text)
    return text


@cache
def reading(text: str) -> Reading:
    return read_config(in_memory(text), knowledge())


def organisation(text: str) -> Organisation:
    return reading(text).organisation


@cache
def told(text: str) -> tuple[Finding, ...]:
    rules = tuple(rule for rule in RULES if rule.id in JUDGED)
    return judge(case_of(reading(text), ISSUED_ON, knowledge().aws), reading(text), rules)


def signs(text: str) -> set[tuple[str, str]]:
    return {(finding.rule.id, finding.broken.about) for finding in told(text)}


@pytest.mark.parametrize("spot", SPOTS, ids=lambda spot: spot.name)
def test_a_blind_spot_is_told_at_its_line_with_its_proof(spot: Spot) -> None:
    text = edited(spot.edits)
    found = [finding for finding in told(text) if (finding.rule.id, finding.broken.about) == (spot.rule, spot.about)]
    assert found, sorted(signs(text))
    lines = text.splitlines()
    assert [spot.line in lines[finding.place.line - 1] for finding in found].count(True) == 1
    speaker = Speaker(knowledge().language("en"), organisation(text))
    assert any(spot.words in finding.words(speaker)[0] for finding in found), [f.words(speaker)[0] for f in found]


@pytest.mark.parametrize("spot", [spot for spot in SPOTS if spot.safe], ids=lambda spot: spot.name)
def test_a_blind_spot_that_is_closed_is_not_told(spot: Spot) -> None:
    known, safe = signs(EXAMPLE), signs(edited(spot.safe))
    assert (spot.rule, spot.about) not in safe
    assert {sign for sign in safe if sign[0] in {HELD, UNSEEN, SEEN}} <= known


# --- What no config can say -----------------------------------------------------------------------------------------

NOT_KNOWN = {
    "staff of the mail, identity or telephone provider": "staff of a mail, identity or telephone provider",
    "locksmith, bank, reseller": "of a bank or a reseller, a locksmith",
    "papers shown to AWS Support": "whoever answers at AWS Support and is shown papers",
    "owner of the group mailbox": "Members of a group mailbox who may add members",
    "delegates, archives, journals": "delegates of a mailbox, archives and journals",
    "laptops of readers and operators": "whoever manages the laptops of readers and operators",
    "synced authenticators": "synced authenticators",
    "who left and knows the combination": "past holders of a combination",
    "deputies of deputies": "Deputies of deputies",
    "who holds a root access key": "Who holds a root access key",
    "passwords that are reset by mail or message": "reset by mail or by a text message",
    "the sign-in at the registrar, and its card": "sign-in at a registrar, and the card that pays it",
    "a pipeline that configures a service": "A pipeline that configures a service",
    "a spare key in a place": "A spare key that lies in another place",
}


@pytest.mark.parametrize("words", NOT_KNOWN.values(), ids=NOT_KNOWN)
def test_what_no_config_can_say_is_named_in_the_docs(words: str) -> None:
    _, _, section = (ROOT / "docs" / "custody.md").read_text("utf-8").partition("## What it does not know")
    assert words in " ".join(section.split())


# --- Losses of guards -----------------------------------------------------------------------------------------------

# The backup account has its MFA devices in the digital vault, which opens with a kit.
ONLY_IN_VAULT: Edits = (
    (
        'place: safe-b, account: ["111122223333", "444455556666"], aws_name: root-key-1',
        'place: safe-b, account: "111122223333", aws_name: root-key-1',
    ),
    (
        'place: bank-vault, account: ["111122223333", "444455556666"], aws_name: root-key-2',
        'place: bank-vault, account: "111122223333", aws_name: root-key-2',
    ),
    (
        'kind: totp-token, holds: mfa, place: safe-b, account: "444455556666"',
        'kind: vault-entry, holds: mfa, place: vault-ops, account: "444455556666"',
    ),
    (", battery_due: 2029-03-31}\n  - {id: E-0041", "}\n  - {id: E-0041"),
    also('id: V-0003, kind: vault-entry, holds: mfa, place: vault-ops, account: "444455556666"'),
)


def test_a_vault_that_needs_a_kit_is_shut_with_the_kit() -> None:
    shut = signs(edited(ONLY_IN_VAULT))
    assert (LOSS, "KIT-01") in shut
    free = edited((*ONLY_IN_VAULT, ("    needs: [KIT-01]\n", "")))
    assert (LOSS, "KIT-01") not in signs(free)


def test_a_service_is_a_loss_where_a_vault_or_the_only_mailbox_is_behind_it() -> None:
    org = organisation(edited(ONLY_IN_VAULT))
    losses = {entry.accounts[0].id: fatal_losses(org, entry) for entry in custody_classes(org)}
    vault = frozenset({Loss(LossKind.SERVICE, "mihon-vault")})
    assert vault in losses["444455556666"]
    assert vault not in losses["111122223333"]
    assert (LOSS, "mihon-vault") in signs(edited(ONLY_IN_VAULT))


def test_an_account_in_which_the_vault_runs_is_a_loss() -> None:
    hosted = (*ONLY_IN_VAULT, (VAULT, f'{VAULT}, hosted_in: "333344445555"'))
    assert (LOSS, "333344445555") in signs(edited(hosted))
    assert (LOSS, "333344445555") not in signs(edited(ONLY_IN_VAULT))


def losses_of(text: str, account_id: str, largest: int = 2) -> set[frozenset[str]]:
    """What must not go missing, or not together, for the class of an account: ids."""
    org = organisation(text)
    [entry] = [entry for entry in custody_classes(org) if account_id in {account.id for account in entry.accounts}]
    return {frozenset(loss.id for loss in losses) for losses in fatal_losses(org, entry, largest)}


PRODUCTION = "222233334444"
# The emergency user of the example takes an envelope of the one safe, a key of the other, and its PIN.
EMERGENCY = ("E-0051", "safe-a", "K-0103", "safe-b", "E-0052")


@pytest.mark.parametrize("lost", EMERGENCY)
def test_emergency_credentials_that_are_lost_with_the_identity_provider_open_no_session(lost: str) -> None:
    assert frozenset({"mihon-id", lost}) in losses_of(EXAMPLE, PRODUCTION)
    assert not losses_of(EXAMPLE, PRODUCTION, 1)


@pytest.mark.parametrize("lost", EMERGENCY)
def test_who_needs_no_credentials_signs_in_past_the_identity_provider(lost: str) -> None:
    named = (
        'account: "111122223333"\n    url: https://111122223333',
        'account: "111122223333"\n    used_by: [kato]\n    url: https://111122223333',
    )
    assert frozenset({"mihon-id", lost}) not in losses_of(edited((named,)), PRODUCTION)
    assert frozenset({"mihon-id", "kato"}) not in losses_of(edited((named,)), PRODUCTION)


def test_an_emergency_role_of_which_nobody_says_who_can_use_it_is_no_way_to_count_on() -> None:
    texts = EXAMPLE.replace("emergency_role: BreakGlassAdmin", "emergency_role: BreakGlassNetwork")
    assert frozenset({"mihon-id"}) in losses_of(texts, PRODUCTION, 1)


# A key for the payer alone that names no PIN, in the same safe as its password; other MFA devices are out.
ONE_KEY: Edits = (
    (", battery_due: 2029-03-31}\n  - {id: T-0202", "}\n  - {id: T-0202"),
    ('kind: totp-token, holds: mfa, place: safe-b, account: "111122223333"', "kind: kit, opens: deploy, place: safe-b"),
    (
        'place: safe-b, account: ["111122223333", "444455556666"], aws_name: root-key-1, unlocked_by: E-0041',
        'place: safe-b, account: "444455556666", aws_name: root-key-1, unlocked_by: E-0041',
    ),
)


def test_the_pin_of_another_key_is_no_pin_of_a_key_that_names_none() -> None:
    both = edited(ONE_KEY)  # E-0041 is the PIN of K-0101: K-0102 has E-0042 alone to lean on
    assert frozenset({"E-0042"}) in losses_of(both, "111122223333", 1)
    free = edited((*ONE_KEY, (", unlocked_by: E-0041", "")))
    assert frozenset({"E-0042"}) not in losses_of(free, "111122223333", 1)
    named = edited((*ONE_KEY, ("serial: SK-20260103, unlocked_by: E-0052", "serial: SK-20260103, unlocked_by: E-0042")))
    assert frozenset({"E-0042"}) not in losses_of(named, "111122223333", 1)


def test_a_closed_place_keeps_back_what_another_place_needs() -> None:
    org = organisation(edited(ONLY_IN_VAULT))
    [entry] = [entry for entry in custody_classes(org) if entry.accounts[0].id == "444455556666"]
    assert has_way_in(org, entry)
    assert not has_way_in(org, entry, {"safe-a"})
    without = organisation(edited((*ONLY_IN_VAULT, ("    needs: [KIT-01]\n", ""))))
    [entry] = [entry for entry in custody_classes(without) if entry.accounts[0].id == "444455556666"]
    assert has_way_in(without, entry, {"safe-a"})


# --- Open questions -------------------------------------------------------------------------------------------------

MANAGED: Edits = (
    ("organization_admins:\n  - {person: kobayashi, from: 2026-04-01, until: 2028-03-31, deputy: tanaka}\n", ""),
)


def _lines(first: str, last: str) -> str:
    """The lines of the example from one that begins so, to before one that begins so."""
    start = EXAMPLE.index(f"\n{first}") + 1
    return EXAMPLE[start : EXAMPLE.index(f"\n{last}", start) + 1]


PROVIDER = _lines("  - id: mihon-id", "  - {id: mihon-mail")
DEPLOY = _lines("  - id: deploy", "domains:")
# What is taken out of the example, and the open questions that come by it.
TAKEN_OUT: dict[str, tuple[Edits, set[tuple[str, str]]]] = {
    "organization_admins": (MANAGED, {("organization", "organization")}),
    "the whole identity provider": (
        (
            (PROVIDER, ""),
            (ALERTS, ALERTS.replace("mihon-id, ", "")),
            ("administered_by: [mori], depends_on: [mihon-id, internet]", "administered_by: [mori]"),
        ),
        {("identity-provider", "identity-provider")},
    ),
    "administrators of the identity provider": (
        (("    administered_by: [mori, tanaka]\n", ""),),
        {("service", "mihon-id")},
    ),
    "administrators of the mail": (((MAIL, "en: Mihon Mail}"),), {("service", "mihon-mail")}),
    "administrators of the telephone": (((MOBILE, MOBILE.rpartition(",")[0]),), {("service", "mihon-mobile")}),
    "administrators of the vault": (((VAULT, VAULT.rpartition(",")[0]),), {("service", "mihon-vault")}),
    "administrators of the pipeline": (
        (("    administered_by: [mori, yoshida]\n", ""),),
        {("service", "deploy")},
    ),
    "the whole pipeline": (
        ((DEPLOY, ""), (ALERTS, ALERTS.replace(", deploy", ""))),
        {("pipeline", "pipeline")},
    ),
    "administrators of the chat, which guards no key": (
        (("administered_by: [mori], depends_on: [mihon-id", "depends_on: [mihon-id"),),
        set(),
    ),
    "administrators of the domain": (
        (("administered_by: [ito], expires_on", "expires_on"),),
        {("domain", "example.co.jp")},
    ),
    "the whole domain": (
        (
            (
                (
                    "domains:\n  - {name: example.co.jp, registrar: {ja: みほん通信, en: Mihon Tsushin}, "
                    "administered_by: [ito], expires_on: 2028-03-31}\n"
                ),
                "",
            ),
        ),
        {("domain", "example.co.jp")},
    ),
    "administrators of the delegated account": (
        ((LOGS, LOGS.replace("administered_by: [tanaka], ", "").replace(", administered_by: [tanaka]", "")),),
        {("account", "555566667777")},
    ),
    "administrators of the account that hosts the pipeline": (
        ((STAGING, STAGING.replace(", administered_by: [yoshida]", "")),),
        {("account", "333344445555")},
    ),
    "administrators of a member account that keeps its own credentials": (
        (("    administered_by: []\n    verified_on", "    verified_on"),),
        {("administrators", "444455556666")},
    ),
    "accounts in which the pipeline acts": (
        (('    acts_in: ["222233334444", "333344445555"]\n', ""),),
        {("reach", "deploy")},
    ),
    "registrar of a domain whose DNS is in an account": (
        (("administered_by: [ito], expires_on", 'hosted_in: "333344445555", expires_on'),),
        {("domain", "example.co.jp")},
    ),
    "who uses an emergency role": (((", used_by: [yoshida]", ""),), {("emergency", "BreakGlassStaging")}),
    "the service of the vault, with a kit for one of its own": (
        (("    service: mihon-vault\n", ""), also("id: KIT-02, kind: kit, place: vault-ops, opens: mihon-mail")),
        {("vault", "vault-ops")},
    ),
    "the service of the vault that keeps an emergency role": (
        (("    service: mihon-vault\n", ""),),
        {("vault", "vault-ops")},
    ),
    "spare keys of a safe": (((SAFE_B, SAFE_B.replace("\n    keys_kept_by: []", "")),), {("lock", "safe-b")}),
    "spare keys of a bank": (
        (("    kind: bank\n    keys_kept_by: []\n", "    kind: bank\n"),),
        {("lock", "bank-vault")},
    ),
    "who else gets at what somebody carries": (
        (("    kind: bank\n    keys_kept_by: []\n", "    kind: carried\n"),),
        {("carried", "bank-vault")},
    ),
}
ALWAYS = {("govcloud", "666677778888"), ("china", "888899990000"), ("reseller", "kumo")}


def asked(text: str) -> set[tuple[str, str]]:
    return {(question.topic.value, question.about) for question in open_questions(organisation(text))}


def test_the_example_answers_every_question_that_a_config_can_answer() -> None:
    assert asked(EXAMPLE) == ALWAYS


@pytest.mark.parametrize("name", TAKEN_OUT)
def test_what_is_taken_out_of_the_example_is_asked_for(name: str) -> None:
    edits, questions = TAKEN_OUT[name]
    text = edited(edits)
    assert asked(text) - ALWAYS == questions
    assert {about for rule, about in signs(text) if rule == QUESTION} == {about for _, about in questions | ALWAYS}


def test_a_safe_that_keeps_only_a_kit_or_an_emergency_envelope_is_asked_about() -> None:
    empty = (PLACES, DESK.replace("keys_kept_by: [], ", ""))
    assert ("lock", "desk") not in asked(edited((empty,)))
    for line in (
        "id: KIT-02, kind: kit, place: desk, opens: mihon-mail",
        "id: E-0099, kind: envelope, holds: password, place: desk, emergency_role: BreakGlassAdmin, seal: TEB-1",
    ):
        assert ("lock", "desk") in asked(edited((empty, also(line)))), line


@pytest.mark.parametrize("administrators", ["[]", "[kato]"])
def test_who_administers_the_management_account_answers_for_the_organization(administrators: str) -> None:
    text = edited((*MANAGED, ("    ou: Root\n", f"    ou: Root\n    administered_by: {administrators}\n")))
    assert asked(text) == ALWAYS


KINDS = ("identity-provider", "mail", "phone-contract", "pipeline")
OTHERS = {("organization", "organization"), ("domain", "example.co.jp"), ("lock", "safe-a"), ("lock", "safe-b")}


@pytest.mark.parametrize("kinds", [(), *((kind,) for kind in KINDS), KINDS, ("vault",), ("chat",)], ids=str)
def test_without_silences_exactly_the_kinds_that_it_names(kinds: tuple[str, ...]) -> None:
    text = f"{MINIMAL}without: [{', '.join(kinds)}]\n"
    assert asked(text) == OTHERS | {(kind, kind) for kind in KINDS if kind not in kinds}


def test_a_day_to_come_is_no_day_on_which_a_number_was_confirmed() -> None:
    for right, wrong in (
        ('value: "+81 6 0000 0012", confirmed_on: 2026-10-02', 'value: "+81 6 0000 0012", confirmed_on: 2199-01-01'),
        (
            "serial: SK-20260103, unlocked_by: E-0052, tested_on: 2026-09-15",
            "serial: SK-20260103, unlocked_by: E-0052, tested_on: 2199-01-01",
        ),
    ):
        with pytest.raises(ConfigError):
            case_of_day(edited(((right, wrong),)))


def case_of_day(text: str) -> object:
    """The config as of the day of judging; ConfigError for facts of a day to come."""
    return read_config(in_memory(text), knowledge()).as_of(ISSUED_ON)


def test_who_takes_more_accounts_from_a_coming_day_is_told_for_that_day_too() -> None:
    own_phone = '  - {number: "+81 6 0000 0014", account: "444455556666", service: second, sms: true, voice: true}\n'
    own_mail = "  - {address: aws-root-backup@example.co.jp, group: true, readers: [kato, yoshida]}\n"
    text = edited(
        (
            ("\nservices:\n", "\nservices:\n  - {id: second, kind: phone-contract, administered_by: [kato]}\n"),
            ("\nmailboxes:\n", f"\nmailboxes:\n{own_mail}"),
            ("\nrecovery_phones:\n", f"\nrecovery_phones:\n{own_phone}"),
            ('0013", account: ["111122223333", "444455556666"]', '0013", account: "111122223333"'),
            (ALERTS, ALERTS.replace("organization,", "organization, second,")),
            ("\norganization_admins:\n", "\norganization_admins:\n  - {person: kato, from: 2026-12-02}\n"),
        )
    )
    found = [finding for finding in told(text) if (finding.rule.id, finding.broken.about) == (SEEN, "kato")]
    assert [str(finding.since) for finding in found] == ["None", "2026-12-02"]
    speaker = Speaker(knowledge().language("en"), organisation(text))
    assert "root of Backup vault (444455556666); the alert" in found[0].words(speaker)[0]
    assert "and 4 more; the alert" in found[1].words(speaker)[0]
