"""The whole package: the organisation, then every person from referral to today."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from careplan.checklists.codes import Fact, Kind
from careplan.checklists.rules.bank import Bank
from careplan.clients.rules.invented import Book, Person
from careplan.demo.rules.governing import govern
from careplan.demo.rules.people import ETHNICITIES, json_text, nhs_numbers, people, read
from careplan.demo.rules.planning import attempt, goals_of, half, is_need, plan, sitting, skipped
from careplan.demo.rules.treating import treat
from careplan.ground.offers import Chapter
from careplan.package.rules.profile import Profile

LONG_AGO = 800
BankOn = Callable[[date], Bank]
UNPLANNED = ("planned", "unplanned")
SUCCESSFUL = ("completed_drug_free", "completed_alcohol_free", "completed_occasional_user", "referred_on")
DOMAINS = ("self", "from_others", "to_others", "children")


def story(profile: Profile, bank_on: BankOn, today: date, chapters: Sequence[Chapter]) -> Book:
    """All rows of the demo's record package as of `today`; `bank_on`: the edition in force on a day."""
    book = Book({file.name for file in profile.listed if file.facts}, today)
    _organisation(book)
    numbers = nhs_numbers(len(people()))
    for person in people():
        _client(book, person, None if person.number % 20 == 19 else numbers[person.number - 1])
        _episode(book, person)
        _assess(book, bank_on, person)
        risks = _risks(book, bank_on, person)
        plan(book, person, risks)
        if person.plan.get("reviews") == []:
            attempt(book, person, max(person.quiet_from, 0) + 6)
        treat(book, person)
        for chapter in chapters:
            chapter.rows(book, person)
    govern(book)
    return book


def services() -> dict[str, dict[str, Any]]:
    """The two services as people.toml describes them, by id."""
    return {service["id"]: service for service in read()["service"]}


def _organisation(book: Book) -> None:
    book.add("partnerships", **read()["partnership"])
    book.add("providers", **read()["provider"])
    for service in read()["service"]:
        book.add(
            "services",
            id=service["id"], name=service["name"], provider_id="PR1", partnership_id="P1",
            prescribing=service["prescribing"], structured=True, out_of_hours=service.get("out_of_hours", False),
            ndtms_agency=service["agency"], opened_on=date(2001, 4, 1),
        )  # fmt: skip
        for kind, hidden in service["hides"].items():
            book.add(
                "checklist_choices", ago=LONG_AGO, by="rowan",
                service_id=service["id"], checklist=kind, edition="1", hidden=hidden,
                **{"from": book.day(LONG_AGO)},
            )  # fmt: skip
    for worker in read()["worker"]:
        told = {key: worker[key] for key in ("id", "name", "profession")}
        prescriber = worker.get("prescriber", "none")
        number = worker.get("registration_number")
        book.add("workers", **told, username=worker["id"], prescriber=prescriber, registration_number=number)
        for service_id, role in worker["roles"].items():
            book.rows["memberships"].append(
                {
                    "worker_id": worker["id"],
                    "service_id": service_id,
                    "role": role,
                    "from": book.day(LONG_AGO),
                }
            )


def _client(book: Book, person: Person, nhs_number: str | None) -> None:
    first, last = person.name.removeprefix("Dr ").split(" ", 1)
    died = person.exit is not None and person.exit["reason"] == "died"
    book.add(
        "clients", ago=person.referred_ago, by=person.keyworker,
        id=person.id("C"), first_name=first, last_name=last, date_of_birth=person.born, sex=person.sex,
        ethnicity=person.of(ETHNICITIES), nhs_number=nhs_number, postcode="ZZ99 3VZ",
        deceased_on=book.day(person.until) if died else None,
    )  # fmt: skip


def _episode(book: Book, person: Person) -> None:
    closed = (
        {"closed_on": book.day(person.until), "exit_reason": person.exit["reason"]} if person.exit else {}
    )
    untriaged = person.stage == "referral"
    book.add(
        "episodes", ago=person.referred_ago, by=person.keyworker,
        id=person.id("E"), client_id=person.id("C"), service_id=person.service,
        referred_on=book.day(person.referred_ago), referral_source=person.source, priority=person.priority,
        triaged_on=None if untriaged else book.day(person.triaged_ago),
        keyworker_id=None if untriaged else person.keyworker,
        ndtms_consent=None if untriaged else person.number % 9 != 0, **closed,
    )  # fmt: skip
    _intervention(book, person)
    if person.pause:
        ago = int(person.pause["ago"])
        book.add(
            "pauses", ago=ago, by=person.keyworker,
            id=person.id("PA"), episode_id=person.id("E"), reason=person.pause["reason"], **{"from": book.day(ago)},
        )  # fmt: skip


