"""The Treatment Outcomes Profile as it was answered."""

from datetime import date

from sqlalchemy.orm import Mapped

from careplan.clients.models import OfEpisode, of_episode
from careplan.ground.checks import one_of
from careplan.ground.db import Base, Recorded
from careplan.outcomes.codes import NOT_ANSWERED, YES_NO, Stage


class Top(OfEpisode, Recorded, Base):
    """One interview. Items as text: a whole number, Y or N, NA (not answered), or empty (not asked)."""

    __tablename__ = "tops"
    __table_args__ = (
        of_episode(),
        one_of("stage", Stage),
        *(one_of(item, ("Y", "N", NOT_ANSWERED)) for item in YES_NO),
        {"info": {"fixed": True}},
    )

    stage: Mapped[str]
    interviewed_on: Mapped[date]
    alcuse: Mapped[str | None]
    consmp: Mapped[str | None]
    opiuse: Mapped[str | None]
    crause: Mapped[str | None]
    cocause: Mapped[str | None]
    amphuse: Mapped[str | None]
    cannuse: Mapped[str | None]
    otdrguse: Mapped[str | None]
    tobuse: Mapped[str | None]
    ivdrguse: Mapped[str | None]
    sharing: Mapped[str | None]
    shotheft: Mapped[str | None]
    drgsell: Mapped[str | None]
    oththeft: Mapped[str | None]
    assault: Mapped[str | None]
    psyhstat: Mapped[str | None]
    pwork: Mapped[str | None]
    volnpwork: Mapped[str | None]
    educat: Mapped[str | None]
    phstat: Mapped[str | None]
    acuthpbm: Mapped[str | None]
    unsthse: Mapped[str | None]
    hrisk: Mapped[str | None]
    quallife: Mapped[str | None]
