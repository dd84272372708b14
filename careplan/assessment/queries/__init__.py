"""Reads of the assessment room; the first argument is the actor's services, or an episode already opened."""

from careplan.assessment.queries.answers import struck_items
from careplan.assessment.queries.conditions import facts_on
from careplan.assessment.queries.known import Lines, known, offered_at
from careplan.assessment.queries.latest_answers import earlier, ever_told, latest_answers, told_on, told_order
from careplan.assessment.queries.sheets import Line, Sheet, assessments, left_out, sheet
from careplan.assessment.queries.waiting import unanswered
