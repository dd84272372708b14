"""Record completeness: of what an assessment had to ask, how much was asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from careplan.assessment.rules.digests import Answers
from careplan.assessment.rules.facts import facts as facts_on
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Completeness, ItemCount
from careplan.audit.review.rules.facts import Assessment, Episode, Service
from careplan.audit.review.rules.measure import Case, Form, Measure, Reason, Reasons
from careplan.audit.review.rules.verdict import Verdict, either, left_out
from careplan.checklists.codes import Kind
from careplan.checklists.rules.asked import Sitting, counted, unasked
from careplan.checklists.rules.bank import Bank

Finished = tuple[Service, Episode, Assessment]
Told = tuple[str, frozenset[str], frozenset[str]]
"""Kind of an assessment, the items it expects, and those of them that it did not ask."""


def sitting(service: Service, episode: Episode, assessment: Assessment, census: Census) -> Case[Sitting]:
    """The assessment as it was on the day it was completed."""
    day = assessment.completed_on or assessment.started_on
    bank, kind = service.banks[assessment.edition], Kind(assessment.kind)
    facts = (
        facts_on(day, episode.interventions, episode.courses) if kind in bank.asking_facts else frozenset()
    )
    seen = Sitting(bank, kind, day, census.on, assessment.given, facts, assessment.plain)
    return Case(assessment.id, seen, episode)


def finished(services: Iterable[Service], census: Census, *kinds: Kind) -> Iterator[Finished]:
    """Every assessment of these kinds completed in the period, of whatever episode."""
    for service in services:
        for episode in service.episodes:
            for assessment in episode.assessments:
                if assessment.kind in kinds and census.covers(assessment.completed_on):
                    yield service, episode, assessment


def completed(services: Iterable[Service], census: Census, *kinds: Kind) -> Iterator[Case[Sitting]]:
    """The same as they are judged."""
    return (sitting(*one, census) for one in finished(services, census, *kinds))


def told(service: Service, episode: Episode, assessment: Assessment, census: Census) -> Told:
    """The kind of an assessment, and which items it expects and did not ask; worked out once for each census."""
    if census.on not in assessment.counts:
        assessment.counts[census.on] = unasked(sitting(service, episode, assessment, census).record)
    return assessment.kind, *assessment.counts[census.on]


def item_measure(kind: Kind, item: str) -> Measure[Sitting]:
    """One item as a measure: of the assessments that expect it, those that asked it."""

    def cases(service: Service, census: Census) -> Iterator[Case[Sitting]]:
        return completed((service,), census, kind)

    def judge(case: Case[Sitting], census: Census) -> Verdict:  # noqa: ARG001 - the shape of `judge`
        expected, asked = counted(case.record)
        return either(item in asked, "asked", "not_asked") if item in expected else left_out("not_expected")

    return Measure(cases, judge, mended=Form("assessment.index", "Open assessments"), answers=True)


def bank_order(services: Sequence[Service]) -> list[str]:
    """All items of all editions, the latest edition first, in the order of the bank."""
    banks: dict[str, Bank] = {name: bank for service in services for name, bank in service.banks.items()}
    latest_first = sorted(banks.values(), key=lambda bank: bank.in_force_from, reverse=True)
    return list(dict.fromkeys(item for bank in latest_first for item in bank.items))


def added_up(assessments: Iterable[Told], items: Sequence[str]) -> Mapping[str, Completeness]:
    """Record completeness of the three kinds, item by item in this order."""
    alike: dict[str, Counter[frozenset[str]]] = {kind.value: Counter() for kind in Kind}
    gaps: dict[str, Counter[str]] = {kind.value: Counter() for kind in Kind}
    for kind, expected, of_one in assessments:
        alike[kind][expected] += 1
        gaps[kind].update(of_one)
    return {kind: _counts(alike[kind], gaps[kind], items) for kind in alike}


def _counts(
    alike: Mapping[frozenset[str], int], gaps: Mapping[str, int], items: Iterable[str]
) -> Completeness:
    """From so many assessments that expect the same items, and the items' gaps over all of them."""
    expected: Counter[str] = Counter()
    for every, count in alike.items():
        expected.update(dict.fromkeys(every, count))
    rows = ((item, expected[item]) for item in items if expected[item])
    return Completeness(tuple(ItemCount(item, count - gaps[item], count) for item, count in rows))


def completeness(services: Sequence[Service], census: Census) -> Mapping[str, Completeness]:
    """Record completeness of the three kinds of assessment."""
    return added_up((told(*one, census) for one in finished(services, census, *Kind)), bank_order(services))


def completeness_in(
    services: Sequence[Service], census: Census, answers: Iterable[tuple[str, Answers]]
) -> Mapping[str, Completeness]:
    """The same where answers come by themselves, by assessment; who gave none has asked nothing."""
    waiting = {
        assessment.id: (service, episode, assessment)
        for service in services
        for episode in service.episodes
        for assessment in episode.assessments
        if census.covers(assessment.completed_on)
    }

    def every() -> Iterator[Told]:
        for id_, (plain, given) in answers:
            if id_ in waiting:
                service, episode, assessment = waiting.pop(id_)
                yield told(service, episode, replace(assessment, plain=plain, given=given), census)
        for service, episode, assessment in waiting.values():
            yield told(service, episode, assessment, census)

    return added_up(every(), bank_order(services))


def item_sets(
    services: Sequence[Service], kind: Kind, census: Census
) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """For each item the ids of the assessments that expected it, and of those that asked it."""
    expected: dict[str, set[str]] = defaultdict(set)
    ids: dict[str, set[str]] = defaultdict(set)
    for case in completed(services, census, kind):
        of_case, asked = counted(case.record)
        for item in of_case:
            expected[item].add(case.id)
        for item in asked:
            ids[item].add(case.id)
    return {item: (frozenset(result), frozenset(ids[item])) for item, result in expected.items()}


REASONS: Reasons = {
    "asked": Reason("asked"),
    "not_asked": Reason("not asked"),
}
