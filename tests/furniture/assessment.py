"""An assessment that is completed and one that is open."""

from careplan.ground.clock import now
from tests.factories import assessment as assessments
from tests.furniture.base import World

WALK = {
    ("assessment.edit_form", "kind"): "=risk",
    ("assessment.section", "slug"): "=why-now",
    ("assessment.save", "slug"): "=why-now",
    ("assessment.again", "assessment_id"): "completed_id",
    ("assessment.print_copy", "assessment_id"): "completed_id",
    ("assessment.changes", "assessment_id"): "completed_id",
    ("assessment.again", "item"): "=housing_status",
    ("assessment.result", "row_id"): "tool_result_id",
    ("assessment.correct_tool", "row_id"): "tool_result_id",
    ("assessment.course", "tool"): "=phq_9",
    ("assessment.fill_tool", "tool"): "=phq_9",
}
SERIES = {"assessment.fill_tool"}


def furnish(world: World) -> dict[str, str]:
    """Rows of this room; the ids by the names that URLs use."""
    done = world.made(
        assessments.AssessmentFactory,
        episode=world.episode,
        started_on=world.ago(170),
        completed_on=None,
        worker_id=world.worker_id,
    )
    world.made(
        assessments.AssessmentFactory,
        episode=world.episode,
        started_on=world.ago(178),
        completed_on=world.ago(177),
        worker_id=world.worker_id,
    )
    assessments.AnswerFactory(
        assessment=done, item="presenting_reason", value=f"{world.word} answers value", need=True
    )
    assessments.AnswerFactory(
        assessment=done, item="housing_status", value="hostel", struck_at=now(), struck_by=world.worker_id,
        struck_reason="Ticked the wrong line",
    )  # fmt: skip
    done.completed_on = world.ago(165)
    opened = world.made(
        assessments.AssessmentFactory, episode=world.episode, started_on=world.now, worker_id=world.worker_id
    )
    assessments.AnswerFactory(
        assessment=opened, item="presenting_reason", value=f"{world.word} answers value"
    )
    result = world.made(assessments.ToolResultFactory, episode=world.episode, done_on=world.ago(8))
    return {"tool_result_id": result.id, "assessment_id": opened.id, "completed_id": done.id}
