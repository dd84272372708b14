"""Building many facts without the search for rings, which goes on afterwards."""

import gc

import pytest

from careplan.ground.memory import many_objects


def test_nothing_is_searched_meanwhile_and_everything_afterwards():
    with many_objects():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_search_goes_on_after_an_error():
    with pytest.raises(LookupError), many_objects():
        raise LookupError
    assert gc.isenabled()


def test_who_switched_it_off_finds_it_off():
    gc.disable()
    try:
        with many_objects():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
