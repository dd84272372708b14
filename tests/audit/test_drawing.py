"""Pictures in words and shapes: classes, marks, gaps, patterns, and the same figures in the table."""

from datetime import date
from fractions import Fraction

import pytest

from careplan.audit.report.pages.pictures import classes, courses, runs
from careplan.audit.report.pages.pictures.classes import BUPRENORPHINE, METHADONE
from careplan.audit.report.rules.pictures import Stay, Week
from careplan.audit.review.measures import MEASURES, Figure, figures
from careplan.audit.review.rules.ruleset import FigureWords, load


def mg(*values: object) -> list[Fraction]:
    return sorted(Fraction(str(value)) for value in values)


@pytest.mark.parametrize(
    ("value", "label", "inside"),
    [
        (0, "0 to under 10 mg", False),
        ("59.99", "50 to under 60 mg", False),
        (60, "60 to under 70 mg", True),
        (120, "110 to 120 mg", True),
        ("120.01", "over 120 mg", False),
    ],
)
def test_methadone_falls_in_a_class(value: object, label: str, inside: bool) -> None:
    (place,) = [n for n, count in enumerate(classes.fills(METHADONE.edges, mg(value))) if count]
    assert (METHADONE.labels[place], place in METHADONE.inside) == (label, inside)


@pytest.mark.parametrize(
    ("value", "label", "inside"),
    [
        ("11.6", "10 to under 12 mg", False),
        (12, "12 to under 14 mg", True),
        (24, "22 to 24 mg", True),
        ("24.4", "over 24 to under 26 mg", False),
        (32, "30 to 32 mg", False),
        (33, "over 32 mg", False),
    ],
)
def test_buprenorphine_falls_in_a_class(value: object, label: str, inside: bool) -> None:
    (place,) = [n for n, count in enumerate(classes.fills(BUPRENORPHINE.edges, mg(value))) if count]
    assert (BUPRENORPHINE.labels[place], place in BUPRENORPHINE.inside) == (label, inside)


def test_there_is_a_label_for_each_class() -> None:
    for one in (METHADONE, BUPRENORPHINE):
        assert len(one.labels) == len(one.edges) + 1 == len(set(one.labels))


def test_the_histogram_says_mean_lowest_and_highest_and_hatches_what_is_outside() -> None:
    plot = classes.doses("d", "Doses", METHADONE, mg(30, 60, 130))
    assert plot is not None
    assert "3 courses; mean 73.3 mg a day. Lowest dose: 30 mg; highest: 130 mg." in plot.says
    assert [bar.kind for bar in plot.bars] == ["outside", "plain", "outside"]
    assert {line.kind for line in plot.lines} == {"axis", "limit", "mean"}
    assert sum(int(row[1]) for row in plot.table.rows) == 3
    assert classes.doses("d", "Doses", METHADONE, []) is None


def test_a_mean_beyond_the_last_class_stays_in_the_picture() -> None:
    plot = classes.doses("d", "Doses", METHADONE, mg(300, 400))
    assert plot is not None
    assert all(0 <= line.x1 <= plot.width for line in plot.lines)


def test_waits_draw_the_limit_of_21_days_between_the_third_and_the_fourth_class() -> None:
    (plot,) = classes.waits({"inpatient_detox": (0, 21, 22, 90)})
    limit = next(line for line in plot.lines if line.kind == "limit")
    late = [bar for bar in plot.bars if bar.kind == "outside"]
    assert all(bar.x >= limit.x1 for bar in late)
    assert "Over 21 days: 2 of 4" in plot.says
    assert [row[1] for row in plot.table.rows] == ["1", "0", "1", "1", "0", "1"]


def test_weeks_without_courses_leave_a_gap_and_few_days_are_hatched_in_the_first_twelve_weeks_only() -> None:
    plot = courses.supervision({1: Week(1, 7, 1), 12: Week(2, 4, 0), 13: Week(2, 4, 0)})
    assert plot is not None
    assert [bar.kind for bar in plot.bars] == ["plain", "outside", "plain"]
    assert [row[0] for row in plot.table.rows] == ["1", "12", "13"]
    assert "Lowest mean: 2.0 days a week in week 12; highest: 7.0 in week 1." in plot.says
    assert courses.supervision({}) is None


