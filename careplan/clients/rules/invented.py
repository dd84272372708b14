"""The invented clients of the demo, and the rows that rooms tell of them (`Room.demo`). Pure."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

RISK_EVERY = 80


@dataclass(frozen=True)
class Person:
    """One client and one stay in treatment; numbers are days before today."""

    number: int
    name: str
    born: date
    sex: str
    service: str = "north"
    stage: str = "treatment"
    referred: int = 0
    start: int = 0
    wait: int = 12
    kind: str = ""
    source: str = ""
    priority: str = "none"
    traits: tuple[str, ...] = ()
    says: Mapping[str, Any] = field(default_factory=dict)
    course: Mapping[str, Any] | None = None
    plan: Mapping[str, Any] = field(default_factory=dict)
    risk: Mapping[str, Any] = field(default_factory=dict)
    exit: Mapping[str, Any] | None = None
    pause: Mapping[str, Any] | None = None

    def id(self, letter: str, *parts: object) -> str:
        """An id of this person's own: E012, A012-triage, D012-2026-03-01."""
        return "-".join((f"{letter}{self.number:03d}", *map(str, parts)))

    @property
    def service_id(self) -> str:
        """Where the client is treated, as rows name it."""
        return self.service

    @property
    def client_id(self) -> str:
        """The id of the client's row."""
        return self.id("C")

    @property
    def keyworker(self) -> str:
        """Who sees the client."""
        return "amira" if self.service == "north" else "ben"

    @property
    def until(self) -> int:
        """The last day on which anything happens: the day of leaving, else today."""
        return int(self.exit["ago"]) if self.exit else 0

    @property
    def quiet_from(self) -> int:
        """From this day on the client is away: leaving or a pause; -1 when here."""
        away = [int(item["ago"]) for item in (self.exit, self.pause) if item]
        return max(away, default=-1)

    @property
    def referred_ago(self) -> int:
        """The day of the referral."""
        return self.start + 3 + self.wait if self.stage == "treatment" else self.referred

    @property
    def triaged_ago(self) -> int:
        """The day of triage."""
        if self.stage == "treatment":
            return self.start + 4 + (self.wait - 1) // 2
        return max(self.referred - 6, 1)

    def of(self, items: tuple[Any, ...] | list[Any] | str, shift: int = 0) -> Any:
        """This person's turn in a list of variants."""
        return items[(self.number + shift) % len(items)]

    @property
    def opioids(self) -> bool:
        """Whether the client uses heroin or the like."""
        return not {"drinks", "cannabis"} & set(self.traits)

    def here(self, ago: int) -> bool:
        """Whether the client came on that day: neither away, nor gone, nor dead."""
        return ago > max(self.quiet_from, 0)

    @property
    def risk_agos(self) -> list[int]:
        """Days on which a risk assessment was made, the oldest first."""
        if self.stage in ("referral", "triage_open"):
            return []
        last = max(int(self.risk.get("last", 2)), self.quiet_from + 1, 2)
        return list(range(self.triaged_ago, last - 1, -RISK_EVERY))


class Book:
    """Rows by file of the record package; days are counted back from `today`.

    What was recorded before today in one of the `facts`, files of facts, says when.
    """

    def __init__(self, facts: Collection[str], today: date) -> None:
        self.facts, self.today = facts, today
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.files: dict[str, bytes] = {}

    def day(self, ago: int) -> date:
        """The day so many days before today."""
        return self.today - timedelta(days=ago)

    def keep(self, content: bytes) -> dict[str, Any]:
        """The cells that name a file, which goes into the package with them."""
        digest = sha256(content).hexdigest()
        self.files[digest] = content
        return {"sha256": digest, "size": len(content)}

    def add(self, file: str, *, ago: int | None = None, by: str | None = None, **cells: Any) -> None:
        """One row; `ago` and `by` are when and by whom it was recorded."""
        if ago and by and file in self.facts:
            cells["recorded_at"] = f"{self.day(ago).isoformat()}T10:{(len(self.rows[file]) * 7) % 60:02d}:00Z"
            cells["recorded_by"] = by
        self.rows[file].append(cells)
