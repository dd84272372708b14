"""Which rules were not judged for lack of facts: said in words, so that nothing found is not read as nothing there."""

from collections.abc import Iterator
from datetime import date

from careplan.clients.rules.births import Birth
from careplan.medicines.rules import MEDICINES
from careplan.prescribing.codes import Drug
from careplan.prescribing.rules.health import WOMAN, Health
from careplan.prescribing.rules.standard import Standard

CHILDBEARING = range(12, 56)
"""Ages at which a pregnancy is asked about."""


def unjudged(health: Health, drug: Drug, born: Birth | None, on: date, standard: Standard) -> Iterator[str]:
    """M14 and M20: no list of medicines is recorded; and the like, one sentence for each fact that is missing."""
    methadone = drug is Drug.METHADONE
    rules, medicines = "M8, M14 and M20" if methadone else "M14 and M20", health.taken(on)
    if medicines is None:
        yield f"{rules}: nobody has asked which medicines the client takes"
    if unnamed := [one for one in medicines or () if not MEDICINES.on(on).words_of(one)]:
        yield f"{rules}: the list of medicines that change a dose does not name {' and '.join(unnamed)}"
    if methadone and health.illnesses is None:
        yield "M8: nobody has asked about illnesses of heart and liver"
    if methadone and not any(one.qtc is not None for one in health.ecgs):
        waits = "no electrocardiogram has been read" if health.ecgs else "no electrocardiogram is recorded"
        yield f"M9: {waits}"
    age = born.age(on) if born else None
    may_be = health.sex == WOMAN and (age is None or age in CHILDBEARING)
    if may_be and health.pregnant(on, standard) is None:
        yield f"{'M17' if methadone else 'B20'}: whether the client is pregnant is not known"
