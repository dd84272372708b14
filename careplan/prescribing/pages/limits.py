"""The numbers of prescribing in words, and the line that says that nobody signed them off."""

from careplan.ground.standards import HOW_LABELS, How
from careplan.prescribing.queries.in_force import unsigned
from careplan.prescribing.rules.facts import plain
from careplan.prescribing.rules.standard import Standard


def limit_rows(standard: Standard) -> list[tuple[str, str, str, str]]:
    """Name, number with unit, source, how far the source was seen."""
    return [
        (
            name.replace("_", " ").capitalize(),
            f"{plain(one.value)} {one.unit}",
            one.source,
            HOW_LABELS[one.how].capitalize(),
        )
        for name, one in sorted(standard.thresholds.items())
    ]


def unsigned_words(services: frozenset[str], standard: Standard) -> str:
    """Limits not yet signed off by a clinical lead: 40 rules, 12 from memory; empty once every service has it."""
    if not unsigned(services, standard.name):
        return ""
    remembered = sum(one.how is How.REMEMBERED for one in standard.thresholds.values())
    count = len(standard.thresholds)
    return f"Limits not yet signed off by a clinical lead: {count} rules, {remembered} from memory"
