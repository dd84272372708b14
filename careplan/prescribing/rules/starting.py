"""The first dose of methadone: M1, M1a, M1b, M1c and M2."""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from careplan.ground.standards import Amount
from careplan.prescribing.codes import Drug
from careplan.prescribing.rules.facts import Tolerance, Verified, day_words, plain
from careplan.prescribing.rules.findings import Finding, Severity, finding, remark
from careplan.prescribing.rules.proposal import Proposal


def continues(proposal: Proposal) -> bool:
    """Whether a confirmed dose elsewhere goes on, with too few days missed to begin anew."""
    facts = proposal.facts
    if facts.verified is None or proposal.began != facts.first_dose_on:
        return False
    return proposal.run.unknown < proposal.standard["missed_reassess"].whole


def starting_dose(proposal: Proposal) -> tuple[Finding, ...]:
    """M1 below the usual, M1a above it, M1b above a specialist’s, M1c above the verified dose, M2 with more risk."""
    if proposal.facts.drug is not Drug.METHADONE or not proposal.starts:
        return ()
    if continues(proposal):
        return continuing_dose(proposal)
    return (*start_band(proposal), *start_risk(proposal))


def continuing_dose(proposal: Proposal) -> tuple[Finding, ...]:
    """M1c: a continued dose stays at or under the one that was confirmed, and that one within what is usual."""
    verified = proposal.facts.verified
    return (
        () if verified is None else (*_above_confirmed(proposal, verified), *_confirmed(proposal, verified))
    )


def _above_confirmed(proposal: Proposal, verified: Verified) -> Iterator[Finding]:
    share = proposal.standard["continuing_max"]
    if proposal.mg * 100 > verified.mg * share.value:
        message = (
            f"First dose here {plain(proposal.mg)} mg is {plain(proposal.mg - verified.mg)} mg above "
            f"the confirmed dose of {plain(verified.mg)} mg"
        )
        limit = replace(share, value=Amount(verified.mg * share.value / 100), unit="mg")
        yield finding("M1c", Severity.SECOND, message, proposal.mg, limit)


def _confirmed(proposal: Proposal, verified: Verified) -> Iterator[Finding]:
    """A confirmed dose that high, or a dose above any start on a confirmation that nobody can ring back about."""
    most, start = proposal.standard["confirmed_max"], proposal.standard["methadone_start_specialist_max"]
    if verified.mg > most.value:
        message = (
            f"The confirmed dose of {plain(verified.mg)} mg is {plain(verified.mg - most.value)} mg over "
            f"{plain(most.value)} mg: is it a nought too many? Ring those who confirmed it"
        )
        yield finding("M1c", Severity.SECOND, message, verified.mg, most)
    elif proposal.mg > start.value and verified.lacks:
        lacks = " and ".join(verified.lacks)
        message = f"First dose here {plain(proposal.mg)} mg rests on a confirmation without {lacks}"
        yield finding("M1c", Severity.SECOND, message, proposal.mg, start)


def confirmed_words(proposal: Proposal) -> str:
    """What a first dose above any start rests on, to be read once more; empty where it is an ordinary start."""
    verified, most = proposal.facts.verified, proposal.standard["methadone_start_specialist_max"]
    methadone = proposal.facts.drug is Drug.METHADONE
    if not methadone or verified is None or not proposal.starts or proposal.mg <= most.value:
        return ""
    who = ", ".join(filter(None, (verified.by, verified.organisation, verified.telephone)))
    when = f" on {day_words(verified.on)}" if verified.on else ""
    return (
        f"This goes on from {plain(verified.mg)} mg, last taken on {day_words(verified.last_dose_on)} "
        f"and confirmed{when} by {who}"
    )


def start_band(proposal: Proposal) -> tuple[Finding, ...]:
    """M1, M1a or M1b: where the first daily total lies."""
    low = proposal.standard["methadone_start_min"]
    high = proposal.standard["methadone_start_max"]
    most = proposal.standard["methadone_start_specialist_max"]
    mg = proposal.mg
    first = f"First day's dose {plain(mg)} mg"
    if mg > most.value:
        message = (
            f"{first} is {plain(mg - most.value)} mg over the highest starting dose of {plain(most.value)} mg"
        )
        return (finding("M1b", Severity.BLOCK, message, mg, most),)
    if mg > high.value:
        message = (
            f"{first} is {plain(mg - high.value)} mg over the usual limit of {plain(high.value)} mg: "
            "only where tolerance is assured, by a competent prescriber"
        )
        return (finding("M1a", Severity.SECOND, message, mg, high),)
    if mg < low.value:
        message = f"{first} is {plain(low.value - mg)} mg under the usual start of {plain(low.value)} mg"
        return (finding("M1", Severity.INFORM, message, mg, low),)
    return ()


