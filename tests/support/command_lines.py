"""Is a line that is typed at a shell a command of AWS? Held against the service models that botocore ships."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from functools import cache

import jmespath
from botocore import xform_name
from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, OperationModel, ServiceModel, Shape, StringShape, StructureShape
from botocore.session import Session

SERVICES = {"s3api": "s3"}  # the AWS CLI's own name for a service
GLOBAL_OPTIONS = {"--region": 1, "--output": 1, "--query": 1, "--no-cli-pager": 0}  # and how many values they take
READ = "read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN < <("
TYPED = "¤"  # stands for what a person types or the organisation fills in


@cache
def loader() -> Loader:
    return Loader()


@cache
def operations(service: str) -> dict[str, OperationModel]:
    model = ServiceModel(loader().load_service_model(service, "service-2"), service)
    return {xform_name(name, "-"): model.operation_model(name) for name in model.operation_names}


@cache
def regions() -> set[str]:
    session = Session()
    partitions = session.get_available_partitions()
    return {region for name in partitions for region in session.get_available_regions("sts", name)}


def words_of(line: str) -> list[str]:
    """The words of a command up to a pipe or redirection, as a shell takes them; of `read`, what it reads from."""
    text = re.sub(r"<[^<>]+>|\{[a-z_]+\}", TYPED, line.replace("\\\n", " "))
    text = text.removeprefix(READ).removesuffix(")") if text.startswith(READ) else text
    lexer = shlex.shlex(text, posix=True, punctuation_chars="<>|;&")
    lexer.whitespace_split = True
    words = list(lexer)
    return words[: next((place for place, word in enumerate(words) if word in {"|", ">"}), len(words))]


def faults(line: str) -> list[str]:
    """What is wrong with a line; empty if AWS has such an operation, with these parameters."""
    aws, *words = words_of(line)
    if aws != "aws" or len(words) < 2:
        return [f"no operation: {line}"]
    service = SERVICES.get(words[0], words[0])
    if service not in loader().list_available_services("service-2") or words[0] in SERVICES.values():
        return [f"unknown service {words[0]}"]
    if words[1] not in operations(service):
        return [f"unknown operation {words[0]} {words[1]}"]
    return list(_faults_of_options(operations(service)[words[1]], words[2:]))


def _faults_of_options(operation: OperationModel, words: list[str]) -> Iterator[str]:
    options: dict[str, list[str]] = {}
    for word in words:
        if word.startswith("--"):
            if word in options:
                yield f"{word} twice"
            options[word] = []
        elif not options:
            yield f"{word} belongs to no option"
        else:
            options[list(options)[-1]].append(word)
    shape = operation.input_shape
    members = dict(shape.members) if shape else {}
    named = {"--" + xform_name(name, "-"): member for name, member in members.items()}
    needed = {"--" + xform_name(name, "-") for name in (shape.required_members if shape else ())}
    yield from (f"{name} is missing" for name in sorted(needed - options.keys()))
    for name, values in options.items():
        if name in named:
            yield from _faults_of_values(name, named[name], values)
        elif name not in GLOBAL_OPTIONS:
            yield f"unknown option {name}"
    yield from _faults_of_global_options(operation, options)


def _faults_of_values(name: str, shape: Shape, values: list[str]) -> Iterator[str]:
    if not values or (len(values) > 1 and not isinstance(shape, ListShape)):
        yield f"{name} has {len(values)} values"
        return
    inner = shape.member if isinstance(shape, ListShape) else shape
    for value in values:
        if value.startswith(("file://", TYPED)):
            continue
        if value.startswith("["):
            yield from _faults_of_json(name, shape, json.loads(value))
            continue
        if isinstance(inner, StructureShape | MapShape):
            yield from _faults_of_pairs(name, inner, value)
        else:
            yield from _faults_of_word(name, inner, value)


def _faults_of_json(name: str, shape: Shape, value: object) -> Iterator[str]:
    if isinstance(value, list) and isinstance(shape, ListShape):
        for each in value:
            yield from _faults_of_json(name, shape.member, each)
    elif isinstance(value, dict) and isinstance(shape, StructureShape):
        yield from (f"{name}: unknown key {key}" for key in value.keys() - shape.members.keys())
        for key in value.keys() & shape.members.keys():
            yield from _faults_of_json(name, shape.members[key], value[key])
    elif isinstance(value, str):
        yield from _faults_of_word(name, shape, value)
    else:
        yield f"{name}: {value} does not belong there"


def _faults_of_pairs(name: str, shape: StructureShape | MapShape, value: str) -> Iterator[str]:
    for pair in value.split(","):
        key, equals, word = pair.partition("=")
        if not equals:
            yield f"{name}: {pair} is no pair"
        elif isinstance(shape, MapShape):
            yield from _faults_of_word(name, shape.key, key)
        elif key not in shape.members:
            yield f"{name}: unknown key {key}"
        else:
            yield from _faults_of_word(name, shape.members[key], word)


def _faults_of_word(name: str, shape: Shape, word: str) -> Iterator[str]:
    if isinstance(shape, StringShape) and shape.enum and TYPED not in word and word not in shape.enum:
        yield f"{name}: {word} is none of {', '.join(shape.enum)}"
    if shape.type_name in {"integer", "long"} and TYPED not in word and not word.isdigit():
        yield f"{name}: {word} is no number"


def _faults_of_global_options(operation: OperationModel, options: dict[str, list[str]]) -> Iterator[str]:
    for name in GLOBAL_OPTIONS.keys() & options.keys():
        if len(options[name]) != GLOBAL_OPTIONS[name]:
            yield f"{name} has {len(options[name])} values"
    for region in options.get("--region", ()):
        if TYPED not in region and region not in regions():
            yield f"unknown Region {region}"
    for output in options.get("--output", ()):
        if output not in {"json", "text", "table"}:
            yield f"unknown output {output}"
    for query in options.get("--query", ()):
        yield from _faults_of_query(operation, query)


def _faults_of_query(operation: OperationModel, query: str) -> Iterator[str]:
    jmespath.compile(query)
    shape: Shape | None = operation.output_shape
    for key in query.partition("[")[0].strip(".").split("."):
        if isinstance(shape, MapShape):
            yield from _faults_of_word("--query", shape.key, key)
            shape = shape.value
        elif isinstance(shape, StructureShape) and key in shape.members:
            shape = shape.members[key]
        else:
            yield f"--query: no {key} in the answer"
            return
