"""The page on which an audit is signed: its weak questions, what will be fixed, and the signature made of the form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from careplan.audit.plans.pages import bound_to, shown_by
from careplan.audit.plans.rules import Bound, Planned, bindable
from careplan.audit.report import labels as words
from careplan.audit.report.pages.sheet import Sheet
from careplan.audit.review.rules.bands import Band, number
from careplan.audit.review.rules.engine import QuestionResult, Report
from careplan.audit.review.rules.export import as_data
from careplan.audit.signing.forms import Block, BlockFields, SignatureForm, SignForm
from careplan.audit.signing.rules import signing
from careplan.audit.signing.rules.signing import FindingWords, Signature
from careplan.staff.rules import Actor
from careplan.ui.render import escaped
from careplan.ui.tables import Column, Table, Tag, columns
from careplan.ui.words import day

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Frozen:
    """What will be fixed, and its hash."""

    figures: Table
    overall: str
    name: str
    indication: str
    sha256: str
    records: int


FIGURES = (*columns("Measure", "Figure", "Band"), Column("Records", 3, numeric=True))
_QUESTION = Column("Question", lambda one: one.question or "Anything else")
FINDINGS = (_QUESTION, Column("Finding", lambda one: escaped(one.words)))
ACTIONS = (
    _QUESTION,
    Column("What will be done", lambda one: escaped(one.action)),
    Column("Owner", "owner"),
    Column("By when", lambda one: day(one.due_on)),
    Column("Shown by", shown_by),
)


def lists(signature: Signature) -> tuple[Table, Table]:
    """Findings and actions of a signature."""
    return (
        Table("Findings", FINDINGS, signature.findings, size="s", caption_hidden=True),
        Table("Actions", ACTIONS, signature.actions, size="s", caption_hidden=True),
    )


def blocks(report: Report) -> tuple[Block, ...]:
    """A block for each weak question, and one for anything else."""
    bounds = bindable()
    blocks = [
        block(question, bounds)
        for criterion in report.criteria
        for question in criterion.questions
        if question.band is Band.WEAK
    ]
    return (*blocks, Block(OTHER, "", "Anything else", "", {key: one.label for key, one in bounds.items()}))


def block(question: QuestionResult, bounds: Mapping[str, Bound]) -> Block:
    """The block of a weak question with its own measures and the care plan indicators beside it.

    Where none of these can be followed, any other measure may show it.
    """
    own = {key: one.label for key, one in bounds.items() if one.question == question.rule.id}
    rest = own or {key: one.label for key, one in bounds.items()}
    slug = "q" + question.rule.id.replace(".", "_")
    return Block(slug, question.rule.id, question.rule.words, str(question.band or ""), rest)


def frozen(report: Report) -> Frozen:
    """The figures as they will stand, and the hash of the report with its records."""
    data, results, rules = as_data(report, with_records=True), report.results, report.request.ruleset
    sheet = Sheet(data=data, ruleset=rules)
    rows: list[tuple[str, str, Tag | str, int]] = []
    for one in sheet.measures:
        band = words.band_tag(one.band) if one.band else ""
        count = len(results[one.rule.id].tally.lines)
        rows.append((f"{one.rule.id} {one.rule.words}", words.figure_words(one.data), band, count))
    for rule in rules.indicators:
        tally = report.indicators[rule.id]
        rows.append((f"{rule.id.upper()} {rule.words}", words.tally_words(tally), "", len(tally.lines)))
    return Frozen(
        figures=Table("Figures that will be fixed", FIGURES, rows, size="s", caption_hidden=True),
        overall=report.overall.rating or "none",
        name=sheet.rating_name,
        indication=sheet.indication,
        sha256=signing.sha256_of(data),
        records=len(signing.entries(report)),
    )


def planned(report: Report, one: BlockFields, on: date, names: Mapping[str, str]) -> Planned:
    """The action of a block; its target is the next better band, from where the report leaves the measure.

    Of another ruleset the report says nothing: these begin without a band.
    """
    bound = bindable()[one.bound_to or ""]
    action = bound_to(bound, one, on, started(report, bound), names)
    return replace(action, question=one.block.question or bound.question)


def started(report: Report, bound: Bound) -> Band | None:
    """The band of a measure in the report; of an indicator, whether it reached its aim."""
    result, indicator = report.result(bound.key), report.indicators.get(bound.key)
    if result is not None or indicator is None:
        return result.band if result is not None else None
    figure, cut = indicator.figure, bound.rule.cut
    return cut.band(figure.percent) if figure.whole and cut is not None else None


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
    rows = list(form.filled_blocks())
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
            FindingWords(one.block.question or None, one.finding.data) for one in rows if one.finding.data
        ),
        actions=tuple(planned(report, one, on, names) for one in rows if one.action.data),
        no_action_reason=form.no_action.data,
    )
