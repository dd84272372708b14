"""What stands beside an answer of the review: indicators of its practice, and help of outside agencies."""

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from careplan.audit.report.rules.beside import BESIDE, beside
from careplan.audit.review.rules.ruleset import load
from careplan.ground.db import db
from careplan.ground.standards import StandardError
from tests.conftest import Browser
from tests.factories import clients, plans
from tests.standards import planted
from tests.test_pages import faults

ON = date(2026, 3, 31)
AGREED = date(2026, 1, 5)
WORDS = "Goals for social needs with an action of an outside agency"


@pytest.fixture
def planned(app: Flask, house: SimpleNamespace) -> SimpleNamespace:
    """Clients with one agreed goal each: social with an agency, social with a blank one, social without, another."""
    with app.app_context():
        goals = [("social", "Housing office"), ("social", " "), ("social", None), ("legal", "Probation")]
        for n, (domain, agency) in enumerate(goals):
            client = clients.ClientFactory(last_name=f"Fictitious{n}", nhs_number=None)
            row = clients.EpisodeFactory(client=client, service_id=house.service, referred_on=AGREED)
            clients.InterventionFactory(
                episode=row, referred_on=AGREED, first_offered_on=AGREED, started_on=AGREED, ended_on=None
            )
            plan = plans.CarePlanFactory(episode=row, drafted_on=AGREED)
            goal = plans.GoalFactory(plan=plan, domain=domain)
            plans.GoalActionFactory(goal=goal)
            plans.GoalActionFactory(goal=goal, agency=agency)
            plan.agreed_on, plan.agreement = AGREED, "signed"
        db.session.commit()
    return house


def path(house: SimpleNamespace, *more: str, on: date = ON) -> str:
    return "/".join(("/audit", house.service, on.isoformat(), *more))


def test_the_table_names_questions_and_indicators_that_exist() -> None:
    ruleset, table = load(), beside()
    asked = {question.id for criterion in ruleset.criteria for question in criterion.questions}
    known = {one.id for one in ruleset.indicators} | table.own.keys()
    assert table.questions.keys() <= asked
    assert {key for keys in table.questions.values() for key in keys} <= known
    assert table.own.keys() <= {key for keys in table.questions.values() for key in keys}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"7.4" = ["cp2", "cp3"]', '"7.4" = ["cp4"]'),
        ('"7.4" = ["cp2", "cp3"]', '"7.4" = ["cp99"]'),
        ('how = "assumed"', 'how = "said"'),
    ],
)
def test_a_table_that_breaks_its_promises_is_refused(old: str, new: str, tmp_path: Path) -> None:
    with pytest.raises(StandardError, match=r"beside two questions|nothing judges cp99|Invalid enum value"):
        planted(BESIDE, tmp_path, (old, new)).latest  # noqa: B018


def test_practice_stands_beside_the_answers_and_opens(as_manager: Browser, planned: SimpleNamespace) -> None:
    page = as_manager.get(path(planned)).text
    for figure in (
        "CP2 Plans agreed with the client</a>: 4 of 4",
        "CP6 Plans reviewed in the last three months</a>: ",
    ):
        assert figure in page
    assert f"{WORDS}</a>: 1 of 3 (33.3%)" in page
    assert faults(page) == []
    opened = as_manager.get(path(planned, "outside_help", "records"))
    assert opened.status_code == 200
    assert [opened.text.count(f"FICTITIOUS{n}") > 0 for n in range(4)] == [True, True, True, False]
    met = as_manager.get(path(planned, "outside_help", "records") + "?part=met").text
    assert ("FICTITIOUS0" in met, "FICTITIOUS1" in met) == (True, False)
    assert "an action names an outside agency" in met


def test_before_the_plans_there_is_nothing_to_open(as_manager: Browser, planned: SimpleNamespace) -> None:
    assert f"{WORDS}: no cases" in as_manager.get(path(planned, on=AGREED - timedelta(days=1))).text


def test_what_stands_beside_is_no_part_of_the_score(as_manager: Browser, planned: SimpleNamespace) -> None:
    table = as_manager.get(path(planned, "file", "csv"))
    assert table.status_code == 200
    assert "outside_help" not in table.text


def test_a_reader_outside_sees_the_indicators_as_they_are_hidden_and_nothing_else(
    as_auditor: Browser, planned: SimpleNamespace
) -> None:
    page = as_auditor.get(path(planned)).text
    assert "CP2 Plans agreed with the client</a>: *" in page
    assert WORDS not in page
