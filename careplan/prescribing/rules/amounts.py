"""Milligrams and millilitres, formulations and their drugs, ten-fold steps."""

from collections.abc import Mapping
from decimal import Decimal

from careplan.prescribing.codes import FORMULATIONS, Drug, Formulation
from careplan.prescribing.rules.facts import plain
from careplan.prescribing.rules.standard import Standard

MG_PER_ML: Mapping[Formulation, Decimal] = {
    Formulation.ORAL_MIXTURE: Decimal(1),
    Formulation.ORAL_CONCENTRATE: Decimal(10),
}
"""Strength of the liquids; the other formulations are counted in mg alone."""


def fits(drug: Drug, formulation: Formulation) -> bool:
    """Whether the formulation is one of the drug."""
    return formulation in FORMULATIONS[drug]


def millilitres(mg: Decimal, formulation: Formulation) -> Decimal | None:
    """The volume of a liquid dose; None for what is not measured in ml."""
    strength = MG_PER_ML.get(formulation)
    return None if strength is None else mg / strength


def amount_words(mg: Decimal, formulation: Formulation) -> str:
    """60 mg (60 ml), 60 mg (6 ml of 10 mg/ml), 16 mg."""
    volume = millilitres(mg, formulation)
    if volume is None:
        return f"{plain(mg)} mg"
    return f"{plain(mg)} mg ({plain(volume)} ml of {plain(MG_PER_ML[formulation])} mg/ml)"


def tenfold(before: Decimal, after: Decimal, standard: Standard) -> bool:
    """Whether one amount is ten times the other or more: the slip of a decimal point."""
    small, large = sorted((before, after))
    return small > 0 and large >= small * standard["tenfold"].value


def strength_changes_tenfold(before: Formulation, after: Formulation, standard: Standard) -> bool:
    """Whether a liquid of one strength gives way to one ten times as strong, or as weak."""
    if before not in MG_PER_ML or after not in MG_PER_ML or before == after:
        return False
    return tenfold(MG_PER_ML[before], MG_PER_ML[after], standard)


def formulation_words(formulation: Formulation) -> str:
    """The formulation in plain words: oral mixture, weekly depot."""
    words = {
        Formulation.TABLET: "tablets",
        Formulation.SUBLINGUAL: "sublingual tablets",
        Formulation.SUBLINGUAL_WITH_NALOXONE: "sublingual tablets with naloxone",
        Formulation.LYOPHILISATE: "oral lyophilisate",
        Formulation.DEPOT_WEEKLY: "weekly depot",
        Formulation.DEPOT_MONTHLY: "monthly depot",
    }
    return words.get(formulation, formulation.value.replace("_", " "))
