"""A first dose after a break is one of uncertain tolerance (M12): after coming back, prison or hospital."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.offers import CameOut
from careplan.moves.registers import Release
from careplan.prescribing.codes import Drug, Formulation, Phase
from careplan.prescribing.rules import standard
from careplan.prescribing.rules.check import check
from careplan.prescribing.rules.facts import Away, Course, Facts, Order, Seen, Tolerance, Verified
from careplan.prescribing.rules.findings import Context
from careplan.prescribing.rules.proposal import Proposal
from tests.factories.prescribing import CourseFactory
from tests.walk import on_page

START = date(2026, 3, 2)
UK = standard.UK.latest
STOP = UK["missed_reassess"].whole


def found(mg, drug=Drug.METHADONE, on=START, **facts):
    form = Formulation.ORAL_MIXTURE if drug is Drug.METHADONE else Formulation.SUBLINGUAL
    facts = Facts(drug, START, tolerance=Tolerance.ASSURED, sedatives_or_alcohol=False, **facts)
    one = Proposal(Order(on, Decimal(mg), form, Phase.INDUCTION), facts, on, UK)
    return {finding.rule: finding for finding in check(Context.ORDER, one)}


def ended(days):
    return (Course(Drug.METHADONE, date(2025, 6, 1), START - timedelta(days)),)


def test_after_coming_back_the_first_dose_is_judged_as_one_of_uncertain_tolerance():
    rules = found("30", beside=ended(12))
    assert "12 days earlier" in rules["M12"].message
    assert "naloxone" in rules["M12"].message
    assert "uncertain after a break" in rules["M2"].message
    assert rules["M2"].needs
    assert "M2" not in found("20", beside=ended(12))
    assert "M1" in found("5", beside=ended(12))
    assert found("45", beside=ended(12))["M1b"].blocks


@pytest.mark.parametrize(("days", "broken"), [(STOP - 1, False), (STOP, True)])
def test_a_break_is_as_many_days_as_missed_doses_need(days, broken):
    assert ("M12" in found("30", beside=ended(days))) is broken
    assert ("M2" in found("30", beside=ended(days))) is broken


@pytest.mark.parametrize(("days", "broken"), [(STOP - 1, False), (STOP, True)])
def test_prison_and_hospital_are_breaks(days, broken):
    away = (Away("prison", START - timedelta(2 + days), START - timedelta(2)),)
    rules = found("30", away=away)
    assert ("M12" in rules) is broken
    assert not broken or "came back from prison" in rules["M12"].message


def test_any_drug_is_told_of_it():
    assert "M12" in found("8", drug=Drug.BUPRENORPHINE, beside=ended(12))


def test_who_was_seen_since_whose_dose_goes_on_and_who_changes_the_drug_is_no_such_case():
    assert "M12" not in found("30", beside=ended(12), seen=(Seen(START, Tolerance.ASSURED),))
    verified = Verified(Decimal(60), START - timedelta(1), "Ann Alder", "Elm", "01632 960 001", START)
    assert "M12" not in found("60", beside=ended(12), verified=verified)
    running = (Course(Drug.BUPRENORPHINE, date(2025, 6, 1)), *ended(12))
    assert "M12" not in found("30", beside=running)
    assert "M12" not in found("30")


def test_the_second_order_is_no_first_dose():
    first = Order(START, Decimal(20), Formulation.ORAL_MIXTURE, Phase.INDUCTION)
    assert "M12" not in found("30", on=START + timedelta(1), beside=ended(12), orders=(first,))


@pytest.mark.parametrize(
    ("covered", "broken"),
    [
        (None, True),
        (START - timedelta(STOP), True),
        (START - timedelta(STOP - 1), False),
        (START, False),
    ],
)
def test_a_release_is_a_break_where_no_medicine_covered_the_days_before(covered, broken):
    rules = found("30", out=(CameOut("prison", START - timedelta(STOP), covered),))
    assert ("M12" in rules) is broken
    assert ("M2" in rules) is broken
    assert not broken or "came out of prison on" in rules["M12"].message


def test_the_latest_release_counts_and_none_to_come_or_before_the_last_course():
    covered = CameOut("hospital", START - timedelta(1), START)
    bare = CameOut("prison", START - timedelta(90))
    assert "M12" not in found("30", out=(bare, covered))
    assert "M12" not in found("30", out=(CameOut("prison", START + timedelta(1)),))
    assert "M12" not in found("30", out=(bare,), beside=ended(STOP - 1))


def test_a_first_order_after_a_release_is_told_of_the_break(house, session, as_prescriber):
    episode = session.get_one(Episode, house.episode)
    before = today() - timedelta(2)
    course = CourseFactory(episode=episode, first_dose_on=today(), tolerance="assured")
    where = {"episode_id": episode.root_id, "service_id": house.service, "recorded_by": house.keyworker}
    out = {"released_on": before, "medicine": "none", "place": "HMP Testwood", "kind": "prison"}
    session.info["trailed"] = True
    session.add(Release(**where, **out))
    session.commit()
    here = f"/record/{house.episode}/prescribing/{course.id}/order"
    shown = as_prescriber.get(here)
    assert shown.status_code == 200
    day = {f"effective_on-{part}": getattr(today(), part) for part in ("day", "month", "year")}
    order = {"daily_mg": "30", "formulation": "oral_mixture", "phase": "induction"} | day
    answer = as_prescriber.post(here, data=on_page(as_prescriber, here)[0].data() | order)
    assert "came out of prison on" in answer.text
    assert "uncertain after a break" in answer.text
