"""What the rules promise beyond the worked examples; oracles are slow and plain."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careplan.clients.rules.births import Birth
from careplan.ground.standards import StandardError
from careplan.prescribing.codes import Cause, DoseStatus, Drug, Formulation, Mode, Phase, Source
from careplan.prescribing.rules import standard
from careplan.prescribing.rules.amounts import amount_words, fits, millilitres, tenfold
from careplan.prescribing.rules.check import check, interruptions
from careplan.prescribing.rules.entries import entry, key_of
from careplan.prescribing.rules.facts import Course, Dose, Facts, Order, Seen, Tolerance, Verified, order_on
from careplan.prescribing.rules.findings import RANK, Context, Need, Severity, unmet
from careplan.prescribing.rules.missed import current_run, missed_run
from careplan.prescribing.rules.missing import dose_after_missed
from careplan.prescribing.rules.products import dose_band
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.supervised import check_week
from careplan.prescribing.rules.week import (
    Week,
    comes_on,
    days_provided,
    days_words,
    handed_out_with,
    not_collected,
    supervised_on,
    week_words,
)
from tests.standards import planted

UK = standard.UK.on(date(2026, 1, 1))
MIXTURE, SUBLINGUAL = Formulation.ORAL_MIXTURE, Formulation.SUBLINGUAL

# Runs cross a change of the clocks (29 March, 25 October 2026) and a leap day (29 February 2028).
STARTS = st.sampled_from([date(2026, 3, 20), date(2026, 10, 16), date(2028, 2, 20), date(2026, 12, 25)])
STATUSES = st.sampled_from([None, *DoseStatus])
MILLIGRAMS = st.integers(1, 30000).map(lambda hundredths: Decimal(hundredths) / 100)


def methadone(start: date, **more: object) -> Facts:
    given_facts = {"drug": Drug.METHADONE, "first_dose_on": start, "tolerance": Tolerance.ASSURED}
    return Facts(**(given_facts | more))


def slow_run(start: date, statuses: list, day: date) -> int:
    """Walks back one civil day at a time."""
    run, one = 0, day - timedelta(days=1)
    while one >= start:
        place = (one - start).days
        status = statuses[place] if place < len(statuses) else None
        if status in (DoseStatus.TAKEN, DoseStatus.COLLECTED):
            return run
        run, one = run + 1, one - timedelta(days=1)
    return run


@settings(max_examples=150, deadline=None)
@given(start=STARTS, statuses=st.lists(STATUSES, max_size=21), ahead=st.integers(0, 25))
def test_a_missed_run_equals_walking_back_day_by_day(start, statuses, ahead):
    doses = tuple(
        Dose(start + timedelta(days=place), status) for place, status in enumerate(statuses) if status
    )
    day = start + timedelta(days=ahead)
    run = missed_run(methadone(start, doses=doses), day)
    assert run.days == slow_run(start, statuses, day)
    assert 0 <= run.by_service <= run.logged <= run.days
    assert run.since + timedelta(days=run.days) == day


def test_a_shut_pharmacy_counts_for_tolerance_and_is_told_apart():
    start = date(2026, 4, 1)
    doses = (
        Dose(start, DoseStatus.TAKEN),
        Dose(date(2026, 4, 2), DoseStatus.NOT_SUPPLIED, Cause.SERVICE),
        Dose(date(2026, 4, 3), DoseStatus.WITHHELD, Cause.SERVICE),
        Dose(date(2026, 4, 4), DoseStatus.MISSED, Cause.CLIENT),
    )
    run = missed_run(methadone(start, doses=doses), date(2026, 4, 5))
    assert (run.days, run.logged, run.by_service) == (3, 3, 2)


def test_a_depot_covers_its_week():
    doses = (Dose(date(2026, 4, 1), DoseStatus.TAKEN, covers=7),)
    facts = Facts(Drug.BUPRENORPHINE, date(2026, 4, 1), doses=doses)
    assert missed_run(facts, date(2026, 4, 8)).days == 0
    assert missed_run(facts, date(2026, 4, 10)).days == 2


def test_days_still_to_come_are_not_missed():
    start = date(2026, 4, 1)
    facts = methadone(start, doses=(Dose(start, DoseStatus.TAKEN),))
    assert current_run(facts, date(2026, 4, 30), today=date(2026, 4, 2)).days == 0
    assert current_run(facts, date(2026, 4, 30), today=date(2026, 4, 5)).days == 3
    back = methadone(start, doses=(*facts.doses, Dose(date(2026, 4, 5), DoseStatus.TAKEN)))
    assert current_run(back, date(2026, 4, 6), today=date(2026, 4, 5)).days == 0


def test_a_dose_missed_today_counts_for_an_order_that_begins_tomorrow():
    doses = [Dose(date(2026, 4, 1), DoseStatus.TAKEN)]
    doses += [Dose(date(2026, 4, on), DoseStatus.MISSED, Cause.CLIENT) for on in (2, 3)]
    facts = methadone(date(2026, 4, 1), doses=tuple(doses))
    assert current_run(facts, date(2026, 4, 5), today=date(2026, 4, 4)).days == 2, "today may still be given"
    missed = Dose(date(2026, 4, 4), DoseStatus.MISSED, Cause.CLIENT)
    facts = methadone(date(2026, 4, 1), doses=(*doses, missed))
    assert current_run(facts, date(2026, 4, 5), today=date(2026, 4, 4)).days == 3
    assert current_run(facts, date(2026, 4, 4), today=date(2026, 4, 4)).days == 2


def proposal(facts: Facts, on: date, mg: Decimal, formulation: Formulation = MIXTURE) -> Proposal:
    return Proposal(Order(on, mg, formulation, Phase.INDUCTION), facts, on, UK)


@settings(max_examples=120, deadline=None)
@given(first=MILLIGRAMS, less=MILLIGRAMS, more=MILLIGRAMS, days=st.integers(1, 20))
def test_a_higher_dose_is_never_judged_more_mildly_except_as_a_reduction(first, less, more, days):
    less, more = sorted((less, more))
    start = date(2026, 3, 20)
    taken = tuple(Dose(start + timedelta(days=n), DoseStatus.TAKEN) for n in range(days))
    facts = methadone(start, orders=(Order(start, first, MIXTURE, Phase.INDUCTION),), doses=taken)
    on = start + timedelta(days=days)

    def gravity(mg: Decimal) -> set[str]:
        found = check(Context.ORDER, proposal(facts, on, mg))
        return {one.rule for one in found if one.severity is not Severity.INFORM and one.rule != "M15"}

    assert gravity(less) <= gravity(more)


@settings(max_examples=100, deadline=None)
@given(mg=MILLIGRAMS, missed=st.integers(0, 9))
def test_on_record_nothing_blocks_and_nothing_is_asked(mg, missed):
    start = date(2026, 3, 2)
    facts = methadone(
        start,
        orders=(Order(start, Decimal(80), MIXTURE, Phase.MAINTENANCE),),
        doses=(Dose(start, DoseStatus.TAKEN),),
    )
    asked = proposal(facts, start + timedelta(days=missed + 1), mg)
    ordered, recorded = check(Context.ORDER, asked), check(Context.RECORD, asked)
    assert [one.rule for one in ordered] == [one.rule for one in recorded]
    assert [one.blocks for one in ordered] == [one.incident for one in recorded]
    assert not any(one.blocks or one.needs for one in recorded)
    assert [RANK[one.severity] for one in ordered] == sorted(RANK[one.severity] for one in ordered)


@settings(max_examples=80, deadline=None)
@given(missed=st.integers(0, 12), drug=st.sampled_from(Drug), mg=MILLIGRAMS)
def test_nobody_is_given_a_dose_unchecked_after_three_missed_days(missed, drug, mg):
    start = date(2026, 3, 2)
    formulation = MIXTURE if drug is Drug.METHADONE else SUBLINGUAL
    facts = Facts(
        drug,
        start,
        orders=(Order(start, mg, formulation, Phase.MAINTENANCE),),
        doses=(Dose(start, DoseStatus.TAKEN),),
    )
    day = start + timedelta(days=missed + 1)
    found = dose_after_missed(facts, day, day, UK)
    assert any(one.blocks for one in found) == (missed >= 3)


def test_after_five_missed_days_a_reassessment_alone_does_not_bring_back_the_old_dose():
    start, day = date(2026, 3, 2), date(2026, 3, 9)
    old = Order(start, Decimal(90), MIXTURE, Phase.MAINTENANCE)
    seen = (Seen(day, Tolerance.LOW),)
    facts = methadone(start, orders=(old,), doses=(Dose(start, DoseStatus.TAKEN),), seen=seen)
    assert [one.blocks for one in dose_after_missed(facts, day, day, UK)] == [True]
    fresh = Order(day, Decimal(20), MIXTURE, Phase.INDUCTION)
    again = methadone(start, orders=(old, fresh), doses=facts.doses, seen=seen)
    assert [one.severity for one in dose_after_missed(again, day, day, UK)] == [Severity.INFORM]


def test_a_reassessment_before_the_third_missed_day_lifts_nothing():
    start, day = date(2026, 3, 2), date(2026, 3, 6)
    order = Order(start, Decimal(40), MIXTURE, Phase.MAINTENANCE)

    def blocked(seen_on: date) -> bool:
        facts = methadone(
            start,
            orders=(order,),
            doses=(Dose(start, DoseStatus.TAKEN),),
            seen=(Seen(seen_on, Tolerance.ASSURED),),
        )
        return any(one.blocks for one in dose_after_missed(facts, day, day, UK))

    assert blocked(date(2026, 3, 4))
    assert not blocked(date(2026, 3, 5))


def test_titration_limits_start_again_after_five_missed_days():
    start = date(2026, 3, 2)
    orders = (
        Order(start, Decimal(90), MIXTURE, Phase.MAINTENANCE),
        Order(date(2026, 3, 9), Decimal(30), MIXTURE, Phase.INDUCTION),
    )
    doses = (Dose(start, DoseStatus.TAKEN), Dose(date(2026, 3, 9), DoseStatus.TAKEN))
    asked = proposal(methadone(start, orders=orders, doses=doses), date(2026, 3, 10), Decimal(65))
    assert asked.day == 2
    assert {one.rule for one in check(Context.ORDER, asked)} == {"M3", "M4", "M11b"}


def test_a_course_without_any_logged_dose_informs_that_nothing_can_be_counted():
    start = date(2026, 3, 2)
    facts = methadone(start, orders=(Order(start, Decimal(60), MIXTURE, Phase.MAINTENANCE),))
    (one,) = check(Context.ORDER, proposal(facts, date(2026, 4, 2), Decimal(60)))
    assert (one.rule, one.severity) == ("M11", Severity.INFORM)
    assert "cannot be counted" in one.message


@pytest.mark.parametrize(
    ("mg", "phase", "severity"),
    [
        ("59.99", Phase.MAINTENANCE, Severity.INFORM),
        ("60", Phase.MAINTENANCE, None),
        ("120", Phase.MAINTENANCE, None),
        ("120.01", Phase.MAINTENANCE, Severity.WARN),
        ("121", Phase.INDUCTION, Severity.WARN),
        ("20", Phase.REDUCTION, None),
    ],
)
def test_maintenance_lies_between_60_and_120_mg_both_ends_included(mg, phase, severity):
    # Joint review 2006: maintenance 60 to 120 mg a day.
    found = dose_band(Order(date(2026, 3, 2), Decimal(mg), MIXTURE, phase), UK)
    assert [one.severity for one in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("mg", "phase", "speaks"),
    [
        ("7.8", Phase.MAINTENANCE, True),
        ("8", Phase.MAINTENANCE, False),
        ("24", Phase.MAINTENANCE, False),
        ("26", Phase.MAINTENANCE, True),
        ("4", Phase.REDUCTION, False),
    ],
)
def test_maintenance_of_buprenorphine_lies_between_8_and_24_mg(mg, phase, speaks):
    # No range is published; RCGP guidance 2004.
    found = dose_band(Order(date(2026, 3, 2), Decimal(mg), SUBLINGUAL, phase), UK)
    assert [(one.rule, one.severity) for one in found] == ([("B6", Severity.INFORM)] if speaks else [])
    depot = Order(date(2026, 3, 2), Decimal(mg), Formulation.DEPOT_WEEKLY, phase)
    assert dose_band(depot, UK) == ()


def test_low_or_unrecorded_tolerance_and_age_lower_the_first_dose():
    start = date(2026, 3, 2)
    for more in ({"tolerance": Tolerance.LOW}, {"tolerance": None}, {"born": Birth(date(1961, 3, 2))}):
        found = check(Context.ORDER, proposal(methadone(start, **more), start, Decimal("20.01")))
        assert [one.rule for one in found] == ["M2"]
    young = methadone(start, born=Birth(date(1961, 3, 3)))
    assert check(Context.ORDER, proposal(young, start, Decimal(30))) == ()


def test_less_than_10_mg_on_day_1_informs():
    start = date(2026, 3, 2)
    (one,) = check(Context.ORDER, proposal(methadone(start), start, Decimal("9.5")))
    assert (one.rule, one.severity) == ("M1", Severity.INFORM)
    assert "0.5 mg under" in one.message


def test_exactly_10_mg_on_day_1_is_an_ordinary_start():
    # NHS methadone page: 10 to 30 mg at the start, both ends included.
    start = date(2026, 3, 2)
    assert check(Context.ORDER, proposal(methadone(start), start, Decimal(10))) == ()


def test_an_order_made_on_the_day_after_five_missed_days_is_the_check_that_was_asked_for():
    start, day = date(2026, 3, 2), date(2026, 3, 8)
    old = Order(start, Decimal(20), MIXTURE, Phase.MAINTENANCE)
    taken = (Dose(start, DoseStatus.TAKEN),)

    def blocked(*orders: Order) -> bool:
        return any(
            one.blocks
            for one in dose_after_missed(methadone(start, orders=orders, doses=taken), day, day, UK)
        )

    assert missed_run(methadone(start, doses=taken), day).days == 5
    assert blocked(old)
    assert blocked(old, Order(date(2026, 3, 7), Decimal(20), MIXTURE, Phase.INDUCTION))
    assert not blocked(old, Order(day, Decimal(20), MIXTURE, Phase.INDUCTION))


@pytest.mark.parametrize(
    ("key", "status", "cause"),
    [
        ("S", DoseStatus.TAKEN, None),
        ("H", DoseStatus.COLLECTED, None),
        ("M", DoseStatus.MISSED, Cause.CLIENT),
        ("R", DoseStatus.REFUSED, Cause.CLIENT),
        ("W", DoseStatus.WITHHELD, Cause.SERVICE),
        ("N", DoseStatus.NOT_SUPPLIED, Cause.SERVICE),
    ],
)
def test_what_the_service_did_not_give_is_not_counted_against_the_client(key, status, cause):
    # Spec 04 D5: withheld and not supplied carry the cause "service".
    meant = entry(key, True)
    assert (meant.status, meant.cause, meant.happened) == (status, cause, False)
    assert key_of(status) == key


def test_a_dose_supplied_already_happened_as_the_week_says():
    taken = entry("A", True)
    home = entry("A", False)
    assert (taken.status, taken.source, taken.happened) == (DoseStatus.TAKEN, Source.PHARMACY, True)
    assert (home.status, home.mode) == (DoseStatus.COLLECTED, Mode.TAKE_HOME)


def test_the_first_dose_is_a_visit_whatever_the_week_says_of_its_weekday():
    # Spec 04 D1: day 1 is the day of the first dose taken; a Monday-to-Saturday week leaves a Sunday out.
    sunday, week = date(2026, 3, 1), Week("1111110", "1111110")
    assert comes_on(week, sunday, sunday)
    assert supervised_on(week, sunday, sunday)
    assert not comes_on(week, sunday + timedelta(days=7), sunday)
    assert not supervised_on(week, sunday + timedelta(days=7), sunday)
    home = Week("1111111", "1111110")
    assert comes_on(home, sunday, sunday)
    assert not supervised_on(home, sunday, sunday)
    assert comes_on(None, sunday, date(2026, 2, 2))
    assert supervised_on(None, sunday, date(2026, 2, 2))


def test_a_reason_has_ten_characters_and_a_second_prescriber_a_name():
    found = check(Context.ORDER, proposal(methadone(date(2026, 3, 2)), date(2026, 3, 2), Decimal(35)))
    assert unmet(found, "", "", UK) == (Need.REASON, Need.SECOND_PRESCRIBER)
    assert unmet(found, " 123456789 ", "Dr Ada Okoro", UK) == (Need.REASON,)
    assert unmet(found, "no pharmacy", " ", UK) == (Need.SECOND_PRESCRIBER,)
    assert unmet(found, "1234567890", "Dr Ada Okoro", UK) == (Need.REASON,)
    assert unmet(found, "no pharmacy", "Dr Ada Okoro", UK) == ()


def test_millilitres_stand_beside_milligrams_for_liquids_only():
    assert millilitres(Decimal("42.5"), MIXTURE) == Decimal("42.5")
    assert millilitres(Decimal("42.5"), Formulation.ORAL_CONCENTRATE) == Decimal("4.25")
    assert millilitres(Decimal(16), SUBLINGUAL) is None
    assert amount_words(Decimal(60), Formulation.ORAL_CONCENTRATE) == "60 mg (6 ml of 10 mg/ml)"
    assert amount_words(Decimal("8.00"), SUBLINGUAL) == "8 mg"


def test_every_formulation_fits_exactly_one_drug():
    for formulation in Formulation:
        assert [fits(drug, formulation) for drug in Drug].count(True) == 1
    assert fits(Drug.METHADONE, Formulation.TABLET)
    assert not fits(Drug.METHADONE, SUBLINGUAL)


def test_a_ten_fold_step_a_stronger_liquid_and_missed_days_interrupt():
    start = date(2026, 3, 2)
    facts = methadone(
        start,
        orders=(Order(start, Decimal(8), MIXTURE, Phase.INDUCTION),),
        doses=(Dose(start, DoseStatus.TAKEN),),
    )
    on = date(2026, 3, 3)
    assert interruptions(proposal(facts, on, Decimal("79.99"))) == ()
    assert "ten-fold" in interruptions(proposal(facts, on, Decimal(80)))[0]
    assert "ten-fold" in interruptions(proposal(facts, on, Decimal("0.8")))[0]
    strong = interruptions(proposal(facts, on, Decimal(8), Formulation.ORAL_CONCENTRATE))
    assert "ten times stronger" in strong[0]
    assert interruptions(proposal(facts, date(2026, 3, 6), Decimal(8))) == (
        "3 missed days in a row since 3 March 2026 (3 of them not logged)",
    )
    assert tenfold(Decimal(0), Decimal(5), UK) is False


def test_the_first_order_of_another_drug_interrupts():
    start = date(2026, 3, 2)
    before = Course(Drug.METHADONE, date(2026, 1, 5), start)
    facts = Facts(Drug.BUPRENORPHINE, start)
    first = proposal(facts, start, Decimal(8), SUBLINGUAL)
    assert interruptions(first) == ()
    (why,) = interruptions(first, [before])
    assert why == "This is buprenorphine. The client was on methadone from 5 January 2026 until 2 March 2026"
    begun = Facts(Drug.BUPRENORPHINE, start, orders=(Order(start, Decimal(8), SUBLINGUAL, Phase.INDUCTION),))
    assert interruptions(proposal(begun, date(2026, 3, 3), Decimal(12), SUBLINGUAL), [before]) == ()
    assert interruptions(proposal(methadone(start), start, Decimal(30)), [before]) == ()


def test_a_confirmed_dose_elsewhere_shows_a_ten_fold_slip():
    start = date(2026, 3, 2)
    facts = methadone(start, verified=Verified(Decimal(80), date(2026, 3, 1)))
    assert "ten-fold" in interruptions(proposal(facts, start, Decimal(8)))[0]


def test_the_order_in_force_is_the_latest_that_has_begun():
    orders = (
        Order(date(2026, 3, 5), Decimal(40), MIXTURE, Phase.INDUCTION),
        Order(date(2026, 3, 2), Decimal(30), MIXTURE, Phase.INDUCTION),
    )
    assert order_on(orders, date(2026, 3, 1)) is None
    assert order_on(orders, date(2026, 3, 4)).daily_mg == 30
    assert order_on(orders, date(2026, 3, 5)).daily_mg == 40


def test_supervision_is_asked_for_below_six_days_and_never_of_a_depot():
    # NICE TA114 §1.3, first three months.
    start = date(2026, 3, 2)
    five = Week("1111111", "1111100")
    (one,) = check_week(Context.ORDER, five, start, methadone(start), UK)
    assert (one.rule, one.observed, one.limit) == ("S1", Decimal(5), Decimal(6))
    assert "until 2 June 2026" in one.message
    depot = Order(start, Decimal(24), Formulation.DEPOT_WEEKLY, Phase.MAINTENANCE)
    assert check_week(Context.ORDER, five, start, methadone(start, orders=(depot,)), UK) == ()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ("1111111", "every day"),
        ("1111110", "Monday to Saturday"),
        ("1010100", "Monday, Wednesday and Friday"),
        ("1100011", "Monday, Tuesday, Saturday and Sunday"),
        ("1110001", "Monday to Wednesday and Sunday"),
        ("0000000", "no day"),
    ],
)
def test_a_week_is_spoken_in_days(days, words):
    assert days_words(days) == words


def test_a_week_says_what_it_is_and_what_is_wrong_with_it():
    assert week_words(Week("1111110", "1111110")) == (
        "supervised Monday to Saturday, collects Monday to Saturday"
    )
    assert week_words(Week("1000000", "0000000")) == "not supervised, collects Monday"
    assert not_collected(Week("1111100", "1111110")) == ("Saturday",)
    with pytest.raises(ValueError, match="seven characters"):
        Week("111111", "1111111")
    with pytest.raises(ValueError, match="seven characters"):
        Week("1111112", "1111111")


def test_a_collection_covers_the_days_up_to_the_next():
    saturday = date(2026, 3, 7)
    assert handed_out_with(Week("1111110", "1111110"), saturday) == (date(2026, 3, 8),)
    friday = date(2026, 3, 6)
    assert handed_out_with(Week("1010100", "1010100"), friday) == (saturday, date(2026, 3, 8))
    assert handed_out_with(Week("1010100", "1010100"), saturday) == (date(2026, 3, 8),)
    assert len(handed_out_with(Week("0000100", "0000000"), friday)) == 6
    assert handed_out_with(Week("0000000", "0000000"), friday) == ()


def test_a_visit_provides_until_the_next_collection_and_a_depot_for_its_span():
    friday, week = date(2026, 3, 6), Week("1010100", "1010100")
    tablet = Order(friday, Decimal(40), Formulation.TABLET, Phase.MAINTENANCE)
    weekly = Order(friday, Decimal(24), Formulation.DEPOT_WEEKLY, Phase.MAINTENANCE)
    monthly = Order(friday, Decimal(96), Formulation.DEPOT_MONTHLY, Phase.MAINTENANCE)
    found = [days_provided(order, week, friday, UK) for order in (None, tablet, weekly, monthly)]
    assert found == [3, 3, 7, 28]
    assert days_provided(tablet, None, friday, UK) == 1


def test_what_is_logged_for_a_day_goes_before_what_an_earlier_visit_provided():
    start = date(2026, 3, 6)
    visit = Dose(start, DoseStatus.TAKEN, covers=3)
    not_handed_out = Dose(date(2026, 3, 8), DoseStatus.MISSED, home=True)
    assert missed_run(methadone(start, doses=(visit,)), date(2026, 3, 9)).days == 0
    assert missed_run(methadone(start, doses=(visit, not_handed_out)), date(2026, 3, 9)).days == 1


@pytest.mark.parametrize("status", ["missed", "refused", "withheld", "not_supplied"])
def test_a_missed_visit_leaves_what_another_visit_handed_out(status):
    start = date(2026, 4, 2)
    early = Dose(start, DoseStatus.COLLECTED, covers=6)
    visits = (early, Dose(date(2026, 4, 3), DoseStatus(status)), Dose(date(2026, 4, 6), DoseStatus(status)))
    assert missed_run(methadone(start, doses=visits), date(2026, 4, 8)).days == 0
    spoilt = (early, Dose(date(2026, 4, 7), DoseStatus.VOMITED))
    assert missed_run(methadone(start, doses=spoilt), date(2026, 4, 8)).days == 1


def test_every_number_has_a_source_and_a_broken_file_is_refused(tmp_path):
    assert UK.name == "uk-2017/1"
    assert all(len(one.source) > 20 for one in UK.thresholds.values())
    assert UK["methadone_start_max"].words.endswith("(found in the source)")
    for change in (
        ('how = "remembered"', 'how = "R"'),
        ("value = 40", "value = 0"),
        ('value = 40\nunit = "mg"', 'value = "40"\nunit = "mg"'),
        ("[tenfold]", "[ten]"),
    ):
        with pytest.raises(StandardError):
            planted(standard.UK, tmp_path, change).latest  # noqa: B018
    assert UK.signed_off_by == ""


def test_what_is_asked_of_a_finding_follows_its_severity():
    start = date(2026, 3, 2)
    (second,) = check(Context.ORDER, proposal(methadone(start), start, Decimal(40)))
    assert Need.SECOND_PRESCRIBER in second.needs
    (block,) = check(Context.ORDER, proposal(methadone(start), start, Decimal(50)))
    assert block.needs == ()
