"""Who else prescribes in the tests of this room."""

from types import SimpleNamespace

import pytest

from careplan.ground.db import db
from careplan.staff import passwords
from tests.factories.staff import MembershipFactory, WorkerFactory

PASSWORD = "correct horse battery staple"


@pytest.fixture
def ada(app, house):
    """Dr Ada Second, who prescribes at the first service too."""
    with app.app_context():
        worker = WorkerFactory(
            name="Dr Ada Second", username="ada.second", password_hash=passwords.hashed(PASSWORD)
        )
        MembershipFactory(worker_id=worker.id, service_id=house.service, role="prescriber")
        db.session.commit()
        return SimpleNamespace(id=worker.id, name=worker.name)
