"""A small share of the requests that `hostile.py` sends in millions."""

from hostile import besiege


def test_no_request_harms_the_server_or_what_lies_beside_it(tmp_path):
    """Neither errors of the server, nor other files, nor memory without bounds."""
    counts, memory, _, wrong = besiege(tmp_path, 20_000)
    assert not wrong, wrong
    assert sum(counts.values()) >= 20_000
    assert max(memory) - memory[0] < 150
    # They are not all turned away at the door.
    assert {200, 202, 206, 304, 400, 404, 405, 406, 409, 415} <= counts.keys()
