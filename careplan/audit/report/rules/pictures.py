"""What pictures and run charts are drawn from: the populations of the measures, seen over time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from careplan.audit.review.measures.c04 import maintenance, supervised
from careplan.audit.review.measures.journeys import journeys
from careplan.audit.review.measures.populations import open_courses
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.measure import Case
from careplan.audit.review.rules.numbers import Numbers
from careplan.clients.codes import STRUCTURED
from careplan.ground.dates import running
from careplan.prescribing.rules.facts import Course, Order


@dataclass(frozen=True, slots=True, order=True)
class Stay:
    """Days from the start until leaving, or until the census for those who have not left."""

    days: int
    left: bool


@dataclass(frozen=True, slots=True)
class Fall:
    """A day on which somebody left: how many had stayed until then, how many left, and the share that stays on."""

    days: int
    at_risk: int
    left: int
    staying: Fraction


def falls(stays: Iterable[Stay]) -> tuple[Fall, ...]:
    """The falls of the curve in order of days; none where nobody left."""
    every = sorted(stays)
    leavers = Counter(stay.days for stay in every if stay.left)
    falls, share = [], Fraction(1)
    for days, left in sorted(leavers.items()):
        at_risk = sum(stay.days >= days for stay in every)
        share *= 1 - Fraction(left, at_risk)
        falls.append(Fall(days, at_risk, left, share))
    return tuple(falls)


def staying(curve: Sequence[Fall], days: int) -> Fraction:
    """The share that stays longer than so many days."""
    return next((fall.staying for fall in reversed(curve) if fall.days <= days), Fraction(1))


def kept(curve: Sequence[Fall], days: int) -> Fraction:
    """The share that stays for so many days at least: who leaves on that very day was kept."""
    return staying(curve, days - 1)


LAST_WEEK = 26
"""From this week of treatment on all weeks are taken together."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """Course-weeks in one week of treatment: how many, supervised days added up, and those with enough of them."""

    courses: int = 0
    days: int = 0
    enough: int = 0

    @property
    def mean(self) -> Fraction:
        """Supervised days a week."""
        return Fraction(self.days, self.courses)

    def plus(self, days: int, enough: int) -> "Week":
        """With one course-week more."""
        return Week(self.courses + 1, self.days + days, self.enough + (days >= enough))


def stays(services: Sequence[Service], census: Census, numbers: Numbers) -> tuple[Stay, ...]:
    """Of treatment journeys that began in the period: days until the last episode closed, or until the census.

    Every way of leaving counts, as in 11.1.
    """
    stays = []
    for journey in journeys(services, census, numbers):
        if census.covers(journey.started_on):
            end = journey.closed_on or census.on
            stays.append(Stay((end - journey.started_on).days, journey.closed_on is not None))
    return tuple(sorted(stays))


def doses(services: Sequence[Service], census: Census, drug: str) -> tuple[Fraction, ...]:
    """Milligrams a day of the courses that 4.1a (methadone) or 4.2 (buprenorphine) counts, in order of size."""
    orders = [maintenance(case, drug, census) for one in services for case in open_courses(one, census)]
    return tuple(sorted(Fraction(order.daily_mg) for order in orders if isinstance(order, Order)))


def supervision(services: Sequence[Service], census: Census, enough: int) -> Mapping[int, Week]:
    """By week of treatment, course-weeks that began in the period; a week is judged by its first day.

    Weeks without a regimen, of a depot, or while cared for elsewhere are left out, as in 4.3. `enough` is the
    number of supervised days that counts as enough there.
    """
    weeks: dict[int, Week] = defaultdict(Week)
    for service in services:
        for episode in service.episodes:
            for course in episode.courses:
                case = Case(course.id, course, episode)
                for week, day in _weeks(case, census):
                    days = supervised(case, course.drug, Census.at(day))
                    if isinstance(days, int):
                        place = min(week, LAST_WEEK)
                        weeks[place] = weeks[place].plus(days, enough)
    return dict(sorted(weeks.items()))


def _weeks(case: Case[Course], census: Census) -> Iterator[tuple[int, date]]:
    """Number and first day of the weeks of a course that began in the period while course and episode were open."""
    course, episode = case.record, case.episode
    before = max(0, -((course.first_dose_on - census.first).days // 7))
    week, day = before + 1, course.first_dose_on + before * WEEK
    while day <= census.on and course.open_on(day):
        if running(episode.referred_on, episode.closed_on, day):
            yield week, day
        week, day = week + 1, day + WEEK


def waits(services: Sequence[Service], census: Census) -> Mapping[str, tuple[int, ...]]:
    """By kind of structured treatment, days from referral to first offer, of offers in the period; sorted."""
    counts: dict[str, list[int]] = defaultdict(list)
    for service in services:
        for episode in service.episodes:
            for one in episode.interventions:
                offered = one.days.first_offered_on
                if one.kind in STRUCTURED and offered is not None and census.covers(offered):
                    counts[one.kind].append((offered - one.days.referred_on).days)
    return {kind: tuple(sorted(days)) for kind, days in sorted(counts.items())}


def censuses(census: Census, count: int = 12) -> tuple[Census, ...]:
    """So many monthly censuses, the last one last; the end of a month goes with the ends of months before."""
    ends = (census.on + timedelta(days=1)).day == 1
    if ends:
        first = census.on + timedelta(days=1)
        days = [Census.at(first).back(n) - timedelta(days=1) for n in range(count)]
    else:
        days = [census.back(n) for n in range(count)]
    return tuple(Census.at(day) for day in reversed(days))
