"""What tables of an assessment show first, and which questions they answer. Pure."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from careplan.ground.standards import Edition, Series, Sourced, Words


class InSight(Sourced, frozen=True, kw_only=True):
    """The substances that stand in sight before any is named."""

    substances: tuple[Words, ...]


class Read(Struct, frozen=True, forbid_unknown_fields=True):
    """The cell that answers a question while the table is typed; `answer`: to which it leads, else the cell itself."""

    substance: Words
    column: Words
    answer: str = ""

    @property
    def words(self) -> str:
        """The three, as the page carries them."""
        return f"{self.substance} {self.column} {self.answer}".rstrip()


class TablesStandard(Edition, frozen=True, kw_only=True):
    """Substances in sight, and cells by the question that they answer."""

    in_sight: InSight
    reads: Mapping[Words, Read]


TABLES = Series(Path(__file__).parents[1] / "standards", "tables", TablesStandard)
