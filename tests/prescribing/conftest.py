"""Who else prescribes in the tests of this room."""

from types import SimpleNamespace

import pytest

from careplan.clients.models import Episode
from careplan.ground.db import db
from careplan.staff import passwords
from tests.factories.staff import MembershipFactory, WorkerFactory
from tests.prescribing.ready import ready

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


@pytest.fixture
def reviewed():
    """Whether the record has a prescribing review of today."""
    return True


@pytest.fixture(autouse=True)
def nothing_missing(request):
    """The record of the house's client has all that the rules ask for before a dose."""
    if "house" in request.fixturenames:
        app, house = request.getfixturevalue("app"), request.getfixturevalue("house")
        with app.app_context():
            ready(db.session.get_one(Episode, house.episode), reviewed=request.getfixturevalue("reviewed"))
            db.session.commit()
