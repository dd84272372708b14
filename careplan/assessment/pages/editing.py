"""A service's own forms as their pages show them: scores, what may be left out, and what was decided before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from careplan.assessment.codes import Kind
from careplan.assessment.forms.editing import EditingForm, editing_form
from careplan.assessment.labels import KINDS
from careplan.assessment.models import ChecklistChoice
from careplan.assessment.queries import forms as queries
from careplan.assessment.rules import editing as rules
from careplan.assessment.rules.editing import Change, Choice, Score
from careplan.assessment.rules.triggers import SAFETY
from careplan.checklists.queries import in_force, lineages
from careplan.checklists.rules.asked import tool_score
from careplan.checklists.rules.bank import Bank, Item
from careplan.ui.tables import Above, Column, Link, Table
from careplan.ui.words import day, moment, sentence, share

Decided = Sequence[tuple[ChecklistChoice, str]]


def _names(edition: str) -> Sequence[str]:
    return dict(lineages())[edition]


def _facts(rows: Iterable[tuple[ChecklistChoice, str]]) -> list[Choice]:
    return [Choice(row.edition, row.from_on, frozenset(row.hidden.split())) for row, _ in rows]


def score(value: Score) -> str:
    """How much of the checklist stands in the form."""
    return share(*value)


def index(names: Mapping[str, str], on: date) -> Table:
    """A row for each service: its three forms with their score today, and what else is its own. One statement."""
    decided, sheet = queries.choices(names), in_force(on)

    def today(service_id: str, kind: Kind) -> str:
        rows = [one for one in decided if (one[0].service_id, one[0].checklist) == (service_id, kind)]
        return score(tool_score(sheet, kind, rules.in_force(_facts(rows), _names(sheet.edition), on)))

    columns = (
        Column("Service", 1),
        *(_form(kind, today) for kind in Kind),
        _of_service("Questions of your own", "Questions of your own", "assessment.own_questions_listing"),
        _of_service("Goals in care plans", "Wordings of goals", "plans.goal_wordings_listing"),
        _of_service("Treatment in care plans", "Treatment on offer", "plans.treatment_offers_listing"),
    )
    rows = list(names.items())
    return Table("Forms of your services", columns, rows, "You answer for no service.", caption_hidden=True)


def _form(kind: Kind, told: Callable[[str, Kind], str]) -> Column:
    """A form of the row's service, with how much of its checklist it asks today."""

    def cell(row: tuple[str, str]) -> Above:
        href = url_for("assessment.edit_form", service_id=row[0], kind=kind.value)
        return Above(Link("Edit", href, f" the {KINDS[kind].lower()} of {row[1]}"), told(row[0], kind))

    return Column(KINDS[kind], cell)


def _of_service(heading: str, words: str, endpoint: str) -> Column:
    """A column of links to a page of the row's service."""
    return Column(heading, lambda row: Link(words, url_for(endpoint, service_id=row[0]), f" at {row[1]}"))


@dataclass(frozen=True, slots=True)
class Page:
    """One form of a service as decided last: its edition, what is left out, what always stays, what was decided.

    `before`: what is left out on the day of a change that comes before the last one; `ahead`: the days of those
    changes whose place it takes.
    """

    kind: Kind
    sheet: Bank
    hidden: frozenset[str]
    fixed: tuple[Item, ...]
    on: date
    before: frozenset[str]
    ahead: tuple[tuple[str, date], ...]
    seen: str
    decided: Table

    @property
    def title(self) -> str:
        """What the form is called."""
        return KINDS[self.kind]

    def form(self) -> EditingForm:
        """An empty form of it."""
        return editing_form(self.sheet.edition, self.kind, frozenset(one.item for one in self.fixed))()

    def change(self, form: EditingForm) -> Change:
        """What was ticked does to the form."""
        return rules.change(self.sheet, self.kind, self.before, form.hidden())

    def wrong(self, form: EditingForm) -> bool:
        """Whether the change cannot be; the sentence stands at the field."""
        stays = next(rules.orphans(self.sheet, self.kind, form.hidden()), None)
        if stays is None:
            return False
        item, above = stays
        field = next((one for one in form if one.name == item.section), form.from_on)
        field.errors = [
            f"“{item.question}” is asked only after “{above.question}”, which you left out. Leave both out or none"
        ]
        return True


def page(service_id: str, kind: Kind, on: date) -> Page:
    """A form of a service as it was decided last, to be changed from a day. One statement."""
    rows = queries.choices([service_id], kind)
    choices = _facts(rows)
    last = max([on, *(one.from_on for one in choices)])
    sheet = in_force(last)
    names = _names(sheet.edition)
    kept = rules.fixed(sheet, kind, {one.item for one in SAFETY.on(last).triggers.values()})
    return Page(
        kind,
        sheet,
        rules.in_force(choices, names, last),
        tuple(item for item in sheet.lists[kind] if item.item in kept),
        last,
        rules.in_force(choices, names, on),
        tuple((one.edition, one.from_on) for one in choices if one.from_on > on),
        rows[0][0].recorded_at.isoformat() if rows else "",
        _decided(sheet, rows),
    )


def _decided(sheet: Bank, rows: Decided) -> Table:
    def out(row: ChecklistChoice) -> str:
        words = [sheet.items[code].question for code in row.hidden.split() if code in sheet.items]
        return "; ".join(words) or "Nothing"

    columns = (
        Column("From", lambda one: day(one[0].from_on)),
        Column("Edition", lambda one: one[0].edition),
        Column("Left out", lambda one: out(one[0])),
        Column("Decided by", lambda one: f"{one[1]}, {moment(one[0].recorded_at)}"),
    )
    return Table("What was decided", columns, rows, "Nothing was ever left out of this form.")


def differences(shown: Page, form: EditingForm) -> list[tuple[str, str, str]]:
    """What is left out now and what was left out here, in words."""
    sets = [
        "\n".join(item.question for item in shown.sheet.lists[shown.kind] if item.item in hidden)
        for hidden in (shown.hidden, form.hidden())
    ]
    return [(sentence("left out"), sets[0], sets[1])]
