"""Treatment journeys, spec 05 §3, §7 and §8: episodes of one client within a unit, 21 days apart at most."""

from dataclasses import replace
from datetime import date

import pytest

from careplan.audit.review.measures import MEASURES
from careplan.audit.review.measures.journeys import journeys
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Episode, Service
from careplan.audit.review.rules.measure import tally
from careplan.audit.review.rules.ruleset import load
from tests.audit.facts import episode, intervention, service

JUNE = Census.at(date(2026, 6, 30))
NUMBERS = load().numbers


def stay(
    id_: str, start: date | None, closed: date | None = None, reason: str = "dropped_out", **facts: object
) -> Episode:
    given: dict[str, object] = {"client_id": "K", "exit_reason": reason if closed else None} | facts
    return episode(id_, closed_on=closed, interventions=(intervention(started_on=start),), **given)


def at(service_id: str, *episodes: Episode, **facts: object) -> Service:
    return service(*(replace(one, service_id=service_id) for one in episodes), id=service_id, **facts)


def counted(measure: str, *services: Service, census: Census = JUNE) -> tuple[int, int]:
    figure = tally(MEASURES[measure], services, census).figure
    return int(figure.part), int(figure.whole)


def groups(*services: Service, census: Census = JUNE) -> list[str]:
    return [
        " ".join(one.episode.id for one in journey.stays) for journey in journeys(services, census, NUMBERS)
    ]


def test_the_21_days_stand_in_the_ruleset_with_their_source() -> None:
    row = NUMBERS.rows["journey_gap_days"]
    assert (row.value, row.origin) == (21, "A")
    assert "monitoring" in load().sources[row.source]


@pytest.mark.parametrize(
    ("again", "found"),
    [
        (date(2026, 3, 22), ["A B"]),
        (date(2026, 3, 23), ["A", "B"]),
        (date(2026, 3, 1), ["A B"]),
        (date(2026, 2, 20), ["A B"]),
    ],
)
def test_closed_1_march_and_started_again(again: date, found: list[str]) -> None:
    first = stay("A", date(2026, 1, 1), date(2026, 3, 1))
    assert groups(at("S1", first, stay("B", again))) == found


ELSEWHERE = at("S1", stay("A", date(2026, 1, 1), date(2026, 2, 10), "referred_on"))


def test_a_transfer_within_the_partnership_is_one_journey_retained_with_one_exit() -> None:
    second = at("S2", stay("B", date(2026, 3, 3), date(2026, 3, 26)))
    assert (counted("11.1", ELSEWHERE, second), counted("11.2", ELSEWHERE, second)) == ((1, 1), (0, 1))
    assert (counted("11.1", ELSEWHERE), counted("11.2", ELSEWHERE)) == ((0, 1), (1, 1))
    assert (counted("11.1", second), counted("11.2", second)) == ((0, 1), (0, 1))


def test_a_day_later_it_is_two_journeys_neither_retained() -> None:
    second = at("S2", stay("B", date(2026, 3, 4), date(2026, 3, 26)))
    assert (counted("11.1", ELSEWHERE, second), counted("11.2", ELSEWHERE, second)) == ((0, 2), (1, 2))


def test_the_latest_close_counts_not_that_of_the_last_to_start() -> None:
    found = (
        stay("A", date(2026, 1, 1), date(2026, 5, 31)),
        stay("B", date(2026, 2, 1), date(2026, 2, 5)),
        stay("C", date(2026, 6, 21)),
    )
    assert groups(at("S1", *found)) == ["A B C"]


def test_a_journey_is_listed_by_its_first_episode_and_an_exit_by_the_one_closed_last() -> None:
    one = at("S1", stay("A", date(2026, 1, 1), date(2026, 3, 30), "referred_on"))
    two = at(
        "S2",
        stay("B", date(2026, 2, 1), date(2026, 2, 5)),
        stay("C", date(2026, 2, 20), date(2026, 3, 30), "completed_drug_free"),
    )
    (kept,) = tally(MEASURES["11.1"], (one, two), JUNE).members
    assert (kept.id, kept.unit_id, kept.episode_id) == ("A", "S1", "A")
    (left,) = tally(MEASURES["11.2"], (one, two), JUNE).hits  # A and C on one day: the greatest id
    assert (left.id, left.unit_id, left.verdict.answer) == ("C", "S2", "met")


def test_an_episode_open_on_the_census_keeps_its_journey_open() -> None:
    first, late = stay("A", date(2026, 1, 1)), stay("B", date(2026, 6, 1), date(2026, 6, 20))
    closes = stay("A", date(2026, 1, 1), date(2026, 7, 1))  # after the census: not seen
    for one in (first, closes):
        assert groups(at("S1", one, late)) == ["A B"]
        assert counted("11.2", at("S1", one, late)) == (0, 0)


def test_two_records_of_a_client_and_two_clients_are_never_one_journey() -> None:
    one = stay("A", date(2026, 1, 1), date(2026, 3, 1))
    assert groups(at("S1", one, stay("B", date(2026, 3, 2), client_id="K2"))) == ["A", "B"]


def test_an_episode_without_a_start_or_with_one_after_its_close_is_part_of_no_journey() -> None:
    never = stay("A", None, date(2026, 6, 1))
    after = stay("B", date(2026, 6, 2), date(2026, 6, 1))
    found = tally(MEASURES["11.2"], (at("S1", never, after),), JUNE)
    assert (found.counted, found.counts()) == ((), {"not_started": 2})
    assert counted("11.1", at("S1", never, after)) == (0, 0)


def test_a_partnership_of_one_service_equals_it_and_a_service_closed_since_still_counts() -> None:
    second = at("S2", stay("B", date(2026, 3, 3), date(2026, 3, 26)), closed_on=date(2026, 4, 1))
    assert counted("11.1", ELSEWHERE, second) == (1, 1)


def test_the_year_before_groups_the_episodes_as_seen_on_its_own_day() -> None:
    first = stay("A", date(2025, 1, 1), date(2025, 2, 1))
    again = stay("B", date(2025, 2, 20), date(2025, 8, 1))
    before = JUNE.year_before()  # 30 June 2025: B is open
    assert counted("11.1", at("S1", first, again), census=before) == (1, 1)
    assert counted("11.2", at("S1", first, again), census=before) == (0, 0)
