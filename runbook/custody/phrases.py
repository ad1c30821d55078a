"""Custody answers as phrases: who can open which key, how a group becomes root, what is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runbook.custody.keys import Key, RootPath, Way
from runbook.custody.losses import Loss, LossKind
from runbook.knowledge.phrases import Listed, Name, Phrase, Value, Word

if TYPE_CHECKING:
    from runbook.custody.collusion import Actor, Proof


def proof(found: Proof) -> Phrase:
    """How a group becomes root, step by step."""
    steps = Listed(tuple(_step(way, actors) for way, actors in found.steps), "sentences")
    return Phrase.of("proof", path=path_name(found.path), steps=steps)


def path_name(path: RootPath) -> Phrase:
    """What a path is called."""
    return Phrase(f"path-{path.value}")


def key_name(key: Key) -> Phrase:
    """What a key is called."""
    return Phrase(f"key-{key.value}")


def loss_name(loss: Loss) -> Value:
    """What is lost."""
    match loss.kind:
        case LossKind.PERSON:
            return Phrase.of("loss-person", name=Name("person", loss.id))
        case LossKind.PLACE:
            return Phrase.of("loss-place", name=Name("place", loss.id))
        case LossKind.SITE:
            return Phrase.of("loss-site", name=Name("site", loss.id))
        case LossKind.ACCOUNT:
            return Phrase.of("loss-account", name=Name("account", loss.id))
        case LossKind.SERVICE:
            return Phrase(f"loss-{loss.id}")
        case LossKind.ITEM:
            return Phrase.of("loss-item", name=loss.id)


def _step(way: Way, actors: tuple[Actor, ...]) -> Phrase:
    who = Listed(tuple(dict.fromkeys(map(_actor, actors))))
    if way.item is not None and way.place is not None:
        return Phrase.of(
            "step-item", who=who, key=key_name(way.key), place=Name("place", way.place.id), item=way.item.id
        )
    return Phrase.of(f"step-{way.key.value}", who=who)


def _actor(actor: Actor) -> Value:
    if actor.stands_in_for is None or actor.role is None:
        return Name("person", actor.person)
    return Phrase.of(
        "stands-in",
        person=Name("person", actor.person),
        other=Name("person", actor.stands_in_for),
        role=Word(f"labels.roles.{actor.role.value}"),
    )
