"""The first page of a record: facts from all rooms, what is missing, what is open."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from careplan.assessment.rules.completion import still_to_ask
from careplan.assessment.rules.facts import facts
from careplan.assessment.rules.lacking import Sheet
from careplan.checklists.codes import Kind, Status
from careplan.checklists.queries import bank
from careplan.checklists.rules.asked import Given, Sitting
from careplan.clients.labels import SENT, TASKS
from careplan.clients.queries import has_died
from careplan.clients.rules.aftercare import back_until
from careplan.clients.rules.afterwards import DEATH, SAFETY
from careplan.clients.rules.facts import Intervention, Keyworker, Sent, Stay, Waiting, treatment_start
from careplan.ground import gathering
from careplan.ground.offers import Gap
from careplan.plans.queries import PlanSummary, plan_summary
from careplan.prescribing.queries.days import OpenCourse
from careplan.prescribing.rules.facts import Course, Uncancelled, Weekly
from careplan.record.pages import checks
from careplan.record.queries import BannerFacts, Paper, by_kind
from careplan.record.rules.banner import allergies, latest
from careplan.risk.labels import DOMAINS, UNSET
from careplan.risk.rules import Judged
from careplan.staff.doors import actor, permission_of
from careplan.ui.frame import address
from careplan.ui.words import day

if TYPE_CHECKING:
    from careplan.clients.models import Episode


Task = dict[str, str]
"""A line of a task list: text, href, status, colour."""


def _task(text: str, href: str, status: str, colour: str) -> Task:
    return {"text": text, "href": href, "status": status, "colour": colour}


@dataclass(frozen=True, slots=True)
class Overview:
    """What the template shows."""

    started_on: date | None
    keyworker: str
    services: list[tuple[str, str, date | None, date | None]]
    missing: list[Task]
    open: list[Task]
    died: bool
    sent: list[str]
    afterwards: list[Task]
    levels: list[tuple[str, str]]
    assessed_on: date | None
    summary: list[tuple[str, str, str]]
    back_until: date | None


def overview(
    episode: "Episode", banner: BannerFacts, plan: PlanSummary | None, courses: list[OpenCourse], on: date
) -> Overview:
    """The page's facts; a closed episode lacks nothing any more."""
    ended = episode.closed_on or episode.client.deceased_on
    lines = [] if ended else _gaps(episode, banner, [*filter(None, [plan]), *courses], on)
    judged = {one.domain: one for one in banner.of(Judged)}
    return Overview(
        started_on=treatment_start(banner.of(Intervention), on),
        keyworker=next((one.name for one in banner.of(Keyworker)), "Nobody yet"),
        services=[(one.id, one.service, one.referred_on, one.closed_on) for one in banner.of(Stay)],
        missing=[task for gap in lines if (task := _gap(episode, gap))],
        open=list(_open(episode, banner, on)),
        died=has_died(episode),
        sent=[_sent(one) for one in banner.of(Sent)],
        afterwards=list(_afterwards(episode, banner, on)) if has_died(episode) else [],
        levels=[(one, judged[one].level if one in judged else UNSET.lower()) for one in DOMAINS if judged],
        assessed_on=next((one.assessed_on for one in judged.values()), None),
        summary=list(_rows(episode, banner)),
        back_until=_back_until(episode, banner, on),
    )


def _back_until(episode: "Episode", banner: BannerFacts, on: date) -> date | None:
    """Until when who comes back goes on with this episode; None where that is over, or another began since."""
    here = next((one.service for one in banner.of(Stay) if one.id == episode.id), None)
    stays = [one for one in banner.of(Stay) if one.service == here and one.id != episode.id]
    days = [(one.referred_on, one.closed_on) for one in stays]
    return back_until(episode.closed_on, days, on, died=has_died(episode))


def _rows(episode: "Episode", banner: BannerFacts) -> Iterator[tuple[str, str, str]]:
    for marks in gathering.marks():
        for label, words, endpoint in marks.summary(banner.facts):
            yield label, words or "None recorded", address(endpoint, episode_id=episode.id)


def _gap(episode: "Episode", gap: Gap) -> Task | None:
    door = permission_of(gap.acts) if gap.acts else None
    if door and episode.service_id not in actor().services(door):
        return None
    href = address(gap.endpoint, episode_id=episode.id, **dict(gap.values))
    colour = "red" if gap.late else "blue" if gap.state == "Draft" else "yellow"
    return _task(gap.words, href, gap.state, colour) if href else None


