"""A report as one reader is told it. Page, paper, text and workbook show this, each in its own way."""

from collections.abc import Callable
from dataclasses import dataclass

from careplan.audit.report import labels as words
from careplan.audit.report.pages.beside import NOTHING, Notes
from careplan.audit.review.rules.export import Data, Told, told
from careplan.audit.review.rules.ruleset import Ruleset
from careplan.ui.tables import Column, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A report in the format careplan-audit/1 with the ruleset that words it and what is said beside its figures.

    `outside`: for readers outside, with a star in `data` for all that is hidden from them.
    """

    data: Data
    ruleset: Ruleset
    notes: Notes = NOTHING
    outside: bool = False
    counted: str = words.COUNTED

    @property
    def criteria(self) -> tuple[Told, ...]:
        """The criteria with their questions and measures."""
        return told(self.ruleset, self.data)

    @property
    def measures(self) -> tuple[Told, ...]:
        """The measures of all questions."""
        return tuple(
            one for criterion in self.criteria for question in criterion.below for one in question.below
        )

    @property
    def rating_name(self) -> str:
        """What the overall rating is called."""
        return words.overall_name(self.ruleset, self.data["unit"]["level"])

    @property
    def indication(self) -> str:
        """Why the rating is an indication; empty where it is none."""
        return words.indication_words(self.ruleset, self.data["unit"]["level"])

    @property
    def stars(self) -> str:
        """What a star stands for; empty where there is none."""
        return words.STARS if self.outside else ""

    def band(self, one: Told) -> object:
        """The band of a criterion or a question in words."""
        return one.band or words.NO_BAND

    def bands(self, caption: str, link: Callable[[Told], str] | None = None, classes: str = "") -> Table:
        """The bands of the criteria as a list."""
        listed = (
            Column("Criterion", lambda one: f"{one.rule.number}. {one.rule.words}", link),
            Column("Band", self.band),
            Column("Highest possible", lambda one: one.rule.cap),
            Column("Answers claimed", lambda one: self.notes.share(one.rule.id)),
        )
        return Table(caption, listed, self.criteria, size="s", classes=classes)
