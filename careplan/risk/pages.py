"""What the pages of the risk room say: levels with what the answers suggest, and what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup

from careplan.assessment.labels import KINDS
from careplan.assessment.models import Assessment
from careplan.assessment.queries.answers import assessment_of
from careplan.clients.actions import striking
from careplan.clients.labels import TASKS
from careplan.clients.queries.mistakes import below, of_episode
from careplan.ground.mistakes import Again, Mistake
from careplan.risk.actions import strike_assessment, strike_level
from careplan.risk.codes import Level, RiskDomain
from careplan.risk.labels import BESIDES, COLOURS, DOMAINS, LEVELS, MINE, UNSET, because, besides
from careplan.risk.models import Countersignature, RiskAction, RiskLevel
from careplan.risk.queries import Picture, mistakes, pictures
from careplan.risk.rules import (
    RISK,
    Minimum,
    ReviewState,
    Suggestions,
    countersign_by,
    is_under,
    needs_countersigning,
    review_by,
    review_state,
    under,
    without_action,
    without_level,
)
from careplan.ui.render import escaped
from careplan.ui.tables import Column, Table, Tag
from careplan.ui.words import day

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@dataclass(frozen=True, slots=True)
class Domain:
    """One line of the levels: the domain, its level and reason, what the answers suggest and why."""

    name: str
    level: str
    colour: str
    reason: str
    suggestion: str
    under: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest completed assessment: its levels, its review, and its countersignature if it needs one."""

    picture: Picture
    domains: tuple[Domain, ...]
    review_by: date
    review: ReviewState
    countersign_by: date | None
    late: bool

    @property
    def levels(self) -> Table:
        """The domains as a list."""
        return Table("Levels", LEVELS_SHOWN, self.domains)


LEVELS_SHOWN = (
    Column("Risk", "name"),
    Column("Level", lambda one: Tag(one.level, one.colour)),
    Column("Why", lambda one: escaped(one.reason)),
    Column("What the answers suggest today", lambda one: one.suggestion or "Nothing"),
)
ACTIONS_SHOWN = (
    Column("Action", lambda row: _told(row[0])),
    Column("Risk", lambda row: DOMAINS[RiskDomain(row[0].domain)]),
    Column("Who", lambda row: row[0].responsible),
    Column("By when", lambda row: day(row[0].due_on, "No date")),
    Column("State"),
)
NO_ACTIONS = "No risk actions. High and immediate risk need one with a person and a date."


def _told(row: RiskAction) -> Markup:
    """The action, and on lines of their own what could happen, its signs, what is done if it gets worse."""
    return Markup("<br>").join(escaped(line) for line in (row.action, *besides(row)))


def domains(picture: Picture, suggest: Suggestions) -> tuple[Domain, ...]:
    """All four domains of an assessment, with or without a level."""
    return tuple(_domain(one, picture, suggest.get(one, ())) for one in RiskDomain)


def _domain(one: RiskDomain, picture: Picture, minima: Sequence[Minimum]) -> Domain:
    level, reason = picture.levels.get(one, (None, ""))
    if level is None:
        return Domain(DOMAINS[one], UNSET, "grey", "", because(minima), False)
    return Domain(
        DOMAINS[one], LEVELS[level], COLOURS[level], reason, because(minima), is_under(level, minima)
    )


def standing(pictures: Sequence[Picture], suggest: Suggestions, on: date) -> Standing | None:
    """Where risk stands now; None before the first completed assessment."""
    last = next((one for one in pictures if one.assessment.completed_on), None)
    if last is None or last.assessment.completed_on is None:
        return None
    completed = last.assessment.completed_on
    standard = RISK.on(completed)
    by = countersign_by(completed, standard) if needs_countersigning(last.bare_levels.values()) else None
    return Standing(
        last,
        domains(last, suggest),
        review_by(completed, standard),
        review_state(completed, on, standard),
        by,
        by is not None and (last.signed_on or on) > by,
    )


def actions(pictures: Sequence[Picture]) -> list[RiskAction]:
    """Actions that are open, of every assessment, then those that are done, the latest first."""
    every = [action for picture in pictures for action in picture.actions]
    waiting = sorted((one for one in every if one.done_on is None), key=lambda one: one.due_on or date.max)
    done = sorted(
        (one for one in every if one.done_on), key=lambda one: one.done_on or date.min, reverse=True
    )
    return waiting + done


def action_list(pictures: Sequence[Picture], on: date) -> Table:
    """The actions as a list; the page writes their state and the button beside it."""
    rows = [(one, *state_words(one, on)) for one in actions(pictures)]
    return Table("Risk actions", ACTIONS_SHOWN, rows, NO_ACTIONS)


@dataclass(frozen=True, slots=True)
class Mine:
    """The client's own copy: the risks that may stand on it with level, reason, what is done; how many are left off."""

    on: date
    review_by: date
    risks: list[tuple[str, str, str, list[RiskAction]]]
    left_off: int


def mine(pictures: Sequence[Picture], on: date, *, safe: bool) -> Mine | None:
    """Of the latest completed assessment; harm from and to others stays off, unless that is `safe` at home."""
    last = standing(pictures, {}, on)
    if last is None:
        return None
    waiting = [one for one in actions(pictures) if one.done_on is None]
    levels = last.picture.levels
    private = [one for one in levels if one is not RiskDomain.SELF]
    risks = [
        (MINE[one], LEVELS[level].lower(), reason, [act for act in waiting if act.domain == one])
        for one, (level, reason) in levels.items()
        if safe or one is RiskDomain.SELF
    ]
    completed = last.picture.assessment.completed_on or on
    return Mine(completed, last.review_by, risks, 0 if safe else len(private))


