"""A company of thirty people with long German names, no telephones, twelve places and many who open them; on Letter."""

from __future__ import annotations

PEOPLE, PLACES = 30, 12
_NAMES = (
    "Maximilian Freiherr von Schönburg-Wechselberg",
    "Annegret Müller-Lüdenscheidt",
    "Friedrich-Wilhelm Graf zu Oettingen-Sörgelheim",
    "Jürgen Weißgerber",
)


def large_company() -> str:
    """Its config; all of it is invented."""
    people = [f"p{number:02}" for number in range(PEOPLE)]
    lines = [
        "config_version: 1",
        "sample: true",
        "company:",
        "  name: Süddeutsche Muster-Verwaltungsgesellschaft mbH & Co. KG",
        "  time_zone: Europe/Berlin",
        "  classification: Streng vertraulich, nur Dienstgebrauch",
        "languages: [en]",
        "paper: Letter",
        "people:",
    ]
    for number, person in enumerate(people):
        name = f"{_NAMES[number % len(_NAMES)]} {number:02}"
        mail = f"geschaeftsbereich-{person}@unternehmensverwaltung.example.de"
        hours = f"hours: {{from: '{number % 24:02}:00', until: '{(number + 8) % 24:02}:30', days: every-day}}"
        lines += [
            f"  - {{id: {person}, name: {name}, {hours},",
            f"     contacts: [{{kind: email, value: {mail}}}]}}",
        ]
    lines += ["approvers:", "  members:", *(f"    - {{person: {person}, from: 2026-04-01}}" for person in people[:8])]
    lines += ["roles:"]
    roles = ("operator", "witness", "password_custodian", "mfa_custodian", "mailbox_custodian", "phone_custodian")
    lines += [f"  {role}: [{{person: {people[8 + at]}, from: 2026-04-01}}]" for at, role in enumerate(roles)]
    lines += ["places:"]
    for number in range(PLACES):
        pairs = ((people[(number + at) % PEOPLE], people[(number + at + 9) % PEOPLE]) for at in range(number + 1))
        groups = ", ".join(f"[{one}, {other}]" for one, other in pairs)
        name = f"Wertschutzschrank Nr. {number:02} im Untergeschoss"
        lines += [f"  - {{id: place-{number:02}, name: {name}, opened_by: [{groups}]}}"]
    lines += ["items:"]
    for number in range(PLACES):
        kind, holds = ("envelope", "password") if number % 2 else ("security-key", "mfa")
        lines += [
            f"  - {{id: UMSCHLAG-{number:04}-REIHE-B, kind: {kind}, holds: {holds}, place: place-{number:02},",
            f"     account: '111122223333', seal: SICHERHEITSBEUTEL-{number:06}, serial: SERIENNUMMER-{number:08}}}",
        ]
    lines += [
        "accounts:",
        "  - {id: '111122223333', name: payer, kind: management, custody: safe, root_email: aws-root@example.de}",
        "copies: [{sheet: '*', place: place-00}]",
    ]
    return "\n".join(lines) + "\n"
