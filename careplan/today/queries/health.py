"""Whether the database can serve."""

from sqlalchemy.exc import SQLAlchemyError

from careplan.ground.db import db
from careplan.ground.migrations import at_head


def ready() -> bool:
    """The database answers and stands at the newest migration."""
    try:
        return at_head(db.session.connection())
    except SQLAlchemyError:
        return False
