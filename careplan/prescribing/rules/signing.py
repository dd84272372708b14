"""P10: who may sign a prescription, by profession and by what is on it."""

from pathlib import Path

from careplan.ground.standards import Edition, Series, Sourced

SUPPLEMENTARY = "supplementary"
"""Code of the authority to prescribe within a clinical management plan."""


class Signs(Sourced, frozen=True, kw_only=True):
    """The professions that sign, by their codes."""

    professions: tuple[str, ...]


class Licence(Sourced, frozen=True, kw_only=True):
    """What takes a licence of the Home Office, and the profession that may hold one."""

    substances: tuple[str, ...]
    profession: str


class Signing(Edition, frozen=True, kw_only=True):
    """Who may sign."""

    signs: Signs
    licence: Licence


SIGNING = Series(Path(__file__).parents[1] / "standards", "signing", Signing)


def signing_problem(
    profession: str | None, substance: str, edition: Signing, *, licensed: bool = False
) -> str:
    """Why somebody may not sign; empty where they may, and where their profession is not recorded."""
    if profession is None:
        return ""
    if substance in edition.licence.substances and not (
        profession == edition.licence.profession and licensed
    ):
        return f"P10: for addiction {substance} is signed by a doctor with a licence of the Home Office alone"
    if profession not in edition.signs.professions:
        *others, last = (f"a {one}" for one in edition.signs.professions)
        return (
            f"P10: {', '.join(others)} or {last} who may prescribe signs. Your account has another profession; "
            "an administrator enters it under Workers"
        )
    return ""