def _open(episode: "Episode", banner: BannerFacts, on: date) -> Iterator[Task]:
    """Tasks that wait, the safety ones first; a matter that was raised again stands once."""
    told: set[str] = set()
    tasks = (task for task in banner.of(Waiting) if task.kind != DEATH)
    for one in sorted(tasks, key=lambda task: task.kind not in SAFETY):
        href = address("clients.task", episode_id=episode.id, task_id=one.id)
        if one.kind in SAFETY:
            if one.words in told:
                continue
            told.add(one.words)
            yield _task(one.words, href, "Act now", "red")
        else:
            yield _task(one.words, href, *TASKS[one.late(on)])


def _sent(one: Sent) -> str:
    return f"{one.sent_to}, {day(one.sent_on)}, {SENT[one.basis]}"


def _afterwards(episode: "Episode", banner: BannerFacts, on: date) -> Iterator[Task]:
    """What still has to be done after a death: what runs on, and the duties that nobody answered yet."""
    here = address("prescribing.overview", episode_id=episode.id)
    for course in banner.of(Course):
        if course.ended_on is None:
            yield _task(f"End the {course.drug} course, and ring the pharmacy", here, "Act now", "red")
    for paper in banner.of(Uncancelled):
        serial = f" {paper.serial}" if paper.serial else ""
        words = f"Cancel the {paper.drug} prescription{serial}, until {day(paper.ends_on)}"
        yield _task(f"{words}, and ring the pharmacy", here, "Act now", "red")
    for one in banner.of(Waiting):
        if one.kind == DEATH:
            href = address("clients.task", episode_id=episode.id, task_id=one.id)
            yield _task(one.words, href, *TASKS[one.late(on)])


def of_page(
    endpoint: str, episode: "Episode", banner: BannerFacts, courses: list[OpenCourse], on: date
) -> list[Task]:
    """The checks that a page of another room shows, of the facts of an overview."""
    plan = plan_summary(banner.facts, on)
    shown = _shown(banner, [*filter(None, [plan]), *courses], on)
    gaps = checks.gaps(shown, episode, on, checks.PAGES[endpoint])
    return [task for gap in gaps if (task := _gap(episode, gap))]


def _shown(banner: BannerFacts, read: list[Any], on: date) -> list[Any]:
    """All that is shown; `read`: what was read beside the banner."""
    courses = [one for one in read if isinstance(one, OpenCourse)]
    sheets = (_sheet(kind, papers, banner, courses, on) for kind, papers in by_kind(banner.papers))
    stays = [one for one in latest(banner.answers).values() if one.status == "answered"]
    return [*banner.facts, *stays, *read, *sheets]


def _gaps(episode: "Episode", banner: BannerFacts, read: list[Any], on: date) -> list[Gap]:
    """What all rooms miss, the safest first thing on top."""
    shown = _shown(banner, read, on)
    gaps = [gap for marks in gathering.marks() for gap in marks.gaps(shown, episode, on)]
    if allergies(latest(banner.answers).get("allergies")).words == "Not recorded":
        gaps.append(Gap("Allergies not asked", "Missing", "assessment.index", order=70))
    return sorted(gaps, key=lambda gap: gap.order)


def _sheet(kind: str, papers: list[Paper], banner: BannerFacts, courses: list[OpenCourse], on: date) -> Sheet:
    done = [(paper.completed_on, paper.started_on, paper.id) for paper in papers if paper.completed_on]
    begun = [paper for paper in papers if paper.completed_on is None]
    last_on, _, last_id = max(done, default=(None, None, None))
    if not begun:
        return Sheet(kind, last_on, last_id=last_id)
    return Sheet(kind, last_on, begun[-1].id, _to_go(begun[-1], banner, courses, on), last_id)


def _to_go(paper: Paper, banner: BannerFacts, courses: list[OpenCourse], on: date) -> int:
    """How many questions the open assessment still asks, as its own pages count them."""
    given = {
        item: Given(Status(status), value, carried_on, confirmed_on)
        for item, (status, value, carried_on, confirmed_on) in paper.answers.items()
    }
    current_facts = facts(on, banner.of(Intervention), [_ordered(one, courses) for one in banner.of(Course)])
    sitting = Sitting(bank(paper.edition), Kind(paper.kind), on, on, given, current_facts)
    return len(still_to_ask(sitting, paper.hidden))


def _ordered(course: Course, courses: list[OpenCourse]) -> Course:
    """The course with what is ordered, while it is open."""
    now = next((one for one in courses if one.id == course.root_id), None)
    if now is None:
        return course
    weeks = (Weekly(course.first_dose_on, now.week),) if now.week else ()
    return replace(course, orders=now.facts.orders, weeks=weeks)
