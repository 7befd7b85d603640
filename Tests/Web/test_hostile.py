"""A small share of the requests that `hostile.py` sends in millions."""

import pytest
from hostile import KINDS, besiege


def test_no_request_harms_the_server_or_what_lies_beside_it(tmp_path):
    """Neither errors of the server, nor other files, nor memory without bounds."""
    counts, memory, _, wrong = besiege(tmp_path, 20_000)
    assert not wrong, wrong
    assert sum(counts.values()) >= 20_000
    assert max(memory) - memory[0] < 150
    # They are not all turned away at the door.
    assert {200, 202, 206, 304, 400, 404, 405, 406, 409, 415} <= counts.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_of_a_request(tmp_path, kind):
    """Once a kind of request has been seen often, more of them take no more memory: not 600 bytes each."""
    rounds, count = 4, 12_000
    counts, memory, _, wrong = besiege(tmp_path, count, kind=kind, rounds=rounds)
    assert not wrong, wrong
    assert sum(counts.values()) >= count
    first, last = memory[1 - rounds], memory[-1]
    assert (last - first) * 2**20 < 600 * count / rounds * (rounds - 2), memory[-rounds:]
