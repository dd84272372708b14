"""Criterion 6, staff: experience, vacancies, caseload management and feedback."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from careplan.audit.review.measures.units import partnerships, service_share, service_yes, yes_no
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Post, Service
from careplan.audit.review.rules.measure import Case, Deed, Kept, Measure, Measures, Reason, Reasons
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


def posts(service: Service, census: Census) -> Iterator[Case[Post]]:
    """All posts of a service that was open on the census; posts themselves have no dates."""
    if service.open_on(census.on):
        for post in service.posts:
            yield Case(post.id, post)


def direct_work(post: Post, role: str, limit: Fraction) -> bool | None:
    """Whether the share of direct work is that of the role; exactly the limit is neither; none: not recorded."""
    if post.direct_work is None:
        return None
    return post.direct_work > limit if role == "practitioner" else post.direct_work < limit


def experienced(case: Case[Post], census: Census, role: str, numbers: Numbers) -> Verdict:  # noqa: ARG001
    """6.1: long enough in the field of the role, or accredited; filled posts of the role alone."""
    post = case.record
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


def vacancy(case: Case[Post], census: Census) -> Verdict:  # noqa: ARG001 - the shape of `judge`
    """6.3: whole-time equivalents that are vacant or temporary, of those established."""
    wte = Fraction(case.record.wte)
    if case.record.status == FILLED:
        return not_met("filled", whole=wte)
    return met("vacant" if case.record.status == "vacant" else "temporary", wte, wte)


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
        "6.2": Measure(
            partnerships,
            partial(yes_no, question="6.2", key="doctor.specialist"),
            by_partnership=True,
            question="6.2",
        ),
        "6.3": Measure(posts, vacancy, kind="post", kept=kept),
        "6.4": service_yes("6.4", "caseload.system", deed=CASELOAD),
        "6.5": service_share("6.5", "feedback.positive", "feedback.respondents"),
    }
