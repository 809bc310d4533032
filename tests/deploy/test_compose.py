"""compose.yaml: what its schema says, and that each container gets no more than it needs."""

import pytest

from bot.playground.wire import JsonObject, get_bool, get_object, get_str
from tests.deploy.documents import dig, document, texts
from tests.deploy.places import DEPLOY, VARIABLES
from tests.deploy.tools import verdict

COMPOSE = DEPLOY / "compose.yaml"
OF_THE_BOT = ("bot", "migrate", "web", "deliver")


@pytest.fixture(scope="module")
def compose() -> JsonObject:
    """The whole file."""
    return document(COMPOSE)


def test_it_is_what_the_compose_specification_allows() -> None:
    code, said = verdict("check-jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE)

    assert code == 0, said


def test_profiles_hold_one_container_or_the_whole_set(compose: JsonObject) -> None:
    services = get_object(compose, "services")

    profiles = {name: texts(dig(services, name), "profiles") for name in services}

    assert {name for name, own in profiles.items() if own == ["one"]} == {"bot"}
    assert {name for name, own in profiles.items() if own == ["many"]} == set(services) - {"bot"}


@pytest.mark.parametrize("name", OF_THE_BOT)
def test_a_bots_container_is_locked_down(compose: JsonObject, name: str) -> None:
    service = dig(compose, "services", name)

    assert get_bool(service, "read_only")
    assert texts(service, "cap_drop") == ["ALL"]
    assert texts(service, "security_opt") == ["no-new-privileges:true"]
    assert "ports" not in service
    assert get_str(service, "mem_limit") == "1g"


@pytest.mark.parametrize("name", OF_THE_BOT)
def test_secrets_come_from_files_that_are_defined(compose: JsonObject, name: str) -> None:
    service = dig(compose, "services", name)
    environment = get_object(service, "environment")
    files = {get_str(environment, variable) for variable in environment if variable.endswith("_FILE")}

    assert set(environment) <= VARIABLES
    assert not {"KZJP_BOT_TOKEN", "KZJP_WEBHOOK_SECRET", "KZJP_DATABASE_URL"} & set(environment)
    assert files == {f"/run/secrets/{secret}" for secret in texts(service, "secrets")}
    assert set(texts(service, "secrets")) <= set(get_object(compose, "secrets"))


def test_roles_are_shared_out(compose: JsonObject) -> None:
    roles = {name: dig(compose, "services", name, "environment").get("KZJP_ROLES") for name in ("web", "deliver")}

    assert roles == {"web": "web", "deliver": "deliver"}


def test_only_the_proxy_faces_the_world_and_the_database_nobody(compose: JsonObject) -> None:
    services = get_object(compose, "services")

    assert [name for name in services if "ports" in dig(services, name)] == ["proxy"]
    assert texts(dig(services, "postgres"), "networks") == ["inside"]
    assert get_bool(dig(compose, "networks", "inside"), "internal")


def test_replicas_start_after_the_migration(compose: JsonObject) -> None:
    for name in ("web", "deliver"):
        waits_for = dig(compose, "services", name, "depends_on", "migrate")
        assert get_str(waits_for, "condition") == "service_completed_successfully"


def test_everything_named_is_defined(compose: JsonObject) -> None:
    services = [dig(compose, "services", name) for name in get_object(compose, "services")]
    volumes = {volume.split(":")[0] for service in services for volume in texts(service, "volumes")}
    networks = {network for service in services for network in texts(service, "networks")}

    assert {name for name in volumes if not name.startswith(".")} == set(get_object(compose, "volumes"))
    assert {name for name in volumes if name.startswith(".")} == {"./Caddyfile"}
    assert networks == set(get_object(compose, "networks"))


def test_the_proxy_serves_the_webhooks_path_alone() -> None:
    code, said = verdict("caddy", "adapt", "--validate", "--adapter", "caddyfile", "--config", DEPLOY / "Caddyfile")

    assert code == 0, said
    assert '"path":["/telegram"]' in said
    assert "/metrics" not in said
