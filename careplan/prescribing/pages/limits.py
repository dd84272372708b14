"""The numbers of prescribing in words, and the line that says that nobody signed them off."""

from careplan.governance.queries import sign_offs
from careplan.ground.standards import HOW_LABELS, How
from careplan.prescribing.queries.in_force import unsigned
from careplan.prescribing.rules.facts import plain
from careplan.prescribing.rules.standard import UK, Standard
from careplan.ui.tables import Column, Table, columns
from careplan.ui.words import day, moment

SHORT = {
    "min": "at least",
    "max": "at most",
    "day2": "day 2",
    "day3": "day 3",
    "week1": "week 1",
    "7d": "in 7 days",
}
"""Parts of a limit's name in the words that a clinical lead reads."""
SIGNED = (
    Column("Service", 1),
    Column("Edition", lambda row: row[0].standard),
    Column("Clinical lead", lambda row: f"{row[0].lead}, {row[0].registration}"),
    Column("Signed on", lambda row: day(row[0].signed_on)),
    Column("Recorded by", lambda row: f"{row[2]}, {moment(row[0].recorded_at)}"),
)


def signed(services: frozenset[str]) -> Table:
    """Who signed which edition off, the latest first."""
    return Table("Signed off", SIGNED, sign_offs(services, UK.key), "Nobody has signed the limits off yet.")


def limit_name(name: str) -> str:
    """methadone_start_min → Methadone start at least."""
    return " ".join(SHORT.get(word, word) for word in name.split("_")).capitalize()


def limits(standard: Standard) -> Table:
    """Name, number with unit, source, how far the source was seen."""
    rows = [
        (
            limit_name(name),
            f"{plain(one.value)} {one.unit}",
            one.source,
            HOW_LABELS[one.how].capitalize(),
        )
        for name, one in sorted(standard.thresholds.items())
    ]
    return Table("The limits", columns("Limit", "Number", "Source", "How it was seen"), rows)


def unsigned_words(services: frozenset[str], standard: Standard) -> str:
    """Limits not yet signed off by a clinical lead: 40 rules, 12 from memory; empty once every service has it."""
    if not unsigned(services, standard.name):
        return ""
    remembered = sum(one.how is How.REMEMBERED for one in standard.thresholds.values())
    count = len(standard.thresholds)
    return f"Limits not yet signed off by a clinical lead: {count} rules, {remembered} from memory"
