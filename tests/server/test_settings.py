"""config.yml and the environment: what is wrong is named, what is secret is not shown."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from bot.server.serve import configure
from bot.settings import (
    ServerSettings,
    SettingsError,
    check_secrets,
    check_webhooks,
    demo_offered,
    is_loopback,
    read_environment,
    read_settings,
)

SHOP = "shop: {name: Test, contact_email: a@shop.example, contact_phone: '1', privacy_url: /privacy}\n"
HOOK = "whsec_" + base64.b64encode(b"x" * 32).decode()
STRONG = "b7Xq0Zr5u1Lk9Vw3Tn8Hd2Ys6Mf4Gp0c"


def test_our_own_config_is_read() -> None:
    settings = read_settings(Path(__file__).parents[2] / "config.yml")
    assert is_loopback(settings.server.host)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SHOP + "server: {prot: 1}", "unknown key `server.prot`"),
        (SHOP + "sevrer: {port: 1}", "unknown key `sevrer`"),
        (SHOP + "shop_rules: {cancel_sates: []}", "unknown key `shop_rules.cancel_sates`"),
        (SHOP + "server: {port: many}", "`server.port`"),
        (SHOP + "server: {allowed_origins: ['*']}", "https://shop.example, found '*'"),
        ("server: {port: 1}", "`shop` is missing"),
        ("shop: [", "not YAML"),
        ("- a", "expected sections"),
        ("", "expected sections"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "config.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        read_settings(path)
    assert str(path) in str(error.value)
    assert said in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"config\.yml: no such file"):
        read_settings(tmp_path / "config.yml")


def test_rasas_sections_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    path.write_text(SHOP + "recipe: default.v1\nlanguage: en\npipeline: []\npolicies: []\nassistant_id: x\n")
    assert read_settings(path).server.port == 5005


def test_the_environment_has_its_defaults() -> None:
    environment = read_environment({})
    assert environment.home == Path("var")
    assert environment.database.get_secret_value() == "sqlite:///var/shop.db"
    assert (environment.port, environment.demo, environment.smtp) == (None, False, None)


def test_a_webhook_without_a_secret_and_a_secret_without_a_webhook_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    path.write_text(SHOP.replace("}\n", ", webhooks: {erp: {url: 'https://erp.example/hooks'}}}\n"))
    shop = read_settings(path).shop
    check_webhooks(shop, read_environment({"AISLE_WEBHOOK_SECRETS": f"erp:{HOOK}"}))
    with pytest.raises(SettingsError, match=r"AISLE_WEBHOOK_SECRETS: no secret for shop\.webhooks\.erp"):
        check_webhooks(shop, read_environment({}))
    with pytest.raises(SettingsError, match="'crm' is no endpoint"):
        check_webhooks(shop, read_environment({"AISLE_WEBHOOK_SECRETS": f"erp:{HOOK},crm:{HOOK}"}))
    with pytest.raises(SettingsError, match="expected whsec_ and base64"):
        read_environment({"AISLE_WEBHOOK_SECRETS": "erp:whsec_hunter2"})


def test_no_secret_is_printed() -> None:
    secrets = {
        "AISLE_WEBHOOK_SECRETS": f"erp:{HOOK}",
        "AISLE_SECRET": STRONG,
        "AISLE_SHOPPER_KEYS": f"k1:{STRONG[::-1]}",
        "AISLE_DATABASE": "postgresql://aisle:database-password@db/shop",
        "AISLE_SMTP": "smtp://aisle:mail-password@mail:587",
    }
    environment = read_environment(secrets)
    shown = f"{environment!r} {environment} {vars(environment)}"
    for secret in (STRONG, STRONG[::-1], "database-password", "mail-password", HOOK, "x" * 32):
        assert secret not in shown
    assert environment.signing_keys() == {"k1": STRONG[::-1]}


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"AISLE_PORT": "http"}, "AISLE_PORT"),
        ({"AISLE_PORT": "70000"}, "AISLE_PORT"),
        ({"AISLE_DEMO": "yes"}, "AISLE_DEMO"),
        ({"AISLE_SHOPPER_KEYS": "nocolonbutasecret"}, "AISLE_SHOPPER_KEYS"),
    ],
)
def test_a_wrong_variable_is_named(variables: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said) as error:
        read_environment(variables)
    assert "nocolonbutasecret" not in str(error.value)


@pytest.mark.parametrize(
    ("variables", "host", "said"),
    [
        ({}, "127.0.0.1", "AISLE_SECRET"),
        ({"AISLE_SECRET": "short"}, "127.0.0.1", "AISLE_SECRET"),
        ({"AISLE_SECRET": "demo-secret-that-everybody-knows-do-not-use"}, "127.0.0.1", "AISLE_SECRET"),
        ({"AISLE_SECRET": STRONG, "AISLE_SHOPPER_KEYS": "k1:short"}, "127.0.0.1", "key 'k1'"),
        ({"AISLE_DEMO": "1"}, "0.0.0.0", "server.host"),
        ({"AISLE_DEMO": "1", "AISLE_SECRET": STRONG}, "192.168.1.5", "server.host"),
    ],
)
def test_weak_secrets_and_open_demos_are_refused(variables: dict[str, str], host: str, said: str) -> None:
    environment, server = read_environment(variables), ServerSettings(host=host)
    with pytest.raises(SettingsError, match=said):
        check_secrets(server, environment)
    assert not demo_offered(server, environment)


def test_a_demo_on_this_machine_needs_no_secrets() -> None:
    environment, server = read_environment({"AISLE_DEMO": "1"}), ServerSettings()
    check_secrets(server, environment)
    assert demo_offered(server, environment)
    assert not demo_offered(ServerSettings(demo=False), environment)


def test_nobodys_forwarded_address_is_believed_unless_named(tmp_path: Path) -> None:
    from fastapi import FastAPI

    environment = read_environment({"AISLE_PORT": "6006"})
    plain = configure(FastAPI(), ServerSettings(), environment)
    proxied = configure(FastAPI(), ServerSettings(trusted_proxies=["10.0.0.1"]), environment)
    assert (plain.port, plain.proxy_headers) == (6006, False)
    assert (proxied.proxy_headers, proxied.forwarded_allow_ips) == (True, ["10.0.0.1"])
