"""The numbers of opioid substitution treatment, read from `standards/`, each with its source."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from careplan.ground.standards import HOW_LABELS, Amount, Edition, Series, Sourced, Words
from careplan.prescribing.codes import Formulation

TABLE_DAILY: Mapping[Formulation, str] = {
    Formulation.LYOPHILISATE: "lyophilisate",
    Formulation.SUBLINGUAL: "sublingual",
    Formulation.SUBLINGUAL_WITH_NALOXONE: "sublingual",
}
TABLE_SIZES: Mapping[Formulation, str] = {
    Formulation.DEPOT_WEEKLY: "weekly",
    Formulation.DEPOT_MONTHLY: "monthly",
}
"""The columns of the depot table."""


class Threshold(Sourced, frozen=True, kw_only=True):
    """One number, its unit, where it stands, and how it is known."""

    value: Amount
    unit: Words

    def __post_init__(self) -> None:
        """Refuse nothing and less."""
        if self.value <= 0:
            raise ValueError("a value above 0 is needed")

    @property
    def whole(self) -> int:
        """The value as a count of days, months or characters."""
        return int(self.value)

    @property
    def words(self) -> str:
        """The source as a page prints it."""
        return f"{self.source} ({HOW_LABELS[self.how]})"


class Daily(Protocol):
    """An order of a daily dose."""

    @property
    def daily_mg(self) -> Decimal: ...
    @property
    def formulation(self) -> Formulation: ...


class Equivalent(Sourced, frozen=True, kw_only=True):
    """One row of the depot table: daily amounts from and to, and the injections that stand for them, in mg (B13)."""

    lyophilisate: tuple[Amount, Amount] | None = None
    sublingual: tuple[Amount, Amount] | None = None
    weekly: Amount | None = None
    monthly: Amount | None = None

    def __post_init__(self) -> None:
        """Refuse a row without a daily amount or without an injection."""
        if not (self.lyophilisate or self.sublingual) or not (self.weekly or self.monthly):
            raise ValueError("a row needs daily amounts and injections")

    def stands_for(self, order: Daily) -> bool:
        """Whether a daily order lies in this row."""
        low, high = getattr(self, TABLE_DAILY.get(order.formulation, ""), None) or (1, 0)
        return bool(low <= order.daily_mg <= high)

    def size(self, formulation: Formulation) -> Decimal | None:
        """The weekly or monthly injection of this row; None where the table has none."""
        size: Amount | None = getattr(self, TABLE_SIZES.get(formulation, ""), None)
        return size


class Standard(Edition, frozen=True, kw_only=True):
    """One edition of the numbers; a finding stores its `name`, so that it can be explained years later.

    `own`: the day since which a provider's own limits stand in it; no file says it.
    """

    own: str = ""

    methadone_start_min: Threshold
    methadone_start_max: Threshold
    methadone_start_specialist_max: Threshold
    methadone_start_risk_max: Threshold
    methadone_start_risk_age: Threshold
    continuing_max: Threshold
    confirmed_max: Threshold
    confirmed_compared: Threshold
    methadone_step_max: Threshold
    methadone_rise_7d_max: Threshold
    methadone_days_between: Threshold
    methadone_maintenance_low: Threshold
    methadone_maintenance_high: Threshold
    buprenorphine_start_max: Threshold
    buprenorphine_day2_max: Threshold
    buprenorphine_day3_max: Threshold
    buprenorphine_sublingual_max: Threshold
    buprenorphine_naloxone_max: Threshold
    buprenorphine_lyophilisate_max: Threshold
    buprenorphine_maintenance_low: Threshold
    buprenorphine_maintenance_high: Threshold
    missed_notify: Threshold
    missed_reassess: Threshold
    missed_reinduct: Threshold
    missed_look_back: Threshold
    missed_scattered: Threshold
    missed_scattered_days: Threshold
    intoxicated_withheld: Threshold
    missed_rise_days: Threshold
    order_ahead: Threshold
    order_ahead_shown: Threshold
    prescription_longest: Threshold
    supervision_floor: Threshold
    supervision_days: Threshold
    supervision_long: Threshold
    supervision_daily: Threshold
    take_home_days_early: Threshold
    take_home_days: Threshold
    depot_weekly_days: Threshold
    depot_monthly_days: Threshold
    depot_test_dose: Threshold
    depot_observe: Threshold
    depot_week1_start: Threshold
    depot_week1_max: Threshold
    depot_top_up: Threshold
    depot_weekly_window: Threshold
    depot_monthly_window: Threshold
    depot_weekly_first: Threshold
    depot_table: Threshold
    depot_never_home: Threshold
    depot_beside: Threshold
    fp10mda_days: Threshold
    methadone_reduce_inform: Threshold
    methadone_reduce_warn: Threshold
    buprenorphine_reduce_max: Threshold
    adult_age: Threshold
    buprenorphine_age: Threshold
    lyophilisate_age: Threshold
    methadone_mixture: Threshold
    lyophilisate_more: Threshold
    lyophilisate_start_max: Threshold
    buprenorphine_start_usual: Threshold
    slip_near: Threshold
    methadone_step: Threshold
    buprenorphine_tablet: Threshold
    good_practice_days: Threshold
    validity_days: Threshold
    serial_digits_min: Threshold
    serial_digits_max: Threshold
    tenfold: Threshold
    reason_length: Threshold
    ecg_from: Threshold
    ecg_months: Threshold
    qtc_men: Threshold
    qtc_women: Threshold
    qtc_stop: Threshold
    increase_review_days: Threshold
    increase_review_week1: Threshold
    increase_review_week2: Threshold
    pregnancy_weeks: Threshold
    pregnancy_second: Threshold
    pregnancy_third: Threshold
    pregnancy_step: Threshold
    pregnancy_step_days: Threshold
    pregnancy_asked_days: Threshold
    wait_short: Threshold
    wait_methadone: Threshold
    withdrawal_above: Threshold
    withdrawal_mild: Threshold
    from_methadone: Threshold
    from_methadone_specialist: Threshold
    first_test_days: Threshold
    early_test_months: Threshold
    later_test_months: Threshold
    liver_months: Threshold
    liver_times: Threshold
    step_days: Threshold
    medicine_watch_days: Threshold
    storage_months: Threshold
    depot_equivalence: tuple[Equivalent, ...] = ()

    def __getitem__(self, name: str) -> Threshold:
        number: Threshold = getattr(self, name)
        return number

    @property
    def base(self) -> str:
        """Id and edition, as it is signed off: uk-2017/1."""
        return f"{self.id}/{self.edition}"

    @property
    def name(self) -> str:
        """What is stored with a finding: the edition, and since when a provider's own limits hold, if any do."""
        return f"{self.base}+{self.own}" if self.own else self.base

    @property
    def thresholds(self) -> dict[str, Threshold]:
        """All numbers by name."""
        every = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: one for name, one in every.items() if isinstance(one, Threshold)}


UK = Series(Path(__file__).parents[1] / "standards", "uk-2017", Standard)


def standard(on: date) -> Standard:
    """The edition in force on the day."""
    return UK.on(on)
