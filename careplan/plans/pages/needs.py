"""The page on which needs are weighed: each in words, where it comes from, and what the client said of that part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from careplan.assessment.queries import told_on
from careplan.checklists.queries import in_force
from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.plans.forms.needs import MattersForm
from careplan.plans.labels import DOMAINS, PRIORITIES, WANTS_HELP
from careplan.plans.pages.content import Links, sources, weighing
from careplan.plans.pages.words import Difference, value_words
from careplan.plans.queries.whole import Whole
from careplan.plans.rules.versions import Ticked, plan_domain
from careplan.ui.words import day

WHY_NOW = ("presenting_reason", "goals_own_words")
"""The items in which a client says why they come, and what should be different."""
WORDS = "words_"
"""How the items begin in which a client ends a section in own words."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the client said in an assessment, and on which day."""

    item: str
    words: str
    on: date

    def __str__(self) -> str:
        return f"On {day(self.on)}: {self.words}"


def own_words_told(episode: Episode) -> list[Said]:
    """What the client said in own words when assessed, the latest of each item. One statement."""
    items = [item for item in in_force(today()).items if item in WHY_NOW or item.startswith(WORDS)]
    told = told_on(episode, items)
    return [Said(item, str(told[item][0]), told[item][1]) for item in items if item in told]


@dataclass(frozen=True, slots=True)
class Row:
    """A need to weigh: its fields, where it comes from, and whether it is only spoken of alone."""

    weight: Any
    words: Any
    presses: Any
    why: Any
    source: str
    ask_alone: bool

    @property
    def open(self) -> bool:
        """Whether something stands in what is closed until used."""
        return bool(self.presses.data or self.why.data or self.words.errors or self.why.errors)


@dataclass(frozen=True, slots=True)
class Group:
    """The needs of one part of life, and what the client said of it."""

    title: str
    said: tuple[Said, ...]
    rows: tuple[Row, ...]


def groups(whole: Whole, form: MattersForm, told: Iterable[Said]) -> list[Group]:
    """The needs that wait, by part of life."""
    where, items = sources(whole.ticked), in_force(today()).items
    said = [(plan_domain(items[one.item].domain), one) for one in told if one.item not in WHY_NOW]
    return [
        Group(
            DOMAINS[domain],
            tuple(one for place, one in said if place is domain),
            tuple(_row(one, form, where) for one in waiting),
        )
        for domain, waiting in groupby(whole.unweighed(), lambda one: one.domain)
    ]


def _row(one: Ticked, form: MattersForm, where: Mapping[str, str]) -> Row:
    weight, words, presses, why = (
        form[f"{part}_{one.item}"] for part in ("weight", "words", "presses", "why")
    )
    return Row(weight, words, presses, why, where[one.item], one.ask_alone)


def weighed_before(whole: Whole, links: Links) -> list[tuple[str, str, str]]:
    """The needs that are weighed: their words, how, and where that is changed."""
    return [
        (need.words, weighing(need), links.to("plans.edit_need", need_id=need.root_id))
        for need in whole.needs
    ]


def changed_since(whole: Whole, form: MattersForm) -> list[Difference]:
    """(label, saved, typed) for own words that differ, and for needs that somebody else weighed meanwhile."""
    saved = {need.item: need for need in whole.needs if need.item}
    words = [
        (form[name].words, value_words(form[name], getattr(whole.plan, name)), value_words(form[name], mine))
        for name, mine in form.own_words.items()
    ]
    return words + [
        (form.proposed[one.item], weighing(saved[one.item]), _typed(mine))
        for one in whole.ticked
        if one.item in saved and (mine := form.weighing(one.item))
    ]


def _typed(weighed: Mapping[str, Any]) -> str:
    return f"{PRIORITIES[weighed['priority']]}, wants help: {WANTS_HELP[weighed['wants_help']].lower()}"
