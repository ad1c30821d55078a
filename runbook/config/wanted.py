"""The line that is wanted at a place of the file, with what the reader has written as far as it fits.

Fields come from the JSON Schema, ids from the file itself, what a value may mean from `meant`; what nobody has written
is an example of the schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from runbook.config.described import alternatives, described
from runbook.config.meant import days_in, hours_in, weekdays_in
from runbook.config.references import REFERENCES, fits, matching
from runbook.config.single_values import UNKNOWN, Form, is_reference, or_unknown, referred, single_value
from runbook.organisation.parsers import IDENTIFIER
from runbook.text.secret_values import could_be_password
from runbook.text.yaml_flow import Value, flow

if TYPE_CHECKING:
    from runbook.config.tree import Node, Path, Tree

_NOBODY = ("none", "nobody", "no", "-", "null", "なし", "無し")  # written where a list is to be empty
_DEEPEST = 12  # levels; the config has fewer
_LONGEST = 600  # signs of a line that is shown
_EMAIL = "email"
_A_STEP = "B-01"
_ID: tuple[Form, ...] = ({"pattern": IDENTIFIER.pattern},)
_TOGETHER = re.compile(r"\s*[+＋&＆]\s*|\s+(?:and|und|with|と|及び|および)\s+")
_EACH = re.compile(r"\s*[,，、;；/]\s*|\s+(?:or|oder|または|か)\s+")


def wanted(tree: Tree, path: Path) -> str:
    """What should stand at a path instead of what stands there."""
    return _line(_value(described(path), tree, path, tree.get(path)))


def example(tree: Tree, path: Path) -> str:
    """A value for a field that is missing."""
    return _line(_value(described(path), tree, path, None))


def in_each_language(tree: Tree, path: Path) -> str:
    """A text in each language of the company, as far as it stands there."""
    form = next((form for form in described(path) if "additionalProperties" in form), {})
    return offered(tree, path) or _line(by_key(form, tree, path))


def offered(tree: Tree, path: Path, node: Node = None, *, reread: bool = True) -> str:
    """What stands at a path (or ``node``), in the form that is wanted there; "" if nobody can tell what is meant.

    ``reread``: as it stands it has been refused, and is not what is wanted.
    """
    read = _own(described(path), tree, path, tree.get(path) if node is None else node, reread=reread)
    return "" if read is None else _line(read)


def _line(value: Value) -> str:
    """On one line; of a long list as many as fit."""
    line = flow(value)
    while len(line) > _LONGEST and isinstance(value, list) and len(value) > 1:
        value = value[:-1] if value[-1] != UNKNOWN else value[:-2]
        value = [*value, UNKNOWN]
        line = flow(value)
    return line


def _value(forms: Sequence[Form], tree: Tree, path: Path, own: Node) -> Value:
    """What the reader has written, or else an example: of the first form that has parts, else a single value."""
    if own is not None and (read := _own(forms, tree, path, own)) is not None:
        return read
    for form in forms if len(path) < _DEEPEST else ():
        if "properties" in form:
            return _mapping(form, tree, path, {})
        if "items" in form:
            return [_value(list(alternatives(form["items"])), tree, (*path, 0), None)]
        if "patternProperties" in form:
            return {_goal(tree): _scalar(list(form["patternProperties"].values()), tree, path)}
        if isinstance(form.get("additionalProperties"), Mapping) and len(forms) == 1:
            return by_key(form, tree, path)
    return _scalar(forms, tree, path)


def _own(forms: Sequence[Form], tree: Tree, path: Path, own: Node, *, reread: bool = False) -> Value | None:
    """What the reader has written in the first form that can hold it; None if no form can."""
    if own is None or len(path) >= _DEEPEST:
        return None
    if isinstance(own, str) and path[-1:] == ("days",) and (week := weekdays_in(own)) is not None:
        return week if isinstance(week, str) else list(week)
    for form in sorted(forms, key=lambda form: isinstance(own, list) and form.get("type") != "object"):
        if "properties" in form:
            found: Value | None = _mapping_of(form, tree, path, own)
        elif "items" in form:
            found = _list_of(form, tree, path, own)
        elif "additionalProperties" in form or "patternProperties" in form:
            found = _keyed(form, tree, path, own)
        elif isinstance(own, list | dict):
            parts = own if isinstance(own, list) else list(own.values())[:2]
            found = next((one for each in parts if (one := single_value(form, tree, path, each)) is not None), None)
        else:
            found = single_value(form, tree, path, own, reread=reread)
        if found is not None:
            return found
    return None


# --- Mappings -------------------------------------------------------------------------------------------------------


def _mapping_of(form: Form, tree: Tree, path: Path, own: Node) -> dict[str, Value] | None:
    fields = form["properties"]
    if isinstance(own, dict):
        return _mapping(form, tree, path, own) if own and own.keys() <= fields.keys() else None
    if isinstance(own, list):
        return _around(form, tree, path, own)
    if own is None:
        return None
    if period := _period(fields, own):
        return period
    found = _around(form, tree, path, own)
    return found if found is not None or not could_be_password(own) else None


def _mapping(form: Form, tree: Tree, path: Path, own: Mapping[str, Node]) -> dict[str, Value]:
    """Its required fields and those that are written; what nobody has written is an example."""
    fields = form["properties"]
    names = [*(form.get("required") or list(fields)[:1]), *own]
    found: dict[str, Value] = {}
    for name in dict.fromkeys(names):
        forms = list(alternatives(fields[name]))
        hint = _EMAIL if _is_address(own) else own.get("id")
        if name not in own and isinstance(hint, str) and any("enum" in each for each in forms):
            found[name] = _own(forms, tree, (*path, name), hint) or _value(forms, tree, (*path, name), None)
        else:
            found[name] = _value(forms, tree, (*path, name), own.get(name))
    return found


def _is_address(own: Mapping[str, Node]) -> bool:
    """Whether it is a mapping of one address: its kind says so."""
    return len(own) == 1 and "@" in str(*own.values())


def _around(form: Form, tree: Tree, path: Path, own: Node) -> dict[str, Value] | None:
    """A mapping with a value in the first field that can hold it: an id that stands for a person, a list of members."""
    name = _field_for(form, tree, path, own, ())
    return None if name is None else _mapping(form, tree, path, {name: own})


def _field_for(form: Form, tree: Tree, path: Path, own: Node, taken: Sequence[str]) -> str | None:
    """The field of a mapping that a value is meant for: one that refers to it, else the first that can hold it."""
    required = form.get("required") or list(form["properties"])[:1]
    names = [*required, *(name for name in form["properties"] if taken and name not in required)]
    able = [name for name in names if name not in taken and _fits_in(form, tree, (*path, name), own)]
    known = [name for name in able if isinstance(own, str) and referred(tree, (*path, name), own)]
    days = [name for name in able if isinstance(own, str) and days_in(own) and _is_of_day(form, name)]
    return next(iter((*known, *days, *able)), None)


def _is_of_day(form: Form, name: str) -> bool:
    return any(each.get("format") == "date" for each in alternatives(form["properties"][name]))


def _fits_in(form: Form, tree: Tree, path: Path, own: Node) -> bool:
    forms = list(alternatives(form["properties"][path[-1]]))
    if isinstance(own, list) and not any("items" in each for each in forms):
        return False
    return _own(forms, tree, path, own) is not None


def _period(fields: Mapping[str, Any], text: str) -> dict[str, Value] | None:
    """From, until and the days of the week, of a text that names them."""
    if not {"from", "until"} <= fields.keys():
        return None
    days, hours = days_in(text), hours_in(text)
    if "days" not in fields and days:
        return {"from": days[0], "until": days[-1]}
    if "days" not in fields or hours is None:
        return None
    found: dict[str, Value] = {"from": hours[0], "until": hours[1]}
    week = weekdays_in(text)
    return found if week is None else found | {"days": week if isinstance(week, str) else list(week)}


def _keyed(form: Form, tree: Tree, path: Path, own: Node) -> dict[str, Value] | None:
    """A mapping of free keys: texts in the order of the company's languages, or minutes to a place."""
    if "patternProperties" in form:
        forms = list(form["patternProperties"].values())
        read = None if isinstance(own, dict) else _own(forms, tree, path, own)
        return None if read is None else {_goal(tree): read}
    codes = [code for _, code in matching(tree, "languages.*")]
    if isinstance(own, list) and len(own) == len(codes) > 1 and all(isinstance(each, str) for each in own):
        return {code: or_unknown(str(each)) for code, each in zip(codes, own, strict=True)}
    return None


