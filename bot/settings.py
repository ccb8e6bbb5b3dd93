"""What an operator may set: `config.yml`, read once, and the environment, read here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, SecretBytes, SecretStr, ValidationError, field_validator

from bot.learning.settings import LearningSettings
from knowledge.settings import GenerationSettings, KnowledgeSettings
from shop import endpoints
from shop.identity import IdentitySettings
from shop.rules import ShopRules
from shop.settings import ShopSettings
from shop.tokens import read_keys

RASA_SECTIONS = frozenset({"recipe", "language", "pipeline", "policies", "assistant_id"})
MIN_SECRET = 32  # bytes, as for an HS256 key
# Known to everyone who reads this file, which is why they work on this machine alone and only with AISLE_DEMO=1.
DEMO_SECRET = "demo-secret-that-everybody-knows-do-not-use"
DEMO_KEYS = "demo:demo-signing-key-that-everybody-knows-do-not-use"
_DEMO_MARKS = ("everybody-knows", "changeme", "change-me", "example", "insecure")


class SettingsError(Exception):
    """A setting that is missing or wrong; the text names the file or variable, the key, and what to do."""


class ServerSettings(BaseModel):
    """The `server` section: where to listen, who may embed the widget, and how much one client may ask."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(5005, ge=0, le=65535)
    allowed_origins: tuple[str, ...] = ()  # other sites that carry the widget, such as https://shop.example
    trusted_proxies: tuple[str, ...] = ()  # addresses whose X-Forwarded-For is believed
    conversations_per_hour: int = Field(30, ge=1)  # opened from one address
    messages_per_minute: int = Field(20, ge=1)  # in one conversation
    messages_per_minute_per_address: int = Field(60, ge=1)  # a family or an office shares one
    sign_ins_per_hour: int = Field(20, ge=1)  # agents' attempts from one address
    message_length: int = Field(2000, ge=1, le=10_000)  # characters
    heartbeat_seconds: float = Field(15, gt=0, le=60)  # a comment on a silent stream; below any proxy's idle timeout
    slowest_send_seconds: float = Field(20, gt=0, le=300)  # an event that takes longer cuts its reader off
    demo: bool = True  # with AISLE_DEMO=1, whether the demo's sign-in menu and outbox are offered

    @field_validator("allowed_origins")
    @classmethod
    def _origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            scheme, _, rest = origin.partition("://")
            if scheme not in ("http", "https") or not rest or "/" in rest or "*" in rest:
                raise ValueError(f"expected origins such as https://shop.example, found {origin!r}")
        return origins


class TrainingSettings(BaseModel):
    """The `training` section: the shop's own messages, never trained on, that decide which model runs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    held_out: Path | None = None  # a folder of .yml files, or one


class Settings(BaseModel):
    """All sections of ours; Rasa's are left to Rasa."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    shop: ShopSettings
    shop_rules: ShopRules = ShopRules()
    identity: IdentitySettings = IdentitySettings()
    knowledge: KnowledgeSettings = KnowledgeSettings()
    generation: GenerationSettings = GenerationSettings()
    server: ServerSettings = ServerSettings()
    training: TrainingSettings = TrainingSettings()
    learning: LearningSettings = LearningSettings()


@dataclass(frozen=True)
class Environment:
    """What comes from AISLE_* variables. Secrets print as stars; `get_secret_value()` is called where they are used."""

    home: Path
    secret: SecretStr
    database: SecretStr  # may hold a password
    shopper_keys: Mapping[str, SecretStr] = field(default_factory=dict)
    smtp: SecretStr | None = None
    port: int | None = None
    demo: bool = False
    webhook_secrets: Mapping[str, SecretBytes] = field(default_factory=dict)

    def signing_keys(self) -> dict[str, str]:
        """The shopper keys in the clear, for `shop.tokens.ShopperTokens`."""
        return {kid: secret.get_secret_value() for kid, secret in self.shopper_keys.items()}

    def webhook_keys(self) -> dict[str, bytes]:
        """The keys that events are signed with, by endpoint, for `shop.webhooks.Webhooks`."""
        return {name: key.get_secret_value() for name, key in self.webhook_secrets.items()}


