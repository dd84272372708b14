"""Readers outside some of a partnership's services: what they know of one service must not tell of another."""

from datetime import date

from careplan.audit.release.pages import hidden_beneath, hidden_in
from careplan.audit.release.rules.cells import starred
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Request, Unit
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.ruleset import load
from tests.audit import reports
from tests.audit.facts import course, episode, intervention, prescription, service

INSIDE = frozenset({"A"})


def written(name: str, tablets: int) -> Service:
    """Forty methadone prescriptions, so many of them for tablets."""
    forms = ["tablet" if n < tablets else "oral_mixture" for n in range(40)]
    signed = tuple(prescription(form, id=f"{name}{n}") for n, form in enumerate(forms))
    return service(
        episode(name, service_id=name, courses=(course(prescriptions=signed),)), id=name, name=name
    )


def request() -> Request:
    return Request(Unit(Level.PARTNERSHIP, "P1", "North"), Census.at(date(2026, 3, 31)), load())


def test_who_knows_one_service_is_not_told_the_other_by_subtraction() -> None:
    services = (written("A", 2), written("B", 3))
    assert "4.1c" not in hidden_in(request(), services)
    assert "4.1c" in hidden_in(request(), services, INSIDE)


def test_a_service_hides_nothing_from_who_is_inside() -> None:
    services = (written("A", 2), written("B", 3))
    assert "4.1c" in hidden_beneath(request(), services)["A"]
    assert hidden_beneath(request(), services, INSIDE)["A"] == frozenset()


def test_how_many_services_are_weak_is_not_told_where_one_hides_its_band() -> None:
    whole = reports.data(reports.caseload("S1"), reports.caseload("S2"))
    told = starred(whole, (), {}, ("4.3a",))
    measures = {m["id"]: m for c in told["criteria"] for q in c["questions"] for m in q["measures"]}
    assert (measures["4.3a"]["services"], measures["4.1a"]["services"] == "*") == ("*", False)
    assert measures["4.3a"]["numerator"] != "*"


def started(name: str, count: int, moved: int) -> Service:
    """So many clients retained; of the first of them the other service has an episode, too."""
    day = date(2025, 6, 1)
    return service(
        *(
            episode(
                f"{name}{n}",
                service_id=name,
                client_id=f"K{n}" if n < moved else f"{name}-{n}",
                interventions=(intervention(started_on=day),),
            )
            for n in range(count)
        ),
        id=name,
        name=name,
    )


def test_how_few_clients_moved_between_services_is_not_told_by_their_journeys() -> None:
    few, many = ((started("A", 20, moved), started("B", 20, moved)) for moved in (2, 8))
    for services, hidden in ((few, True), (many, False)):
        assert ("11.1" in hidden_in(request(), services)) is hidden
