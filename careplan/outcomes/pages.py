"""The profiles of a record, and what changed since the start."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any

from careplan.clients.registers.pages import action, correct_link
from careplan.clients.registers.rows import Owner
from careplan.outcomes.codes import NOT_ANSWERED, Stage
from careplan.outcomes.labels import ANSWERS, OUTCOMES, STAGES, TIMINGS
from careplan.outcomes.queries import journey, profiles
from careplan.outcomes.registers import TOPS
from careplan.outcomes.rules.answers import doubts
from careplan.outcomes.rules.change import Change, change
from careplan.outcomes.rules.standard import TOP, Profile
from careplan.outcomes.rules.timing import Journey, Timing, refusals, timing
from careplan.staff.doors import actor
from careplan.ui.tables import Above, Column, Table, Tag
from careplan.ui.words import day, plain_number

SHOWN = 4
"""So many profiles stand beside each other: the start, and the latest."""


def tables(owner: Owner, on: date) -> Sequence[Table]:
    """The profiles, then each answered item with what it was, what it is, and what changed since the start."""
    rows = profiles(owner)
    profile = TOP.on(rows[0].interviewed_on if rows else on)
    lists = [_profiles(owner, rows, profile)]
    return [*lists, _changes(rows, profile)] if rows else lists


def _profiles(owner: Owner, rows: Sequence[Any], profile: Profile) -> Table:
    assert owner.episode is not None
    timings = dict(judged(rows, journey(owner.services, owner.episode), profile))
    columns = [
        Column("Interview", lambda row: day(row.interviewed_on)),
        Column("Stage", lambda row: STAGES[row.stage]),
        Column(
            "To note", lambda row: "; ".join(filter(None, [TIMINGS[timings[row.id]], *doubts(_answers(row))]))
        ),
    ]
    if owner.service_id in actor().services(TOPS.writes):
        columns.append(action(partial(correct_link, TOPS, owner)))
    return Table("Profiles", columns, rows, TOPS.empty)


def judged(rows: Sequence[Any], of: Journey, profile: Profile) -> Iterator[tuple[str, Timing]]:
    """What its day makes of each profile, by id; `rows`: the latest first."""
    for row, before in pairwise([*rows, None]):
        started = any(one.stage == Stage.START and one.interviewed_on <= row.interviewed_on for one in rows)
        last = before.interviewed_on if before else None
        yield row.id, timing(row.stage, row.interviewed_on, of, last, started, profile)


def _answers(row: Any) -> dict[str, str | None]:
    return {name: getattr(row, name) for name in TOP.latest.items}


def _changes(rows: Sequence[Any], profile: Profile) -> Table:
    start = next((row for row in reversed(rows) if row.stage == Stage.START), None)
    latest = [row for row in rows if row is not start][: SHOWN - 1]
    beside = [*([start] if start else []), *reversed(latest)]
    answers = {row.id: _answers(row) for row in beside}
    asked = [name for name in profile.items if any(one[name] for one in answers.values())]
    columns = [Column("Item", lambda name: profile.items[name].heading)]
    columns += [_column(row, answers[row.id]) for row in beside]
    if start and latest:
        since = partial(_since, start=answers[start.id], now=answers[latest[0].id], profile=profile)
        columns.append(Column("Change since the start", since))
    told = "Answers" if start else "Answers. No start profile is recorded, so no change can be told"
    return Table(told, columns, asked)


def _column(row: Any, answers: Mapping[str, str | None]) -> Column:
    def words(name: str) -> str:
        value = answers[name]
        return "Not asked" if value is None else ANSWERS.get(value, value)

    return Column(f"{STAGES[row.stage]}, {day(row.interviewed_on)}", words)


def _since(name: str, start: Mapping[str, Any], now: Mapping[str, Any], profile: Profile) -> Any:
    told = change(name, start, now, profile)
    if told is not None:
        return _change_words(told)
    pair = (start[name], now[name])
    if None in pair or NOT_ANSWERED in pair:
        return ""
    return "No change" if pair[0] == pair[1] else f"{ANSWERS[pair[0]]} to {ANSWERS[pair[1]].lower()}"


def _change_words(told: Change) -> Any:
    size = plain_number(abs(told.difference))
    words = f"{size} {'more' if told.difference > 0 else 'less'}" if told.difference else "No change"
    return Above(Tag(*OUTCOMES[told.outcome]), words) if told.outcome else words


def refuses(owner: Owner, values: Mapping[str, Any], row: Any) -> dict[str, str]:
    """Why a profile may not stand in this record, as sentences at its fields."""
    stage, on = values["stage"], values["interviewed_on"]
    if stage is None or on is None or owner.episode is None:
        return {}
    of = journey(owner.services, owner.episode)
    told = {"referred_on": day(of.referred_on), "started_on": day(of.started_on)}
    if problems := refusals(stage, on, of, TOP.on(on), told):
        return problems
    own = row.id if row is not None else ""
    start = next((one for one in profiles(owner) if one.stage == stage and one.id != own), None)
    if stage == Stage.START and start is not None:
        return {"stage": f"A start profile is recorded already, of {day(start.interviewed_on)}"}
    return {}
