"""What may be struck out in this room, in words."""

from typing import TYPE_CHECKING

from careplan.assessment.actions.mistakes import strike_answer
from careplan.assessment.codes import Status
from careplan.assessment.labels import KINDS, STATUSES
from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries.answers import assessment_of
from careplan.checklists.queries import bank
from careplan.checklists.rules.values import in_words
from careplan.clients.queries.mistakes import below
from careplan.ground.mistakes import Mistake
from careplan.ui.words import day

if TYPE_CHECKING:
    from careplan.clients.models import Episode


def _open(_episode: "Episode", row: Answer) -> str | None:
    done = assessment_of(row).completed_on
    return None if done else "This assessment is not completed. Change the answer there."


def _answer(row: Answer) -> list[tuple[str, str]]:
    assessment = assessment_of(row)
    edition = bank(assessment.edition)
    item = edition.items[row.item]
    words = (
        in_words(edition, item, row.value) if row.status == Status.ANSWERED else STATUSES[Status(row.status)]
    )
    done = day(assessment.completed_on) if assessment.completed_on else "Not completed"
    return [("Question", item.question), ("Answer", words), (KINDS[assessment.kind], done)]


MISTAKES = (
    Mistake(
        kind="answer",
        name="answer",
        then="The question counts as not asked, and a safety task that the answer raised ends. Then the right "
        "answer can be recorded in the same assessment. An open one that took it over unconfirmed asks again; where it "
        "was confirmed or completed since, check it there.",
        find=below(Answer, (Assessment, Answer.assessment_id)),
        shown=_answer,
        strike=strike_answer,
        why_not=_open,
        again=lambda *_: ("assessment.index", {}, {}),
    ),
)
