"""Column types and ids keep what they were given, on both databases."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from careplan.ground.dates import add_months, age_on
from careplan.ground.ids import new_id
from careplan.ground.types import CanonicalJson, Hundredths, Moment, canonical
from careplan.prescribing.models import DoseOrder
from careplan.staff.models import Draft
from tests.factories.prescribing import DoseOrderFactory
from tests.factories.staff import WorkerFactory


@given(st.decimals(min_value=0, max_value=10**9, places=2))
@settings(max_examples=200)
def test_hundredths_give_back_the_same_decimal(value: Decimal) -> None:
    kind = Hundredths()
    stored = kind.process_bind_param(value, None)
    assert isinstance(stored, int)
    assert kind.result_processor(None, None)(stored) == value


def test_a_third_decimal_place_is_refused_rather_than_rounded() -> None:
    with pytest.raises(ValueError, match="two decimal places"):
        Hundredths().process_bind_param(Decimal("60.005"), None)


@pytest.mark.parametrize(
    ("value", "text"), [("60", "60"), ("42.50", "42.5"), ("8.25", "8.25"), ("100", "100")]
)
def test_milligrams_come_back_without_trailing_zeros(session: Session, value: str, text: str) -> None:
    order = DoseOrderFactory(daily_mg=Decimal(value))
    session.expire_all()
    assert str(session.scalars(select(DoseOrder.daily_mg).where(DoseOrder.id == order.id)).one()) == text


def test_a_moment_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        Moment().process_bind_param(datetime(2026, 3, 1, 12, 0), None)


def test_a_moment_comes_back_in_utc_whatever_its_offset(session: Session) -> None:
    worker = WorkerFactory()
    noon = datetime(2026, 7, 1, 13, 0, tzinfo=timezone(timedelta(hours=1)))
    session.add(Draft(worker_id=worker.id, form="f", subject="s", payload={}, saved_at=noon))
    session.flush()
    session.expire_all()
    saved = session.scalars(select(Draft.saved_at)).one()
    assert saved == noon
    assert saved.tzinfo == UTC


def test_json_has_one_spelling() -> None:
    assert canonical({"b": [1, Decimal("2.5"), Decimal(3)], "a": "é"}) == '{"a":"é","b":[1,2.5,3]}'
    assert CanonicalJson().process_bind_param(False, None) == "false"
    assert CanonicalJson().process_result_value("false", None) is False


def test_ids_sort_by_the_time_they_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for second in range(1, 20):
        monkeypatch.setattr(
            "time.time_ns", lambda second=second: 1_700_000_000_000_000_000 + second * 1_000_000
        )
        made.append(new_id())
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert made[0][14] == "7"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2024, 2, 29), 3, date(2024, 5, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_clamp_to_the_end(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_a_birthday_counts_on_the_day() -> None:
    assert age_on(date(1985, 7, 14), date(2026, 7, 13)) == 40
    assert age_on(date(1985, 7, 14), date(2026, 7, 14)) == 41
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