def by_key(form: Form, tree: Tree, path: Path) -> dict[str, Value]:
    """An example of a mapping of free keys: a role, a step, or the languages of the company."""
    names = [each for named in alternatives(form.get("propertyNames", {})) for each in named.get("enum", ())]
    codes = [code for _, code in matching(tree, "languages.*")] or ["en"]
    keys = names[:1] or ([_A_STEP] if path == ("notes",) else codes)
    below = list(alternatives(form["additionalProperties"]))
    return {key: _value(below, tree, (*path, key), None) for key in keys}


def offered_entry(tree: Tree, path: Path, key: str) -> tuple[str, Sequence[str]]:
    """The entry of a list that somebody wrote as ``sato: 2026-04-01``: its line ("" if it is none), and its fields."""
    node = tree.get(path)
    form = next((form for form in described(path) if "properties" in form), None)
    if form is None or not isinstance(node, dict):
        return "", ()
    if not any(is_reference((*path, name)) and referred(tree, (*path, name), key) for name in form["properties"]):
        return "", ()
    entries = [each for each in _elements([form], tree, path, {key: node[key]}) if isinstance(each, dict)]
    return (_line(entries[0]), tuple(entries[0])) if entries else ("", ())


def opened_by(tree: Tree, path: Path) -> tuple[str, str]:
    """Groups that open a place, written as one list of people: opened by all together, and by each alone."""
    ids = [one for each in _listed(tree, path) if isinstance(one := _own(_ID, tree, (*path, 0, 0), each), str)]
    return flow([[*ids]]), flow([[one] for one in ids])


