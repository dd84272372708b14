"""What the database holds about returns and evidence, whoever writes them."""

import hashlib

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from careplan.governance.codes import MOST_EVIDENCE_BYTES
from careplan.governance.models import Evidence
from tests.factories.governance import EvidenceFactory, ReturnFactory
from tests.factories.staff import PartnershipFactory, ServiceFactory

PDF = b"%PDF-1.7 fictitious"


def document(content: bytes = PDF) -> dict[str, object]:
    return {
        "kind": "document",
        "url": None,
        "file_name": "agreement.pdf",
        "media_type": "application/pdf",
        "content": content,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def test_a_return_of_a_service_names_its_service_alone(session: Session) -> None:
    service = ServiceFactory()
    given = ReturnFactory(unit_id=service.id)
    assert (given.service_id, given.partnership_id) == (service.id, None)


def test_a_return_of_a_partnership_names_its_partnership_alone(session: Session) -> None:
    partnership = PartnershipFactory()
    given = ReturnFactory(
        level="partnership", unit_id=partnership.id, question="6.2", key="doctor.specialist"
    )
    assert (given.service_id, given.partnership_id) == (None, partnership.id)


def test_a_return_does_not_name_another_unit_than_its_own(session: Session) -> None:
    service = ServiceFactory()
    with pytest.raises(IntegrityError), session.begin_nested():
        ReturnFactory(unit_id=ServiceFactory().id, service_id=service.id)


def test_a_key_is_answered_once_a_day(session: Session) -> None:
    given = ReturnFactory()
    with pytest.raises(IntegrityError), session.begin_nested():
        ReturnFactory(unit_id=given.unit_id, value="no")


def test_a_document_is_kept_whole_or_not_at_all(session: Session) -> None:
    assert EvidenceFactory(**document()).content == PDF
    with pytest.raises(IntegrityError), session.begin_nested():
        EvidenceFactory(**document() | {"sha256": None})
    with pytest.raises(IntegrityError), session.begin_nested():
        EvidenceFactory(**document() | {"url": "https://service.example/agreement"})


def test_a_document_of_another_type_is_refused(session: Session) -> None:
    with pytest.raises(IntegrityError), session.begin_nested():
        EvidenceFactory(**document() | {"media_type": "text/html"})


def test_a_document_of_more_than_five_megabytes_is_refused(session: Session) -> None:
    EvidenceFactory(**document(b"x" * MOST_EVIDENCE_BYTES))
    with pytest.raises(IntegrityError), session.begin_nested():
        EvidenceFactory(**document(b"x" * (MOST_EVIDENCE_BYTES + 1)))


def test_a_list_of_evidence_does_not_load_the_documents(session: Session) -> None:
    EvidenceFactory(**document())
    session.expunge_all()
    found = session.scalars(select(Evidence)).one()
    assert "content" in inspect(found).unloaded
