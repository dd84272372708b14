"""The survey on a screen, and a pile of papers as letters."""

from functools import cache
from typing import Any

from wtforms.validators import ValidationError

from careplan.survey.codes import Said
from careplan.survey.rules import SURVEY, Sheet, papers
from careplan.ui.fields import Form, LongText, Radios

NOTHING = "Answer at least one question"


class AnswerForm(Form):
    """What all editions share: a question may be left empty, not all of them."""

    drafted = False

    def sheet(self) -> Sheet:
        """What was answered, by question."""
        return {topic: self[topic.value].data for topic in SURVEY.latest.asked if self[topic.value].data}

    def answers_something(self) -> bool:
        """Whether a question is answered; else the first says that one must be."""
        if not self.sheet():
            self[next(iter(SURVEY.latest.asked)).value].errors = [NOTHING]
            return False
        return True


@cache
def answer_form() -> type[AnswerForm]:
    """The form of the survey, made once."""
    survey = SURVEY.latest
    fields: dict[str, Any] = {
        topic.value: Radios(
            f"{number}. {words}", called=words, choices=survey.choices, coerce=Said, inline=True
        )
        for number, (topic, words) in enumerate(survey.asked.items(), 1)
    }
    return type("SurveyForm", (AnswerForm,), fields)


class PaperForm(Form):
    """A pile of papers, keyed in as letters."""

    papers = LongText(
        "Answers, a line for each paper",
        required="Enter the answers of at least one paper",
        called="The answers",
        rows=12,
        hint="Such as yyns-",
    )

    def validate_papers(self, field: Any) -> None:
        """Every line is a paper."""
        if not field.data:
            return
        try:
            papers(field.data, SURVEY.latest)
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from None

    def sheets(self) -> list[Sheet]:
        """What is on the papers."""
        return papers(self.papers.data, SURVEY.latest)
