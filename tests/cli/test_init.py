"""`runbook init`: asked at a terminal, by options, or an invented company; never a question without a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from support.command import Runbook, run_process
from support.conversation import CTRL_C, CTRL_D, Talk, talk
from support.newcomers import CARRYING, ENGLISH, FIRST_DAY, JAPANESE, PAYER, PLAIN, write_list
from support.shared import value

BY_OPTIONS = (
    *("init", "--company", "Northport Logistics Ltd", "--accounts", "accounts.json"),
    *("--person", "Greta Hansen, +49 40 5550101", "--person", "Maria Lopes, +351 21 5550102"),
    *("--person", "Tobias Kern, +49 40 5550103", "--person", "Jan Peters, +49 40 5550104"),
    *("--answer", "time_zone=Europe/Berlin", "--answer", "paper_place=cabinet, Cabinet in the archive"),
)


OTHERWISE = {
    "en": {"workload-3": "safe", "workload-4": "safe", "workload-7": "unknown"},
    "ja": {"workload-3": "unknown", "workload-7": "unknown"},
}


def answered(folder: Path, typed: Sequence[str], language: str = "en") -> Talk:
    write_list(folder / "accounts.json", "northport.test")
    return talk("init", "--talk", language, typed=typed, cwd=folder)


CONVERSATIONS = {"en": ("en", ENGLISH), "ja": ("ja", JAPANESE), "plain": ("en", PLAIN["en"])}


def heard(folder: Path, name: str) -> Talk:
    """A conversation that several tests look at, held once in a run; in the folder is what it wrote."""
    language, typed = CONVERSATIONS[name]

    def hold() -> tuple[Talk, dict[str, str]]:
        with TemporaryDirectory() as place:
            ended = answered(Path(place), typed, language)
            return ended, {path.name: path.read_text("utf-8") for path in Path(place).iterdir() if path.is_file()}

    ended, written = value(f"conversation-{name}", hold)
    for file, text in written.items():
        (folder / file).write_text(text, "utf-8")
    return ended


def config_of(folder: Path) -> dict[str, object]:
    content: dict[str, object] = yaml.safe_load((folder / "config.yaml").read_text("utf-8"))
    return content


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_newcomer_with_23_accounts_gets_a_config_that_builds_in_under_fifty_lines(
    runbook: Runbook, tmp_path: Path, language: str
) -> None:
    ended = heard(tmp_path, language)
    assert ended.code == 0, ended.shown
    assert ended.asked == len(CONVERSATIONS[language][1]) < 50
    config = config_of(tmp_path)
    assert config["languages"] == [language]
    accounts = config["accounts"]
    assert isinstance(accounts, list)
    assert len(accounts) == 23
    assert accounts[0] | {"name": ""} == {
        "id": PAYER,
        "name": "",
        "kind": "management",
        "custody": "safe",
        "root_email": "aws-root+0@northport.test",
    }
    custody = {account["name"]: account["custody"] for account in accounts[1:]}
    others = {name: how for name, how in custody.items() if how != "removed"}
    assert others == OTHERWISE[language]
    assert accounts[-1]["status"] == "suspended"
    assert runbook("check", cwd=tmp_path).code == 1  # judged, not refused
    assert runbook("build", "-f", "md", cwd=tmp_path).code == 0


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_who_follows_the_hints_reaches_a_config_without_an_error_in_one_sitting(
    runbook: Runbook, tmp_path: Path, language: str
) -> None:
    """23 accounts, a password manager, one office, one bank box: no line of the file is written by hand."""
    typed = FIRST_DAY[language]
    ended = answered(tmp_path, typed, language)
    assert ended.code == 0, ended.shown
    assert ended.asked == len(typed) < 46
    checked = runbook("check", "--fail-on", "error", cwd=tmp_path)
    assert checked.code == 0, checked.stdout
    assert len(config_of(tmp_path)["accounts"]) == 23  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.parametrize(("language", "refused"), [("en", 4), ("ja", 1)])
def test_who_answers_in_words_of_their_own_is_hardly_refused_and_what_stays_open_is_told(
    runbook: Runbook, tmp_path: Path, language: str, refused: int
) -> None:
    typed = PLAIN[language]
    ended = heard(tmp_path, "plain") if language == "en" else answered(tmp_path, typed, language)
    assert ended.code == 0, ended.shown
    assert ended.asked == len(typed) < 45
    assert ended.shown.count("  → ") == refused
    config = config_of(tmp_path)
    assert "workstation" not in config["company"]  # type: ignore[operator]
    assert "emergency_roles" not in config
    items = config["items"]
    assert isinstance(items, list)
    assert {item["holds"] for item in items} == {"password"}
    found = json.loads(runbook("check", "--json", cwd=tmp_path).stdout)["findings"]
    errors = {finding["rule"] for finding in found if finding["severity"] == "error"}
    assert "kept-keys-are-listed" in errors
    assert runbook("build", "-f", "md", cwd=tmp_path).code == 0
    start = (tmp_path / "output/README.md").read_text("utf-8")
    for told in ("22", "06-custody"):  # accounts whose root nobody knows, and where it says what is not written down
        assert told in start.partition("05-checklist")[2].partition("###")[0]


@pytest.mark.slow
@pytest.mark.parametrize("company", CARRYING)
def test_who_carries_a_device_or_keeps_its_codes_with_the_password_is_told_what_follows(
    runbook: Runbook, tmp_path: Path, company: str
) -> None:
    language, zone, typed, refused = CARRYING[company]
    write_list(tmp_path / "accounts.json", "northport.test")
    ended = talk("init", "--talk", language, typed=typed, cwd=tmp_path, environment={"TZ": zone})
    assert ended.code == 0, ended.shown
    assert ended.asked == len(typed) < 60
    assert ended.shown.count("  → ") == refused < 5
    config = config_of(tmp_path)
    kinds = {place["id"]: place["kind"] for place in config["places"]}  # type: ignore[attr-defined]
    devices = {item["kind"]: kinds[item["place"]] for item in config["items"] if item["holds"] == "mfa"}  # type: ignore[attr-defined]
    assert devices == {"vault-entry": "vault", "security-key": "carried"}
    found = json.loads(runbook("check", "--json", cwd=tmp_path).stdout)["findings"]
    errors = {finding["rule"] for finding in found if finding["severity"] == "error"}
    assert {"no-one-alone-is-root", "no-one-place-is-enough"} <= errors


@pytest.mark.slow
def test_enter_takes_the_line_that_was_shown_and_what_was_read_is_shown(tmp_path: Path) -> None:
    shown = heard(tmp_path, "plain").shown
    told = [line.strip() for line in shown.splitlines() if line.startswith(("  Enter takes", "  Read as"))]
    assert told == [
        "Enter takes: [Rosie Tanner, +49 7700 900101]",  # the clocks of this test are those of Berlin
        "Read as: Tom Ashdown, +44 7700 900102",
        "Enter takes: [09:00-17:30 weekdays]",
        "Read as: vault, 1Password",
        "Read as: cabinet, office filing cabinet",
    ]
    people = config_of(tmp_path)["people"]
    assert isinstance(people, list)
    assert people[0]["contacts"][0]["value"] == "+49 7700 900101"
    assert people[0]["hours"]["until"] == "17:30"


@pytest.mark.slow
def test_too_few_lines_are_told_and_what_was_typed_so_far_stays(tmp_path: Path) -> None:
    second = ENGLISH.index("Maria Lopes, +351 21 5550102")
    ended = answered(tmp_path, [ENGLISH[0], "", *ENGLISH[1:second], "", *ENGLISH[second:]])
    assert ended.code == 0, ended.shown
    assert ended.shown.count("One person is not enough") == 1
    assert ended.shown.count("(2) People") == 1
    assert ended.shown.count("This needs an answer.") == 1
    assert len(config_of(tmp_path)["people"]) == 5  # type: ignore[arg-type]


@pytest.mark.slow
def test_at_the_end_a_question_has_the_number_that_it_had_when_it_was_asked(tmp_path: Path) -> None:
    shown = heard(tmp_path, "en").shown
    asked = dict(re.findall(r"^\((\d+)\) (.*)$", shown, re.MULTILINE))
    summary = dict(re.findall(r"^(\d+)\. (.*)$", shown, re.MULTILINE))
    assert len(asked) > 30
    assert {number: ask for number, ask in asked.items() if not summary[number].startswith(ask)} == {}


@pytest.mark.slow
def test_what_was_taken_without_a_question_is_shown_and_can_be_corrected(tmp_path: Path) -> None:
    typed = [*ENGLISH[:-1], "38", "Europe/Lisbon", ""]
    ended = answered(tmp_path, typed)
    assert ended.code == 0, ended.shown
    assert "38. Time zone, as in Europe/Berlin  Europe/Berlin  (taken as proposed)" in ended.shown
    assert config_of(tmp_path)["company"]["time_zone"] == "Europe/Lisbon"  # type: ignore[index]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_file_speaks_the_language_of_the_conversation(tmp_path: Path, language: str) -> None:
    assert heard(tmp_path, language).code == 0
    text = (tmp_path / "config.yaml").read_text("utf-8")
    comments = [line for line in text.splitlines() if line.startswith("# ") and "yaml-language-server" not in line]
    assert comments
    japanese = re.compile("[ぁ-んァ-ヶ一-龠]")
    assert {bool(japanese.search(line)) for line in comments} == {language == "ja"}
    assert bool(japanese.search(text)) == (language == "ja")


@pytest.mark.slow
def test_what_check_finds_of_it_is_what_was_not_told_or_is_so(runbook: Runbook, tmp_path: Path) -> None:
    """Nothing that was told is asked for again."""
    assert heard(tmp_path, "en").code == 0
    found = json.loads(runbook("check", "--json", cwd=tmp_path).stdout)["findings"]
    rules = {finding["rule"] for finding in found}
    assert "no-one-alone-is-root" in rules  # Tobias Kern opens sessions and reads the mailbox: he was told so
    told = {"two-mfa-devices", "mfa-in-two-places", "mfa-of-two-kinds", "recovery-phone-takes-text-and-calls"}
    told |= {"root-mailbox-is-a-group", "approval-works-without-identity-provider", "two-approvers"}
    told |= {"hours-are-known", "alerts-in-three-regions", "kept-keys-are-listed"}
    assert rules & told == set()


@pytest.mark.slow
def test_the_schema_line_leads_to_a_schema_that_accepts_the_file(runbook: Runbook, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for arguments in (("init", "--sample", "sub/a.yaml"), ("init", "--full", "sub/b.yaml")):
        assert runbook(*arguments, cwd=tmp_path).code == 0
        path = tmp_path / arguments[-1]
        line = path.read_text("utf-8").splitlines()[0]
        named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", line)
        assert named
        schema = json.loads((path.parent / named[1]).read_text("utf-8"))
        assert schema == json.loads(runbook("schema").stdout)
        content = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  texts only
        content["config_version"] = 1
        unfit = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(content)]
        assert [message for message in unfit if "is not of type 'integer'" not in message] == []


def test_another_schema_is_left_alone_and_told(runbook: Runbook, tmp_path: Path) -> None:
    (tmp_path / "config.schema.json").write_text("mine", "utf-8")
    ended = runbook("init", "--sample", cwd=tmp_path)
    assert ended.code == 0
    assert "runbook schema > config.schema.json" in ended.stderr
    assert (tmp_path / "config.schema.json").read_text("utf-8") == "mine"


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_without_a_terminal_nothing_is_asked_and_an_invented_company_is_written(tmp_path: Path, language: str) -> None:
    ended = run_process("init", "--talk", language, cwd=tmp_path)
    assert ended.code == 0
    assert ended.stdout == ""
    text = (tmp_path / "config.yaml").read_text("utf-8")
    assert re.search(r"^sample: true$", text, re.MULTILINE)
    assert bool(re.search("[ぁ-んァ-ヶ一-龠]", text)) == (language == "ja")
    assert "runbook check config.yaml" in ended.stderr
    assert run_process("check", cwd=tmp_path).code == 1


@pytest.mark.slow
@pytest.mark.parametrize("left_after", [0, 1, 5, len(ENGLISH) - 1])
@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_the_conversation_can_be_left_at_any_time_and_nothing_is_written(
    tmp_path: Path, left_after: int, key: str
) -> None:
    ended = answered(tmp_path, [*ENGLISH[:left_after], key])
    assert ended.code == 130
    assert {path.name for path in tmp_path.iterdir()} == {"accounts.json"}


@pytest.mark.slow
def test_an_answer_that_cannot_stand_is_refused_as_the_config_refuses_it_and_asked_again(tmp_path: Path) -> None:
    typed = list(ENGLISH)
    wrong = {
        "Northport Logistics Ltd": ("x" * 61, "The text has 61 characters; 60 are possible."),
        "Greta Hansen, +49 40 5550101, greta@northport.test": (
            "Greta Hansen, call me",
            "This is not a telephone number.",
        ),
        "1, 5": ("1", "One approver alone could be root"),
        "accounts.json": ("lost.json", "The file lost.json cannot be read."),
        "safe": ("saef", "Nearest: safe"),
        "2, 3": ("2, 9", "Nobody in the list of people is called 9."),
        "vault, 1Password: 2, 4": ("vault, 1Password: Lopez", "Nobody in the list of people is called Lopez."),
        "vault: 2": ("fault: 2", "Nearest: vault"),
        "y": ("perhaps", "Type y or n."),
    }
    for right, (slip, _) in wrong.items():
        typed.insert(typed.index(right), slip)
    ended = answered(tmp_path, typed)
    assert ended.code == 0, ended.shown
    for _, said in wrong.values():
        assert said in ended.shown


@pytest.mark.slow
def test_one_hand_for_both_halves_is_refused_by_the_rule_of_the_config(tmp_path: Path) -> None:
    custodian_of_mfa = ENGLISH.index("2", ENGLISH.index("1 + 3")) + 1
    typed = [*ENGLISH[:custodian_of_mfa], "2", *ENGLISH[custodian_of_mfa:]]
    ended = answered(tmp_path, typed)
    assert ended.code == 0, ended.shown
    assert "`lopes` alone holds both `password_custodian` and `mfa_custodian`." in ended.shown


@pytest.mark.slow
@pytest.mark.parametrize("secret", ["AKIAIOSFODNN7EXAMPLF", "vault, hT9$kq2!Zr7p", "safe, combination 12-34-56"])
def test_a_secret_is_refused_and_never_shown_again(tmp_path: Path, secret: str) -> None:
    place = ENGLISH.index("vault, 1Password: 2, 4")
    ended = answered(tmp_path, [*ENGLISH[:place], secret, *ENGLISH[place:]])
    assert ended.code == 0, ended.shown
    assert ended.shown.count(secret) == 1  # as the terminal echoed it
    assert secret.rpartition(" ")[2] not in (tmp_path / "config.yaml").read_text("utf-8")


@pytest.mark.slow
def test_an_answer_can_be_corrected_and_what_follows_from_it_is_asked(tmp_path: Path) -> None:
    """Back by one question, and by number at the end: from removed members to members that are unknown."""
    back = ENGLISH.index("accounts.json")
    typed = [*ENGLISH[:back], "<", "4", *ENGLISH[back:-1]]
    typed += ["11", "-", "10", "unknown", ""]
    ended = answered(tmp_path, typed)
    assert ended.code == 0, ended.shown
    config = config_of(tmp_path)
    assert {account["custody"] for account in config["accounts"][1:]} == {"unknown"}  # type: ignore[index]
    assert "central_root" not in config
    assert "central_admin" not in config["roles"]  # type: ignore[operator]
    assert config["roles"]["witness"][0]["person"] == "peters"  # type: ignore[index]


@pytest.mark.slow
def test_people_stay_who_they_are_when_the_list_is_corrected(tmp_path: Path) -> None:
    """A number means a line of the list at the time when it was typed."""
    first = ENGLISH.index("Greta Hansen, +49 40 5550101, greta@northport.test")
    people = list(ENGLISH[first : first + 5])
    typed = [*ENGLISH[:-1], "2", *people[1:], people[0], "", ""]
    assert answered(tmp_path, typed).code == 0
    members = config_of(tmp_path)["approvers"]["members"]  # type: ignore[index]
    assert [member["person"] for member in members] == ["hansen", "adler"]


@pytest.mark.slow
def test_in_scripts_options_give_the_answers_and_the_rest_is_what_is_proposed(runbook: Runbook, tmp_path: Path) -> None:
    write_list(tmp_path / "accounts.json", "northport.test")
    ended = runbook(*BY_OPTIONS, cwd=tmp_path)
    assert ended.code == 0, ended.stderr
    config = config_of(tmp_path)
    assert {account["custody"] for account in config["accounts"]} == {"unknown"}  # type: ignore[attr-defined]
    assert "sample" not in config
    assert runbook("build", "-f", "md", cwd=tmp_path).code == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "told"), [("en", "of none of 23 accounts"), ("ja", "ルートについては何も判定していません。23件の")]
)
def test_where_no_custody_is_known_check_says_that_no_root_was_judged(
    runbook: Runbook, tmp_path: Path, language: str, told: str
) -> None:
    """No finding can be an error then, and "0 errors" looked like good news."""
    write_list(tmp_path / "accounts.json", "northport.test")
    assert runbook(*BY_OPTIONS, cwd=tmp_path).code == 0
    ended = runbook("check", "--talk", language, cwd=tmp_path)
    assert told in ended.stderr
    path = tmp_path / "config.yaml"
    path.write_text(path.read_text("utf-8").replace("custody: unknown", "custody: removed", 2), "utf-8")
    assert told not in runbook("check", "--talk", language, cwd=tmp_path).stderr


def test_in_scripts_everything_that_is_missing_or_wrong_is_told_at_once(runbook: Runbook, tmp_path: Path) -> None:
    ended = runbook(
        "init", "--company", "Northport", "--accounts", "lost.json", cwd=tmp_path, environment={"TZ": "UTC"}
    )
    assert ended.code == 2
    for told in ("`time_zone` has no answer", "`people` has no answer", "accounts: The file lost.json cannot be read"):
        assert told in ended.stderr
    assert list(tmp_path.iterdir()) == []
    ended = runbook("init", "--answer", "compani=Northport", cwd=tmp_path)
    assert ended.code == 2
    assert "Nearest: company" in ended.stderr


@pytest.mark.slow
def test_a_file_that_is_there_is_refused_before_the_first_question(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("mine", "utf-8")
    ended = answered(tmp_path, [])
    assert (ended.code, ended.asked) == (2, 0)
    assert (tmp_path / "config.yaml").read_text("utf-8") == "mine"
    assert talk("init", "lost/config.yaml", typed=[], cwd=tmp_path).code == 2
