"""Every printed command is one: held against the service models of AWS that botocore ships. Nothing is called."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from support.command_lines import faults, operations
from support.organisations import knowledge

from runbook.knowledge.aws import Aws, Verdict, load_aws
from runbook.knowledge.commands import PLACEHOLDERS, WIDTH, Command, load_commands
from runbook.knowledge.loading import load_knowledge
from runbook.text.secrets import find_secrets

ACCOUNT = {"account": "111122223333", "role": "BreakGlassAdmin", "role_account": "444455556666"}


def commands() -> list[Command]:
    return list(knowledge().commands.values())


VERIFIED = [(command.id, line) for command in commands() if not command.unverified for line in command.lines]
CALLS = [(command_id, line) for command_id, line in VERIFIED if line.startswith(("aws ", "read "))]


@pytest.mark.parametrize(("command_id", "line"), CALLS, ids=[f"{name}-{at}" for at, (name, _) in enumerate(CALLS)])
def test_aws_has_the_operation_and_takes_these_parameters(command_id: str, line: str) -> None:
    assert faults(line) == [], command_id


def test_exactly_the_commands_marked_so_are_unknown_to_the_service_models() -> None:
    marked = {command.id for command in commands() if command.unverified}
    calls = [
        (command.id, line) for command in commands() for line in command.lines if line.startswith(("aws ", "read "))
    ]
    unknown = {command_id for command_id, line in calls if faults(line)}
    assert unknown == marked == {"log-in", "log-out"}


@pytest.mark.parametrize(
    ("command_id", "right", "wrong", "fault"),
    [
        ("assume-root", "aws sts", "aws stz", "unknown service stz"),
        ("save-policy", "aws s3api", "aws s3", "unknown service s3"),
        ("assume-root", "sts assume-root", "sts assume-roots", "unknown operation sts assume-roots"),
        ("assume-root", "--target-principal", "--target", "unknown option --target"),
        ("assume-root", "--target-principal", "--target", "--target-principal is missing"),
        ("assume-root", "900", "quarter", "--duration-seconds: quarter is no number"),
        ("assume-root", "arn=arn:", "policy=arn:", "--task-policy-arn: unknown key policy"),
        ("assume-root", "arn=arn:aws", "arn:aws", "is no pair"),
        ("delete-policy", "Policy=", "Polices=", "--attributes: Polices is none of"),
        ("deny-user", "Inactive", "Disabled", "--status: Disabled is none of"),
        ("decrypt-key", "RSAES_OAEP_SHA_256", "RSA", "--encryption-algorithm: RSA is none of"),
        ("decrypt-key", "--query Plaintext", "--query PlainText", "--query: no PlainText in the answer"),
        ("mfa-delete", "MFADelete=Enabled", "MFADelete=On", "--versioning-configuration: On is none of"),
        ("look-around", "AttributeKey=Username", "AttributeKey=User", "--lookup-attributes: User is none of"),
        ("look-around", "--region us-east-2", "--region us-east-9", "unknown Region us-east-9"),
        ("look-around", "SECURITY", "SECURITY BILLING", "--alternate-contact-type has 2 values"),
        ("change-email", " --otp <code>", "", "--otp is missing"),
        ("change-email", "--otp <code>", "--otp", "--otp has 0 values"),
        (
            "change-phone",
            "ContactInformation.PhoneNumber",
            "ContactInformation.Phone",
            "--query: no Phone in the answer",
        ),
        ("see-summary", "--output text", "--output txt", "unknown output txt"),
        ("lift-sign-in-policy", "--target-id {account}", "{account}", "--region has 2 values"),
        ("put-sign-in-policy", "--target-id", "--region", "--region twice"),
        ("who-am-i", "get-caller-identity", "get-caller-identity me", "me belongs to no option"),
        ("who-am-i", " get-caller-identity", "", "no operation"),
    ],
)
def test_a_line_that_is_changed_is_found(command_id: str, right: str, wrong: str, fault: str) -> None:
    lines = [line for line in knowledge().commands[command_id].lines if right in line]
    assert lines
    assert any(fault in found for found in faults(lines[-1].replace(right, wrong, 1)))


def test_the_task_policies_are_those_that_assume_root_knows() -> None:
    operation = operations("sts")["assume-root"]
    assert operation.input_shape
    known = set(re.findall(r"awsmanpol-(\w+)", operation.input_shape.members["TaskPolicyArn"].documentation))
    lines = " ".join(line for command in commands() for line in command.lines)
    named = {
        name + end
        for chosen, end in re.findall(r":policy/root-task/(?:<(.+?)>)?(\w+)", lines)
        for name in chosen.split("|")
    }
    assert len(known) == 5
    assert named == known


def test_a_session_is_opened_with_all_three_values_and_forgets_all_it_was_given() -> None:
    for command in commands():
        for line in command.lines:
            if line.startswith("export "):
                typed = command.id == "decrypt-key"  # AWS gives it out once, and two values only
                partners = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]
                assert re.findall(r"(AWS_[A-Z_]+)=<\w+>", line) == (partners[:2] if typed else []), command.id
                assert typed or line == f"export {' '.join(partners)}", command.id
    for command_id in ("delete-policy", "allow-recovery", "see-root", "delete-root"):
        assert knowledge().commands[command_id].lines[-1].startswith("unset AWS_ACCESS_KEY_ID"), command_id


def test_a_shell_takes_a_session_from_the_answer_and_shows_nothing_of_it() -> None:
    answer = "aws() { echo called >&2; printf 'ASIA1\\tse/cr+et\\ttoken==\\n'; }"
    asked = 'echo "$(printenv AWS_ACCESS_KEY_ID)|$(printenv AWS_SECRET_ACCESS_KEY)|$(printenv AWS_SESSION_TOKEN)" >&3'
    reading = [command for command in commands() if any(line.startswith("read ") for line in command.lines)]
    assert {command.id for command in reading} >= {"assume-root", "see-root", "delete-root", "assume-role"}
    for command in reading:
        lines = [re.sub(r"<[^<>]+>", "x", line) for line in command.filled(ACCOUNT)]
        first = next(at for at, line in enumerate(lines) if line.startswith("export "))
        script = "\n".join([answer, *lines[: first + 1], asked])
        ran = subprocess.run(
            ["bash", "-euc", f"exec 3>&2; {{ {script}\n}} 2>&1"], capture_output=True, check=True, text=True
        )
        assert ran.stderr == "ASIA1|se/cr+et|token==\n", command.id
        assert ran.stdout.split() == ["called"] * sum(line.startswith("read ") for line in lines), command.id


def test_no_line_is_wider_than_paper_and_none_looks_like_a_secret() -> None:
    for command in commands():
        for line in command.filled(ACCOUNT):
            assert max(map(len, line.split("\n"))) <= WIDTH + 5, line
            assert find_secrets(line) == []


def test_every_placeholder_is_used_and_filled_in() -> None:
    assert {name for command in commands() for name in command.placeholders} == PLACEHOLDERS
    assert "--target-principal 111122223333" in knowledge().commands["assume-root"].filled(ACCOUNT)[1]
    with pytest.raises(KeyError, match="role_account"):
        knowledge().commands["assume-role"].filled({"account": "111122223333", "role": "BreakGlassAdmin"})


def test_every_step_and_task_names_a_command_that_exists() -> None:
    named = {step.command for step in knowledge().procedure.steps() if step.command}
    tasks = knowledge().aws.tasks.values()
    named |= {name for task in tasks for names in task.commands.values() for name in names}
    assert named
    assert named <= knowledge().commands.keys()


@pytest.mark.parametrize(
    ("file", "right", "wrong", "reason"),
    [
        ("procedure.yaml", "command: see-root,", "command: see-rot,", "steps.B-76.command: unknown see-rot"),
        (
            "aws.yaml",
            "[log-in, mfa-delete,",
            "[log-in, mfa,",
            "tasks.s3-mfa-delete.commands.root: unknown mfa",
        ),
        (
            "commands.yaml",
            "close-member:",
            "close-account:",
            "tasks.close-account.commands.organizations: unknown close-member",
        ),
    ],
)
def test_a_command_that_does_not_exist_is_refused_when_the_templates_are_read(
    tmp_path: Path, file: str, right: str, wrong: str, reason: str
) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(knowledge().folder, folder, ignore=shutil.ignore_patterns("fonts"))
    text = (folder / file).read_text("utf-8")
    assert right in text
    (folder / file).write_text(text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(ValueError, match=re.escape(reason)):
        load_knowledge(folder)


def test_what_is_typed_for_a_task_goes_with_a_verdict_of_it() -> None:
    for task in knowledge().aws.tasks.values():
        assert task.commands.keys() <= {task.management, task.standalone, task.member}, task.id


def test_nothing_typed_as_a_signed_in_root_opens_a_session_or_deletes_a_password() -> None:
    typed = [
        line
        for task in knowledge().aws.tasks.values()
        for name in task.commands.get(Verdict.ROOT, ())
        for line in knowledge().commands[name].lines
    ]
    assert typed
    assert not [line for line in typed if "assume-root" in line or "delete-login-profile" in line]


def typed_in_sentences() -> list[tuple[str, str]]:
    """What is printed as a command inside a sentence, or in the handbook, by where it stands; of all languages."""
    found = [
        (path.relative_to(knowledge().folder).as_posix(), line)
        for path in sorted((knowledge().folder / "languages").rglob("*.yaml"))
        for line in re.findall(r"`(aws [a-z][^`]+)`", path.read_text("utf-8"))
    ]
    for name, block in knowledge().handbook.code.items():
        joined = re.sub(r"\\\n\s*", " ", block.text)
        found += [
            (name, command.partition("  # ")[0].strip())
            for line in joined.splitlines()
            for command in line.split("; ")
            if command.startswith("aws ")
        ]
    return found


@pytest.mark.parametrize(
    ("where", "line"), sorted(set(typed_in_sentences())), ids=lambda value: value.partition(" --")[0][:60]
)
def test_a_command_in_a_sentence_or_in_the_handbook_is_one_too(where: str, line: str) -> None:
    told = {line for command in commands() if command.unverified for line in command.lines}
    if line not in told:
        missing_only = [fault for fault in faults(line) if not fault.endswith("is missing")]
        named_only = re.fullmatch(r"aws [a-z0-9-]+ [a-z0-9-]+", line)  # a sentence may name an operation alone
        assert (missing_only if named_only else faults(line)) == [], where


MINIMAL = """
who:
  lines: [aws sts get-caller-identity]
  sources: [MODELS]
