"""The Kubernetes manifests: their schemas, what they refer to, and that each container is locked down."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.playground.wire import Json, JsonObject, get_bool, get_int, get_list, get_object, get_str
from tests.deploy.documents import dig, document, documents, every, objects, texts
from tests.deploy.places import DEPLOY, VARIABLES
from tests.deploy.tools import verdict

FOLDER = DEPLOY / "kubernetes"
KUSTOMIZATIONS = sorted(FOLDER.rglob("kustomization.yaml"))
MANIFESTS = sorted(set(FOLDER.rglob("*.yaml")) - set(KUSTOMIZATIONS))
CHECKED_AGAINST = ("1.30", "1.37")
OPERATORS_OWN = {"ServiceMonitor"}  # of the Prometheus operator: no schema of Kubernetes' own
WORKLOADS = ("kzjp-web", "kzjp-deliver", "kzjp-migrate")
SECRET_KEYS = {"bot-token", "webhook-secret", "database-url"}


def _named(path: Path) -> str:
    return str(path.relative_to(FOLDER))


@pytest.fixture(scope="module")
def resources() -> list[JsonObject]:
    """Every resource of every folder."""
    return [resource for path in MANIFESTS for resource in documents(path)]


@pytest.fixture(scope="module")
def settings() -> Mapping[str, str]:
    """The settings that all workloads share."""
    [generated] = objects(document(FOLDER / "base" / "kustomization.yaml"), "configMapGenerator")
    return dict(literal.split("=", 1) for literal in texts(generated, "literals"))


def _by_name(resources: list[JsonObject], kind: str) -> dict[str, JsonObject]:
    return {get_str(get_object(each, "metadata"), "name"): each for each in resources if each["kind"] == kind}


def _workload(resources: list[JsonObject], name: str) -> JsonObject:
    return (_by_name(resources, "Deployment") | _by_name(resources, "Job"))[name]


def _pod(resources: list[JsonObject], name: str) -> JsonObject:
    return dig(_workload(resources, name), "spec", "template", "spec")


def _container(resources: list[JsonObject], name: str) -> JsonObject:
    [container] = objects(_pod(resources, name), "containers")
    return container


@pytest.mark.parametrize("version", CHECKED_AGAINST)
@pytest.mark.parametrize("path", [pytest.param(path, id=_named(path)) for path in MANIFESTS])
def test_each_manifest_is_what_kubernetes_allows(path: Path, version: str) -> None:
    if {each["kind"] for each in documents(path)} <= OPERATORS_OWN:
        assert _named(path) == "components/monitoring/service-monitor.yaml"
        return
    code, said = verdict("kubernetes-validate", "--strict", "--kubernetes-version", version, path)

    assert code == 0, said
    assert said.count("INFO") == len(list(documents(path))), said


@pytest.mark.parametrize("path", [pytest.param(path, id=_named(path)) for path in KUSTOMIZATIONS])
def test_a_kustomization_names_what_is_there_and_all_that_is_there(path: Path) -> None:
    kustomization = document(path)
    named = {path.parent / name for name in (*texts(kustomization, "resources"), *texts(kustomization, "components"))}

    assert all(name.is_file() or (name / "kustomization.yaml").is_file() for name in named)
    assert set(path.parent.glob("*.yaml")) - {path} == {name for name in named if name.is_file()}


def test_the_example_changes_only_what_the_base_has() -> None:
    example, base = document(FOLDER / "example/kustomization.yaml"), document(FOLDER / "base/kustomization.yaml")
    generated = {get_str(each, "name") for each in objects(base, "configMapGenerator")}
    images = set(every([each for path in MANIFESTS for each in documents(path)], "image"))

    assert {get_str(each, "name") for each in objects(example, "configMapGenerator")} <= generated
    assert {get_str(each, "behavior") for each in objects(example, "configMapGenerator")} == {"merge"}
    assert {get_str(each, "name") for each in objects(example, "images")} == images == {"kzjp-bot"}


def test_labels_are_not_put_into_selectors() -> None:
    [labels] = objects(document(FOLDER / "base/kustomization.yaml"), "labels")

    assert get_object(labels, "pairs")["app.kubernetes.io/name"] == "kzjp"
    assert (labels["includeSelectors"], labels["includeTemplates"]) == (False, True)


def test_settings_are_variables_that_exist_and_secrets_are_files(settings: Mapping[str, str]) -> None:
    assert set(settings) <= VARIABLES
    assert {value for name, value in settings.items() if name.endswith("_FILE")} == {
        f"/run/secrets/kzjp/{key}" for key in SECRET_KEYS
    }


@pytest.mark.parametrize("name", WORKLOADS)
def test_a_workload_refers_to_what_is_defined(resources: list[JsonObject], name: str) -> None:
    pod, container = _pod(resources, name), _container(resources, name)
    volumes = {get_str(volume, "name") for volume in objects(pod, "volumes")}

    assert get_str(pod, "serviceAccountName") in _by_name(resources, "ServiceAccount")
    assert [dig(source, "configMapRef") for source in objects(container, "envFrom")] == [{"name": "kzjp"}]
    assert {get_str(mount, "name") for mount in objects(container, "volumeMounts")} == volumes
    assert {get_str(dig(volume, "secret"), "secretName") for volume in objects(pod, "volumes")} == {"kzjp", ""}
    assert {get_str(variable, "name") for variable in objects(container, "env")} <= VARIABLES


@pytest.mark.parametrize("name", WORKLOADS)
def test_a_workload_meets_the_restricted_pod_standard_and_more(resources: list[JsonObject], name: str) -> None:
    pod, container = _pod(resources, name), _container(resources, name)
    security = get_object(container, "securityContext")

    assert get_bool(dig(pod, "securityContext"), "runAsNonRoot")
    assert get_int(dig(pod, "securityContext"), "runAsUser") == 10001
    assert dig(pod, "securityContext", "seccompProfile") == {"type": "RuntimeDefault"}
    assert security == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod["automountServiceAccountToken"] is False
    assert dig(container, "resources", "limits")["memory"]
    assert dig(container, "resources", "requests")["cpu"]


@pytest.mark.parametrize(("name", "role"), [("kzjp-web", "web"), ("kzjp-deliver", "deliver")])
def test_a_deployment_has_its_role_its_selector_and_its_probes(
    resources: list[JsonObject], name: str, role: str
) -> None:
    deployment, container = _workload(resources, name), _container(resources, name)
    labels = dig(deployment, "spec", "template", "metadata", "labels") | {"app.kubernetes.io/name": "kzjp"}

    assert objects(container, "env") == [{"name": "KZJP_ROLES", "value": role}]
    assert dig(deployment, "spec", "selector", "matchLabels") == labels
    assert [dig(container, probe, "httpGet") for probe in ("startupProbe", "livenessProbe", "readinessProbe")] == [
        {"path": "/healthz", "port": "http"},
        {"path": "/healthz", "port": "http"},
        {"path": "/readyz", "port": "http"},
    ]
    assert texts(container, "args") == ["run"]


def test_the_port_is_the_one_that_is_listened_on(resources: list[JsonObject], settings: Mapping[str, str]) -> None:
    port = int(settings["KZJP_LISTEN"].rpartition(":")[2])
    [policy] = _by_name(resources, "NetworkPolicy").values()
    [incoming] = objects(get_object(policy, "spec"), "ingress")

    assert objects(incoming, "ports") == [{"protocol": "TCP", "port": port}]
    for name in ("kzjp-web", "kzjp-deliver"):
        assert objects(_container(resources, name), "ports") == [{"name": "http", "containerPort": port}]


def test_everything_that_selects_pods_selects_some(resources: list[JsonObject]) -> None:
    pods = [
        dig(_workload(resources, name), "spec", "template", "metadata", "labels") | {"app.kubernetes.io/name": "kzjp"}
        for name in WORKLOADS
    ]

    for selector in _selectors(resources):
        assert any(selector.items() <= labels.items() for labels in pods), selector


def _selectors(resources: list[JsonObject]) -> Iterator[JsonObject]:
    for service in _by_name(resources, "Service").values():
        yield dig(service, "spec", "selector")
    for kind, key in (("PodDisruptionBudget", "selector"), ("NetworkPolicy", "podSelector")):
        for each in _by_name(resources, kind).values():
            yield dig(each, "spec", key, "matchLabels")


def test_scaling_and_ingress_lead_to_what_is_there(resources: list[JsonObject], settings: Mapping[str, str]) -> None:
    [scaler] = _by_name(resources, "HorizontalPodAutoscaler").values()
    [ingress] = _by_name(resources, "Ingress").values()
    [path] = [each for each in every(ingress, "path") if isinstance(each, str)]
    host, _, at = settings["KZJP_WEBHOOK_URL"].removeprefix("https://").partition("/")

    assert get_str(dig(scaler, "spec", "scaleTargetRef"), "name") in _by_name(resources, "Deployment")
    assert get_int(get_object(scaler, "spec"), "minReplicas") >= 2
    assert "replicas" not in get_object(_workload(resources, "kzjp-web"), "spec")
    assert set(_backends(ingress)) == {"kzjp-web"} <= set(_by_name(resources, "Service"))
    assert (path, set(every(ingress, "host"))) == (f"/{at}", {host})


def _backends(ingress: JsonObject) -> Iterator[str]:
    for backend in every(ingress, "service"):
        if isinstance(backend, dict):
            yield get_str(backend, "name")


def test_pods_reach_names_telegram_and_the_database_and_nothing_else(resources: list[JsonObject]) -> None:
    [policy] = _by_name(resources, "NetworkPolicy").values()
    spec = get_object(policy, "spec")
    ports: set[Json] = {port["port"] for rule in objects(spec, "egress") for port in objects(rule, "ports")}

    assert get_list(spec, "policyTypes") == ["Ingress", "Egress"]
    assert ports == {53, 443, 5432}
    assert all(objects(rule, "to") for rule in objects(spec, "egress"))


def test_the_monitor_finds_the_services_by_their_label(resources: list[JsonObject]) -> None:
    [monitor] = _by_name(resources, "ServiceMonitor").values()
    [labels] = objects(document(FOLDER / "base/kustomization.yaml"), "labels")
    selected = dig(monitor, "spec", "selector", "matchLabels")
    [endpoint] = objects(get_object(monitor, "spec"), "endpoints")
    ports = {
        port["name"] for each in _by_name(resources, "Service").values() for port in objects(dig(each, "spec"), "ports")
    }

    assert selected.items() <= get_object(labels, "pairs").items()
    assert ports == {endpoint["port"]}


def test_kubectl_builds_the_example_into_valid_resources(tmp_path: Path) -> None:
    _, version = verdict("kubectl", "version", "--client")
    if not re.search(r"Kustomize Version: v[5-9]", version):
        pytest.skip("no kubectl with kustomize 5 or newer")
    code, built = verdict("kubectl", "kustomize", FOLDER / "example")
    path = tmp_path / "built.yaml"
    path.write_text(built, encoding="utf-8")

    assert code == 0, built
    code, said = verdict("kubernetes-validate", "--strict", "--kubernetes-version", CHECKED_AGAINST[-1], path)
    assert code == 0, said
    assert said.count("INFO") == len(list(documents(path))) - 1, said
    assert {get_str(get_object(each, "metadata"), "namespace") for each in documents(path)} == {"kzjp", ""}
