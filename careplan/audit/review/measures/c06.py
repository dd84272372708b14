"""Criterion 6, staff: experience, vacancies, caseload management and feedback."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from careplan.audit.review.measures.units import (
    PartnershipCase,
    ServiceCase,
    open_services,
    partnerships,
    share,
    yes_no,
)
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Post, Service
from careplan.audit.review.rules.measure import Deed, Kept, Measure, Measures, Reason, Reasons
from careplan.audit.review.rules.numbers import Numbers
from careplan.audit.review.rules.verdict import (
    Exclusion,
    Verdict,
    cannot_tell,
    either,
    left_out,
    met,
    not_met,
)

FILLED = "filled"
FIELDS = {"practitioner": "substance_misuse", "manager": "management"}


@dataclass(frozen=True, slots=True)
class PostCase:
    """A post of a service."""

    post: Post

    @property
    def id(self) -> str:
        """The post's id."""
        return self.post.id

    @property
    def episode_id(self) -> None:
        """None: a post belongs to the service."""
        return None


def posts(service: Service, census: Census) -> Iterator[PostCase]:
    """All posts of a service that was open on the census; posts themselves have no dates."""
    if service.open_on(census.on):
        for post in service.posts:
            yield PostCase(post)


def direct_work(post: Post, role: str, limit: Fraction) -> bool | None:
    """Whether the share of direct work is that of the role; exactly the limit is neither; none: not recorded."""
    if post.direct_work is None:
        return None
    return post.direct_work > limit if role == "practitioner" else post.direct_work < limit


def experienced(case: PostCase, census: Census, role: str, numbers: Numbers) -> Verdict:  # noqa: ARG001
    """6.1: over three years in the field of the role, or accredited; filled posts of the role alone."""
    post = case.post
    if (post.role, post.status) != (role, FILLED):
        return left_out("other_post")
    belongs = direct_work(post, role, numbers.exact("direct_work"))
    if belongs is None:
        return cannot_tell(Exclusion.DIRECT_WORK)
    if not belongs:
        return left_out("other_direct_work")
    if post.accredited:
        return met("accredited")
    if post.years is None:
        return not_met("not_accredited") if post.accredited is False else cannot_tell(Exclusion.EXPERIENCE)
    if post.experience_in != FIELDS[role]:
        return not_met("other_field")
    return either(post.years > numbers.exact("experience_years"), "over_three_years", "up_to_three_years")


def vacancy(case: PostCase, census: Census) -> Verdict:  # noqa: ARG001 - the shape of `judge`
    """6.3: whole-time equivalents that are vacant or temporary, of those established."""
    wte = Fraction(case.post.wte)
    if case.post.status == FILLED:
        return not_met("filled", whole=wte)
    return met("vacant" if case.post.status == "vacant" else "temporary", wte, wte)


def doctor(case: PartnershipCase, census: Census) -> Verdict:
    """6.2: a doctor with specialist training works in the partnership."""
    return yes_no(case.partnership, "6.2", "doctor.specialist", census)


def caseload(case: ServiceCase, census: Census) -> Verdict:
    """6.4: whether the service has a system of caseload management."""
    return yes_no(case.service, "6.4", "caseload.system", census)


def feedback(case: ServiceCase, census: Census) -> Verdict:
    """6.5: positive answers of staff and clients."""
    return share(case.service, "6.5", ("feedback.positive", "feedback.respondents"), census)


CASELOAD = Deed("caseload management system in use", "caseload management systems in use")
REASONS: Reasons = {
    "direct_work_not_recorded": Reason("the share of direct work is not recorded"),
    "experience_not_recorded": Reason("neither experience nor accreditation is recorded"),
    "accredited": Reason("accredited"),
    "not_accredited": Reason("not accredited, years not recorded"),
    "other_field": Reason("experience in another field"),
    "over_three_years": Reason("over three years in the field"),
    "up_to_three_years": Reason("three years in the field or fewer"),
    "filled": Reason("filled"),
    "vacant": Reason("vacant"),
    "temporary": Reason("temporary"),
}


def measures(numbers: Numbers) -> Measures:
    """The measures of this criterion."""
    kept = Kept("posts", "Open posts")
    return {
        "6.1a": Measure(
            posts, partial(experienced, role="practitioner", numbers=numbers), kind="post", kept=kept
        ),
        "6.1b": Measure(posts, partial(experienced, role="manager", numbers=numbers), kind="post", kept=kept),
        "6.2": Measure(partnerships, doctor, by_partnership=True, question="6.2"),
        "6.3": Measure(posts, vacancy, kind="post", kept=kept),
        "6.4": Measure(open_services, caseload, question="6.4", deed=CASELOAD),
        "6.5": Measure(open_services, feedback, every=True, question="6.5"),
    }
