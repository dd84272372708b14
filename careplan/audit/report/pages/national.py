"""The national report as plain text, for the command line."""

from collections.abc import Iterator

from careplan.audit.report.labels import NO_BAND
from careplan.audit.report.pages.text import completeness, heading, indicators
from careplan.audit.report.rules.published import PUBLISHED
from careplan.audit.review.rules.bands import Band
from careplan.audit.review.rules.engine import National, Rated
from careplan.audit.review.rules.ruleset import Ruleset

COLUMNS = (*(band.value for band in Band), "none")


def in_2006() -> dict[str, str]:
    """How many partnerships had which overall rating in the published review."""
    rated = PUBLISHED.latest.overall
    return {band: f"{count} of {rated.of}" for band, count in rated.bands.items()}


def distribution(report: National) -> Iterator[str]:
    """How many partnerships have which band, beside the published shares."""
    ruleset, counts = report.request.ruleset, report.distribution()
    names = {rule.id: f"{rule.number}. {rule.words}" for rule in ruleset.criteria} | {"overall": "Overall"}
    shares = {rule.id: {b: f"{n}%" for b, n in rule.published.items()} for rule in ruleset.criteria}
    shares["overall"] = in_2006() if any(shares.values()) else {}
    yield "Partnerships by band, beside those of the published review where it has them"
    for key, result in counts.items():
        texts = (
            f"{band} {result[band]}" + (f" ({share})" if (share := shares[key].get(band)) else "")
            for band in COLUMNS
        )
        yield f"  {names[key]}: {', '.join(texts)}"
    yield ""


def rated(one: Rated, ruleset: Ruleset) -> Iterator[str]:
    """A partnership with its bands and its rating."""
    final, bands = one.overall, (one.bands[rule.id] for rule in ruleset.criteria)
    text = ", ".join(
        f"{rule.number} {band or NO_BAND}" for rule, band in zip(ruleset.criteria, bands, strict=True)
    )
    sure = ", provisional" if final.provisional else ""
    rating = f"{final.rating} ({final.sum}{sure})" if final.rating else "too few criteria known"
    yield f"  {one.unit.name} ({one.unit.id}): {rating}"
    yield f"    {text}"


def as_national_text(report: National) -> str:
    """The whole national report."""
    lines = [*heading(report), *distribution(report), "Partnerships: overall rating, and band by criterion"]
    for one in report.partnerships:
        lines += rated(one, report.request.ruleset)
    lines += ["", *completeness(report), *indicators(report, False)]
    return "\n".join(lines).rstrip() + "\n"
