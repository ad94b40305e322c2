import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import Block, BlockKind, Document, Page
from corpus.errors import DamagedDocument, LimitExceeded, UnsupportedType
from corpus.limits import DocumentLimits
from service.intake.protocol import (
    Request,
    pack_document,
    pack_error,
    unpack_document,
    unpack_error,
    unpack_request,
)

DOCUMENT = Document(
    "x.txt", "0" * 64, "text/plain", "Een zin.", (Page(1, 0, 8),), (Block(BlockKind.TITLE, 0, 8, 1),), "Een"
)


def test_document_and_request_survive_the_way() -> None:
    assert unpack_document(pack_document(DOCUMENT)) == DOCUMENT
    request = Request("é.pdf", DocumentLimits(), 1, 2.0, 3)
    assert unpack_request(request.packed()) == request


@pytest.mark.parametrize("error", [UnsupportedType(found="zip"), LimitExceeded(maximum=4, unit="pages")])
def test_error_survives_the_way(error: UnsupportedType | LimitExceeded) -> None:
    back = unpack_error(pack_error(error))
    assert (type(back), str(back)) == (type(error), str(error))


@given(st.binary(max_size=200))
def test_answer_of_a_reader_that_was_taken_over_is_only_data(answer: bytes) -> None:
    assert isinstance(unpack_error(answer), DamagedDocument)
    with pytest.raises(ValueError, match=r"\w"):
        unpack_document(answer)


@pytest.mark.parametrize(
    "change", [{"pages": [{"number": 1, "start": -1, "end": 9}]}, {"text": 5}, {"blocks": None}, {"text": ""}]
)
def test_document_that_does_not_hold_together_is_refused(change: dict[str, object]) -> None:
    content = json.loads(pack_document(DOCUMENT)) | change
    with pytest.raises(ValueError, match=r"\w"):
        unpack_document(json.dumps(content).encode())


def test_parameters_of_an_error_are_kept_short() -> None:
    answer = json.dumps({"code": "unsupported_type", "parameters": {"found": "x" * 9999}}).encode()
    assert len(str(unpack_error(answer))) < 500
