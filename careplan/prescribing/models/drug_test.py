"""What was found in a sample."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from careplan.clients.models import of_episode
from careplan.ground.checks import one_of
from careplan.ground.db import Base, Recorded
from careplan.ground.types import CanonicalJson, Id
from careplan.prescribing.codes import Sample


class DrugTest(Recorded, Base):
    """One sample; `results` names each analyte with positive, negative or not_tested."""

    __tablename__ = "drug_tests"
    __table_args__ = (
        of_episode(),
        one_of("sample", Sample),
        {"info": {"fixed": True}},
    )

    episode_id: Mapped[str] = mapped_column(Id, index=True)
    service_id: Mapped[str] = mapped_column(Id, index=True)
    taken_on: Mapped[date]
    sample: Mapped[str]
    results: Mapped[Any] = mapped_column(CanonicalJson)
