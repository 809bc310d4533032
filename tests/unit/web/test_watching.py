"""Health, readiness and metrics over ASGI."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.metrics import Metrics
from bot.web import watching as module
from bot.web.listening import routed
from bot.web.watching import Part, Watching


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def watching(metrics: Metrics) -> Watching:
    return Watching(metrics, ("database", "telegram"))


@pytest.fixture
async def client(watching: Watching) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(routed(watching.routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as opened:
        yield opened


async def ready() -> Part:
    return Part(True, "fine")


async def test_it_lives_whatever_else_is(client: httpx.AsyncClient) -> None:
    answer = await client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_it_is_not_ready_before_every_part_is(watching: Watching, client: httpx.AsyncClient) -> None:
    watching.watch("database", ready)

    answer = await client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "parts": {
            "database": {"ready": True, "detail": "fine"},
            "telegram": {"ready": False, "detail": "not there yet"},
        },
    }


async def test_it_is_ready_when_every_part_is(watching: Watching, client: httpx.AsyncClient) -> None:
    for name in ("database", "telegram"):
        watching.watch(name, ready)

    answer = await client.get("/readyz")

    assert (answer.status_code, answer.json()["ready"]) == (200, True)


async def test_a_part_that_does_not_answer_is_not_ready(
    watching: Watching, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHECK_WITHIN_S", 0.01)

    async def stuck() -> Part:
        await asyncio.Event().wait()
        return Part(True, "never")

    watching.watch("database", stuck)
    watching.watch("telegram", ready)

    answer = await client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["parts"]["database"]["ready"] is False


async def test_metrics_are_refreshed_and_given(watching: Watching, metrics: Metrics, client: httpx.AsyncClient) -> None:
    async def refresh() -> None:
        metrics.waiting({"pending": 5}, 0.0)

    watching.refresh_with(refresh)
    answer = await client.get("/metrics")

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=1.0.0")
    assert 'kzjp_outbox{state="pending"} 5.0' in answer.text