def _listed(tree: Tree, path: Path) -> list[Node]:
    node = tree.get(path)
    return node if isinstance(node, list) and all(isinstance(each, str) for each in node) else []


def _goal(tree: Tree) -> str:
    """Where somebody travels to: a site, else a place."""
    return next((name for kind in ("sites", "places") for _, name in matching(tree, f"{kind}.*.id")), UNKNOWN)


# --- Lists ----------------------------------------------------------------------------------------------------------


def _list_of(form: Form, tree: Tree, path: Path, own: Node) -> list[Value] | None:
    forms, below = list(alternatives(form["items"])), (*path, 0)
    if isinstance(own, list):
        return [_value(forms, tree, below, each) for each in own] or None
    if isinstance(own, dict):
        return list(_elements(forms, tree, below, own)) or None
    if own is None:
        return None
    if own.lower() in _NOBODY and not form.get("minItems"):
        return []
    if (whole := _own(forms, tree, below, own)) is not None:
        return [whole]
    return _split(forms, tree, below, own)


def _split(forms: Sequence[Form], tree: Tree, path: Path, text: str) -> list[Value] | None:
    """The elements that a text names one after the other; None unless each of them is one."""
    nested = any("items" in form for form in forms)
    for sign in (_EACH,) if nested else (_EACH, _TOGETHER):
        parts = [part for part in sign.split(text.strip()) if part]
        found = [_own(forms, tree, path, part) for part in parts] if len(parts) > 1 else []
        if found and None not in found:
            return [each for each in found if each is not None]
    return None


def _elements(forms: Sequence[Form], tree: Tree, path: Path, own: Mapping[str, Node]) -> Iterator[Value]:
    """A mapping where a list of mappings is wanted: one of them, or all by the field that tells them apart."""
    form = next((form for form in forms if "properties" in form), None)
    if form is None:
        read = [_own(forms, tree, path, value) for value in own.values()]
        yield from (each for each in read if each is not None)
        return
    fields = form["properties"]
    if own.keys() & fields.keys():
        yield _mapping(form, tree, path, {name: value for name, value in own.items() if name in fields})
        return
    for key, value in own.items():
        name = "id" if "id" in fields else _field_for(form, tree, path, key, ())
        if name is None:
            continue
        parts: dict[str, Node] = {name: key}
        if isinstance(value, dict):
            parts |= {part: below for part, below in value.items() if part in fields}
        elif value is not None and (other := _field_for(form, tree, path, value, tuple(parts))) is not None:
            parts[other] = value
        yield _mapping(form, tree, path, parts)


def _scalar(forms: Sequence[Form], tree: Tree, path: Path) -> Value:
    for pattern, (kind, _) in REFERENCES.items():
        if fits(path, pattern):
            return next((value for _, value in matching(tree, f"{kind}.*.id")), UNKNOWN)
    examples = [each for form in forms for each in (*form.get("enum", ()), *form.get("examples", ()))]
    if not examples or path[-1:] in (("id",), ("name",)):
        return UNKNOWN
    chosen = examples[-1] if path[-1] == "until" else examples[0]
    return chosen if isinstance(chosen, bool) else str(chosen)
