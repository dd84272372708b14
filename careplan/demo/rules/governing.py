"""What the invented services answer for beside their records: policies, posts, incidents, returns, the survey."""

from functools import cache
from pathlib import Path
from typing import Any

from careplan.clients.rules.invented import Book
from careplan.demo.rules.people import people
from careplan.ground.dates import add_months
from careplan.ground.standards import words_of
from careplan.survey.codes import Topic

MANAGER = "rowan"


@cache
def governance() -> dict[str, Any]:
    """The whole of governance.toml."""
    return words_of(Path(__file__).parents[1] / "governance.toml")


def govern(book: Book) -> None:
    """All rows that hang on a service or on the partnership."""
    _policies(book)
    _posts(book)
    _audits(book)
    _incidents(book)
    _returns(book)
    _survey(book)
    _own_questions(book)
    _wordings(book)


def _policies(book: Book) -> None:
    for service, policies in governance()["policies"].items():
        for policy, days in policies.items():
            book.add(
                "policies", ago=days["approved"], by=MANAGER,
                service_id=service, policy=policy, approved_on=book.day(days["approved"]),
                review_due_on=book.day(days["due"]),
            )  # fmt: skip


def _posts(book: Book) -> None:
    for number, post in enumerate(governance()["post"], 1):
        book.add(
            "posts", ago=180, by=MANAGER,
            id=f"PO{number:03d}", service_id=post["service"], role=post["role"], established_wte=post["wte"],
            status=post["status"], worker_id=post.get("worker"), direct_work_percent=post.get("direct"),
            experience_years=post.get("years"), accredited=post.get("accredited"), experience_in=post.get("in"),
        )  # fmt: skip


def _audits(book: Book) -> None:
    for number, audit in enumerate(governance()["audit"], 1):
        book.add(
            "clinical_audits", ago=audit["ago"], by=MANAGER,
            id=f"CA{number:03d}", service_id=audit["service"], title=audit["title"],
            completed_on=book.day(audit["ago"]), signed_off_by=audit["by"],
        )  # fmt: skip


def _incidents(book: Book) -> None:
    ids = {person.name: person.id("C") for person in people()}
    for number, incident in enumerate(governance()["incident"], 1):
        client = incident.get("client")
        book.add(
            "incidents", ago=incident["ago"], by=MANAGER,
            id=f"X{number:03d}", service_id=incident["service"], client_id=ids[client] if client else None,
            kind=incident["kind"], severity=incident["severity"], **{"on": book.day(incident["ago"])},
        )  # fmt: skip


def _returns(book: Book) -> None:
    for given in governance()["return"]:
        for question, key, value in given["says"]:
            book.add(
                "returns", ago=given["ago"], by=MANAGER,
                level=given.get("level", "service"), unit_id=given["unit"], question=question, key=key,
                value=book.day(value).isoformat() if isinstance(value, int) else value,
                recorded_on=book.day(given["ago"]),
            )  # fmt: skip


def _survey(book: Book) -> None:
    for service, months in governance()["survey"].items():
        for back, answered, positives in months:
            month = add_months(book.day(0).replace(day=1), -back)
            for topic, positive in zip(Topic, positives, strict=True):
                book.add(
                    "survey_counts", service_id=service, month=month, question=topic.value,
                    positive=positive, answered=answered,
                )  # fmt: skip


def _wordings(book: Book) -> None:
    """One service has its own goals and its own words for a treatment."""
    service = governance()["own_question"][0]["service"]
    goals = "A home of my own\nMy rent paid each month\nTwo mornings at the allotment"
    book.add(
        "goal_wordings", ago=200, by=MANAGER,
        id="GW001", service_id=service, domain="social", words=goals,
    )  # fmt: skip
    book.add(
        "treatment_offers", ago=200, by=MANAGER,
        id="TO001", service_id=service, option="residential_rehab", offered="elsewhere",
        words="A house by the sea for three months. There is a panel each month; people wait about six weeks.",
    )  # fmt: skip


def _own_questions(book: Book) -> None:
    for number, question in enumerate(governance()["own_question"], 1):
        book.add(
            "own_questions", ago=question["ago"], by=MANAGER,
            id=f"OQ{number:03d}", service_id=question["service"], words=question["words"],
            checklist=question["with"], section=question["section"], from_on=book.day(question["ago"]),
        )  # fmt: skip