def test_the_curve_carries_the_figures_of_its_table() -> None:
    plot = courses.retention([Stay(30, True), Stay(100, False), Stay(200, False), Stay(364, False)])
    assert plot is not None
    assert "an estimated 75.0% stay for 84 days or more" in plot.says
    assert plot.table.rows[0] == ("0", "4", "0", "100.0%")
    assert plot.table.rows[3] == ("12", "3", "1", "75.0%")
    assert len(plot.dots) == len(plot.table.rows)
    assert courses.retention([]) is None


def test_a_cohort_that_was_not_followed_for_long_says_so() -> None:
    plot = courses.retention([Stay(30, True), Stay(40, False)])
    assert plot is not None
    assert "nobody has been followed for 84 days yet" in plot.says
    assert len(plot.table.rows) == 2


def reading(month: int, value: int | None) -> runs.Reading:
    shown = None if value is None else Fraction(value)
    return runs.Reading(date(2026, month, 28), shown, "no cases" if value is None else f"{value}", "–")


SHARE = Figure("x", "Share", FigureWords("Share", "some", "all"), MEASURES["cp1"])


def test_a_run_chart_has_gaps_where_there_is_no_figure() -> None:
    plot = runs.plot(SHARE, [reading(1, 50), reading(2, None), reading(3, 70), reading(4, 60)])
    assert len(plot.dots) == 3
    assert [line.kind for line in plot.lines].count("value") == 1
    assert "–" in [text.words for text in plot.texts]
    assert "Lowest: 50.0% on 28 January 2026; highest: 70.0% on 28 March 2026; last: 60.0%" in plot.says
    assert "No figure at 1 of 4 censuses" in plot.says
    assert [row[1] for row in plot.table.rows] == ["50", "no cases", "70", "60"]


def test_a_run_chart_without_any_figure_says_so() -> None:
    assert "No figure at any" in runs.plot(SHARE, [reading(1, None), reading(2, None)]).says


def cut(measure: str) -> list[tuple[str, int]]:
    rule = next(rule for _, rule in load().measures() if rule.id == measure)
    return [(words, int(limit)) for words, limit in runs.limits(rule.cut)]


def test_cut_offs_are_drawn_from_the_ruleset_each_number_once() -> None:
    assert cut("4.3a") == [("good from", 85), ("fair from", 70)]
    assert cut("4.1a") == [("good from", 60), ("good up to", 120), ("fair from", 50)]
    assert cut("2.1a") == [("good up to", 21)]


def test_a_cut_off_that_comes_from_others_is_drawn_at_each_census_and_stands_in_the_table() -> None:
    found = [
        runs.Reading(date(2026, month, 28), Fraction(20), "20.0", "fair", limit)
        for month, limit in ((1, None), (2, Fraction(35)), (3, Fraction(121, 3)))
    ]
    plot = runs.plot(figures(load())["5.2"], found)
    limits = [line for line in plot.lines if line.kind == "limit"]
    assert len(limits) == 2
    assert limits[0].y1 > limits[1].y1  # 35 lies below 40.3
    assert limits[0].x2 == limits[1].x1  # each reaches half way to its neighbours
    assert [row[2] for row in plot.table.rows] == [
        "none",
        "35 per 100 person years",
        "40.3 per 100 person years",
    ]
    assert "weak over 40.3 per 100 person years on 28 March 2026" in plot.keys[0].words


def test_a_cut_off_outside_the_scale_is_told_and_not_drawn() -> None:
    found = [runs.Reading(date(2026, month, 28), Fraction(90), "x", "fair", Fraction(-4)) for month in (1, 2)]
    plot = runs.plot(figures(load())["6.5"], found)
    assert [line for line in plot.lines if line.kind == "limit"] == []
    assert "weak under -4%" in plot.keys[0].words
    assert "outside the drawing" in plot.keys[0].words


def test_what_has_no_number_is_drawn_as_its_band() -> None:
    found = [runs.Reading(date(2026, m, 28), Fraction(m), "answered", "x") for m in (1, 4)]
    plot = runs.plot(figures(load())["10.4"], found)
    assert "Lowest: weak on 28 January 2026; highest: excellent on 28 April 2026" in plot.says
    assert [text.words for text in plot.texts if text.anchor == "end"] == [
        "weak",
        "fair",
        "good",
        "excellent",
    ]
    assert plot.dots[0].y > plot.dots[1].y
