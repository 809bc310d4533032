"""Alerts and dashboard: what promtool says, and that they speak of metrics the bot has and no chat."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.metrics import SEND_RESULTS
from bot.playground.wire import JsonObject, get_object, get_str
from tests.deploy.documents import dig, document, every, objects
from tests.deploy.places import DEPLOY
from tests.deploy.tools import verdict

ALERTS = DEPLOY / "prometheus" / "alerts.yaml"
CASES = Path(__file__).parent / "alerts.test.yaml"
DASHBOARD = DEPLOY / "grafana" / "dashboard.json"
METRICS = {
    "kzjp_updates_total": {"kind"},
    "kzjp_questions_total": {"outcome", "language"},
    "kzjp_answer_seconds_bucket": {"le"},
    "kzjp_sends_total": {"result"},
    "kzjp_outbox": {"state"},
    "kzjp_queue_age_seconds": set[str](),
    "kzjp_reloads_total": {"result"},
    "kzjp_knowledge_info": {"hash"},
    "kzjp_incidents_total": set[str](),
}
OF_THE_LIBRARIES = {"up", "process_resident_memory_bytes", "process_cpu_seconds_total"}
OF_PROMETHEUS = {"job", "instance"}


@pytest.fixture(scope="module")
def rules() -> list[JsonObject]:
    """The alerts."""
    [group] = objects(document(ALERTS), "groups")
    return objects(group, "rules")


@pytest.fixture(scope="module")
def dashboard() -> JsonObject:
    """The dashboard."""
    read: JsonObject = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    return read


def _expressions(dashboard: JsonObject) -> Iterator[str]:
    for expression in every(dashboard, "expr"):
        assert isinstance(expression, str)
        yield expression.replace("$__rate_interval", "5m")


def test_prometheus_takes_the_alerts(rules: list[JsonObject]) -> None:
    code, said = verdict("promtool", "check", "rules", ALERTS)

    assert code == 0, said
    assert f"{len(rules)} rules found" in said


def test_alerts_fire_when_they_should_and_only_then() -> None:
    code, said = verdict("promtool", "test", "rules", CASES.name, cwd=CASES.parent)

    assert code == 0, said


def test_each_alert_is_seen_to_fire_and_to_keep_silent(rules: list[JsonObject]) -> None:
    cases = [each for test in objects(document(CASES), "tests") for each in objects(test, "alert_rule_test")]
    names = {get_str(rule, "alert") for rule in rules}

    assert {get_str(case, "alertname") for case in cases if objects(case, "exp_alerts")} == names
    assert {get_str(case, "alertname") for case in cases if not objects(case, "exp_alerts")} == names


def test_each_alert_leads_to_a_chapter_that_is_there(rules: list[JsonObject]) -> None:
    headings = set(re.findall(r"^#+ (.+)$", (DEPLOY / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    led_to = {get_str(get_object(rule, "annotations"), "runbook").partition(": ")[2] for rule in rules}

    assert led_to <= headings


def test_prometheus_takes_every_expression_of_the_dashboard(dashboard: JsonObject, tmp_path: Path) -> None:
    expressions = list(_expressions(dashboard))
    recorded = [{"record": f"panel:{number}", "expr": each} for number, each in enumerate(expressions)]
    path = tmp_path / "panels.yaml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": recorded}]}), encoding="utf-8")

    code, said = verdict("promtool", "check", "rules", path)

    assert code == 0, said
    assert f"{len(expressions)} rules found" in said


def test_only_metrics_and_labels_of_the_bot_are_asked_for(dashboard: JsonObject, rules: list[JsonObject]) -> None:
    expressions = [*_expressions(dashboard), *(get_str(rule, "expr") for rule in rules)]
    metrics = {name for each in expressions for name in re.findall(r"\b(?:kzjp|process)_[a-z_]+\b", each)}
    labels = {name for each in expressions for name in re.findall(r"([a-z_]+)=~?\"", each)}
    grouped = {
        name for each in expressions for names in re.findall(r"by \(([a-z_, ]+)\)", each) for name in names.split(", ")
    }

    assert metrics - OF_THE_LIBRARIES == set(METRICS)
    assert labels | grouped <= set.union(*METRICS.values()) | OF_PROMETHEUS


def test_only_results_that_the_bot_counts_are_asked_for(dashboard: JsonObject, rules: list[JsonObject]) -> None:
    expressions = " ".join((*_expressions(dashboard), *(get_str(rule, "expr") for rule in rules)))
    sends = {name for each in re.findall(r"sends_total\{result=~?\"([^\"]+)", expressions) for name in each.split("|")}
    reloads = set(re.findall(r"reloads_total\{result=\"([^\"]+)", expressions))

    assert sends <= set(SEND_RESULTS)
    assert reloads == {"done", "refused"}
    assert sends != set()


def test_panels_have_titles_of_their_own_and_overlap_nowhere(dashboard: JsonObject) -> None:
    panels = objects(dashboard, "panels")
    cells = [cell for panel in panels for cell in _cells(dig(panel, "gridPos"))]

    assert len({get_str(panel, "title") for panel in panels}) == len(panels)
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert len(cells) == len(set(cells))


def _cells(place: JsonObject) -> Iterator[tuple[int, int]]:
    left, top, width, height = (int(get_str(place, name)) for name in ("x", "y", "w", "h"))
    for column in range(left, left + width):
        for line in range(top, top + height):
            yield column, line
