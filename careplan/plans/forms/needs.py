"""What matters to the client and what the client needs: own words, and each ticked need weighed once."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from wtforms.validators import ValidationError

from careplan.plans.labels import DOMAINS, PRIORITIES, WANTS_HELP, WEIGHTS
from careplan.plans.rules.versions import Ticked
from careplan.plans.rules.weighing import Weight, weighed
from careplan.ui.fields import Form, LongText, Radios, Reason, Select, Text, TickBox

OWN_WORDS = ("matters_to_me", "strengths", "how_to_help", "not_wanted")


class MattersForm(Form):
    """What the client says, in the client's words, beside the needs that `matters_form` adds."""

    matters_to_me = LongText("What matters to me", max=4000, rows=2)
    strengths = LongText("What I am good at, and who helps me", called="Strengths", max=4000, rows=2)
    how_to_help = LongText("How you can help", max=4000, rows=2)
    not_wanted = LongText("What I do not want", max=4000, rows=2)
    own_words_declined = TickBox("The client did not want to add own words")

    proposed: ClassVar[Mapping[str, str]] = {}

    def validate_own_words_declined(self, field: Any) -> None:
        """Words or the tick, not both; neither is left for later."""
        if field.data and any(self[name].data for name in OWN_WORDS):
            raise ValidationError("Untick this, or clear the words above")

    @property
    def own_words(self) -> dict[str, Any]:
        """What the client said, by column."""
        return {name: self[name].data for name in (*OWN_WORDS, "own_words_declined")}

    def weighing(self, item: str) -> dict[str, Any]:
        """How the need of an item was weighed, by column; empty where it waits."""
        weight = self[f"weight_{item}"].data
        if weight is None:
            return {}
        priority, wants_help = weighed(Weight(weight), self[f"presses_{item}"].data)
        return {
            "words": self[f"words_{item}"].data or self.proposed[item],
            "priority": priority.value,
            "wants_help": wants_help.value,
            "not_now_reason": self[f"why_{item}"].data,
        }


def matters_form(ticked: Iterable[Ticked], words: Mapping[str, str]) -> type[MattersForm]:
    """The form with a row for each ticked need; `words` are those to start from, by item."""
    proposed = {one.item: words.get(one.item, one.words) for one in ticked}
    fields: dict[str, Any] = {"__doc__": "Own words, and needs weighed in one go.", "proposed": proposed}
    for item, called in proposed.items():
        fields[f"weight_{item}"] = Radios(called, choices=WEIGHTS, called=called, inline=True)
        fields[f"words_{item}"] = Text("In the client’s words", called="The need", max=300)
        fields[f"presses_{item}"] = TickBox("It presses, whatever the client wants")
        fields[f"why_{item}"] = Reason("Why no goal for now", called="The reason", max=1000, rows=2)
        fields[f"validate_weight_{item}"] = _with_what_stands_beside(item)
    return type("MattersForm", (MattersForm,), fields)


def _with_what_stands_beside(item: str) -> Any:
    def check(form: Any, field: Any) -> None:
        own = form[f"words_{item}"].data
        beside = form[f"presses_{item}"].data or form[f"why_{item}"].data
        if field.data is None and (beside or (own and own != form.proposed[item])):
            raise ValidationError(f"Select how it is weighed: {field.words}")

    return check


class NeedForm(Form):
    """One need, weighed with the client."""

    words = Text("What is the need?", required="Enter what the need is", max=300)
    domain = Select("Part of life", choices=DOMAINS, required="Select the part of life")
    priority = Radios(
        "How pressing is it?", choices=PRIORITIES, required="Select how pressing it is", inline=True
    )
    wants_help = Radios(
        "Does the client want help with it?",
        choices=WANTS_HELP,
        required="Select whether the client wants help",
        inline=True,
    )
    not_now_reason = Reason(
        "If there will be no goal for now, why not?",
        called="The reason",
        max=1000,
        rows=2,
        hint="A need that is high, or that the client wants help with now, needs a goal or a reason",
    )
