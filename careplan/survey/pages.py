"""The results of the survey as a table and a picture; they name nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from careplan.survey import queries
from careplan.survey.codes import Topic
from careplan.survey.labels import TOPICS
from careplan.survey.rules import SURVEY, Result, Share, past_months, results
from careplan.ui import words
from careplan.ui.plots.series import Series, Value
from careplan.ui.plots.shapes import Plot
from careplan.ui.tables import Column, Table

HIDDEN = "Hidden"


@dataclass(frozen=True, slots=True)
class Page:
    """Every question in words and by month, and the picture of one of them."""

    whole: Table
    by_month: Table
    plot: Plot


def page(service_id: str, on: date) -> Page:
    """The results of a service over the months that were over before the day. One statement."""
    survey = SURVEY.latest
    months = past_months(on, survey.bounds.months)
    counts = [count for _, count in queries.counts([service_id], on)]
    shown = results(counts, months)
    return Page(_whole(shown, survey.asked), _by_month(shown, months), _plot(shown, months))


def _month(month: date) -> str:
    return f"{month:%B %Y}"


def _told(share: Share | None) -> str:
    if share is None:
        return HIDDEN
    return words.share(share.positive, share.answered) if share.answered else "No answers"


def _whole(shown: Sequence[Result], asked: dict[Topic, str]) -> Table:
    columns = (
        Column("Question", lambda one: asked[one.topic]),
        Column("Yes, of all who answered it", lambda one: _told(one.whole), numeric=True),
    )
    return Table("All months together", columns, shown, "No answers.")


def _by_month(shown: Sequence[Result], months: Sequence[date]) -> Table:
    def cell(result: Result) -> Column:
        label = TOPICS[result.topic.value]
        return Column(label, lambda month: _told(result.by_month[month]), numeric=True)

    columns = (Column("Month", _month), *(cell(one) for one in shown))
    return Table("By month: yes, of all who answered", columns, list(reversed(months)), "No answers.")


def _plot(shown: Sequence[Result], months: Sequence[date]) -> Plot:
    satisfied = next(one for one in shown if one.topic is Topic.SATISFIED)

    def value(month: date) -> Value:
        share = satisfied.by_month[month]
        rate = round(100 * share.positive / share.answered) if share is not None and share.answered else None
        return Value(_month(month), rate, short=f"{month:%b}", words=_told(share))

    says = "In a month without a point nobody answered, or too few to be shown."
    head = ("Month", "Satisfied", "Answers")
    series = Series("satisfied", "Satisfied with the help", says, list(map(value, months)), "%", head=head)
    return series.line()
