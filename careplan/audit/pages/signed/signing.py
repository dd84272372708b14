"""The page on which an audit is signed: its weak questions, what will be fixed, and the signature made of the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from careplan.audit.forms.signing import Block, Said, SignatureForm, SignForm
from careplan.audit.pages import words
from careplan.audit.queries.lines import bindable
from careplan.audit.rules import signing
from careplan.audit.rules.bands import Band
from careplan.audit.rules.engine import QuestionResult, Report
from careplan.audit.rules.export import as_data
from careplan.audit.rules.holding import best, next_better
from careplan.audit.rules.share import number
from careplan.audit.rules.signing import Found, Planned, Signature
from careplan.clients.queries.people import keyworkers
from careplan.staff.rules import Actor

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Row:
    """A figure that will be fixed."""

    id: str
    words: str
    figure: str
    band: str
    colour: str
    records: int


@dataclass(frozen=True, slots=True)
class Frozen:
    """What will be fixed, and its hash."""

    rows: tuple[Row, ...]
    overall: str
    sha256: str
    records: int


def owners(service_id: str, on: date) -> dict[str, str]:
    """Names of those who may own an action, by worker id."""
    return {id_: name for id_, name, _ in keyworkers([service_id], on)}


def blocks(report: Report) -> tuple[Block, ...]:
    """A block for each weak question, and one for anything else."""
    known = bindable(report.request.ruleset)
    found = [
        block(question, known)
        for criterion in report.criteria
        for question in criterion.questions
        if question.band is Band.WEAK
    ]
    measures = {key: rule.words for key, (_, rule) in known.items()}
    return (*found, Block(OTHER, "", "Anything else", "", measures))


def block(question: QuestionResult, known: Mapping[str, Any]) -> Block:
    """The block of a weak question; where none of its measures can be followed, any other may show it."""
    own = {key: one.rule.words for key, one in question.results.items() if key in known}
    rest = own or {key: rule.words for key, (_, rule) in known.items()}
    slug = "q" + question.rule.id.replace(".", "_")
    return Block(slug, question.rule.id, question.rule.words, str(question.band or ""), rest)


def frozen(report: Report) -> Frozen:
    """The figures as they will stand, and the hash of the report with its records."""
    rows = []
    for criterion in report.criteria:
        for question in criterion.questions:
            for key, one in question.results.items():
                band = one.band
                colour = words.COLOURS[band] if band else ""
                figure = words.figure_words(one)
                rows.append(Row(key, one.rule.words, figure, band or "", colour, len(one.tally.lines)))
    for indicator in report.request.ruleset.indicators:
        tally = report.indicators[indicator.id]
        figure = words.tally_words(tally)
        rows.append(Row(indicator.id.upper(), indicator.words, figure, "", "", len(tally.lines)))
    overall = report.overall.rating.value if report.overall.rating else "none"
    sha256 = signing.sha256_of(as_data(report, with_records=True))
    return Frozen(tuple(rows), overall, sha256, len(signing.entries(report)))


def question_of(report: Report, measure: str) -> str:
    """The question that a measure belongs to."""
    return next(
        question.rule.id
        for criterion in report.criteria
        for question in criterion.questions
        if measure in question.results
    )


def planned(report: Report, one: Said, on: date, names: Mapping[str, str]) -> Planned:
    """The action of a block; its target is the next better band."""
    measure = one.bound_to or ""
    result = report.result(measure)
    start = result.band if result is not None else None
    target = next_better(start, best(*bindable(report.request.ruleset)[measure]))
    return Planned(
        question=one.block.question or question_of(report, measure),
        measure=measure,
        action=one.action.data,
        owner=one.owner_name.data or names[one.owner.data],
        owner_id=one.owner.data,
        due_on=one.due_on.data,
        start_on=on,
        start_band=start,
        target=target,
    )


def signature(
    form: SignForm,
    below: SignatureForm,
    by: Actor,
    report: Report,
    at: datetime,
    on: date,
    names: Mapping[str, str],
) -> Signature:
    """The signature that a complete form makes."""
    said = list(form.said())
    points = report.request.midpoints.items()
    return Signature(
        title=form.title.data,
        statement=form.statement.data,
        by=by.id,
        name=by.name,
        role=below.signed_role.data or "",
        at=at,
        midpoints={measure: str(number(percent)) for measure, percent in points},
        findings=tuple(
            Found(one.block.question or None, one.finding.data) for one in said if one.finding.data
        ),
        actions=tuple(planned(report, one, on, names) for one in said if one.action.data),
        no_action_reason=form.no_action.data,
    )
