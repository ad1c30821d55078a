"""What two invented companies answer in the conversation of `runbook init`, and the list of their 23 accounts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

PAYER = "102938475610"


def write_list(path: Path, domain: str) -> None:
    """What `aws organizations list-accounts` prints for a company of 23 accounts, one of them suspended."""
    ids = [PAYER, *(f"{number:03d}234567890" for number in range(1, 23))]
    entries = [
        {
            "Id": number,
            "Arn": f"arn:aws:organizations::{PAYER}:account/o-abcdefghij/{number}",
            "Email": f"aws-root+{index}@{domain}",
            "Name": f"workload-{index}" if index else "payer",
            "State": "SUSPENDED" if number == ids[-1] else "ACTIVE",
        }
        for index, number in enumerate(ids)
    ]
    path.write_text(json.dumps({"Accounts": entries}), "utf-8")


ENGLISH: Sequence[str] = (
    "",  # languages: those of the reader
    "Northport Logistics Ltd",
    "",  # the machine's time zone
    "Greta Hansen, +49 40 5550101, greta@northport.test",
    "Maria Lopes, +351 21 5550102",
    "Tobias Kern, +49 40 5550103",
    "Jan Peters, +49 40 5550104",
    "Ines Adler, +49 40 5550105",
    "",
    "always",
    "n",
    "1, 5",
    "",  # the proposed way of approval
    "3, Maria Lopes",
    "peters",
    "accounts.json",
    "",  # the management account that the list names
    "safe",
    "removed",
    "safe: workload-3, 004234567890",
    "unknown: workload-7",
    "",
    "y",
    "CentralRootAdmin",
    "3",
    "vault, 1Password",
    "2, 4",
    "security-key, totp-token",
    "bank, Bank box at Elbe Bank",
    "5 + 1",
    "cabinet, Fire-proof cabinet in the office",
    "1 + 3",
    "none",
    "2",
    "",
    "",
    "2, 3",
    "y",
    "4",
    "+49 40 5550199",
    "y",
    "3",
    "5",
    "1",
    "",  # nobody knows who administers the telephone contract
    "1, 3",
    "3",
    "workload-1, workload-2",
    "Channel root-alerts, us-east-1, us-east-2, us-west-2",
    "4",
    "",  # no security contact
    "Fire-proof cabinet in the office",
    "",  # all is right
)
JAPANESE: Sequence[str] = (
    "",
    "港北物流株式会社",
    "Asia/Tokyo",
    "佐藤 花子、090-1234-0001、sato",
    "加藤 健、090-1234-0002、kato",
    "森 さくら、090-1234-0003、mori",
    "鈴木 大輔、090-1234-0004、suzuki",
    "",
    "09:00〜18:00 平日",
    "はい",
    "",
    "",
    "",
    "",
    "accounts.json",
    "",
    "safe",
    "removed",
    "unknown：workload-3、workload-7",
    "",
    "はい",
    "-",
    "3",
    "safe、本社金庫A",
    "佐藤 花子＋４",
    "TEB-000001",
    "",
    "safe、大阪金庫B",
    "2 + 3",
    "なし",
    "4",
    "3",
    "3",
    "はい",
    "4",
    "-",
    "-",
    "佐藤 花子",
    "",
    "",
    "なし",
    "なし",
    "情シスの当番携帯、us-east-1、us-east-2、us-west-2",
    "4",
    "",
    "本社金庫A",
    "",
)
