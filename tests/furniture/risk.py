"""A completed risk assessment at high risk with an action, and an open one."""

from tests.factories import assessment as assessments
from tests.factories import risk
from tests.furniture.base import World

WALK = {("risk.done", "action_id"): "risk_action_id"}
for _page in ("levels", "action", "add_action", "countersign"):
    WALK[f"risk.{_page}", "assessment_id"] = "risk_id"
for _page in ("set_levels", "completing", "complete"):
    WALK[f"risk.{_page}", "assessment_id"] = "open_risk_id"


def furnish(world: World) -> dict[str, str]:
    """Rows of this room; the ids by the names that URLs use."""
    risky = world.made(
        assessments.AssessmentFactory,
        episode=world.episode,
        kind="risk",
        started_on=world.ago(60),
        worker_id=world.worker_id,
    )
    world.made(risk.RiskLevelFactory, assessment=risky, level="high")
    action = world.made(risk.RiskActionFactory, assessment=risky, due_on=world.now, done_on=None)
    risky.completed_on = world.ago(60)
    open_risk = world.made(
        assessments.AssessmentFactory,
        episode=world.episode,
        kind="risk",
        started_on=world.now,
        worker_id=world.worker_id,
    )
    return {"risk_id": risky.id, "open_risk_id": open_risk.id, "risk_action_id": action.id}
