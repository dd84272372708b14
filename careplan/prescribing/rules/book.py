"""The rules of prescribing by their ids: what each says, its numbers and source, which function judges it."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from careplan.ground.standards import Edition, Series, Sourced, Words
from careplan.prescribing.rules.findings import Context, Severity
from careplan.prescribing.rules.standard import Standard, Threshold


class State(StrEnum):
    """How much of a rule is judged."""

    BUILT = "built"
    PARTLY = "partly"
    LEFT = "left"


class Rule(Sourced, frozen=True, kw_only=True):
    """One rule.

    `numbers`: names of thresholds; `judged`: functions below `careplan`; `tests`: tests that hold it;
    `left`: what of it is not judged, and why.
    """

    words: Words
    section: Words
    severity: tuple[Severity, ...] = ()
    contexts: tuple[Context, ...] = (Context.ORDER,)
    numbers: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    left: str = ""

    def __post_init__(self) -> None:
        """Refuse a rule that is neither judged nor says why not."""
        if not self.judged and not self.left:
            raise ValueError("a rule is judged, or says why it is left")

    @property
    def state(self) -> State:
        """Built, partly built or left."""
        if not self.judged:
            return State.LEFT
        return State.PARTLY if self.left else State.BUILT

    def thresholds(self, standard: Standard) -> Iterator[tuple[str, Threshold]]:
        """Its numbers as an edition has them, by name."""
        return ((name, standard[name]) for name in self.numbers)


class Book(Edition, frozen=True, kw_only=True):
    """Every rule by its id, in the order of the sections."""

    rules: Mapping[str, Rule]

    def count(self, state: State) -> int:
        """How many rules are in a state."""
        return sum(one.state is state for one in self.rules.values())


BOOK = Series(Path(__file__).parents[1] / "standards", "rules", Book)
