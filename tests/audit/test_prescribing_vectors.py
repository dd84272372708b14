"""The worked examples of the prescribing rulebook that audits answer (T28 to T36): flagged there is weak here."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from careplan.audit.review.rules.bands import Band
from careplan.audit.review.rules.ruleset import load
from careplan.prescribing.rules.days import daily_total
from careplan.prescribing.rules.week import Week
from tests.audit.facts import course, episode, order, regimen
from tests.audit.test_measures import ON, run

CUTS = {rule.id: rule.cut for _, rule in load().measures()}
EARLY = ON - timedelta(days=83)


def band(measure, courses):
    """The band of the share, or of the mean, over these courses."""
    episodes = [episode(f"E{number}", courses=(one,)) for number, one in enumerate(courses)]
    figure = run(measure, *episodes).figure
    value = figure.part / figure.whole if measure == "4.1a" else figure.percent
    return (figure.part, figure.whole), CUTS[measure].band(value)


def doses(*mg, drug="methadone", formulation="oral_mixture"):
    return [
        course(drug, id=f"C{n}", orders=(order(one, formulation=formulation),)) for n, one in enumerate(mg)
    ]


def supervised(*days, first=date(2025, 1, 6)):
    return [course(id=f"C{n}", first_dose_on=first, weeks=(regimen(one),)) for n, one in enumerate(days)]


def test_t28_a_day_with_one_part_supervised_is_a_supervised_day():
    assert Week("1111111", "1111111").supervised_days == 7
    assert daily_total([Decimal(40), Decimal(40)]) == 80
    assert band("4.1b", doses(80))[0] == (0, 1)


def test_t29_seventy_percent_exactly_is_enough():
    assert band("4.3a", supervised(*[3] * 7, *[2] * 3, first=EARLY)) == ((7, 10), Band.FAIR)


@pytest.mark.parametrize(("enough", "of"), [(39, 56), (16, 23)])
def test_t30_a_share_is_compared_unrounded(enough, of):
    days = [*[3] * enough, *[0] * (of - enough)]
    assert band("4.3a", supervised(*days, first=EARLY)) == ((enough, of), Band.WEAK)


@pytest.mark.parametrize(("extreme", "of", "flagged"), [(9, 10, True), (17, 19, False)])
def test_t31_ninety_percent_exactly_is_all_or_nothing(extreme, of, flagged):
    shares, found = band("4.4a", supervised(*[7] * extreme, *[3] * (of - extreme)))
    assert (shares, found is Band.WEAK) == ((extreme, of), flagged)


def test_t32_four_days_and_one_day_are_no_extremes():
    assert band("4.4a", supervised(*[7] * 5, *[0] * 3, 4, 4)) == ((8, 10), Band.FAIR)
    assert band("4.4a", supervised(1))[0] == (0, 1)


def test_t33_more_than_60_percent_outside_is_too_wide_a_spread():
    assert band("4.1b", doses(50, 60, 75, 90, 95, 100, 40, 30, 110, 55)) == ((7, 10), Band.WEAK)
    assert band("4.1b", doses(50, 60, 75, 90, 95, 100, 40, 30, 110, 70)) == ((6, 10), Band.FAIR)


def test_t33b_a_mean_in_the_range_may_hide_a_wide_spread():
    mg = (30, 45, 55, 60, 60, 70, 80, 90, 95, 120)
    assert band("4.1a", doses(*mg)) == ((Decimal(705), 10), Band.GOOD)
    assert band("4.1b", doses(*mg)) == ((5, 10), Band.FAIR)


def test_t34_six_of_ten_in_the_range_are_enough():
    of_buprenorphine = {"drug": "buprenorphine", "formulation": "sublingual"}
    assert band("4.2", doses(12, 16, 16, 24, 12, 16, 8, 8, 8, 28, **of_buprenorphine)) == ((6, 10), Band.FAIR)
    listed = band("4.2", doses(8, 10, 12, 14, 16, 16, 24, 28, 6, 11, **of_buprenorphine))
    assert listed == ((5, 10), Band.WEAK)
