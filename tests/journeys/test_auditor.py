"""Auditor: the figures, never fewer than five of anything, and no way to a client."""

from datetime import date

from careplan.audit.release.rules.items import last_quarter_end
from careplan.ground.clock import today
from tests.journeys import people
from tests.journeys.conftest import Walk


def test_an_auditor_sees_figures_with_stars_and_nobodys_name(walk: Walk) -> None:
    someone = people.client(walk.live, "Vera", "Veiled")
    walk.come_as(people.worker(walk.live, "Nora Numbers", "auditor")).open("/").lacks("VEILED", "FURNISHED")
    ended = last_quarter_end(today())
    report = f"/audit/{walk.live.service}/{ended}"
    walk.open("/audit").day("Census", date(2026, 3, 30)).press("Show the audit")
    walk.sees("Enter the last day of March, June, September or December")
    walk.open("/audit").day("Census", ended).press("Show the audit")
    walk.sees("Clinical audit: Northgate Test Service", "would tell of fewer than five records", "*")
    walk.lacks("VEILED", "FURNISHED", someone.episode, "/records")
    walk.follow("Every item, the least asked first").sees("Asked in", "*").lacks("VEILED", "/records")
    for closed in (
        f"{report}/2.1a/records",
        f"{report}/comprehensive.pain/records",
        someone.record,
        "/caseload",
    ):
        walk.refused(closed, 403).lacks("VEILED", "FURNISHED")
    walk.refused(f"/audit/{walk.live.other_service}/{today()}", 404)
