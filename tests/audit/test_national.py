"""The national report: a table of partnerships, judged in one pass over services that others are compared with."""

from datetime import date

from careplan.audit.report.pages.text import as_national_text
from careplan.audit.review.measures import audit, measures_by
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, National, Request, Unit
from careplan.audit.review.rules.export import as_national_data
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.national import compared, figures, national, peers
from careplan.audit.review.rules.ruleset import load
from tests.audit.facts import incident, partnership, post, returned, service
from tests.audit.reports import caseload

ON = date(2026, 3, 31)
RULES = load()
MEASURES = measures_by(RULES.numbers)
REQUEST = Request(Unit(Level.NATIONAL, "national", "National"), Census.at(ON), RULES)


def places(count: int) -> list[Service]:
    """Services of two partnerships in turn; the last has by far the most vacant posts and incidents."""
    found = []
    for n in range(count):
        vacant = post(id=f"V{n}", status="vacant", wte=40 if n == count - 1 else 1)
        posts = (*(post(id=f"P{n}-{i}") for i in range(10)), vacant)
        one = caseload(f"S{n}", 3)
        found.append(
            service(
                *one.episodes,
                id=one.id,
                partnership_id=f"P{n % 2}",
                posts=posts,
                incidents=(incident(ON, f"X{n}"),),
            )
        )
    return found


def country(services: list[Service]) -> National:
    own = [partnership(id="P0", name="North"), partnership(id="P1", name="South")]
    return national(REQUEST, own, services, MEASURES, {})


def test_every_partnership_stands_in_the_distribution_once() -> None:
    found = country(places(4)).distribution()
    assert list(found) == [*(rule.id for rule in RULES.criteria), "overall"]
    assert {sum(row.values()) for row in found.values()} == {2}


def test_the_bands_are_those_of_the_partnership_s_own_report() -> None:
    services = places(9)
    homes = {one.id: one.partnership_id for one in services}
    others = peers(RULES, figures(compared(RULES), MEASURES, services, Census.at(ON)), homes)
    for rated in country(services).partnerships:
        members = [one for one in services if one.partnership_id == rated.unit.id]
        request = Request(Unit(Level.PARTNERSHIP, rated.unit.id, ""), Census.at(ON), RULES)
        alone = audit(request, members, partnership(id=rated.unit.id), others)
        assert rated.bands == {one.rule.id: one.band for one in alone.criteria}
        assert rated.overall == alone.overall


def test_a_service_far_beyond_the_others_is_weak_and_with_seven_there_is_no_band() -> None:
    def band(count: int, number: int) -> tuple[str, str | None]:
        services = places(count)
        homes = {one.id: one.partnership_id for one in services}
        others = peers(RULES, figures(compared(RULES), MEASURES, services, Census.at(ON)), homes)
        request = Request(Unit(Level.SERVICE, f"S{number}", ""), Census.at(ON), RULES)
        result = audit(request, [services[number]], peers=others).result("6.3")
        assert result is not None
        return result.status, result.band

    assert (band(8, 7), band(8, 0)) == (("scored", "weak"), ("scored", "fair"))
    assert band(7, 6) == ("not_benchmarked", None)


def test_the_report_names_partnerships_bands_and_no_record() -> None:
    data = as_national_data(country(places(4)))
    assert [one["id"] for one in data["partnerships"]] == ["P0", "P1"]
    assert data["unit"] == {"level": "national", "id": "national", "name": "National"}
    assert "records" not in data["care_plan"]["cp1"]


def test_the_text_puts_the_published_distribution_beside() -> None:
    own = [partnership(*returned("6.2", doctor_specialist="yes"), id="P0", name="North")]
    text = as_national_text(national(REQUEST, own, places(2)[:1], MEASURES, {}))
    assert "1. Prescribing is commissioned in line with guidance: weak 0 (38%)" in text
    assert "North (P0): too few criteria known" in text


def test_a_country_without_partnerships_is_empty_and_no_error() -> None:
    found = national(REQUEST, [], [], MEASURES, {})
    assert set(found.distribution()["overall"].values()) == {0}
