"""Which rules were not judged for lack of facts: said in words, so that nothing found is not read as nothing there."""

from collections.abc import Iterator
from datetime import date

from careplan.medicines.rules import MEDICINES
from careplan.prescribing.codes import Drug
from careplan.prescribing.rules.facts import Facts
from careplan.prescribing.rules.health import WOMAN, Health
from careplan.prescribing.rules.standard import Standard

CHILDBEARING = range(12, 56)
"""Ages at which a pregnancy is asked about."""


def unjudged(health: Health, facts: Facts, on: date, standard: Standard) -> Iterator[str]:
    """M14 and M20: no list of medicines is recorded; and the like, one sentence for each fact that is missing."""
    methadone = facts.drug is Drug.METHADONE
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
    age = facts.born.age(on) if facts.born else None
    if age is None:
        yield f"{'M21' if methadone else 'B18'}: the birth is not known for certain"
    may_be = health.sex == WOMAN and (age is None or age in CHILDBEARING)
    if may_be and health.pregnant(on, standard) is None:
        yield f"{'M17' if methadone else 'B20'}: whether the client is pregnant is not known"
    yield from _of_doses(health, facts, on)


def _of_doses(health: Health, facts: Facts, on: date) -> Iterator[str]:
    """What hours and a dose log would tell."""
    begins = not any(order.effective_on < on for order in facts.orders)
    hours = any(one.day == on and one.since_opioid is not None for one in health.withdrawal)
    if begins and not hours and facts.drug is Drug.BUPRENORPHINE:
        yield "B1: hours since the last opioid stand in no score of withdrawal of the day"
    if begins and not hours and facts.drug is Drug.METHADONE and health.last_dose(Drug.BUPRENORPHINE, on):
        yield "B16: hours since the last buprenorphine stand in no score of withdrawal of the day"
    if not begins and not facts.doses:
        rules = "M11, M11b and M11c" if facts.drug is Drug.METHADONE else "B7 and M11c"
        yield f"{rules}: no dose of this course is logged"


def unjudged_week(health: Health) -> Iterator[str]:
    """S7: what nobody has asked about the home."""
    if health.answer("safe_storage") is None:
        yield "S7: nobody has asked where medicines are kept at home"
    if health.children_at_home is None:
        yield "S7: nobody has asked whether a child lives with the client"
