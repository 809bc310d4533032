"""A few bad requests at the webhook; many more by ``python -m tests.fuzz.webhook``."""

from itertools import islice

from structlog.testing import capture_logs

from tests.fuzz.bad_requests import BadRequests
from tests.fuzz.serving import SECRET
from tests.fuzz.webhook import SEED, run

COUNT = 300


async def test_bad_requests_are_refused_and_nothing_breaks() -> None:
    with capture_logs():  # hundreds of tracebacks, and drawing them takes by far the longest
        figures = await run(COUNT, sockets=0.02, readable=0.3)

    assert figures.wrong == []
    assert {200, 400, 403, 404, 405, 415} <= set(figures.statuses)
    assert figures.statuses.total() == COUNT


def test_the_same_seed_makes_the_same_requests() -> None:
    first, second = (list(islice(BadRequests(SEED, SECRET, 0.3), 200)) for _ in range(2))

    assert first == second
    assert len({request.kind for request in first}) >= 8