def state_words(action: RiskAction, on: date) -> tuple[str, str]:
    """Done, overdue, due or open, and the colour of its tag."""
    if action.done_on:
        return f"Done {action.done_on.day} {action.done_on:%B %Y}", "green"
    if action.due_on is None:
        return "No date", "grey"
    return TASKS[action.due_on < on]


def grave(picture: Picture, suggest: Suggestions) -> dict[str, list[str]]:
    """Domains without a level, under what the answers suggest, and at grave risk without an action, in words."""
    levels = picture.bare_levels
    return {
        "unset": [DOMAINS[domain] for domain in without_level(levels)],
        "under": [
            f"{DOMAINS[domain]} is set to {LEVELS[levels[domain]].lower()}. {because(suggest[domain])}."
            for domain in under(levels, suggest)
        ],
        "unplanned": unplanned(picture),
    }


def follows(picture: Picture, on: date) -> list[str]:
    """The clocks that start when the risk assessment is completed on the day."""
    again, seen = (day(clock(on, RISK.on(on))) for clock in (review_by, countersign_by))
    high = needs_countersigning(picture.bare_levels.values())
    sees = [f"A manager sees the high or immediate risk by {seen}."] if high else []
    return [f"Risk is looked at again by {again}.", *sees]


def unplanned(picture: Picture) -> list[str]:
    """The domains at high or immediate risk without an action that names a person and a date, in words."""
    planned = [action.planned for action in picture.actions]
    return [DOMAINS[domain] for domain in without_action(picture.bare_levels, planned)]


def planned(picture: Picture) -> dict[str, list[str]]:
    """The actions of the assessment by domain, in words: what, who, by when, and what stands beside it."""
    words: dict[str, list[str]] = {domain.value: [] for domain in RiskDomain}
    for one in picture.actions:
        doing = f"{one.action}. {one.responsible}, {day(one.due_on, 'no date')}"
        words[one.domain].append(". ".join([doing, *besides(one)]))
    return words


def _action(row: RiskAction) -> list[tuple[str, str]]:
    done = f"Done {day(row.done_on)}" if row.done_on else "Not done"
    due = day(row.due_on) if row.due_on else "No date"
    first = [("Action", row.action), ("Risk", DOMAINS[RiskDomain(row.domain)]), ("Who", row.responsible)]
    more = [(words, text) for name, words in BESIDES.items() if (text := getattr(row, name))]
    return [*first, ("By when", due), *more, ("State", done)]


def _again(episode: "Episode", row: RiskAction) -> Again | None:
    """Where an action is added to the latest risk assessment of an episode; None without one."""
    last = next(iter(pictures(frozenset({episode.service_id}), episode)), None)
    if last is None:
        return None
    texts = {"domain": row.domain, "action": row.action, "responsible": row.responsible, "due_on": row.due_on}
    texts |= {name: text for name in BESIDES if (text := getattr(row, name))}
    return "risk.action", {"assessment_id": last.assessment.id}, texts


def _signature(row: Countersignature) -> list[tuple[str, str]]:
    return [("Countersigned", day(row.signed_on)), ("Note", row.note or "")]


def _assessment(row: Assessment) -> list[tuple[str, str]]:
    done = day(row.completed_on) if row.completed_on else "Not completed"
    levels = [(DOMAINS[RiskDomain(one.domain)], LEVELS[Level(one.level)]) for one in mistakes.levels_of(row)]
    first = [("Assessment", KINDS[row.kind]), ("Started", day(row.started_on)), ("Completed", done)]
    return [*first, *levels, ("Answers", str(mistakes.answers_of(row)))]


def _level(row: RiskLevel) -> list[tuple[str, str]]:
    level = (DOMAINS[RiskDomain(row.domain)], LEVELS[Level(row.level)])
    assessed = assessment_of(row).completed_on
    return [
        level,
        ("Why", row.reason or ""),
        ("Assessment completed", day(assessed) if assessed else "Not yet"),
    ]


def _open(_episode: "Episode", row: RiskLevel) -> str | None:
    done = assessment_of(row).completed_on
    return None if done else "This assessment is not completed. Change the level there."


MISTAKES = (
    Mistake(
        kind="risk_level",
        name="risk level",
        then="The assessment stands without it, and this risk has no level until the right one is set.",
        find=below(RiskLevel, (Assessment, RiskLevel.assessment_id)),
        shown=_level,
        strike=strike_level,
        again=lambda *_: ("risk.index", {}, {}),
        why_not=_open,
        seconded=lambda row: needs_countersigning([Level(row.level)]),
    ),
    Mistake(
        kind="risk_action",
        name="risk action",
        then="Nobody is asked to do it any more.",
        find=below(RiskAction, (Assessment, RiskAction.assessment_id)),
        shown=_action,
        strike=striking("risk.action"),
        again=_again,
    ),
    Mistake(
        kind="countersigned",
        name="countersignature",
        then="The risk waits again for a manager to see it.",
        find=below(Countersignature, (Assessment, Countersignature.assessment_id)),
        shown=_signature,
        strike=striking("risk.countersignature"),
    ),
    Mistake(
        kind="assessment",
        name="assessment",
        then="Its answers, risk levels and risk actions go with it, tasks it raised that nobody answered, and the "
        "day of a triage. Answers that a later assessment took over from it stay there: check them.",
        find=of_episode(Assessment),
        shown=_assessment,
        strike=strike_assessment,
        again=lambda *_: ("assessment.index", {}, {}),
        author=lambda row: row.completed_by or row.recorded_by,
        seconded=lambda row: needs_countersigning(Level(one.level) for one in mistakes.levels_of(row)),
    ),
)
"""An assessment is struck out here, where all that hangs on it is known."""
