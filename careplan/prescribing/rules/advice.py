"""What a client is told with a dose: B10 how each product is taken, V2 driving with methadone."""

from pathlib import Path

from careplan.ground.standards import Edition, Series, Sourced, Words
from careplan.prescribing.codes import Drug


class Told(Sourced, frozen=True, kw_only=True):
    """Words for the client, and the rule that they belong to."""

    rule: Words
    words: Words


class Advice(Edition, frozen=True, kw_only=True):
    """What is told with each drug."""

    methadone: tuple[Told, ...]
    buprenorphine: tuple[Told, ...]

    def of(self, drug: Drug) -> tuple[Told, ...]:
        """What is told with a drug."""
        return self.methadone if drug is Drug.METHADONE else self.buprenorphine


ADVICE = Series(Path(__file__).parents[1] / "standards", "advice", Advice)