def start_risk(proposal: Proposal) -> tuple[Finding, ...]:
    """M2: the most where tolerance is not assured, with sedatives or alcohol, or at a great age."""
    limit = proposal.standard["methadone_start_risk_max"]
    why = risk_reasons(proposal)
    if proposal.mg <= limit.value or not why:
        return ()
    message = (
        f"First day's dose {plain(proposal.mg)} mg is {plain(proposal.mg - limit.value)} mg over "
        f"the limit of {plain(limit.value)} mg with {' and '.join(why)}"
    )
    return (finding("M2", Severity.SECOND, message, proposal.mg, limit),)


def broken(proposal: Proposal) -> str:
    """The break before a first dose after which tolerance may be lost (M12), in words; empty without one.

    The course before in this stay ended some days earlier, or the client comes from prison, hospital or residential
    treatment: as many days as missed doses need before the client is seen; of a release or discharge, since the last
    covered day, and at once where nothing covered. A reassessment since, a confirmed dose that goes on, and another
    course that runs answer it.
    """
    facts, first = proposal.facts, proposal.facts.first_dose_on
    seen = any(one.on <= proposal.on for one in facts.seen)
    if (
        seen
        or continues(proposal)
        or proposal.began != first
        or any(one.open_on(first) for one in facts.beside)
    ):
        return ""
    days = proposal.standard["missed_reassess"].whole
    last = max((one.ended_on for one in facts.beside if one.ended_on and one.ended_on <= first), default=None)
    if last is not None and (first - last).days >= days:
        return f"the course before ended on {day_words(last)}, {(first - last).days} days earlier"
    for one in facts.away:
        back = one.until_on
        since = back is not None and back <= first and (last is None or back > last)
        if back is not None and since and (back - one.from_on).days >= days:
            return f"the client came back from {one.where} on {day_words(back)}"
    return _uncovered(proposal, last)


def _uncovered(proposal: Proposal, last: date | None) -> str:
    """The release or discharge, later than the course before ended, after which no opioid medicine covers; in words."""
    first, days = proposal.facts.first_dose_on, proposal.standard["missed_reassess"].whole
    since = [one for one in proposal.facts.out if one.on <= first and (last is None or one.on > last)]
    if not since:
        return ""
    one = max(since, key=lambda one: one.on)
    came = f"the client came out of {one.where} on {day_words(one.on)}"
    if one.covered_until is None:
        return f"{came}, on no opioid medicine that anybody knows of"
    gap = (first - one.covered_until).days
    return f"{came}, covered until {day_words(one.covered_until)}, {gap} days earlier" if gap >= days else ""


def after_break(proposal: Proposal) -> tuple[Finding, ...]:
    """M12: a first dose after a break is one of uncertain tolerance, whatever the drug."""
    words = broken(proposal) if proposal.starts else ""
    message = (
        f"Tolerance may be lost: {words}. Start as with uncertain tolerance, under supervision, and check that the "
        "client has naloxone"
    )
    return (remark("M12", Severity.INFORM, message, proposal.standard["missed_reassess"]),) if words else ()


def risk_reasons(proposal: Proposal) -> tuple[str, ...]:
    """Why a lower first dose is safer; the latest reassessment's tolerance counts before the course's."""
    facts = proposal.facts
    seen = max((one for one in facts.seen if one.on <= proposal.on), key=lambda one: one.on, default=None)
    tolerance = seen.tolerance if seen else facts.tolerance
    reasons = []
    if tolerance is Tolerance.ASSURED and broken(proposal):
        reasons.append("tolerance uncertain after a break (M12)")
    elif tolerance is None:
        reasons.append("tolerance not recorded")
    elif tolerance is not Tolerance.ASSURED:
        reasons.append(f"tolerance {tolerance}")
    if proposal.health is not None and any(one.severe for one in proposal.health.livers[:1]):
        reasons.append("severe disease of the liver")
    if facts.sedatives_or_alcohol:
        reasons.append("sedatives or alcohol")
    age = facts.born.age(proposal.on) if facts.born else None
    if age is not None and age >= proposal.standard["methadone_start_risk_age"].whole:
        reasons.append(f"age {age}")
    return tuple(reasons)
