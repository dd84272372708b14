"""The worklist: what moves a band, with how few records; what-if; what one record costs."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from careplan.audit.report.pages.worklist import sentence
from careplan.audit.report.rules.worklist import (
    AIMS,
    changes,
    deeds,
    friday,
    to_next_band,
    what_if,
    worklist,
)
from careplan.audit.review.measures import INDICATORS, MEASURES, REASONS
from careplan.audit.review.rules.bands import Band
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Choice
from careplan.audit.review.rules.measure import tally
from careplan.audit.review.rules.ruleset import load
from careplan.checklists.codes import Kind
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.ground.standards import StandardError
from careplan.trail.models import TrailEntry
from tests.audit.facts import episode, intervention, plan, review, service
from tests.audit.test_engine import ON, report, treated
from tests.factories import clients, plans
from tests.standards import planted
from tests.test_pages import faults

WEDNESDAY = date(2026, 3, 25)


def overdue(service_id, number):
    """A client in treatment whose plan was agreed seven months ago, never reviewed, no copy offered."""
    since = today() - timedelta(days=210)
    client = clients.ClientFactory(last_name=f"Fictitious{number:02}", nhs_number=None)
    row = clients.EpisodeFactory(client=client, service_id=service_id, referred_on=since)
    clients.InterventionFactory(episode=row, referred_on=since, first_offered_on=since, started_on=since)
    agreed = plans.CarePlanFactory(episode=row, drafted_on=since)
    plans.GoalFactory(plan=agreed)
    agreed.agreed_on, agreed.agreement = since, "signed"
    return row.id


@pytest.fixture
def behind(app, house):
    """Three clients whose review is overdue; the id of the first."""
    with app.app_context():
        ids = [overdue(house.service, number) for number in range(3)]
        db.session.commit()
    return ids[0]


def early(supervised: int, bare: int, days: int = 0):
    rows = [treated(n) for n in range(supervised)]
    return service(*rows, *[treated(supervised + n, days=days) for n in range(bare)], id="U1")


def test_every_measure_stands_under_one_heading_or_is_a_persons_answer():
    words = deeds()
    known = {rule.id for _, rule in load().measures()} | set(INDICATORS)
    named = {*words.do, *words.look, *words.past}
    assert named <= known
    answers = {rule.id for _, rule in load().measures() if rule.rule != "cut" or rule.level == "partnership"}
    assert known - named == (answers - named) | {"2.1c", "7.4", "10.2"} & known


def test_a_measure_under_two_headings_or_an_aim_without_a_source_is_refused(tmp_path):
    with pytest.raises(ValueError, match="two headings"):
        replace(MEASURES["4.1a"], past=True)
    with pytest.raises(StandardError):
        planted(AIMS, tmp_path, ('source = "Health', 'from = "Health')).latest  # noqa: B018


@pytest.mark.parametrize(
    ("supervised", "bare", "count", "band"),
    [(5, 6, 3, Band.FAIR), (6, 4, 1, Band.FAIR), (7, 3, 2, Band.GOOD), (0, 1, 1, Band.GOOD)],
)
def test_the_fewest_records_to_the_next_better_band_are_named(supervised, bare, count, band):
    found = to_next_band(report(early(supervised, bare)).result("4.3a"))
    assert (found.count, found.shift, found.band, len(found.lines)) == (count, count, band, bare)


def test_nothing_is_left_to_do_in_the_best_band_or_without_cases():
    assert to_next_band(report(early(9, 1)).result("4.3a")) is None
    assert to_next_band(report(service(id="U1")).result("4.3a")) is None


def test_a_figure_that_should_fall_loses_records():
    late = [replace(treated(n), courses=(old(n),)) for n in range(10)]
    result = report(service(*late, id="U1")).result("4.4a")
    found = to_next_band(result)
    assert not result.rule.up
    assert (found.count, found.shift, found.before, found.band) == (2, -2, Band.WEAK, Band.FAIR)


def old(number):
    return replace(treated(number).courses[0], first_dose_on=date(2025, 6, 1))


def test_what_if_gives_the_bands_of_the_report_with_the_records_mended():
    found = report(early(5, 6))
    step = to_next_band(found.result("4.3a"))
    after = what_if(found, [step])
    mended = report(early(8, 3))
    bands = {one.rule.id: one.band for one in after.criteria}
    assert bands == {one.rule.id: one.band for one in mended.criteria}
    assert after.overall == mended.overall
    assert what_if(found, []).criteria == found.criteria
    assert {(one.id, one.before, one.after) for one in changes(found, after)} >= {
        ("4.3", Band.WEAK, Band.FAIR)
    }


def test_one_form_under_two_criteria_is_one_line_that_moves_both():
    bank = service().banks["1"]
    items = sorted(item.item for item in bank.expected(Kind.RISK))
    hidden = Choice("risk", "1", frozenset(items[: len(items) // 4]), date(2020, 1, 1))
    found = report(service(treated(1), choices=(hidden,)))
    tools = [job for job in worklist(found, found.indicators, deeds()) if job.step.measure in ("3.2", "9.2")]
    assert [job.step.measure for job in tools] == ["3.2"]
    assert {"3.2", "9.2"} <= {move.id for move in tools[0].moves}
    apart = report(service(treated(1), choices=(hidden,), structured=False))
    assert {job.step.measure for job in worklist(apart, apart.indicators, deeds())} & {"3.2", "9.2"} == {
        "3.2"
    }


def test_what_moves_more_with_fewer_records_stands_first():
    found = report(early(5, 6))
    jobs = worklist(found, found.indicators, deeds())
    assert [job.reach for job in jobs] == sorted(job.reach for job in jobs)
    assert "4.3a" in {job.step.measure for job in jobs}
    assert not {job.step.measure for job in jobs} & {*deeds().look, *deeds().past}


def planned(number, agreed_on, *reviews):
    start = intervention(started_on=date(2025, 1, 1), id=f"I{number}")
    return episode(
        f"E{number}",
        interventions=(start,),
        plans=(plan(agreed_on),),
        reviews=tuple(review(d) for d in reviews),
    )


def test_a_review_that_falls_due_before_friday_is_on_the_list_already():
    in_time = planned(1, WEDNESDAY - timedelta(days=10))
    due = [planned(n, date(2025, 12, 26)) for n in (2, 3)]
    rows = service(in_time, *due, id="U1")
    found = report(rows, census=WEDNESDAY)
    assert tally(INDICATORS["cp5"], (rows,), Census.at(WEDNESDAY)).figure.part == 3
    later = {key: tally(one, (rows,), Census.at(friday(WEDNESDAY))) for key, one in INDICATORS.items()}
    job = next(job for job in worklist(found, later, deeds()) if job.step.measure == "cp5")
    assert {line.episode_id for line in job.step.lines} == {"E2", "E3"}
    words = sentence(job.step, deeds().do["cp5"], WEDNESDAY)
    assert words == "2 reviews held by Friday 27 March 2026 bring CP5 to 90%"


def test_friday_is_the_coming_one_or_today():
    assert friday(WEDNESDAY) == date(2026, 3, 27) == friday(date(2026, 3, 27))
    assert friday(date(2026, 3, 28)) == date(2026, 4, 3)


def test_the_sentence_says_how_many_of_which_records_and_what_they_would_do():
    step = to_next_band(report(early(5, 6)).result("4.3a"))
    words = sentence(step, deeds().do["4.3a"], ON)
    assert words == "3 of these 6 courses supervised on three days or more would take 4.3a from weak to fair"


def test_an_aim_is_reached_with_the_fewest_records():
    rows = service(
        *[planned(n, ON - timedelta(days=5)) for n in range(8)], *[planned(8 + n, None) for n in range(2)]
    )
    found = report(rows)
    jobs = {job.step.measure: job.step for job in worklist(found, found.indicators, deeds())}
    assert (jobs["cp1"].count, jobs["cp1"].aim) == (1, Fraction(90))


def test_a_manager_sees_whom_to_look_at_and_what_it_would_give(house, as_manager, behind):
    page = as_manager.get(f"/audit/{house.service}/worklist")
    assert page.status_code == 200
    assert "CP3 to 90%" in page.text or "CP1 to 90%" in page.text
    taken = as_manager.get(f"/audit/{house.service}/worklist?take=cp3&take=3.1&take=nonsense")
    assert taken.status_code == 200
    assert faults(page.text) == [] == faults(taken.text)


@pytest.mark.parametrize("who", ["as_keyworker", "as_prescriber", "as_administrator", "as_auditor"])
def test_only_a_manager_opens_the_worklist(house, request, who):
    assert request.getfixturevalue(who).get(f"/audit/{house.service}/worklist").status_code == 403


def test_a_manager_elsewhere_finds_no_worklist_and_no_record(house, as_manager, charlie):
    assert as_manager.get(f"/audit/{house.other_service}/worklist").status_code == 404
    assert charlie.get(f"/record/{house.episode}/audit").status_code == 404


def test_opening_the_worklist_is_written_to_the_trail(house, as_manager, app, behind):
    as_manager.get(f"/audit/{house.service}/worklist")
    with app.app_context():
        found = db.session.query(TrailEntry).filter_by(action="audit.list_opened").all()
    assert [entry.detail["list"] for entry in found] == ["worklist"]
    assert found[0].detail["census"] == today().isoformat()


def test_a_record_says_what_it_costs_and_where_it_is_mended(house, as_keyworker, behind):
    page = as_keyworker.get(f"/record/{behind}/audit")
    assert page.status_code == 200
    assert "With this record mended" in page.text
    assert f"/record/{behind}/care-plan" in page.text
    assert faults(page.text) == []


def test_the_pages_ask_the_database_as_often_whatever_the_number_of_records(
    house, as_manager, statements, behind, session
):
    pages = (f"/audit/{house.service}/worklist", f"/record/{behind}/audit")
    counts = []
    for round_ in range(2):
        for page in pages:
            statements.clear()
            as_manager.get(page)
            counts.append(len(statements))
        for number in range(3):
            overdue(house.service, 10 * round_ + number + 10)
        db.session.commit()
    assert counts[:2] == counts[2:]


def test_every_way_to_mend_starts_from_a_reason_that_has_words_and_leads_to_a_page(app):
    forms = [one.form for one in REASONS.values() if one.form is not None]
    forms += [one.mended for one in MEASURES.values()]
    assert {form.endpoint for form in forms} <= set(app.view_functions)
    assert all(one.words for one in REASONS.values())
