"""The survey's questions, what a paper says in letters, and which counts may be shown. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from careplan.ground.dates import add_months
from careplan.ground.small import small
from careplan.ground.standards import Edition, Positive, Series, Sourced, Words
from careplan.survey.codes import Said, Topic


class Questions(Sourced, frozen=True, kw_only=True):
    """The words of each question, in the order in which they are asked."""

    has_plan: Words
    knows_plan: Words
    reviewed: Words
    involved: Words
    satisfied: Words


class Answers(Sourced, frozen=True, kw_only=True):
    """The words of each answer, or its letter."""

    says_yes: Words
    says_no: Words
    not_sure: Words


class Letters(Answers, frozen=True, kw_only=True):
    """The letter of each answer on a keyboard, and of a question left empty."""

    none: Words


class Bounds(Sourced, frozen=True, kw_only=True):
    """How long a link works (hours), how many links and papers there may be, how many months a page shows."""

    handed_hours: Positive
    link_hours: Positive
    most_open: Positive
    most_papers: Positive
    months: Positive


class Survey(Edition, frozen=True, kw_only=True):
    """An edition of the survey."""

    questions: Questions
    answers: Answers
    letters: Letters
    bounds: Bounds

    @property
    def asked(self) -> dict[Topic, str]:
        """The questions in their order."""
        return {topic: getattr(self.questions, topic) for topic in Topic}

    @property
    def choices(self) -> dict[str, str]:
        """The words of the answers by their codes."""
        return {answer.value: getattr(self.answers, answer) for answer in Said}

    @property
    def keys(self) -> dict[str, Said | None]:
        """The answers by their letters; None for a question left empty."""
        return {getattr(self.letters, answer): answer for answer in Said} | {self.letters.none: None}


SURVEY = Series(Path(__file__).parent / "standards", "survey", Survey)
Sheet = Mapping[Topic, Said]
"""What one person answered; a question left empty is not in it."""


def papers(text: str, survey: Survey) -> list[Sheet]:
    """What is on a pile of papers: a line for each, a letter for each question.

    Raises ValueError, a sentence that names the line, for a line that is no paper, and for too many of them.
    """
    keys = survey.keys
    piled: list[Sheet] = []
    for number, line in enumerate(text.splitlines(), 1):
        letters = line.lower().replace(" ", "")
        if not letters:
            continue
        if odd := [letter for letter in letters if letter not in keys]:
            raise ValueError(f"Line {number}: “{odd[0]}” is no answer. Enter {_listed(survey)}")
        if len(letters) != len(Topic):
            raise ValueError(
                f"Line {number} has {len(letters)} letters. Enter {len(Topic)}, one for each question"
            )
        sheet = {
            topic: answer for topic, letter in zip(Topic, letters, strict=True) if (answer := keys[letter])
        }
        if not sheet:
            raise ValueError(f"Line {number} answers no question. Leave an empty paper out")
        piled.append(sheet)
    if len(piled) > survey.bounds.most_papers:
        raise ValueError(
            f"Enter at most {survey.bounds.most_papers} papers at a time; these are {len(piled)}"
        )
    return piled


def _listed(survey: Survey) -> str:
    *first, last = survey.keys
    return f"{', '.join(first)} or {last}"


@dataclass(frozen=True, slots=True)
class Share:
    """So many positive answers of so many."""

    positive: int
    answered: int

    def __add__(self, other: "Share") -> "Share":
        return Share(self.positive + other.positive, self.answered + other.answered)


NOBODY = Share(0, 0)


@dataclass(frozen=True, slots=True)
class Count:
    """The answers to one question of one month, named by its first day."""

    month: date
    question: str
    positive: int
    answered: int


def counted(sheets: Iterable[Sheet]) -> dict[Topic, Share]:
    """The answers of several people, by question; without a question that nobody answered."""
    shares: dict[Topic, Share] = {}
    for sheet in sheets:
        for topic, answer in sheet.items():
            shares[topic] = shares.get(topic, NOBODY) + Share(answer is Said.YES, 1)
    return shares


def month_of(on: date) -> date:
    """The first day of the month."""
    return on.replace(day=1)


def month_end(month: date) -> date:
    """The last day of the month."""
    return add_months(month, 1) - timedelta(days=1)


def past_months(on: date, number: int) -> list[date]:
    """The last so many months that were over before the day, the earliest first."""
    return [add_months(month_of(on), -back) for back in range(number, 0, -1)]


def shown(months: Mapping[date, Share]) -> Collection[date]:
    """The months that may be shown by themselves beside the whole of all.

    A month of one to four answers is not. What the others leave of the whole must be nobody or at least five, or the
    whole would give it back: else the smallest month gives way as well.
    """
    open_ = {month for month, share in months.items() if not small(share.answered)}
    while small(sum(share.answered for month, share in months.items() if month not in open_)):
        counting = [month for month in open_ if months[month].answered]
        if not counting:
            break
        open_.remove(min(counting, key=lambda month: (months[month].answered, month)))
    return open_


@dataclass(frozen=True, slots=True)
class Result:
    """One question: its share in each month that may be shown (None: hidden), and in all months together."""

    topic: Topic
    by_month: Mapping[date, Share | None]
    whole: Share | None


def results(counts: Sequence[Count], months: Sequence[date]) -> list[Result]:
    """Every question over these months."""
    result = []
    for topic in Topic:
        given = {one.month: Share(one.positive, one.answered) for one in counts if one.question == topic}
        shares = {month: given.get(month, NOBODY) for month in months}
        whole, open_ = sum(shares.values(), NOBODY), shown(shares)
        told = {month: share if month in open_ else None for month, share in shares.items()}
        result.append(Result(topic, told, None if small(whole.answered) else whole))
    return result
