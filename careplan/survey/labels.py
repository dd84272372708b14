"""Words of this room's codes: what each question asks about, as the head of a column."""

from careplan.survey.codes import Topic

TOPICS = {
    Topic.HAS_PLAN.value: "Has a plan",
    Topic.KNOWS_PLAN.value: "Knows it",
    Topic.REVIEWED.value: "Gone through in 3 months",
    Topic.INVOLVED.value: "Had a say",
    Topic.SATISFIED.value: "Satisfied",
}