def _intervention(book: Book, person: Person) -> None:
    if person.stage not in ("treatment", "triaged", "comprehensive_open", "not_started"):
        return
    kind = person.kind or (
        "specialist_prescribing" if person.service == "north" else "structured_psychosocial"
    )
    started = person.stage == "treatment"
    offered = person.start + 3 if started else max(person.triaged_ago - 6, 1)
    ended = {}
    if person.exit:
        planned = person.exit["reason"] in SUCCESSFUL
        ended = {
            "ended_on": book.day(person.until),
            "ending": UNPLANNED[not planned] if started else "withdrawn",
        }
    book.add(
        "interventions", ago=person.referred_ago, by=person.keyworker,
        id=person.id("I"), episode_id=person.id("E"), kind=kind, referred_on=book.day(person.referred_ago),
        first_offered_on=None if person.stage == "comprehensive_open" else book.day(offered),
        started_on=book.day(person.start) if started else None, **ended,
    )  # fmt: skip


def _facts(person: Person, ago: int) -> set[Fact]:
    if person.service != "north" or ago >= person.referred_ago + 1:
        return set()
    facts = {Fact.PRESCRIBING_CONSIDERED, Fact.OST_ACTIVE_OR_PLANNED}
    on_course = person.course is not None and ago <= person.start
    return facts | ({Fact.TAKE_HOME_DOSES} if on_course else set())


def _assess(book: Book, bank_on: BankOn, person: Person) -> None:
    if person.stage == "referral":
        return
    finished = person.stage != "triage_open"
    _assessment(book, bank_on, person, Kind.TRIAGE, person.triaged_ago, finished=finished)
    if person.stage == "comprehensive_open":
        _assessment(book, bank_on, person, Kind.COMPREHENSIVE, 6, finished=False)
    elif person.stage == "treatment":
        _assessment(book, bank_on, person, Kind.COMPREHENSIVE, person.start + 2, finished=True)


def _assessment(
    book: Book,
    bank_on: BankOn,
    person: Person,
    kind: Kind,
    ago: int,
    *,
    finished: bool,
    turn: int | None = None,
) -> str:
    """One assessment with its answers; its id."""
    assessment_id = person.id("A", kind.value, *([] if turn is None else [turn]))
    begun = ago + 1 if kind is Kind.COMPREHENSIVE else ago
    bank = bank_on(book.day(begun))
    book.add(
        "assessments", ago=begun, by=person.keyworker,
        id=assessment_id, episode_id=person.id("E"), kind=kind.value, checklist=kind.value, edition=bank.edition,
        started_on=book.day(begun), completed_on=book.day(ago) if finished else None, worker_id=person.keyworker,
    )  # fmt: skip
    for answer in _answers(book, bank, person, kind, ago, finished):
        book.add("answers", ago=ago, by=person.keyworker, assessment_id=assessment_id, **answer)
    return assessment_id


def _answers(
    book: Book, bank: Bank, person: Person, kind: Kind, ago: int, finished: bool
) -> Iterator[dict[str, Any]]:
    """What was said; a comprehensive assessment confirms what triage had asked before."""
    given = sitting(person, bank, kind, book.day(ago), _facts(person, ago), book.day(person.triaged_ago))
    asked_before = bank.lists[Kind.TRIAGE] if kind is Kind.COMPREHENSIVE and finished else ()
    wanted = {goal["need"] for goal in goals_of(person)} if finished else set()
    service = services()[person.service]
    hidden = service["hides"].get(kind.value, "").split(" ")
    for code, answer in given.items() if finished else half(bank, kind, given, 4):
        item = bank.items[code]
        if skipped(person, item, service["skip"], hidden):
            continue
        carried = item in asked_before and not skipped(person, item, service["skip"], ())
        yield {
            "item": code,
            "status": answer.status.value,
            "value": json_text(answer.value) if answer.status.value == "answered" else None,
            "need": True if is_need(item, wanted) else None,
            "carried_from": person.id("A", "triage") if carried else None,
            "confirmed_on": book.day(ago) if carried else None,
        }


def _risks(book: Book, bank_on: BankOn, person: Person) -> list[int]:
    agos = person.risk_agos
    for turn, ago in enumerate(agos, 1):
        assessment_id = _assessment(book, bank_on, person, Kind.RISK, ago, finished=True, turn=turn)
        for domain in DOMAINS:
            level = _level(person, domain, latest=turn == len(agos))
            book.add(
                "risk_levels", ago=ago, by=person.keyworker,
                assessment_id=assessment_id, domain=domain, level=level, reason=_reason(domain, level),
            )  # fmt: skip
            if level in ("high", "immediate") and person.risk.get("action", True):
                book.add(
                    "risk_actions", ago=ago, by=person.keyworker,
                    id=f"{assessment_id}-{domain}", assessment_id=assessment_id, domain=domain,
                    triggers="Arguments at home, the days after money comes in",
                    action="Safety plan written together, naloxone given, daily call this week",
                    escalation="999 first, then the duty worker, then the manager on call",
                    responsible="keyworker", due_on=book.day(ago - 7),
                    done_on=book.day(ago - 5) if ago > 5 + max(person.quiet_from, 0) else None,
                )  # fmt: skip
    return agos


def _level(person: Person, domain: str, *, latest: bool) -> str:
    if latest and domain in person.risk:
        return str(person.risk[domain])
    return "medium" if domain == "self" and person.number % 3 == 0 else "low"


def _reason(domain: str, level: str) -> str:
    if level == "low":
        return "nothing said or seen today"
    return {
        "self": "overdose in the past, uses alone",
        "children": "a child at home, medicines in the house",
    }.get(domain, "as described in the assessment")
