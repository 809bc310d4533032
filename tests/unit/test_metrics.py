"""The metrics in Prometheus's format, under the names that dashboards and alerts use."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics


def samples(metrics: Metrics) -> dict[str, float]:
    found = {}
    for family in text_string_to_metric_families(metrics.exposition().decode()):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


def test_what_happens_is_counted() -> None:
    metrics = Metrics()
    metrics.took_in("message")
    metrics.asked("answered", "kk")
    metrics.answered_within(0.03)
    metrics.sent("flood")
    metrics.reloaded("refused")
    metrics.failed()
    metrics.waiting({"pending": 3, "uncertain": 1}, 12.5)

    found = samples(metrics)

    expected = {
        "kzjp_updates_total{kind=message}": 1.0,
        "kzjp_questions_total{language=kk,outcome=answered}": 1.0,
        "kzjp_answer_seconds_count": 1.0,
        "kzjp_answer_seconds_bucket{le=0.05}": 1.0,
        "kzjp_answer_seconds_bucket{le=0.025}": 0.0,
        "kzjp_sends_total{result=flood}": 1.0,
        "kzjp_sends_total{result=ok}": 0.0,
        "kzjp_reloads_total{result=refused}": 1.0,
        "kzjp_reloads_total{result=done}": 0.0,
        "kzjp_incidents_total": 1.0,
        "kzjp_outbox{state=pending}": 3.0,
        "kzjp_outbox{state=uncertain}": 1.0,
        "kzjp_queue_age_seconds": 12.5,
    }
    assert {name: found.get(name) for name in expected} == expected


def test_only_the_knowledge_in_force_is_told() -> None:
    metrics = Metrics()
    metrics.serving("old")
    metrics.serving("new")

    assert {name for name in samples(metrics) if name.startswith("kzjp_knowledge_info")} == {
        "kzjp_knowledge_info{hash=new}"
    }


@pytest.mark.parametrize("count", [1, 2])
def test_two_processes_in_one_share_nothing(count: int) -> None:
    all_metrics = [Metrics() for _ in range(2)]
    for _ in range(count):
        all_metrics[0].failed()

    assert [samples(metrics)["kzjp_incidents_total"] for metrics in all_metrics] == [count, 0]
