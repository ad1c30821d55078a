"""A view: everything a sheet of one language may see. Pure questions to it, no formatting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from runbook.audience import Audience
from runbook.custody import (
    Collusion,
    GapMonth,
    Loss,
    Question,
    Resilience,
    Takeover,
    hours_without_quorum,
    joined,
    watchers,
)
from runbook.custody.phrases import collusion, loss_name, question, takeover, week_hours
from runbook.knowledge.phrases import Listed, Speaker
from runbook.knowledge.titles import sheet_title
from runbook.organisation import (
    Absence,
    Account,
    Custody,
    EmergencyRole,
    Hours,
    Item,
    Organisation,
    Person,
    Place,
    Role,
    Route,
    shown_account_id,
)
from runbook.organisation.deadlines import due_from
from runbook.organisation.fields import PHONE_KINDS, Text
from runbook.organisation.hours import windows
from runbook.organisation.numbers import dialled_at_home
from runbook.packets.choice import OF_ROUTE, SESSION
from runbook.packets.onward import Onward
from runbook.packets.things import is_vault
from runbook.sheets.cover import Cover
from runbook.sheets.decision_table import DecisionTable
from runbook.sheets.flow import Flow, flow
from runbook.sheets.packet_view import PacketView
from runbook.sheets.routine import PeriodicTask, next_due, periodic_tasks

if TYPE_CHECKING:
    from runbook.contingency.days import PacketDays
    from runbook.contingency.single_losses import SingleLosses
    from runbook.knowledge.aws import Aws
    from runbook.knowledge.commands import Command
    from runbook.knowledge.handbook import Handbook
    from runbook.knowledge.language import Language
    from runbook.knowledge.procedure import Procedure
    from runbook.knowledge.sheets import Sheet
    from runbook.packets import Packet
    from runbook.packets.cases import Case
    from runbook.sheets.account_sheets import AccountSheets


FULL_ONLY = frozenset({"resilience"})
"""Sheets (slugs) that hold nothing but what readers of roles only may not know."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What one packet is made for on demand: a moment as it is printed, who is away then, whether it is a drill."""

    moment: str | None = None
    absent: Mapping[str, date] = field(default_factory=dict)
    is_drill: bool = False

    @classmethod
    def at(cls, moment: datetime, organisation: Organisation, *, is_drill: bool = False) -> Occasion:
        """The occasion of a moment where the company is, with those who are away on its day and until when."""
        away = ((person.id, person.absence(moment.date())) for person in organisation.people)
        absent = {name: absence.until for name, absence in away if absence}
        return cls(f"{moment:%Y-%m-%d %H:%M %Z}", absent, is_drill)


