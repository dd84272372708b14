"""What the pages say: the chart, the week, past days."""

from datetime import date, timedelta
from decimal import Decimal

from careplan.clients.models import Episode
from careplan.prescribing import queries
from careplan.prescribing.codes import DoseStatus, Drug, Formulation, Phase
from careplan.prescribing.labels import how_often
from careplan.prescribing.pages import CoursePage, chart, past_days, strip
from careplan.prescribing.rules import standard
from careplan.prescribing.rules.facts import Dose, Facts, Order
from careplan.prescribing.rules.week import Week
from tests.factories.prescribing import CourseFactory, DoseOrderFactory

START = date(2026, 3, 2)
UK = standard.UK.on(date(2026, 1, 1))


def order(number, mg):
    return Order(START + timedelta(days=number - 1), Decimal(mg), Formulation.ORAL_MIXTURE, Phase.INDUCTION)


def kinds(drawn):
    return [(one.short, one.value, one.kind) for one in drawn.values]


def test_a_chart_ends_with_what_is_proposed_and_marks_what_is_over():
    orders = (order(1, "30"), order(3, "40"))
    on = START + timedelta(days=3)
    drawn = chart(orders, Drug.METHADONE, START, on, UK)
    assert kinds(drawn) == [
        ("2/3", 30, "plain"),
        ("3/3", 30, "plain"),
        ("4/3", 40, "plain"),
        ("5/3", 40, "plain"),
    ]
    assert (drawn.limit, drawn.limit_label) == (Decimal(60), "Most on 5 March 2026 under rule M4")
    modest = chart(orders, Drug.METHADONE, START, on, UK, order(5, "50"))
    assert kinds(modest)[-1] == ("6/3", 50, "now")
    high = chart(orders, Drug.METHADONE, START, on, UK, order(4, "65"))
    assert kinds(high)[-1] == ("5/3", 65, "over")
    assert chart(orders, Drug.BUPRENORPHINE, START, on, UK).limit is None


def test_a_chart_of_a_course_without_orders_has_gaps_only():
    drawn = chart((), Drug.METHADONE, START, START, UK)
    assert kinds(drawn) == [("2/3", None, "plain")]
    assert drawn.says == "No dose ordered."


def test_a_week_is_told_in_words_for_every_day():
    cells = strip(Week("1111110", "1010100"))
    assert [cell.letter for cell in cells] == list("MTWTFSS")
    assert [cell.words for cell in cells] == [
        "supervised",
        "collects",
        "supervised",
        "collects",
        "supervised",
        "collects",
        "no visit",
    ]


def test_a_day_provided_with_the_visit_before_is_not_called_missed():
    days = [START, START + timedelta(days=1)]
    known = Facts(Drug.METHADONE, START, doses=(Dose(START, DoseStatus.COLLECTED),))
    (first, second) = past_days(known, [], days)
    assert (first.words, first.kind) == ("Provided with the visit before", "covered")
    assert (second.words, second.kind) == ("Not logged", "unlogged")


def test_a_depot_is_never_spoken_of_as_so_much_a_day():
    assert how_often(Formulation.DEPOT_WEEKLY) == "once a week"
    assert how_often(Formulation.DEPOT_MONTHLY) == "once a month"
    assert how_often(Formulation.SUBLINGUAL) == "a day"


def test_a_depot_course_says_its_span(session, house):
    course = CourseFactory(
        episode=session.get_one(Episode, house.episode), drug="buprenorphine", first_dose_on=START
    )
    DoseOrderFactory(course=course, effective_on=START, daily_mg=Decimal(96), formulation="depot_monthly")
    (known,) = queries.history(house.services, [course], None, UK)
    assert CoursePage(known, START, UK).dose_words == "96 mg once a month, from 2 March 2026"