new:
  lines: ["aws new see --account {account}"]
  sources: [MODELS]
  unverified: {reason: too new, source: MODELS}
"""


@cache
def shipped_aws() -> Aws:
    return load_aws(knowledge().folder)


def test_commands_are_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "commands.yaml").write_text(MINIMAL, "utf-8")
    read = load_commands(tmp_path, shipped_aws())
    assert list(read) == ["who", "new"]
    assert read["who"].placeholders == frozenset()
    assert read["new"].filled(ACCOUNT) == ("aws new see --account 111122223333",)


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        ("{account}", "{acount}", "new.lines.0: unknown placeholder acount"),
        ("{account}", "{account", "new.lines.0: has a brace that belongs to no placeholder"),
        ("{account}", "{account} {}", "new.lines.0: unknown placeholder"),
        ("aws new", "sudo new", "new.lines.0: is neither a command of aws nor sets or forgets a session"),
        ("{account}", "{account}\\n  --more", "new.lines.0: breaks without a backslash, or ends with one"),
        ("{account}", "{account} \\\\", "new.lines.0: breaks without a backslash, or ends with one"),
        ("{account}", "x" * 80, "new.lines.0: is longer than 95 signs"),
        ("reason: too new, ", "", "new.unverified.reason: Field required"),
        ("source: MODELS", "source: NOBODY", "new.unverified.source: unknown NOBODY"),
        ("sources: [MODELS]", "sources: [NOBODY]", "who.sources: unknown NOBODY"),
        ("sources: [MODELS]", "sources: []", "who.sources: Value should have at least 1 item"),
        ("lines: [aws", "line: [aws", "who.lines: Field required"),
        ("sources: [MODELS]", "sources: [MODELS]\n  note: x", "who.note: Unexpected"),
    ],
)
def test_a_fault_in_the_commands_names_the_entry(tmp_path: Path, right: str, wrong: str, reason: str) -> None:
    assert right in MINIMAL
    (tmp_path / "commands.yaml").write_text(MINIMAL.replace(right, wrong, 1), "utf-8")
    with pytest.raises(ValueError, match=rf"^commands\.yaml: {re.escape(reason)}"):
        load_commands(tmp_path, shipped_aws())
