"""What all factories share: they write through the app's session and say who recorded."""

from factory.alchemy import SQLAlchemyModelFactory

from careplan.ground.db import db


class Row(SQLAlchemyModelFactory):
    """A row in the app's session, flushed, never committed."""

    class Meta:
        abstract = True
        sqlalchemy_session_factory = lambda: db.session()  # noqa: E731
        sqlalchemy_session_persistence = "flush"


class Fact(Row):
    """A row of the record: somebody entered it, and the trail says so."""

    class Meta:
        abstract = True

    recorded_by = "factory"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):  # type: ignore[no-untyped-def]
        db.session().info["trailed"] = True
        return super()._create(model_class, *args, **kwargs)
