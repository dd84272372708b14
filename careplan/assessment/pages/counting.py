"""How far a section of an open assessment is."""

from collections.abc import Mapping
from dataclasses import dataclass

from careplan.assessment.queries import Sheet


@dataclass(frozen=True, slots=True)
class Count:
    """A section with how many of its expected questions are asked; `known`: how many others await confirming."""

    slug: str
    title: str
    asked: int
    expected: int
    known: int = 0

    @property
    def status(self) -> str:
        """The words of the task list."""
        if self.asked == self.expected:
            return "All asked" if self.expected else "Nothing expected"
        return self.in_words

    @property
    def in_words(self) -> str:
        """The same for the page of the section."""
        return f"{self.asked} of {self.expected} asked{f', {self.known} to confirm' if self.known else ''}"

    @property
    def short(self) -> str:
        """The same in the fewest words, beside the section's name."""
        if self.asked == self.expected:
            return "all asked" if self.expected else ""
        return f"{self.asked} of {self.expected}"

    @property
    def colour(self) -> str:
        """Plain words where nothing is left; blue where something is."""
        return "blue" if self.asked < self.expected else ""


def count(sheet: Sheet, slug: str, judged: Mapping[str, bool]) -> Count:
    """The section by its expected items, each with whether it counts as asked."""
    known = sum(
        not asked and item in sheet.saved and sheet.saved[item].waits for item, asked in judged.items()
    )
    return Count(slug, sheet.bank.sections[slug], sum(judged.values()), len(judged), known)
