"""Custody answers as phrases: who can open which key, how a group becomes root, what is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runbook.custody.availability import SERVICES, Loss, LossKind
from runbook.custody.keys import Key, RootPath, Way
from runbook.custody.powers import Power, PowerKind
from runbook.custody.questions import Question, Topic
from runbook.knowledge.phrases import Listed, Name, Phrase, Value, Word
from runbook.organisation import ORGANIZATION, OwnRole
from runbook.organisation.hours import DAY, WEEK, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runbook.custody.collusion import Actor, Collusion
    from runbook.custody.powers import Means
    from runbook.custody.takeover import Takeover


def collusion(found: Collusion) -> Phrase:
    """How a group becomes root, step by step."""
    steps = Listed(tuple(_step(way, actors) for way, actors in found.steps), "sentences")
    return Phrase.of("proof", path=path_name(found.path), steps=steps)


def takeover(found: Takeover) -> Phrase:
    """How a group takes root, step by step: what each means takes, before what it gives."""
    steps = tuple(step for means, actors in found.steps if (step := _means(means, actors)) is not None)
    return Phrase.of("proof", path=path_name(found.path), steps=Listed(steps, "sentences"))


def question(asked: Question) -> Phrase:
    """An open question as a sentence: who would be root, if that were known."""
    match asked.topic:
        case Topic.SERVICE | Topic.REACH:
            about: Value = Name("service", asked.about)
        case Topic.ACCOUNT | Topic.ADMINISTRATORS | Topic.GOVCLOUD | Topic.CHINA:
            about = Name("account", asked.about)
        case Topic.VAULT | Topic.LOCK | Topic.CARRIED:
            about = Name("place", asked.about)
        case Topic.RESELLER:
            about = Name("contact", asked.about)
        case _:
            about = asked.about
    first, *others = asked.accounts or (asked.about,)
    accounts: Value = Name("account", first)
    if others:
        accounts = Phrase.of("account-and-more", account=accounts, count=str(len(others)))
    return Phrase.of(f"question-{asked.topic.value}", name=about, accounts=accounts)


def _means(means: Means, acting: tuple[Actor, ...]) -> Phrase | None:
    """A means as a sentence; None for what a reader need not be told: one thing under two names."""
    who = Listed(tuple(dict.fromkeys(map(_actor, acting))))
    given, target = means.gives, power_name(means.gives)
    source: Value = power_name(means.needs[0]) if means.needs else ""
    if means.way is not None:
        return _step(means.way, acting)
    if means.act is not None:
        return Phrase.of(f"act-{means.act.value}", who=who, source=source, target=target)
    if means.item is not None:
        place, told = Name("place", means.item.place), "opened" if acting else "taken"
        kind = f"kit-{told}" if given.kind is PowerKind.SERVICE else f"item-{told}"
        return Phrase.of(kind, who=who, place=place, item=means.item.id, target=target)
    if acting:
        return Phrase.of(f"controls-{given.kind.value}", who=who, target=target)
    if means.needs[0].kind in (PowerKind.EMERGENCY, PowerKind.ROOT):
        return Phrase.of(f"through-{means.needs[0].kind.value}", source=source, target=target)
    return None


def power_name(power: Power) -> Value:
    """What somebody has: a guard, an account or a thing by its name."""
    match power.kind:
        case PowerKind.SERVICE:
            return Name("service", power.id)
        case PowerKind.PLACE:
            return Name("place", power.id)
        case PowerKind.DOMAIN | PowerKind.EMERGENCY | PowerKind.ITEM:
            return power.id
        case PowerKind.ACCOUNT if power.id == ORGANIZATION:
            return Phrase("the-organization")
        case PowerKind.ACCOUNT | PowerKind.ROOT | PowerKind.KEY:
            return Name("account", power.id)


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
            return Phrase(f"loss-{loss.id}") if loss.id in SERVICES else Name("service", loss.id)
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
        role=Name("role", actor.role.id)
        if isinstance(actor.role, OwnRole)
        else Word(f"labels.roles.{actor.role.value}"),
    )


def week_hours(week: Iterable[range]) -> Listed:
    """A gap between hours as days and times: "Mon to Thu 18:00 to 09:00, Fri 18:00 to Mon 09:00"."""
    return _hours(week, -1)


def kept_hours(week: Iterable[range]) -> Listed:
    """Minutes of a week from the first to the last: "Mon to Fri 09:00 to 18:00"; then 18:01 is no more of them."""
    return _hours(week, 0)


def _hours(week: Iterable[range], shift: int) -> Listed:
    alike: dict[tuple[int, int], list[int]] = {}
    for span in week:
        alike.setdefault((span.start % DAY, len(span)), []).append(span.start // DAY)
    spans = (_span(start, length, days, shift) for (start, length), days in alike.items())
    return Listed(tuple(phrase for some in spans for phrase in some), "commas")


def _span(start: int, length: int, days: list[int], shift: int) -> Iterator[Phrase]:
    """Spans of the same time of day and length: in one phrase, unless one lasts so long that its last day is named.

    ``shift`` is added to both ends: a gap begins with the last minute before it and ends with the first after it.
    """
    first, last = _clock(start, shift), _time(start + length - 1 - shift)
    if length >= WEEK:
        yield Phrase("at-every-hour")
    elif length <= DAY:
        yield Phrase.of("hours-of-days", days=_days(days), first=first, last=last)
    else:
        for day in days:
            yield Phrase.of(
                "hours-over-days",
                first_day=_weekday(day),
                first=first,
                last_day=_weekday(day + (start + length - 1 - shift) // DAY),
                last=last,
            )


def _days(days: list[int]) -> Value:
    if len(days) == len(WEEKDAYS):
        return Phrase("every-day")
    if len(days) > 2 and days == list(range(days[0], days[0] + len(days))):  # noqa: PLR2004  two are named one by one
        return Phrase.of("days", first=_weekday(days[0]), last=_weekday(days[-1]))
    return Listed(tuple(map(_weekday, days)), "commas")


def _weekday(number: int) -> Word:
    return Word(f"labels.weekdays.{WEEKDAYS[number % len(WEEKDAYS)]}")


def _clock(minute: int, shift: int) -> str:
    """The minute, or the last before it, which is what hours are written with; midnight is a minute of its own."""
    return _time(minute + shift if minute % DAY else minute)


def _time(minute: int) -> str:
    return f"{minute % DAY // 60:02d}:{minute % 60:02d}"