@dataclass(frozen=True, slots=True)
class View:
    """One organisation in one language, for one audience, as of one day."""

    organisation: Organisation
    procedure: Procedure
    language: Language
    aws: Aws
    handbook: Handbook
    sheets: tuple[Sheet, ...]
    day: date
    tool_version: str
    resilience: Resilience
    account_sheets: AccountSheets
    onward: Onward = field(default_factory=lambda: Onward({}))
    single_losses: SingleLosses | None = None
    packet_days: PacketDays | None = None
    commands: Mapping[str, Command] = field(default_factory=dict)
    audience: Audience = Audience.FULL
    left_out: tuple[Sheet, ...] = ()
    occasion: Occasion | None = None
    customised: bool = False
    logo: str = ""

    @property
    def is_full(self) -> bool:
        """Whether names, numbers and places are those of the company; False where roles stand for them."""
        return self.audience is Audience.FULL

    def absent_until(self, person_id: str) -> date | None:
        """The last day of somebody's absence at the moment that a packet is made for."""
        return self.occasion.absent.get(person_id) if self.occasion else None

    def title(self, sheet: Sheet) -> str:
        """The title of a sheet, without its number."""
        return sheet_title(sheet, self.language)

    def about(self, sheet: Sheet) -> str | None:
        """The key of the words for what a sheet answers, in this edition; None where there are none."""
        keys = (
            f"screen.{about}.{sheet.kind}" for about in (("about",) if self.is_full else ("about_role_only", "about"))
        )
        return next(filter(self.language.has, keys), None)

    def packet(self, sheet: Sheet) -> PacketView:
        """What a packet prints."""
        return PacketView(self, self.onward.packets[sheet.slug])

    @property
    def cover(self) -> Cover:
        """What the cover prints, and the numbers of forms."""
        return Cover(self)

    @property
    def decision_table(self) -> DecisionTable:
        """How tasks are done with which accounts."""
        return DecisionTable(self)

    def flow(self) -> Flow:
        """The ways to root power in use."""
        return flow(self.organisation.routes, map(self.packet, self.packets()))

    @property
    def speaker(self) -> Speaker:
        """Says collusions and losses in the language of the sheets."""
        return Speaker(self.language, self.organisation, on_paper=True)

    def proof_words(self, found: Collusion) -> str:
        """How a group becomes root, step by step."""
        return self.speaker.say(collusion(found))

    def takeover_words(self, found: Takeover) -> str:
        """How a group takes root by acts of administration, step by step."""
        return self.speaker.say(takeover(found))

    def question_words(self, asked: Question) -> str:
        """Who would be root, if that were known."""
        return self.speaker.say(question(asked))

    def organization_admins(self) -> tuple[str, ...]:
        """People (ids) with administrator access in the management account, deputies after whom they stand in for."""
        admins = self.organisation.organization_admins
        return tuple(dict.fromkeys(name for entry in admins for name in (entry.person, entry.deputy) if name))

    def reached_by_alert(self, guard: str) -> tuple[str, ...]:
        """People (ids) whom the alert on acts at a guard reaches, in the order of the list of people."""
        reached = watchers(self.organisation).get(guard, frozenset())
        return tuple(person.id for person in self.organisation.people if person.id in reached)

    def short_hours(self) -> str | None:
        """When in an ordinary week no complete team is within its hours, by winter's or by summer's clocks."""
        days = (date(self.day.year, 1, 1), date(self.day.year, 7, 1))
        found = [hours for day in days for hours in hours_without_quorum(self.organisation, day)]
        week = joined(span for hours in found for span in hours.minutes)
        return self.speaker.say(week_hours(week)) if week else None

    def losses_words(self, losses: frozenset[Loss]) -> str:
        """What is lost together."""
        return self.speaker.say(Listed(tuple(map(loss_name, sorted(losses)))))

    def packet_numbers(self, packets: Iterable[Packet]) -> tuple[tuple[str, int, int], ...]:
        """The numbers of some packets, each with how many of that number they are and how many there are."""
        return self.case_numbers(packet.case for packet in packets)

    def case_numbers(self, cases: Iterable[Case]) -> tuple[tuple[str, int, int], ...]:
        """The same of the cases of some packets."""
        mine = Counter(case.kind.number for case in cases)
        every = Counter(packet.case.kind.number for packet in self.onward.packets.values())
        return tuple((number, mine[number], every[number]) for number in sorted(mine))

    def packets_of(self, *kinds: str) -> tuple[Sheet, ...]:
        """The packets of some kinds of case."""
        return tuple(sheet for sheet in self.sheets if sheet.is_packet and sheet.kind in kinds)

    def packets_of_route(self, route: Route) -> tuple[Sheet, ...]:
        """The packets by which root power is used on a route; of removed root, the privileged session, too."""
        kinds = (SESSION, OF_ROUTE[route]) if route is Route.REMOVED else (OF_ROUTE[route],)
        return self.packets_of(*kinds)

    def packets(self) -> tuple[Sheet, ...]:
        """All packets, in order."""
        return tuple(sheet for sheet in self.sheets if sheet.is_packet)

    @property
    def must_approve(self) -> tuple[str, ...]:
        """The approvers (ids) without whom, or whose deputy, nothing is approved."""
        return tuple(member.person for member in self.organisation.approvers.members if member.must)

    def call_order(self, count: int | None = None) -> tuple[tuple[int, Person], ...]:
        """The first calls, or all, as (minutes after the start, person)."""
        return self.organisation.calls()[:count]

    def numbers(self, person: Person) -> tuple[str, ...]:
        """A person's telephone numbers, best first; their first contact when there is none."""
        numbers = tuple(contact.value for contact in person.contacts if contact.kind in PHONE_KINDS)
        return numbers or (person.contacts[0].value,)

    def at_home(self, number: str) -> str | None:
        """How a telephone number is dialled where the company is; None if just as it stands."""
        return dialled_at_home(number, self.organisation.company.time_zone)

    def windows(self, hours: Hours | tuple[Hours, ...] | None) -> tuple[Hours, ...]:
        """Every window of some hours."""
        return windows(hours)

    def zone_elsewhere(self, who: Person | Place) -> str | None:
        """The time zone of somebody's hours, or a place's, if it is not the company's, which stands on every page."""
        zone = self.organisation.time_zone_of(who)
        return zone if who.hours and zone != self.organisation.company.time_zone else None

    def zone_name(self, zone: str) -> str:
        """What readers call a time zone; its IANA name where the language has no other."""
        key = f"labels.zones.{zone}"
        return self.language.words(key) if self.language.has(key) else zone

    def sign_in_address(self, role: EmergencyRole) -> str:
        """Where an emergency user signs in: the address that the company states, else that of its account."""
        return role.url or self.language.say("packets.notes.role_url", account=role.account)

    def credentials_of(self, role: EmergencyRole) -> tuple[Item, ...]:
        """The things with which an emergency user signs in, then those that open the places of these."""
        items = self.organisation.items_of_role(role.name)
        kits = (kit for item in items for kit in self.organisation.place(item.place).needs)
        return (*items, *(self.organisation.item(kit) for kit in dict.fromkeys(kits)))

    def is_phone(self, kind: str) -> bool:
        """Whether a contact of this kind is dialled."""
        return kind in PHONE_KINDS

    def held_roles(self) -> tuple[Role, ...]:
        """Roles that somebody holds, in the order of ``Role``; approvers have a sheet of their own."""
        return tuple(role for role in Role if role is not Role.APPROVER and self.organisation.holders(role))

    @property
    def more_approvals(self) -> tuple[tuple[tuple[str, ...], int], ...]:
        """The tasks that take more approvals than others, and how many."""
        return tuple((entry.tasks, entry.required) for entry in self.organisation.approvers.by_task)

    def checklist_roles(self) -> tuple[Role, ...]:
        """Roles that act in packets: each writes a name on the blank checklist."""
        lines = (line for packet in self.onward.packets.values() for line in packet.lines)
        named = {role for line in lines for role in (line.step.who, line.step.second)}
        return tuple(role for role in Role if role in named and role is not Role.APPROVER)

    def closing_items(self) -> tuple[str, ...]:
        """What is looked at before a blank checklist is closed."""
        routes = self.organisation.routes
        own = ("signed_out", "password", "mfa", "exceptions") if any(route.ours for route in routes) else ()
        seals = ("seals",) if Route.SAFE in routes else ()
        return (*own, "logs", *seals, "reported")

    def deputies(self) -> tuple[Person, ...]:
        """People who stand in for an approver and are not approvers themselves."""
        members = self.organisation.approvers.members
        approvers = {member.person for member in members}
        names = dict.fromkeys(member.deputy for member in members if member.deputy and member.deputy not in approvers)
        return tuple(self.organisation.person(name) for name in names)

    def absences(self, *, approvers: bool = False) -> tuple[tuple[Person, Absence], ...]:
        """Absences that are not over, by date: of everyone, or of approvers and their deputies only."""
        people = self.organisation.people
        if approvers:
            members = self.organisation.approvers.members
            people = (*(self.organisation.person(member.person) for member in members), *self.deputies())
        found = [(person, absence) for person in people for absence in person.absences]
        return tuple(sorted((entry for entry in found if entry[1].until >= self.day), key=_absence_order))

    def needs(self, person: Person) -> tuple[str, ...]:
        """What must work so that a person can be reached at all their addresses."""
        return tuple(dict.fromkeys(need for contact in person.contacts for need in contact.depends_on))

    def shown_id(self, account_id: str) -> str:
        """An account id in groups of four, listed or not."""
        return shown_account_id(account_id)

    def sheets_in(self, place: Place, audience: Audience = Audience.FULL) -> tuple[str, ...]:
        """Numbers of the sheets of which a copy of an edition lies in a place."""
        return tuple(
            sheet.number for sheet in self.sheets if any(at == place for at, _ in self.copies_of(sheet, audience))
        )

    def accounts_by_route(self, sheet: Sheet | None = None) -> tuple[tuple[Route, tuple[Account, ...]], ...]:
        """The accounts, or those that have their row on a sheet, by the way to root power."""
        accounts = self.account_sheets.on(sheet) if sheet else self.organisation.accounts
        found = ((route, tuple(one for one in accounts if one.route is route)) for route in Route)
        return tuple((route, kept) for route, kept in found if kept)

    def routes_on(self, sheet: Sheet) -> tuple[Route, ...]:
        """The ways to root power of the accounts that have their row on a sheet."""
        return tuple(route for route, _ in self.accounts_by_route(sheet))

    def accounts_in(self, custody: Custody) -> tuple[Account, ...]:
        """Accounts that are kept in one way."""
        return tuple(account for account in self.organisation.accounts if account.custody == custody)

    def closed_accounts(self) -> tuple[Account, ...]:
        """Accounts that are closed."""
        return tuple(account for account in self.organisation.accounts if account.is_closed)

    def is_vault(self, place: Place) -> bool:
        """Whether a place is one that people sign in to."""
        return is_vault(place)

    def unlocated_places(self) -> tuple[Place, ...]:
        """Places of which the site, or where that is, is not written down; vaults without an address."""
        site = self.organisation.site
        return tuple(
            place
            for place in self.organisation.places
            if not (place.location if is_vault(place) else place.site and site(place.site).address)
        )

    def kept_elsewhere(self) -> tuple[tuple[Route, tuple[Account, ...]], ...]:
        """Open accounts that sheet 11 works out nothing about, since no root of them is kept here; by route."""
        open_ones = [account for account in self.organisation.accounts if not account.is_closed]
        judged = {account.id for entry in self.resilience.classes for account in entry.custody.accounts}
        found = (
            (route, tuple(one for one in open_ones if one.route is route and one.id not in judged))
            for route in Route
            if route is not Route.UNKNOWN
        )
        return tuple((route, accounts) for route, accounts in found if accounts)

    def gap_months(self) -> tuple[tuple[str, str, GapMonth | None], ...]:
        """Months with days without a complete team, from and to; of months in a row that are all such days, none."""
        rows: list[tuple[str, str, GapMonth | None]] = []
        for month in self.resilience.gap_months(self.day):
            is_whole = len(month.days) == month.length
            if is_whole and rows and rows[-1][2] is None and _follows(rows[-1][1], month.month):
                rows[-1] = (rows[-1][0], month.month, None)
            else:
                rows.append((month.month, month.month, None if is_whole else month))
        return tuple(rows)

    def unlisted_accounts(self) -> tuple[Account, ...]:
        """Accounts that the company keeps, and of whose password or MFA device no item says where it lies."""
        return tuple(account for account in self.organisation.accounts if self.organisation.unlisted_halves(account))

    def periodic_tasks(self) -> tuple[PeriodicTask, ...]:
        """Every rotation rule with its due days in the year of the day."""
        return periodic_tasks(self.organisation, self.day.year)

    def first_due_after(self, task: PeriodicTask, year: int) -> date | None:
        """The first day after a year on which a task is due."""
        return next(due_from(task.rule, date(year + 1, 1, 1)), None)

    def classification(self, sheet: Sheet) -> Text | None:
        """The handling mark of a sheet: its own, or that of all sheets."""
        marks = self.organisation.company.classifications
        own = (marks[name] for name in sheet.references if name in marks)
        return next(own, self.organisation.company.classification)

    def risk_about(self, about: str) -> str:
        """Whom or what an accepted risk is about, as it is printed elsewhere; the config names it by its id."""
        organisation = self.organisation
        names = {
            **{place.id: place.name for place in organisation.places},
            **{site.id: site.name for site in organisation.sites},
            **{person.id: person.name for person in organisation.people},
        }
        if about in names:
            return names[about].in_language(self.language.code)
        return shown_account_id(about) if organisation.account(about) else about

    def next_due(self, after: date) -> date | None:
        """The first due day of the runbook's own review after a day."""
        return next_due(self.organisation.rotation.runbook_review, after)

    def has_copies(self) -> bool:
        """Whether sheet 00 says where copies lie: of the full edition always, that there are none is told, too."""
        return self.is_full or any(self.copies_of(sheet) for sheet in self.sheets)

    def copies_of(self, sheet: Sheet, audience: Audience = Audience.FULL) -> tuple[tuple[Place, int], ...]:
        """How many copies of a sheet lie in each place, numbered from 1 there: one more elsewhere renumbers nothing.

        Only the full edition tells, also where copies of the other lie.
        """
        count: dict[str, int] = {}
        for entry in self.organisation.copies if self.is_full else ():
            if entry.audience != audience or (audience == Audience.ROLE_ONLY and sheet.slug in FULL_ONLY):
                continue
            if entry.is_in(self.language.code) and (entry.sheet == "*" or entry.sheet in sheet.references):
                count[entry.place] = count.get(entry.place, 0) + entry.count
        return tuple((self.organisation.place(place_id), number) for place_id, number in count.items())


def _follows(before: str, after: str) -> bool:
    """Whether a month ("2027-01") is the one after another."""
    year, month = map(int, before.split("-"))
    return after == f"{year + month // 12}-{month % 12 + 1:02d}"


def _absence_order(entry: tuple[Person, Absence]) -> date:
    return entry[1].start
