"""The client's copy of risk: their own, what is done about it; harm from and to others only where it is safe."""

from datetime import date

from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.plans import CarePlanFactory, GoalFactory
from tests.factories.risk import RiskActionFactory, RiskLevelFactory


def test_a_copy_holds_ones_own_risk_and_the_rest_only_where_it_is_safe(app, house, as_keyworker) -> None:
    address = f"/record/{house.episode}/risk/copy"
    assert as_keyworker.get(address).status_code == 404
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        made = AssessmentFactory(
            episode=episode, kind="risk", started_on=date(2026, 1, 5), worker_id=house.keyworker
        )
        RiskLevelFactory(assessment=made, level="high", reason="Two overdoses in the autumn")
        RiskLevelFactory(
            assessment=made, domain="from_others", level="medium", reason="Afraid of a neighbour"
        )
        signs = {"triggers": "I stop sleeping", "escalation": "My sister rings 999"}
        AnswerFactory(assessment=made, item="protective_factors", value="My sister and the allotment")
        RiskActionFactory(
            assessment=made, action="Keep naloxone in the kitchen", due_on=date(2026, 2, 1), **signs
        )
        RiskActionFactory(assessment=made, domain="from_others", action="Ring the helpline")
        RiskActionFactory(assessment=made, action="Done long ago", done_on=date(2026, 1, 20))
        made.completed_on = date(2026, 1, 6)
        db.session.commit()
    assert 'risk/copy"' in as_keyworker.get(f"/record/{house.episode}/risk").text
    page = as_keyworker.get(address).text
    assert "My safety plan" in page
    assert "we see this risk as <strong>high</strong>" in page
    assert "Two overdoses in the autumn" in page
    assert "Keep naloxone in the kitchen" in page
    assert "by 1 February 2026" in page
    for words in ("Signs that it starts: I stop sleeping", "If it gets worse: My sister rings 999"):
        assert words in page
    assert "What keeps me safe" in page
    assert "My sister and the allotment" in page
    assert "My sister and the allotment" in as_keyworker.get(f"/record/{house.episode}/risk").text
    for words in ("Afraid of a neighbour", "Ring the helpline", "Done long ago"):
        assert words not in page
    assert "1 part left off" in page
    safe = as_keyworker.get(f"{address}?private=1").text
    assert "Afraid of a neighbour" in safe
    assert "Ring the helpline" in safe


def test_a_copy_takes_the_client_s_words_from_the_plan_that_holds_or_says_why_not(
    app, house, session, as_keyworker
) -> None:
    address = f"/record/{house.episode}/risk/copy"
    episode = session.get_one(Episode, house.episode)
    made = AssessmentFactory(episode=episode, kind="risk", started_on=today())
    RiskLevelFactory(assessment=made, domain="self", level="medium")
    made.completed_on = today()
    db.session.commit()
    assert "this copy leaves it out" in as_keyworker.get(address).text
    plan = CarePlanFactory(episode=episode, contingency="I ring my sister and go to the allotment")
    GoalFactory(plan=plan)
    plan.agreed_on, plan.agreement = today(), "signed"
    db.session.commit()
    text = as_keyworker.get(address).text
    assert "I ring my sister and go to the allotment" in text
    assert "this copy leaves it out" not in text
