"""The worked examples of the prescribing rulebook. Day 1 is Monday 2 March 2026 unless stated.

Limits: UK guidelines 2017 §4.3, NHS methadone page, NICE TA114 §1.3, as named in standards/uk-2017-1.toml.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from careplan.clients.rules.births import Birth
from careplan.medicines.rules import Medicine
from careplan.prescribing.codes import DoseStatus, Drug, Formulation, Phase
from careplan.prescribing.rules import standard
from careplan.prescribing.rules.check import check
from careplan.prescribing.rules.days import daily_total, day_no, floor_ends_on
from careplan.prescribing.rules.facts import Dose, Facts, Order, Seen, Tolerance, Verified
from careplan.prescribing.rules.findings import Context, Finding, Need, Severity
from careplan.prescribing.rules.health import (
    DrugTest,
    Ecg,
    Health,
    LastDose,
    LiverTest,
    Naloxone,
    Review,
    Told,
    Virus,
    Withdrawal,
)
from careplan.prescribing.rules.missed import missed_run
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.supervised import check_week
from careplan.prescribing.rules.unjudged import unjudged
from careplan.prescribing.rules.week import Week

DAY_1 = date(2026, 3, 2)
UK = standard.UK.on(date(2026, 1, 1))


def day(number: int) -> date:
    return DAY_1 + timedelta(days=number - 1)


def order(number: int, mg: str, phase: Phase = Phase.INDUCTION) -> Order:
    return Order(day(number), Decimal(mg), Formulation.ORAL_MIXTURE, phase)


def taken(*numbers: int) -> tuple[Dose, ...]:
    return tuple(Dose(day(number), DoseStatus.TAKEN) for number in numbers)


def course(**more: object) -> Facts:
    given = {"drug": Drug.METHADONE, "first_dose_on": DAY_1, "tolerance": Tolerance.ASSURED} | more
    return Facts(**given)


def found(
    facts: Facts, new: Order, context: Context = Context.ORDER, health: Health | None = None
) -> tuple[Finding, ...]:
    return check(context, Proposal(new, facts, new.effective_on, UK, health=health))


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(one.rule, one.severity.value) for one in findings]


def titrated(*doses: str) -> list[list[tuple[str, str]]]:
    """What is said on each day of a titration with every dose taken."""
    answers = []
    for number, mg in enumerate(doses, start=1):
        earlier = tuple(order(n, dose) for n, dose in enumerate(doses[: number - 1], start=1))
        facts = course(orders=earlier, doses=taken(*range(1, number)))
        answers.append(said(found(facts, order(number, mg))))
    return answers


def test_t01_a_first_dose_of_30_mg_with_assured_tolerance_says_nothing():
    assert said(found(course(), order(1, "30"))) == []


@pytest.mark.parametrize("mg", ["35", "40"])
def test_t02_a_first_dose_above_30_up_to_40_mg_takes_a_second_prescriber(mg):
    (one,) = found(course(), order(1, mg))
    assert (one.rule, one.severity) == ("M1a", Severity.SECOND)
    assert one.needs == (Need.REASON, Need.SECOND_PRESCRIBER)


def test_t03_a_first_dose_of_45_mg_is_blocked():
    (one,) = found(course(), order(1, "45"))
    assert (one.rule, one.severity) == ("M1b", Severity.BLOCK)
    assert (one.observed, one.limit, one.unit) == (Decimal(45), Decimal(40), "mg")


def test_t04_a_first_dose_above_20_mg_with_alcohol_takes_a_second_prescriber():
    facts = course(sedatives_or_alcohol=True)
    assert said(found(facts, order(1, "30"))) == [("M2", "W2")]
    assert said(found(facts, order(1, "20"))) == []


def test_t05_a_split_first_dose_is_judged_on_its_total():
    total = daily_total([Decimal(20), Decimal(20)])
    assert said(found(course(), order(1, str(total)))) == [("M1a", "W2")]


def transferred(days_ago: int) -> Facts:
    last = DAY_1 - timedelta(days=days_ago)
    told = ("Ann Alder", "Elm Pharmacy", "01632 960 001", last)
    return course(verified=Verified(Decimal(80), last, *told))


def test_t06_a_confirmed_dose_goes_on_and_a_higher_one_takes_a_second_prescriber():
    assert said(found(transferred(1), order(1, "80"))) == []
    assert said(found(transferred(1), order(1, "90"))) == [("M1c", "W2")]


def test_t07_after_three_missed_days_a_confirmed_dose_no_longer_counts():
    assert said(found(transferred(4), order(1, "80"))) == [("M11", "B"), ("M1b", "B")]
    assert said(found(transferred(3), order(1, "80"))) == [("M11", "I")]


def test_t08_a_rise_of_exactly_30_mg_in_the_first_week_says_nothing():
    assert titrated("30", "30", "40", "40", "50", "50", "60") == [[]] * 7


def test_t09_a_rise_of_35_mg_in_the_first_week_is_5_mg_over():
    *before, last = titrated("30", "30", "40", "40", "50", "55", "65")
    assert before == [[]] * 6
    assert last == [("M4", "W2")]
    earlier = tuple(order(n, mg) for n, mg in enumerate(("30", "30", "40", "40", "50", "55"), start=1))
    (one,) = found(course(orders=earlier, doses=taken(*range(1, 7))), order(7, "65"))
    assert one.message == "Day 7 dose 65 mg is 35 mg above the day-1 dose; limit 30 mg (5 mg over)"
    assert (one.observed, one.limit, one.unit) == (Decimal(35), Decimal(30), "mg")


def test_t10_a_step_of_15_mg_is_5_mg_over_the_limit():
    (one,) = found(course(orders=(order(1, "30"),), doses=taken(1)), order(2, "45"))
    assert (one.rule, one.severity) == ("M3", Severity.WARN)
    assert one.needs == (Need.REASON,)
    assert "15 mg above the day before (30 mg); limit 10 mg (5 mg over)" in one.message


def test_t11_the_day_after_a_full_week_breaks_both_the_week_and_the_days_between():
    answers = titrated("30", "30", "40", "40", "50", "50", "60", "70")
    assert answers[-1] == [("M4", "W2"), ("M5", "W")]


def test_t12_holding_three_days_makes_the_next_rise_ordinary():
    answers = titrated("30", "30", "40", "40", "50", "50", "60", "60", "60", "70")
    assert answers[-3:] == [[], [], []]


def test_t13_small_daily_rises_break_the_limits_on_day_8_only():
    answers = titrated("20", "25", "30", "35", "40", "45", "50", "55")
    assert answers[:7] == [[]] * 7
    assert answers[7] == [("M4", "W2"), ("M5", "W")]


def ready(**more: object) -> Health:
    """A record in which everything that a start asks for is there, and nothing else."""
    before = DAY_1 - timedelta(days=2)
    given = {
        "sex": "male",
        "tests": (DrugTest(before, {"opiates": "positive"}),),
        "naloxone": (Naloxone(before, date(2028, 1, 1)),),
        "livers": (LiverTest(before, Decimal(1)),),
        "viruses": (Virus(before, "hcv_tested"),),
        "withdrawal": (Withdrawal(DAY_1, 14, since_opioid=24),),
    }
    return Health(**(given | more))


def test_t14_increases_without_a_review_take_a_reason_each():
    answers = []
    for number, mg in enumerate(("30", "40", "50", "60"), start=1):
        earlier = tuple(order(n, f"{20 + 10 * n}") for n in range(1, number))
        facts = course(orders=earlier, doses=taken(*range(1, number)))
        answers.append(said(found(facts, order(number, mg), health=ready())))
        seen = ready(reviews=(Review(day(number)),))
        assert said(found(facts, order(number, mg), health=seen)) == []
    assert answers == [[], [("M6", "W")], [("M6", "W")], [("M6", "W")]]


def test_a_review_of_three_days_before_is_enough_in_the_second_week_and_none_is_asked_for_later():
    facts = course(orders=(order(1, "30"), order(5, "40")), doses=taken(*range(1, 20)))
    seen = ready(reviews=(Review(day(6)),))
    assert said(found(facts, order(9, "50"), health=seen)) == []
    assert ("M6", "W") in said(found(facts, order(10, "50"), health=seen))
    assert said(found(facts, order(15, "50"), health=seen)) == []
    (one,) = found(facts, order(10, "50"), health=seen)
    assert "the last review was 4 days before" in one.message


def test_t16_an_absent_saturday_with_sundays_dose_is_two_missed_days():
    facts = course(orders=(order(1, "50"),), doses=(*taken(1, 2, 3, 4, 5), Dose(day(6), DoseStatus.MISSED)))
    assert missed_run(facts, day(8)).days == 2
    (one,) = found(facts, order(8, "50"))
    assert (one.rule, one.severity) == ("M11", Severity.INFORM)
    assert "tell the keyworker" in one.message


def test_t17_absent_on_friday_too_blocks_until_reassessed():
    missed = (Dose(day(5), DoseStatus.MISSED), Dose(day(6), DoseStatus.MISSED))
    facts = course(orders=(order(1, "50"),), doses=(*taken(1, 2, 3, 4), *missed))
    assert missed_run(facts, day(8)).days == 3
    (one,) = found(facts, order(8, "50"))
    assert (one.rule, one.severity) == ("M11", Severity.BLOCK)
    assert one.message == (
        "3 missed days in a row since 6 March 2026 (1 of them not logged): stop until reassessed"
    )
    seen = course(orders=facts.orders, doses=facts.doses, seen=(Seen(day(8), Tolerance.UNCERTAIN),))
    assert said(found(seen, order(8, "50"))) == [("M11", "I")]


def test_t18_one_missed_friday_of_a_three_day_week_is_three_missed_doses():
    facts = course(orders=(order(1, "50"),), doses=(*taken(1, 2, 3, 4), Dose(day(5), DoseStatus.MISSED)))
    assert missed_run(facts, day(8)).days == 3
    assert said(found(facts, order(8, "50"))) == [("M11", "B")]


def test_t20_a_single_missed_friday_with_the_weekend_covered_is_no_run():
    doses = (
        *taken(4),
        Dose(day(5), DoseStatus.MISSED),
        *taken(6),
        Dose(day(7), DoseStatus.COLLECTED),
    )
    assert missed_run(course(doses=doses), day(8)).days == 0


def test_t21_four_missed_days_block_the_old_dose():
    facts = course(orders=(order(1, "90"),), doses=taken(1, 2, 3))
    assert missed_run(facts, day(8)).days == 4
    assert said(found(facts, order(8, "90"))) == [("M11", "B")]


def test_t22_five_missed_days_block_the_old_dose_and_allow_a_new_start():
    facts = course(orders=(order(1, "90"),), doses=taken(1, 2, 3))
    assert ("M11", "B") in said(found(facts, order(9, "90")))
    assert said(found(facts, order(9, "30"))) == [("M11", "I")]
    risky = course(orders=facts.orders, doses=facts.doses, sedatives_or_alcohol=True)
    assert said(found(risky, order(9, "30"))) == [("M2", "W2"), ("M11", "I")]


def test_t24_day_84_is_sunday_24_may_and_day_85_the_monday_after():
    assert day_no(DAY_1, date(2026, 5, 24)) == 84
    assert day_no(DAY_1, date(2026, 5, 25)) == 85


@pytest.mark.parametrize(
    ("effective_on", "warned"),
    [(date(2026, 5, 25), True), (date(2026, 6, 1), True), (date(2026, 6, 2), False)],
)
def test_t25_relaxing_supervision_warns_until_three_calendar_months(effective_on, warned):
    assert floor_ends_on(DAY_1, UK) == date(2026, 6, 2)
    assert day_no(DAY_1, date(2026, 6, 2)) == 93
    answers = check_week(Context.ORDER, Week("1010100", "1010100"), effective_on, course(), UK)
    assert said(answers) == ([("S1", "W")] if warned else [])


def test_t26_three_months_from_30_november_end_on_28_february():
    assert floor_ends_on(date(2026, 11, 30), UK) == date(2027, 2, 28)


def test_t27_six_supervised_days_with_sunday_taken_home_say_nothing():
    assert check_week(Context.ORDER, Week("1111110", "1111110"), day(20), course(), UK) == ()


def ordered(number: int, mg: str, formulation: Formulation = Formulation.SUBLINGUAL) -> list[tuple[str, str]]:
    """What is said of a buprenorphine dose on a day, with 8 mg taken on every day before."""
    first = (Order(DAY_1, Decimal(8), Formulation.SUBLINGUAL, Phase.INDUCTION),) if number > 1 else ()
    facts = Facts(Drug.BUPRENORPHINE, DAY_1, orders=first, doses=taken(*range(1, number)))
    return said(found(facts, Order(day(number), Decimal(mg), formulation, Phase.INDUCTION)))


def test_t40_the_first_days_of_buprenorphine_and_its_most():
    assert [ordered(1, "8"), ordered(2, "16")] == [[], []]
    for number, mg in ((1, "12"), (2, "18"), (5, "32")):
        assert ordered(number, mg) == [("B4", "W")]
    assert ordered(5, "34") == [("B5", "B"), ("B4", "W")]


SWITCH = Facts(Drug.BUPRENORPHINE, DAY_1, tolerance=Tolerance.ASSURED)


def first(mg: str = "8", **more: object) -> list[tuple[str, str]]:
    """What is said of a first dose of buprenorphine."""
    new = Order(DAY_1, Decimal(mg), Formulation.SUBLINGUAL, Phase.INDUCTION)
    return said(found(SWITCH, new, health=ready(**more)))


def methadone(mg: str, ago: int = 1) -> dict[str, object]:
    return {"doses": (LastDose(Drug.METHADONE, DAY_1 - timedelta(days=ago), Decimal(mg)),)}


@pytest.mark.parametrize(("hours", "says"), [(23, [("B1", "W2")]), (24, [])])
def test_t37_a_day_lies_between_methadone_and_buprenorphine(hours, says):
    assert first(withdrawal=(Withdrawal(DAY_1, 14, since_opioid=hours),), **methadone("30")) == says


def test_six_hours_lie_between_heroin_and_buprenorphine():
    assert first(withdrawal=(Withdrawal(DAY_1, 14, since_opioid=5),)) == [("B1", "W2")]
    assert first(withdrawal=(Withdrawal(DAY_1, 14, since_opioid=6),)) == []


@pytest.mark.parametrize(("mg", "says"), [("30", []), ("40", [("B3", "W")]), ("65", [("B3", "W2")])])
def test_t38_methadone_is_low_before_buprenorphine(mg, says):
    assert first(withdrawal=(Withdrawal(DAY_1, 15, since_opioid=48),), **methadone(mg, 2)) == says


def test_t39_signs_of_withdrawal_stand_before_the_first_dose():
    for total, says in ((4, [("B2", "W2")]), (12, [("B2", "W")]), (13, [])):
        assert first(withdrawal=(Withdrawal(DAY_1, total, since_opioid=12),)) == says
    assert first(withdrawal=()) == [("B2", "W")]


def test_a_day_lies_between_buprenorphine_and_methadone():
    last = (LastDose(Drug.BUPRENORPHINE, DAY_1, Decimal(16)),)
    assert said(found(course(), order(1, "30"), health=ready(doses=last, withdrawal=()))) == [("B16", "W")]
    noted = (Withdrawal(DAY_1, 3, since_opioid=30),)
    assert said(found(course(), order(1, "30"), health=ready(doses=last, withdrawal=noted))) == []


def test_the_liver_and_hepatitis_are_known_before_buprenorphine():
    assert first(livers=(), viruses=()) == [("B8", "W")]
    assert first(livers=(LiverTest(DAY_1, Decimal("3.5")),)) == [("B8", "W")]
    assert first(livers=(LiverTest(DAY_1, Decimal(3)),)) == []
    assert first(livers=(LiverTest(DAY_1, Decimal(1), severe=True),)) == [("B8", "W2")]
    assert first(livers=(LiverTest(DAY_1 - timedelta(days=100), Decimal(1)),)) == [("B8", "W")]


def test_t41_each_product_has_its_most():
    assert ("B5", "B") in ordered(5, "26", Formulation.SUBLINGUAL_WITH_NALOXONE)
    assert ordered(5, "18", Formulation.LYOPHILISATE) == [("B9", "W")]
    assert ("B5", "B") in ordered(5, "20", Formulation.LYOPHILISATE)
    assert "B5" not in [rule for rule, _ in ordered(5, "96", Formulation.DEPOT_MONTHLY)]


def test_a_confirmed_dose_above_24_mg_goes_on_with_a_reason():
    last = DAY_1 - timedelta(days=1)
    verified = Verified(Decimal(32), last, "Ann Alder", "Elm Pharmacy", "01632 960 001", last)
    facts = Facts(Drug.BUPRENORPHINE, DAY_1, tolerance=Tolerance.ASSURED, verified=verified)

    def starts(mg: str) -> list[tuple[str, str]]:
        return said(found(facts, Order(DAY_1, Decimal(mg), Formulation.SUBLINGUAL, Phase.INDUCTION)))

    assert [starts("24"), starts("26"), starts("32")] == [[], [("B5", "W")], [("B5", "W")]]


def test_t62_a_dose_already_given_after_four_missed_days_is_an_incident_not_a_block():
    facts = course(orders=(order(1, "90"),), doses=taken(1, 2, 3))
    (one,) = found(facts, order(8, "90"), Context.RECORD)
    assert (one.rule, one.severity, one.incident, one.needs) == ("M11", Severity.INFORM, True, ())


def steady(mg: str, ago: int = 30) -> Facts:
    """A course on a dose for many days."""
    begun = DAY_1 - timedelta(days=ago + 30)
    doses = tuple(Dose(begun + timedelta(days=n), DoseStatus.TAKEN) for n in range(ago + 30))
    held = (Order(begun, Decimal(mg), Formulation.ORAL_MIXTURE, Phase.MAINTENANCE),)
    return course(first_dose_on=begun, orders=held, doses=doses)


def on_day_1(mg: str) -> Order:
    return order(1, mg, Phase.MAINTENANCE)


def test_t47_a_hundred_milligrams_want_an_electrocardiogram_and_a_long_qt_an_agreement():
    facts, raised = steady("95"), on_day_1("100")
    assert said(found(facts, raised, health=ready())) == [("M8", "W")]
    a_year_ago = (Ecg(DAY_1 - timedelta(days=370), 420),)
    assert said(found(facts, raised, health=ready(ecgs=a_year_ago))) == [("M8", "W")]
    for qtc, sex, says in (
        (420, "male", []),
        (460, "male", [("M9", "W")]),
        (460, "female", []),
        (470, "female", [("M9", "W")]),
        (505, "female", [("M9", "W2")]),
    ):
        health = ready(ecgs=(Ecg(DAY_1, qtc),), sex=sex)
        assert said(found(facts, raised, health=health)) == says
    long = ready(ecgs=(Ecg(DAY_1, 505),))
    assert said(found(facts, on_day_1("95"), health=long)) == [("M9", "W2")]
    assert said(found(facts, on_day_1("90"), health=long)) == []


def test_an_electrocardiogram_nobody_has_read_answers_the_question_and_judges_nothing():
    unread = ready(ecgs=(Ecg(DAY_1, None),))
    assert said(found(steady("95"), on_day_1("100"), health=unread)) == []


@pytest.mark.parametrize("illness", ["heart", "liver"])
def test_a_disease_of_heart_or_liver_wants_an_electrocardiogram_at_any_dose(illness):
    ill = ready(told={"physical_conditions": Told("physical_conditions", [illness], DAY_1)})
    assert ("M8", "W") in said(found(steady("60"), on_day_1("65"), health=ill))


def test_severe_disease_of_the_liver_lowers_the_first_dose():
    ill = ready(livers=(LiverTest(DAY_1, Decimal(1), severe=True),))
    assert said(found(course(), order(1, "30"), health=ill)) == [("M2", "W2")]
    assert said(found(course(), order(1, "20"), health=ill)) == []


def taking(*names: str) -> Health:
    rows = [{"name": name} for name in names]
    return ready(told={"current_medication": Told("current_medication", rows, DAY_1)})


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Naltrexone 50 mg", [("M20", "B")]),
        ("moclobemide", [("M20", "W2")]),
        ("Rifampicin", [("M20", "W")]),
        ("St John’s wort", [("M20", "W")]),
        ("fluconazole", [("M20", "W")]),
        ("Diazepam 5 mg", [("M14", "W")]),
        ("citalopram", [("M8", "W")]),
        ("paracetamol", []),
    ],
)
def test_medicines_beside_a_first_dose_of_methadone(name, says):
    assert said(found(course(), order(1, "30"), health=taking(name))) == says


def recorded(name: str, **more: object) -> Health:
    at = datetime(DAY_1.year, DAY_1.month, DAY_1.day, 12, tzinfo=UTC)
    return ready(medicines=(Medicine("m", name, at, **more),))


def test_a_medicine_of_the_record_counts_beside_what_assessments_told():
    assert said(found(course(), order(1, "30"), health=recorded("Diazepam"))) == [("M14", "W")]
    both = replace(recorded("Naltrexone"), told=taking("Rifampicin").told)
    assert said(found(course(), order(1, "30"), health=both)) == [("M20", "B"), ("M20", "W")]


def test_what_was_stopped_counts_no_more_but_a_mao_inhibitor_for_14_days():
    stopped = {"stopped_on": DAY_1 - timedelta(days=13)}
    assert said(found(course(), order(1, "30"), health=recorded("Diazepam", **stopped))) == []
    assert said(found(course(), order(1, "30"), health=recorded("Phenelzine", **stopped))) == [("M20", "W2")]
    longer = {"stopped_on": DAY_1 - timedelta(days=14)}
    assert said(found(course(), order(1, "30"), health=recorded("Phenelzine", **longer))) == []


def test_a_medicine_that_no_list_names_is_said_to_be_unjudged():
    (says,) = [one for one in unjudged(recorded("Omeprazole"), course(), DAY_1, UK) if "name" in one]
    assert says == "M8, M14 and M20: the list of medicines that change a dose does not name Omeprazole"
    assert not [one for one in unjudged(recorded("Diazepam"), course(), DAY_1, UK) if "M20" in one]


def test_a_sedative_is_asked_about_when_the_dose_rises_and_not_when_it_falls():
    health = taking("pregabalin")
    assert said(found(steady("60"), on_day_1("65"), health=health)) == [("M14", "W")]
    assert said(found(steady("65"), on_day_1("60"), health=health)) == []


def pregnant(weeks: int | None) -> Health:
    due = DAY_1 + timedelta(weeks=40 - weeks) if weeks is not None else None
    value = {"value": "yes", "date": due.isoformat()} if due else "yes"
    return ready(sex="female", told={"pregnancy_status": Told("pregnancy_status", value, DAY_1)})


@pytest.mark.parametrize(
    ("weeks", "mg", "says"),
    [
        (30, "60", [("M17", "W2")]),
        (8, "60", [("M17", "W2")]),
        (None, "60", [("M17", "W2")]),
        (20, "60", [("M17", "W")]),
        (20, "62", []),
        (30, "65", [("M17", "I")]),
        (20, "65", []),
    ],
)
def test_t60_no_reduction_in_the_first_and_last_trimester_and_small_steps_between(weeks, mg, says):
    assert said(found(steady("65"), on_day_1(mg), health=pregnant(weeks))) == says


def test_with_naloxone_is_usually_changed_in_pregnancy():
    new = Order(DAY_1, Decimal(8), Formulation.SUBLINGUAL_WITH_NALOXONE, Phase.INDUCTION)
    health = ready(sex="female", told={"pregnancy_status": Told("pregnancy_status", "yes", DAY_1)})
    assert said(found(SWITCH, new, health=health)) == [("B20", "I")]


def test_t63_a_first_dose_without_a_positive_test_and_without_naloxone_takes_a_reason():
    assert said(found(course(), order(1, "30"), health=ready(tests=(), naloxone=()))) == [
        ("N1", "W"),
        ("R3", "W"),
    ]
    negative = (DrugTest(DAY_1, {"opiates": "negative"}),)
    assert said(found(course(), order(1, "30"), health=ready(tests=negative))) == [("R3", "W")]
    old = (DrugTest(DAY_1 - timedelta(days=8), {"opiates": "positive"}),)
    assert said(found(course(), order(1, "30"), health=ready(tests=old))) == [("R3", "W")]
    assert said(found(transferred(1), order(1, "80"), health=ready(tests=()))) == []


def test_what_was_not_judged_for_lack_of_facts_is_said():
    none = Health(sex="female")
    assert list(unjudged(none, course(), DAY_1, UK)) == [
        "M8, M14 and M20: nobody has asked which medicines the client takes",
        "M8: nobody has asked about illnesses of heart and liver",
        "M9: no electrocardiogram is recorded",
        "M21: the birth is not known for certain",
        "M17: whether the client is pregnant is not known",
    ]
    known = {
        "current_medication": Told("current_medication", [], DAY_1),
        "physical_conditions": Told("physical_conditions", ["none"], DAY_1),
        "pregnancy_status": Told("pregnancy_status", "no", DAY_1),
    }
    whole = Health(sex="female", told=known, ecgs=(Ecg(DAY_1, 400),))
    born = Birth(date(1980, 5, 4))
    assert list(unjudged(whole, course(born=born), DAY_1, UK)) == []
    running = course(born=born, orders=(order(1, "40"),))
    assert list(unjudged(whole, running, day(9), UK)) == [
        "M11, M11b and M11c: no dose of this course is logged"
    ]
    assert (
        list(unjudged(whole, course(born=born, orders=(order(1, "40"),), doses=taken(1)), day(9), UK)) == []
    )
    buprenorphine = Facts(Drug.BUPRENORPHINE, DAY_1, born=born)
    assert [one.split(":")[0] for one in unjudged(whole, buprenorphine, DAY_1, UK)] == ["B1"]
    before = replace(whole, doses=(LastDose(Drug.BUPRENORPHINE, DAY_1, Decimal(8)),))
    assert [one.split(":")[0] for one in unjudged(before, course(born=born), DAY_1, UK)] == ["B16"]
