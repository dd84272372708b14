"""What no case record can give: returns, policies, posts, audits and incidents, and the bands they are worth."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from careplan.audit.review.measures import audit
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Report, Request, Result, Unit
from careplan.audit.review.rules.facts import Partnership, Service, Surveyed
from careplan.audit.review.rules.ruleset import load
from tests.audit.facts import (
    course,
    episode,
    incident,
    intervention,
    partnership,
    policy,
    post,
    returned,
    service,
    signed_off,
)

ON = date(2026, 3, 31)
DAY = timedelta(days=1)
ALL = "definition description eligibility aims priority_groups exclusions policies"
SIX = "definition description eligibility aims priority_groups exclusions"
LACKS = "definition description aims priority_groups exclusions policies"
SAFETY = (
    *("adverse_incidents", "prescribing", "prescribing_review", "complaints_practice_protocols"),
    *("pharmacist_meetings", "risk_assessment_protocols", "methadone_titration"),
)


def reported(*services: Service, own: Partnership | None = None, on: date = ON) -> Report:
    unit = Unit(Level.PARTNERSHIP if own else Level.SERVICE, "P1" if own else "S1", "Unit")
    return audit(Request(unit, Census.at(on), load()), services, own)


def of(measure: str, *services: Service, **more: Any) -> Result:
    result = reported(*services, **more).result(measure)
    assert result is not None
    return result


def said(result: Result) -> tuple[str, Any, Any, str | None, dict[str, int]]:
    figure = result.figure
    part, whole = (None, None) if figure is None else (figure.part, figure.whole)
    return result.status, part, whole, result.band, result.tally.counts()


def sla(provider: str | None, commissioner: str | None) -> Service:
    given = {"sla_provider": provider, "sla_commissioner": commissioner}
    return service(returns=returned("1.1", **{k: v for k, v in given.items() if v is not None}))


@pytest.mark.parametrize(
    ("provider", "commissioner", "part", "band"),
    [
        (ALL, ALL, 7, "good"),
        (ALL, SIX, 6, "fair"),
        (ALL, LACKS, 6, "weak"),
        (ALL, None, 0, "weak"),
        (None, ALL, 0, "weak"),
        ("none", "none", 0, "weak"),
    ],
)
def test_1_1_asks_for_all_seven_elements_of_both_sides(
    provider: str | None, commissioner: str | None, part: int, band: str
) -> None:
    assert said(of("1.1", sla(provider, commissioner))) == ("scored", part, 7, band, {})


def test_1_1_of_a_partnership_is_its_lowest_service_and_nobody_who_gave_no_return() -> None:
    services = (sla(ALL, ALL), service(id="S2", returns=returned("1.1", sla_provider=ALL)), service(id="S3"))
    found = of("1.1", *services, own=partnership())
    assert said(found) == ("scored", 1, 2, "weak", {"no_return": 1})
    assert found.services == (2, 1)
    assert said(of("1.1", service())) == ("no_data", 0, 0, None, {"no_return": 1})


@pytest.mark.parametrize(("days", "band"), [("21", "good"), ("21.5", "weak")])
def test_2_1c_reads_the_wait_that_is_reported(days: str, band: str) -> None:
    assert of("2.1c", service(returns=returned("2.1", wait_reported__days=days))).band == band


def test_of_several_answers_the_latest_by_the_census_counts_alone() -> None:
    answers = [
        *returned("6.4", date(2025, 1, 1), caseload_system="yes"),
        *returned("6.4", ON, caseload_system="no"),
        *returned("6.4", ON + DAY, caseload_system="yes"),
    ]
    assert of("6.4", service(returns=tuple(answers))).band == "weak"
    assert of("6.4", service(returns=tuple(answers[2:]))).status == "no_data"


@pytest.mark.parametrize(
    ("access", "band"), [(19, "weak"), (20, "fair"), (30, "fair"), (31, "good"), (None, None)]
)
def test_2_2_counts_practices_of_the_partnership_alone(access: int | None, band: str | None) -> None:
    known = {} if access is None else {"practices_access": access}
    own = partnership(*returned("2.2", practices_all=100, **known))
    assert of("2.2", service(prescribing=False), own=own).band == band
    assert said(of("2.2", service())) == ("partnership_only", None, None, None, {})


def test_a_partnership_that_gave_no_return_has_no_data_and_says_so() -> None:
    for measure in ("2.2", "6.2", "7.2", "7.3", "8.2"):
        found = of(measure, service(), own=partnership())
        assert said(found) == ("no_data", 0, 0, None, {"no_return": 1}), measure
        assert found.services is None


@pytest.mark.parametrize(
    ("hours", "band"), [((True, True), "good"), ((True, False), "fair"), ((False, False), "weak"), ((), None)]
)
def test_2_3_is_good_for_all_fair_for_some_and_weak_for_none(hours: tuple[bool, ...], band: str) -> None:
    services = [service(id=f"S{n}", out_of_hours=one) for n, one in enumerate(hours)]
    found = of("2.3", *services, service(id="S9"), own=partnership())
    assert found.band == band
    assert found.tally.counts() == {"not_recorded": 1}


@pytest.mark.parametrize(
    ("completed", "part"),
    [(ON, 1), (date(2024, 10, 1), 1), (date(2024, 9, 30), 0), (ON + DAY, 0)],
)
def test_4_5_counts_an_audit_of_the_last_18_months(completed: date, part: int) -> None:
    assert said(of("4.5", service(audits=(signed_off(completed),))))[1:3] == (part, 1)


def test_5_1_asks_for_seven_policies_and_for_an_eighth_where_buprenorphine_is_given() -> None:
    whole = service(policies=tuple(policy(name) for name in SAFETY))
    given = episode(courses=(course("buprenorphine"),))
    assert said(of("5.1", whole))[1:4] == (7, 7, "good")
    assert said(of("5.1", service(given, policies=whole.policies)))[1:4] == (7, 8, "fair")


def test_a_policy_is_in_place_once_approved_and_an_overdue_review_is_told_beside_it() -> None:
    # Spec 05 §7: approved 1 May 2024, review due 1 May 2025 · approved the day after the census.
    overdue = policy("prescribing", date(2024, 5, 1), date(2025, 5, 1))
    later = policy("prescribing", ON + DAY)
    (line,) = of("5.1", service(policies=(overdue, later))).tally.hits
    assert (line.id, line.verdict.reason) == ("S1:prescribing", "policy_review_overdue")
    assert of("5.1", service(policies=(later,))).tally.hits == ()


def test_whether_a_review_is_overdue_the_latest_approval_by_the_census_tells() -> None:
    old = policy("prescribing", date(2024, 1, 1), date(2024, 6, 1))
    for due, reason in ((ON, "policy_review_overdue"), (ON + DAY, "policy_in_date")):
        new = policy("prescribing", date(2025, 1, 1), due)
        (line,) = of("5.1", service(policies=(old, new, policy("prescribing", ON + DAY)))).tally.hits
        assert line.verdict.reason == reason
        assert of("10.1", service(policies=(policy("child_protection", date(2025, 1, 1), due),))).tally.hits


def test_5_2_counts_incidents_of_the_period_against_days_of_courses_in_it() -> None:
    ended = course(id="C2", first_dose_on=date(2025, 3, 1), ended_on=date(2025, 4, 11))
    same_day = course(id="C3", first_dose_on=ON, ended_on=ON)
    here = service(
        episode(courses=(course(first_dose_on=ON - 9 * DAY), ended, same_day)),
        incidents=(incident(ON), incident(date(2025, 3, 31), "X2"), incident(ON + DAY, "X3")),
    )
    found = of("5.2", here)
    assert said(found) == ("not_benchmarked", 1, 20, None, {})
    assert found.value == 36525 / 20
    assert [line.id for line in found.tally.hits] == ["X1"]
    assert [line.id for line in found.tally.members] == ["C1", "C2"]


def test_5_2_without_a_course_has_no_figure_whatever_happened() -> None:
    found = of("5.2", service(incidents=(incident(ON),)))
    assert (said(found), found.tally.lines) == (("no_data", 0, 0, None, {}), ())


def test_5_3_asks_the_nhs_alone() -> None:
    answers = returned("5.3", confident_positive=7, confident_respondents=10)
    statutory, charity = service(sector="nhs", returns=answers), service(id="S2", sector="voluntary")
    assert said(of("5.3", statutory)) == ("not_benchmarked", 7, 10, None, {})
    assert of("5.3", charity).status == "not_applicable"
    assert said(of("5.3", statutory, charity, own=partnership()))[1:] == (7, 10, None, {})


PRACTITIONERS: list[tuple[dict[str, Any], tuple[int, int, dict[str, int]]]] = [
    ({"years": 3}, (0, 1, {})),
    ({"years": "3.01"}, (1, 1, {})),
    ({"years": 9, "experience_in": "management"}, (0, 1, {})),
    ({"years": None, "accredited": True}, (1, 1, {})),
    ({"years": None, "accredited": False}, (0, 1, {})),
    ({"years": None, "accredited": None}, (0, 0, {"experience_not_recorded": 1})),
    ({"direct_work": 20}, (0, 0, {})),
    ({"direct_work": None}, (0, 0, {"direct_work_not_recorded": 1})),
    ({"status": "temporary"}, (0, 0, {})),
    ({"role": "doctor"}, (0, 0, {})),
]


@pytest.mark.parametrize(("facts", "figure"), PRACTITIONERS)
def test_6_1a_counts_filled_posts_of_practitioners(
    facts: dict[str, Any], figure: tuple[int, int, dict[str, int]]
) -> None:
    _, part, whole, _, counts = said(of("6.1a", service(posts=(post(**facts),))))
    assert (part, whole, counts) == figure


def test_6_1b_counts_managers_with_less_than_20_percent_direct_work() -> None:
    posts = tuple(post("manager", id=f"M{n}", direct_work=n) for n in (19, 20, 21))
    found = of("6.1b", service(posts=posts))
    assert ([line.id for line in found.tally.members], found.band, found.low_n) == (["M19"], "fair", True)


@pytest.mark.parametrize(("met", "band"), [(1, "fair"), (0, "weak")])
def test_6_1_without_comparators_is_weak_under_half(met: int, band: str) -> None:
    posts = (post(id="A", years=4 if met else 1), post(id="B", years=1))
    assert of("6.1a", service(posts=posts)).band == band


def test_6_3_adds_whole_time_equivalents() -> None:
    posts = (
        post(id="A", wte="0.6"),
        post("other", "vacant", id="B", wte="0.5"),
        post(id="C", status="temporary"),
    )
    part, whole = said(of("6.3", service(posts=posts)))[1:3]
    assert (float(part), float(whole)) == (1.5, 2.1)


@pytest.mark.parametrize(("value", "band"), [("yes", "good"), ("no", "weak")])
def test_6_2_is_yes_or_no(value: str, band: str) -> None:
    assert of("6.2", service(), own=partnership(*returned("6.2", doctor_specialist=value))).band == band


@pytest.mark.parametrize(
    ("value", "band"),
    [
        ("none", "weak"),
        ("forum", "weak"),
        ("forum financial", "fair"),
        ("forum financial strategic_groups", "good"),
        ("training_mentoring forum financial strategic_groups", "excellent"),
    ],
)
def test_7_1_counts_four_forms_of_support(value: str, band: str) -> None:
    assert of("7.1", service(returns=returned("7.1", involvement=value))).band == band


DIRECTORIES: list[tuple[dict[str, object], str]] = [
    ({"directory_published": "no", "directory_formats": "yes", "directory_updated__on": ON}, "weak"),
    ({"directory_published": "yes"}, "good"),
    ({"directory_published": "yes", "directory_formats": "yes"}, "good"),
    ({"directory_published": "yes", "directory_formats": "yes", "directory_updated__on": ON}, "excellent"),
    (
        {"directory_published": "yes", "directory_formats": "yes", "directory_updated__on": "2025-04-01"},
        "excellent",
    ),
    (
        {"directory_published": "yes", "directory_formats": "yes", "directory_updated__on": "2025-03-31"},
        "good",
    ),
    ({"directory_published": "yes", "directory_formats": "no", "directory_updated__on": ON}, "good"),
]


@pytest.mark.parametrize(("answers", "band"), DIRECTORIES)
def test_7_2_is_excellent_in_several_formats_and_updated_within_12_months(
    answers: dict[str, object], band: str
) -> None:
    found = of("7.2", service(), own=partnership(*returned("7.2", **answers)))
    assert said(found)[:4] == ("scored", None, None, band)


@pytest.mark.parametrize(
    ("value", "band"),
    [("none", "weak"), ("consulted", "fair"), ("members", "good"), ("coproduced", "excellent")],
)
def test_7_3_has_four_steps(value: str, band: str) -> None:
    assert of("7.3", service(), own=partnership(*returned("7.3", planning=value))).band == band


def test_half_a_pair_is_no_answer_and_nobody_answered_is_no_data() -> None:
    half = service(returns=returned("7.4", experience_positive=8))
    nobody = service(returns=returned("7.4", experience_positive=0, experience_respondents=0))
    assert said(of("7.4", half)) == ("no_data", 0, 0, None, {"no_return": 1})
    assert (said(of("7.4", nobody)), of("7.4", nobody).tally.lines) == (("no_data", 0, 0, None, {}), ())


def test_7_4_counts_people_and_flags_few_of_them() -> None:
    found = of("7.4", service(returns=returned("7.4", experience_positive=8, experience_respondents=9)))
    assert (said(found)[:4], found.low_n) == (("scored", 8, 9, "excellent"), True)


def surveyed(*counts: tuple[date, int, int], typed: bool = False) -> Service:
    given = returned("7.4", experience_positive=1, experience_respondents=20) if typed else ()
    return service(returns=given, surveyed=tuple(Surveyed(*one) for one in counts))


@pytest.mark.parametrize("typed", [False, True])
def test_7_4_counts_the_survey_s_months_that_ended_in_the_period_and_no_typed_total(typed: bool) -> None:
    counts = [
        (date(2025, 3, 1), 9, 9),  # ended on the last day before the period
        (date(2025, 4, 1), 5, 6),
        (date(2026, 3, 1), 2, 4),  # ended on the census itself
        (date(2026, 4, 1), 9, 9),
    ]
    found = of("7.4", surveyed(*counts, typed=typed))
    assert said(found)[:4] == ("scored", 7, 10, "good")
    assert [line.verdict.reason for line in found.tally.lines] == ["surveyed"]


def test_7_4_falls_back_on_a_typed_total_where_no_month_of_the_period_has_an_answer() -> None:
    found = of("7.4", surveyed((date(2025, 3, 1), 9, 9), typed=True))
    assert said(found)[:3] == ("scored", 1, 20)
    assert [line.verdict.reason for line in found.tally.lines] == ["typed"]


def test_a_partnership_adds_up_the_surveys_of_its_services() -> None:
    one, two = surveyed((date(2026, 2, 1), 5, 6)), surveyed((date(2026, 3, 1), 2, 4))
    found = of("7.4", one, replace(two, id="S2"), own=partnership())
    assert said(found)[1:3] == (7, 10)


def offers(*waits: tuple[str, int]) -> Service:
    found = [
        intervention(kind, id=f"I{n}", referred_on=ON - days * DAY, first_offered_on=ON, started_on=None)
        for n, (kind, days) in enumerate(waits)
    ]
    return service(episode(interventions=tuple(found)))


def test_8_1_counts_kinds_whose_mean_wait_is_over_21_days() -> None:
    here = offers(
        ("inpatient_detox", 21), ("residential_rehab", 20), ("residential_rehab", 23), ("harm_reduction", 99)
    )
    alone, together = of("8.1", here), of("8.1", here, own=partnership())
    assert said(alone) == ("partnership_only", 1, 2, None, {})
    assert said(together)[:4] == ("scored", 1, 2, "good")
    assert ([line.id for line in together.tally.hits], together.value) == (["I1", "I2"], 1)
    assert len(together.tally.members) == 3


def test_8_1_without_an_offer_has_no_data() -> None:
    assert of("8.1", service(), own=partnership()).status == "no_data"


@pytest.mark.parametrize(
    ("first", "then", "band"),
    [(3, 6, "excellent"), (3, 12, "good"), (3, 13, "fair"), (6, 24, "fair"), (7, 6, "weak")],
)
def test_10_4_reads_months_to_reviews(first: int, then: int, band: str) -> None:
    found = of(
        "10.4", service(returns=returned("10.4", review_first__months=first, review_then__months=then))
    )
    assert said(found)[:4] == ("scored", None, None, band)


def test_10_4_of_a_partnership_is_its_lowest_known_service() -> None:
    often = returned("10.4", review_first__months=3, review_then__months=6)
    seldom = returned("10.4", review_first__months=6, review_then__months=6)
    half = returned("10.4", review_first__months=3)
    services = [service(id=f"S{n}", returns=one) for n, one in enumerate((often, seldom, half))]
    assert said(of("10.4", *services, own=partnership())) == ("scored", 1, 2, "fair", {"no_return": 1})


def test_a_service_that_is_closed_on_the_census_answers_nothing_and_its_incidents_count() -> None:
    closed = service(
        episode(courses=(course(first_dose_on=ON - 9 * DAY),)),
        closed_on=ON,
        posts=(post(),),
        policies=(policy("prescribing"),),
        returns=returned("7.1", involvement="forum"),
        incidents=(incident(ON),),
    )
    for measure in ("6.1a", "6.3", "5.1", "7.1", "4.5", "10.1"):
        assert said(of(measure, closed))[:3] == ("no_data", 0, 0), measure
    assert said(of("5.2", closed))[1:3] == (1, 10)
