"""Two records of one person: what is kept of either, and why they are one."""

from collections.abc import Collection, Mapping

from careplan.clients.rules.merging import CHOICES, Doubt, Side
from careplan.ui.fields import Form, Radios, Reason

LABELS = {
    "name": "Name",
    "birth": "Date of birth",
    "sex": "Gender",
    "ethnicity": "Ethnicity",
    "nhs_number": "NHS number",
    "postcode": "Postcode",
    "death": "Date of death",
}
PREFIX = "keep_"


def _kept(choice: str) -> Radios:
    words = LABELS[choice]
    return Radios(words, required=f"Select which is right: {words}", called=words, inline=True)


class MergeForm(Form):
    """Only what differs is asked; a reason more where the two records hardly fit."""

    keep_name = _kept("name")
    keep_birth = _kept("birth")
    keep_sex = _kept("sex")
    keep_ethnicity = _kept("ethnicity")
    keep_nhs_number = _kept("nhs_number")
    keep_postcode = _kept("postcode")
    keep_death = _kept("death")
    why_numbers = Reason(
        "Why does one person have two NHS numbers?",
        required="Enter why one person has two NHS numbers",
        called="Why one person has two NHS numbers",
        hint="For example, the spine shows that one number was given by mistake",
        max=1000,
        rows=2,
    )
    why_death = Reason(
        "One of the two records says that the client died. How do you know whether that is so?",
        required="Enter how you know whether the client died",
        called="How you know whether the client died",
        max=1000,
        rows=2,
    )
    why = Reason(
        "How do you know that both are the same person?",
        required="Enter how you know that both are the same person",
        called="How you know that both are the same person",
        max=1000,
        rows=2,
    )

    def ask(self, differing: Mapping[str, Side | None], doubts: Collection[Doubt]) -> None:
        """Leave only what is asked, with what one side alone holds chosen already."""
        for choice in CHOICES:
            if choice not in differing:
                del self[PREFIX + choice]
            elif not self.is_submitted() and not self.from_draft:
                self[PREFIX + choice].process_data(differing[choice])
        for doubt, field in ((Doubt.NUMBERS, "why_numbers"), (Doubt.DEATH, "why_death")):
            if doubt not in doubts:
                del self[field]

    @property
    def taken(self) -> frozenset[str]:
        """The choices that come from the other record."""
        return frozenset(
            choice
            for choice in CHOICES
            if PREFIX + choice in self and self[PREFIX + choice].data == Side.OTHER
        )

    def answer(self, name: str) -> str | None:
        """The reason in a field, None where it is not asked."""
        text: str | None = self[name].data if name in self else None
        return text
