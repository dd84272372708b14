"""Checks between assessment, risk, plan and prescription: each speaks in its case and is silent in the nearest one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from careplan.clients.rules.facts import Intervention
from careplan.clients.rules.waits import Days
from careplan.people.rules import Concern, Home, Person, Way
from careplan.record.pages.checks import MENDED
from careplan.record.rules.checks import CONDITIONS, speaking
from careplan.record.rules.checks.case import (
    ITEMS,
    Case,
    CheckedAnswer,
    Kit,
    Planned,
    Sample,
    Treated,
    begins,
)
from careplan.record.rules.checks.events import EVENTS, happened
from careplan.record.rules.checks.standard import CHECKS
from careplan.risk.codes import Level, RiskDomain
from careplan.risk.rules import Judged

ON = date(2026, 3, 2)
LIMITS = CHECKS.on(ON).limits


def ago(days: int) -> date:
    return ON - timedelta(days=days)


def said(days: int = 5, text: str = "", **values):
    return {item: CheckedAnswer(item, value, ago(days), text) for item, value in values.items()}


def judged(**levels):
    return {
        RiskDomain(domain): Judged(RiskDomain(domain), Level(level), ago(10))
        for domain, level in levels.items()
    }


def treatment(kind="specialist_prescribing", started=40, ended=None):
    return Intervention(
        "i", kind, Days(ago(50), ago(45), ago(started), None if ended is None else ago(ended))
    )


COURSE = Treated("methadone", ago(200))
HOME = replace(COURSE, take_home=True)
KIT = Kit(ago(1), ago(-400))
CHILD = {"children_under_18": [{"age": 4, "lives_with": True}]}
STORED = said(safe_storage="locked_given")
BASE = {"courses": (HOME,), "kits": (KIT,)}
OVERDOSE = said(overdose_ever=True, overdose_last_date=ago(LIMITS.overdose_days).isoformat())
OLD = said(overdose_ever=True, overdose_last_date=ago(LIMITS.overdose_days + 1).isoformat())
NONE = said(overdose_ever=False, overdose_last_date=ago(3).isoformat())
PREGNANT = said(pregnancy_status="yes")
SUICIDE = said(suicidal_thoughts="active_with_plan")
ABUSE = said(domestic_abuse_experienced="current")
PARTNER = Person("Terry Test", "partner", "with_client")
LETTERS = Home("home", "1 Test Street", None, True)
TEST = Sample(ago(4), {"methadone": "negative", "opiates": "negative"})
LOST = said(tolerance_loss=["prison_release"])
SEDATED = said(current_medication=[{"name": "Diazepam 5 mg"}])
DIAZEPAM = ("Diazepam", ago(5))
DRINKS = said(alcohol_use="current", alcohol_dependence_symptoms=["tremor"])
INJECTS = said(injecting_status="current")
PLAN = Planned(ago(20), True, frozenset({"drug_alcohol"}))
CASES = {
    "overdose_naloxone": (
        {"answers": OVERDOSE, "kits": (Kit(ago(LIMITS.overdose_days + 1), ago(-400)),)},
        [
            {"answers": OVERDOSE, "kits": (Kit(ago(LIMITS.overdose_days), ago(-400)),)},
            {"answers": OLD},
            {"answers": NONE},
            {"answers": OVERDOSE | said(naloxone_status="offered_declined")},
            {"answers": said(overdose_last_date=ago(-1).isoformat())},
        ],
    ),
    "course_naloxone": (
        {"courses": (COURSE,), "kits": (Kit(ago(900), ON),)},
        [
            {"courses": (COURSE,), "kits": (Kit(ago(900), ago(-1)),)},
            {},
            {"courses": (COURSE,), "answers": OVERDOSE},
        ],
    ),
    "child_take_home": (
        BASE | {"answers": said(**CHILD, safe_storage="out_of_reach")},
        [
            BASE | {"answers": said(**CHILD) | STORED},
            BASE | {"courses": (COURSE,), "answers": said(**CHILD)},
            BASE | {"answers": said(children_under_18=[{"age": 4, "lives_with": False}])},
            BASE | {"people": (Person("Adult Test", "child", "with_client", date(2000, 1, 1)),)},
        ],
    ),
    "storage_unknown": (
        BASE | {"answers": said(days=366, safe_storage="locked_own")},
        [
            BASE | {"answers": said(days=365, safe_storage="unsafe")},
            {"courses": (COURSE,)},
            BASE | {"answers": said(**CHILD)},
        ],
    ),
    "overdose_take_home": (
        BASE | {"answers": OVERDOSE, "reviewed_on": ago(LIMITS.overdose_days + 1)},
        [
            BASE | {"answers": OVERDOSE, "reviewed_on": ago(LIMITS.overdose_days)},
            BASE | {"answers": OLD},
            {"courses": (COURSE,), "answers": OVERDOSE},
        ],
    ),
    "alcohol_take_home": (
        BASE | {"answers": DRINKS, "reviewed_on": ago(6)},
        [
            BASE | {"answers": DRINKS, "reviewed_on": ago(5)},
            BASE | {"answers": DRINKS | said(alcohol_dependence_symptoms=["none"])},
            BASE | {"answers": DRINKS | said(alcohol_use="past")},
            {"courses": (COURSE,), "answers": DRINKS},
        ],
    ),
    "benzodiazepine_take_home": (
        BASE | {"answers": said(substances_used=[{"substance": "benzodiazepine", "days_28": 9}])},
        [
            BASE | {"answers": said(substances_used=[{"substance": "benzodiazepine", "days_28": 0}])},
            BASE | {"answers": said(other_problem_substances=["benzodiazepine"]), "reviewed_on": ago(5)},
            {"courses": (COURSE,), "answers": said(main_problem_substance="benzodiazepine")},
        ],
    ),
    "no_home_take_home": (
        BASE | {"answers": said(housing_status="rough_sleeping")},
        [
            BASE | {"answers": said(housing_status="hostel")},
            BASE | {"answers": said(housing_status="rough_sleeping"), "reviewed_on": ON},
        ],
    ),
    "pregnant_joint_plan": (
        {"answers": PREGNANT | said(antenatal_care="booked")},
        [
            {"answers": PREGNANT | said(antenatal_care="booked_joint_plan")},
            {"answers": said(days=LIMITS.pregnancy_days + 1, pregnancy_status="yes")},
            {"answers": said(pregnancy_status="unsure_test_offered")},
        ],
    ),
    "allergy_to_drug": (
        {"courses": (COURSE,), "answers": said(text="Methadone: a rash", allergies=True)},
        [
            {"courses": (COURSE,), "answers": said(text="Penicillin", allergies=True)},
            {"courses": (COURSE,), "answers": said(text="Methadone was fine", allergies=False)},
            {"answers": said(text="Methadone", allergies=True)},
            {"courses": (COURSE,), "answers": said(text="Buprenorphine", allergies=True)},
        ],
    ),
    "suicide_plan_level": (
        {"answers": SUICIDE, "levels": judged(self="medium")},
        [
            {"answers": SUICIDE, "levels": judged(self="high")},
            {"answers": SUICIDE},
            {"answers": said(suicidal_thoughts="active_no_plan"), "levels": judged(self="low")},
        ],
    ),
    "child_concern_level": (
        {"concerns": (Concern("child", "A", "referral", ago(9)),), "levels": judged(children="low")},
        [
            {"concerns": (Concern("child", "A", "referral", ago(9)),), "levels": judged(children="medium")},
            {"concerns": (Concern("adult", "A", "referral", ago(9)),), "levels": judged(children="low")},
            {"concerns": (Concern("child", "A", "closed", ago(9)),), "levels": judged(children="low")},
            {"answers": said(child_safeguarding="no_concern"), "levels": judged(children="low")},
        ],
    ),
    "abuse_level": (
        {"answers": ABUSE, "levels": judged(from_others="low")},
        [
            {"answers": ABUSE, "levels": judged(from_others="medium")},
            {"answers": said(domestic_abuse_experienced="past"), "levels": judged(from_others="low")},
        ],
    ),
    "grave_without_action": (
        {"levels": judged(self="high", children="immediate"), "open_actions": {RiskDomain.SELF}},
        [
            {"levels": judged(self="high"), "open_actions": {RiskDomain.SELF}},
            {"levels": judged(self="medium")},
        ],
    ),
    "drug_not_in_test": (
        {"courses": (COURSE,), "test": TEST, "reviewed_on": ago(5)},
        [
            {"courses": (COURSE,), "test": TEST, "reviewed_on": ago(4)},
            {"courses": (replace(COURSE, first_dose_on=ago(4 + LIMITS.test_after_days - 1)),), "test": TEST},
            {
                "courses": (COURSE,),
                "test": Sample(ago(4), {"methadone": "not_tested", "opiates": "negative"}),
            },
            {"courses": (replace(COURSE, drug="buprenorphine"),), "test": TEST},
        ],
    ),
    "tolerance_reassessment": (
        {"courses": (replace(COURSE, reassessed=(ago(6),)),), "answers": LOST},
        [
            {"courses": (replace(COURSE, reassessed=(ago(5),)),), "answers": LOST},
            {"courses": (COURSE,), "answers": LOST, "reviewed_on": ago(5)},
            {"courses": (replace(COURSE, first_dose_on=ago(5)),), "answers": LOST},
            {"courses": (COURSE,), "answers": said(tolerance_loss=["none"])},
            {"courses": (COURSE,), "answers": said(days=LIMITS.tolerance_days + 1, tolerance_loss=["detox"])},
            {"courses": (replace(COURSE, back=(ago(30),), reassessed=(ago(30),)),)},
        ],
    ),
    "driving_course": (
        {"courses": (COURSE,), "answers": said(driving="drives_not_told")},
        [
            {"courses": (COURSE,), "answers": said(driving="drives_advised")},
            {"answers": said(driving="drives_not_told")},
        ],
    ),
    "sedatives_denied": (
        {"courses": (replace(COURSE, sedatives=False),), "answers": SEDATED},
        [
            {"courses": (replace(COURSE, sedatives=True),), "answers": SEDATED},
            {"courses": (replace(COURSE, sedatives=None),), "answers": SEDATED},
            {"courses": (replace(COURSE, sedatives=False),), "answers": SEDATED, "reviewed_on": ago(5)},
            {
                "courses": (replace(COURSE, sedatives=False),),
                "answers": said(current_medication=[{"name": "Insulin"}]),
            },
            {"courses": (replace(COURSE, sedatives=True),), "medicines": (DIAZEPAM,)},
            {"courses": (replace(COURSE, sedatives=False),), "medicines": (DIAZEPAM,), "reviewed_on": ago(5)},
        ],
    ),
    "young_consent": (
        {"courses": (COURSE,), "young": True, "plan": replace(PLAN, agreed=False)},
        [
            {"courses": (COURSE,), "young": True, "plan": PLAN},
            {"courses": (COURSE,), "young": True, "may_treat": True},
            {"courses": (COURSE,)},
            {"young": True},
        ],
    ),
    "abuse_post": (
        {"answers": ABUSE, "people": (PARTNER,), "homes": (LETTERS,)},
        [
            {"answers": ABUSE, "people": (PARTNER,), "homes": (replace(LETTERS, safe_to_write=False),)},
            {"answers": ABUSE, "people": (PARTNER,), "homes": (replace(LETTERS, kind="letters"),)},
            {"answers": ABUSE, "people": (replace(PARTNER, lives="alone"),), "homes": (LETTERS,)},
            {"people": (PARTNER,), "homes": (LETTERS,)},
            {
                "answers": ABUSE,
                "people": (PARTNER,),
                "ways": (Way("landline", "01632 960 001", "ring", False),),
            },
        ],
    ),
    "consent_withdrawn": ({"still_told": True}, [{}]),
    "plan_before_risk": (
        {"levels": judged(self="high"), "open_actions": {RiskDomain.SELF}, "plan": PLAN},
        [
            {"levels": judged(self="high"), "plan": replace(PLAN, last_on=ago(10))},
            {"levels": judged(self="medium"), "plan": PLAN},
            {"levels": judged(self="high")},
        ],
    ),
    "prescribing_without_course": (
        {"interventions": (treatment(started=28),)},
        [
            {"interventions": (treatment(started=27),)},
            {"interventions": (treatment(ended=1),)},
            {"interventions": (treatment("structured_psychosocial"),)},
            {"interventions": (treatment(),), "courses": (COURSE,)},
        ],
    ),
    "course_without_treatment": (
        {"courses": (COURSE,), "interventions": (treatment("structured_psychosocial"),)},
        [
            {"courses": (COURSE,), "interventions": (treatment(),)},
            {"courses": (COURSE,)},
            {"interventions": (treatment("structured_psychosocial"),)},
        ],
    ),
    "course_without_goal": (
        {"courses": (COURSE,), "plan": replace(PLAN, domains=frozenset({"social"}))},
        [
            {"courses": (COURSE,), "plan": PLAN},
            {"courses": (COURSE,)},
            {"plan": replace(PLAN, domains=frozenset())},
        ],
    ),
    "hepatitis_b_offer": (
        {"answers": INJECTS | said(hbv_status="not_offered"), "viruses": {"hcv_tested", "hiv_offered"}},
        [
            {"answers": INJECTS, "viruses": {"hbv_refused"}},
            {"answers": INJECTS | said(hbv_status="immune")},
            {"answers": said(injecting_status="previous")},
        ],
    ),
    "hepatitis_c_test": (
        {"answers": INJECTS | said(hcv_status="never_tested"), "viruses": {"hbv_offered"}},
        [
            {"answers": INJECTS | said(hcv_status="never_tested"), "viruses": {"hcv_offered"}},
            {"answers": INJECTS | said(hcv_status="negative")},
            {"answers": said(injecting_status="never")},
        ],
    ),
    "housing_address": (
        {"answers": said(housing_status="settled"), "homes": (Home("no_fixed_abode", None, None, False),)},
        [
            {
                "answers": said(housing_status="sofa_surfing"),
                "homes": (Home("no_fixed_abode", None, None, False),),
            },
            {"answers": said(housing_status="settled"), "homes": (LETTERS,)},
            {"homes": (Home("no_fixed_abode", None, None, False),)},
        ],
    ),
}
"""By check a case in which it speaks, and its nearest neighbours."""


def spoken(**facts):
    return list(speaking(Case(on=ON, standard=CHECKS.on(ON), **facts)))


@pytest.mark.parametrize("code", CASES)
def test_a_check_speaks_in_its_case(code):
    assert code in spoken(**CASES[code][0])


@pytest.mark.parametrize(
    ("code", "place"), [(code, place) for code, (_, near) in CASES.items() for place in range(len(near))]
)
def test_a_check_is_silent_in_its_nearest_neighbour(code, place):
    assert code not in spoken(**CASES[code][1][place])


def test_nothing_speaks_of_a_record_in_which_nothing_is_known():
    assert spoken() == []


def test_every_check_has_a_condition_words_a_source_a_page_and_a_case():
    for standard in CHECKS.editions:
        assert set(standard.checks) == set(CONDITIONS)
        assert all(one.source and one.words for one in standard.checks.values())
        assert all("{" not in standard.words(code) for code in standard.checks)
    assert set(CONDITIONS) == set(MENDED) == set(CASES)


def test_what_has_to_be_done_today_comes_first():
    urgent = [CHECKS.latest.checks[code].act_now for code in CONDITIONS]
    assert urgent == sorted(urgent, reverse=True)


@pytest.mark.parametrize(
    "more",
    [
        {"people": (Person("Child Test", "child", "with_client", date(2020, 1, 1)),)},
        {"answers": said(**CHILD, safe_storage="none_at_home")},
    ],
)
def test_a_child_at_home_is_known_from_the_family_too_and_nothing_at_home_is_no_locked_box(more):
    assert "child_take_home" in spoken(**BASE, **more)


def test_a_way_back_from_prison_asks_for_a_reassessment_as_an_answer_does():
    assert "tolerance_reassessment" in spoken(courses=(replace(COURSE, back=(ago(30),)),))


def test_a_message_on_a_landline_is_heard_at_home():
    ways = (Way("landline", "01632 960 001", "ring message", False),)
    assert "abuse_post" in spoken(answers=ABUSE, people=(PARTNER,), ways=ways)


@pytest.mark.parametrize(
    ("text", "named"),
    [("Opioids", True), ("rash after METHADONE", True), ("antimethadone", False), ("", False)],
)
def test_an_allergy_names_a_drug_by_the_beginning_of_a_word(text, named):
    assert begins(text, {"methadone", "opioid"}) is named


def test_every_item_that_a_check_reads_is_asked_somewhere():
    from careplan.checklists.queries import BANKS

    assert all(ITEMS.issubset(bank.items) for bank in BANKS.editions)


RISK_ON = ago(30)
AT_HOME = [{"age": 4, "lives_with": True}]
HAPPENED = {
    "overdose": (
        {"answers": said(overdose_last_date=ago(30).isoformat())},
        [
            {"answers": said(overdose_last_date=ago(31).isoformat())},
            {
                "answers": said(overdose_last_date=ago(30).isoformat()),
                "before": said(days=30, overdose_last_date=ago(30).isoformat()),
            },
        ],
    ),
    "self_harm": (
        {"said_since": said(self_harm="last_3_months"), "before": said(days=40, self_harm="past")},
        [
            {
                "said_since": said(self_harm="last_3_months"),
                "before": said(days=40, self_harm="last_3_months"),
            },
            {"before": said(days=40, self_harm="last_3_months")},
        ],
    ),
    "violence": (
        {"said_since": said(domestic_abuse_used="current")},
        [{"said_since": said(violence_history="past")}],
    ),
    "pregnancy": (
        {"said_since": said(pregnancy_status="yes")},
        [{"said_since": said(pregnancy_status="yes"), "before": said(days=40, pregnancy_status="yes")}],
    ),
    "release": (
        {"courses": (replace(COURSE, back=(ago(29),)),)},
        [{"courses": (replace(COURSE, back=(ago(30),)),)}, {"said_since": said(tolerance_loss=["detox"])}],
    ),
    "lost_home": (
        {"said_since": said(housing_status="sofa_surfing"), "before": said(days=40, housing_status="hostel")},
        [
            {
                "said_since": said(housing_status="sofa_surfing"),
                "before": said(days=40, housing_status="rough_sleeping"),
            }
        ],
    ),
    "missed_doses": (
        {"courses": (replace(COURSE, missed_since=ago(4)),)},
        [{"courses": (COURSE,)}, {"courses": (replace(COURSE, missed_since=ago(30)),)}],
    ),
    "child_at_home": (
        {
            "said_since": said(children_under_18=AT_HOME * 2),
            "before": said(days=40, children_under_18=AT_HOME),
        },
        [
            {
                "said_since": said(children_under_18=AT_HOME),
                "before": said(days=40, children_under_18=AT_HOME),
            },
            {"people": (Person("Child Test", "child", "with_client", ago(31)),)},
            {"people": (Person("Child Test", "child", "other_parent", ago(3)),)},
        ],
    ),
    "safeguarding": (
        {"concerns": (Concern("child", "A", "concern", ago(29)),)},
        [
            {"concerns": (Concern("child", "A", "concern", ago(30)),)},
            {"concerns": (Concern("child", "A", "closed", ago(3)),)},
        ],
    ),
}
"""By event since risk was assessed thirty days ago a case of it, and its nearest neighbours."""


def since(risk_on=RISK_ON, **facts):
    return list(happened(Case(on=ON, standard=CHECKS.on(ON), risk_on=risk_on, **facts)))


@pytest.mark.parametrize("code", HAPPENED)
def test_an_event_asks_for_another_risk_assessment(code):
    case, near = HAPPENED[code]
    assert since(**case) == [code]
    assert [since(**one) for one in near] == [[]] * len(near)
    assert since(risk_on=None, **case) == []


def test_every_event_has_words_and_a_case():
    assert all(set(one.events) == set(EVENTS) for one in CHECKS.editions)
    assert set(HAPPENED) == set(EVENTS)


def test_a_birth_into_the_home_is_a_child_at_home():
    assert since(people=(Person("Child Test", "child", "with_client", ago(3)),)) == ["child_at_home"]


def test_a_sedative_of_the_record_speaks_as_one_of_an_assessment() -> None:
    course = replace(COURSE, sedatives=False)
    assert "sedatives_denied" in speaking(
        Case(on=ON, standard=CHECKS.on(ON), courses=(course,), medicines=(DIAZEPAM,))
    )