def read_settings(path: Path) -> Settings:
    """The settings in `path`. SettingsError for a missing file, broken YAML, an unknown key or a wrong value."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"{path}: no such file; run from the folder that holds config.yml") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise SettingsError(f"{path}: not YAML: {error}") from error
    if not isinstance(content, dict):
        raise SettingsError(f"{path}: expected sections such as `shop:`, found {type(content).__name__}")
    try:
        return Settings.model_validate({key: value for key, value in content.items() if key not in RASA_SECTIONS})
    except ValidationError as error:
        raise SettingsError("\n".join(f"{path}: {_explain(dict(one))}" for one in error.errors())) from None


def read_environment(variables: Mapping[str, str]) -> Environment:
    """The environment. SettingsError names the variable, never a secret; unset secrets are the demo's, or empty."""
    given = {name: value.strip() for name, value in variables.items() if name.startswith("AISLE_") and value.strip()}
    demo = given.get("AISLE_DEMO", "0")
    if demo not in ("0", "1"):
        raise SettingsError(f"AISLE_DEMO: expected 0 or 1, found {demo!r}")
    home = Path(given.get("AISLE_HOME", "var"))
    port = given.get("AISLE_PORT")
    if port is not None and not (port.isascii() and port.isdigit() and int(port) <= 65535):
        raise SettingsError(f"AISLE_PORT: expected a number up to 65535, found {port!r}")
    try:
        keys = read_keys(given.get("AISLE_SHOPPER_KEYS", DEMO_KEYS if demo == "1" else ""))
        hooks = endpoints.read_secrets(given.get("AISLE_WEBHOOK_SECRETS", ""))
    except ValueError as error:
        raise SettingsError(str(error)) from None
    return Environment(
        home=home,
        secret=SecretStr(given.get("AISLE_SECRET", DEMO_SECRET if demo == "1" else "")),
        database=SecretStr(given.get("AISLE_DATABASE", f"sqlite:///{home / 'shop.db'}")),
        shopper_keys={kid: SecretStr(secret) for kid, secret in keys.items()},
        smtp=SecretStr(given["AISLE_SMTP"]) if "AISLE_SMTP" in given else None,
        port=None if port is None else int(port),
        demo=demo == "1",
        webhook_secrets={name: SecretBytes(key) for name, key in hooks.items()},
    )


def check_secrets(server: ServerSettings, environment: Environment) -> None:
    """Refuse to serve with secrets that are short or known, except for a demo that only this machine can reach."""
    if environment.demo:
        if not is_loopback(server.host):
            raise SettingsError(f"AISLE_DEMO=1: server.host must be 127.0.0.1, ::1 or localhost, found {server.host!r}")
        return
    secrets = {"AISLE_SECRET": environment.secret}
    secrets |= {f"AISLE_SHOPPER_KEYS, key {kid!r}": key for kid, key in environment.shopper_keys.items()}
    for name, secret in secrets.items():
        text = secret.get_secret_value()
        if len(text.encode()) < MIN_SECRET or any(mark in text.lower() for mark in _DEMO_MARKS):
            found = "nothing" if not text else "one that is too short or publicly known"
            raise SettingsError(
                f"{name}: expected a random secret of {MIN_SECRET} bytes or more, found {found}; "
                "make one with `openssl rand -base64 48` (AISLE_DEMO=1 runs the demo without)"
            )


def check_webhooks(shop: ShopSettings, environment: Environment) -> None:
    """Refuse to serve where an endpoint has no secret to sign with, or a secret is for no endpoint."""
    try:
        endpoints.check_secrets(shop.webhooks, environment.webhook_keys())
    except ValueError as error:
        raise SettingsError(str(error)) from None


def demo_offered(server: ServerSettings, environment: Environment) -> bool:
    """Whether the demo's own pages exist at all; who may see them is decided for each request."""
    return environment.demo and server.demo and is_loopback(server.host)


def is_loopback(host: str) -> bool:
    """Whether `host` (an address or a name, without port) is this machine."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return host.lower() == "localhost"
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def _explain(error: dict[str, Any]) -> str:
    place = ".".join(map(str, error["loc"]))
    if error["type"] == "extra_forbidden":
        return f"unknown key `{place}`; remove it or correct its spelling"
    if error["type"] == "missing":
        return f"`{place}` is missing"
    return f"`{place}`: {error['msg'].removeprefix('Value error, ')}, found {error['input']!r}"
