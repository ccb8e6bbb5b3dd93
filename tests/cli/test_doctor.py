"""Each thing that can be wrong is found by `aisle doctor`, with what to do about it."""

from __future__ import annotations

import http.server
import json
import shutil
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from bot.cli import contents, doctor, examinations
from bot.cli.doctor import examine
from bot.cli.patient import Found, Patient
from bot.rasa.promotion import Promotions
from bot.rasa.training import ground
from knowledge.articles import load_articles
from knowledge.following import Following
from knowledge.index import build
from shop.database import migrate, open_database, sessions
from shop.demo.generate import seed
from shop.tables import DeliveryRow, ShopEventRow
from tests.knowledge.conftest import WordEncoder

CONFIG = Path(__file__).parent.parent.parent / "config.yml"
DEMO = {"AISLE_DEMO": "1"}
SECRET = "k3Jx" * 12


def patient(home: Path, config: Path = CONFIG, **variables: str) -> Patient:
    """A patient whose settings and environment are read, as the checks before would have."""
    made = Patient(config, {**DEMO, "AISLE_HOME": str(home), **variables})
    examinations.check_config(made)
    examinations.check_environment(made)
    return made


@contextmanager
def listening(answer: bytes) -> Iterator[int]:
    """Something that listens on a port and says `answer` to every GET."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wrong(found: Found, *words: str) -> None:
    assert found.ok is False
    assert found.todo
    for word in words:
        assert word in found.what, found.what


def test_this_python_is_the_right_one(tmp_path: Path) -> None:
    assert examinations.check_python(patient(tmp_path)).ok is (sys.version_info[:2] == (3, 11))


def test_a_package_of_another_version_is_named(tmp_path: Path) -> None:
    pins = tmp_path / "run.txt"
    pins.write_text("rasa==1.0.0\nctranslate2==0.1\nrich==14\n")
    wrong(examinations.check_packages(patient(tmp_path), pins), "rasa 3.6", "pinned 1.0.0", "ctranslate2")


def test_the_pinned_packages_are_installed(tmp_path: Path) -> None:
    assert examinations.check_packages(patient(tmp_path)).ok


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "no such file"), ("shop: {nmae: x}", "nmae"), ("a: [", "not YAML"), ("server: {port: x}", "server.port")],
)
def test_a_config_that_cannot_be_used_is_explained(tmp_path: Path, content: str | None, said: str) -> None:
    config = tmp_path / "config.yml"
    if content is not None:
        config.write_text(content)
    wrong(examinations.check_config(Patient(config, DEMO)), said)


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "AISLE_SECRET"),
        ({"AISLE_SECRET": "short"}, "AISLE_SECRET"),
        ({"AISLE_SECRET": SECRET, "AISLE_SHOPPER_KEYS": "k1:short"}, "k1"),
        ({"AISLE_PORT": "http"}, "AISLE_PORT"),
        ({"AISLE_DEMO": "yes"}, "AISLE_DEMO"),
    ],
)
def test_an_environment_that_cannot_be_used_is_explained(variables: dict[str, str], said: str) -> None:
    made = Patient(CONFIG, variables)
    examinations.check_config(made)
    wrong(examinations.check_environment(made), said)


def test_no_secret_is_shown() -> None:
    made = Patient(CONFIG, {"AISLE_SECRET": "hunter2"})
    examinations.check_config(made)
    assert "hunter2" not in "".join(map(str, examinations.check_environment(made)))


def test_a_home_that_is_a_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    wrong(examinations.check_home(patient(tmp_path / "var")), "cannot be written")


def test_a_disk_without_room_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examinations, "FREE_MB", 10**12)
    wrong(examinations.check_home(patient(tmp_path)), "MB free")


def test_a_home_that_is_not_made_yet_is_fine(tmp_path: Path) -> None:
    assert examinations.check_home(patient(tmp_path / "a" / "b")).ok


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    wrong(contents.check_database(patient(tmp_path)), "not there yet")
    assert not list(tmp_path.iterdir())


def test_a_database_url_that_is_none_is_found(tmp_path: Path) -> None:
    wrong(contents.check_database(patient(tmp_path, AISLE_DATABASE="shop.db")), "")


def test_a_file_that_is_no_database_is_found(tmp_path: Path) -> None:
    (tmp_path / "shop.db").write_text("no database " * 100)
    wrong(dict(examine(patient(tmp_path)))["database"], "database")


def test_a_database_without_tables_is_found(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path / 'shop.db'}").dispose()
    wrong(contents.check_database(patient(tmp_path)), "revision None")


def test_an_empty_shop_is_found_and_a_filled_one_passes(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'shop.db'}")
    migrate(engine)
    wrong(contents.check_database(patient(tmp_path)), "no products")
    seed(sessions(engine), datetime.now(UTC))
    engine.dispose()
    assert contents.check_database(patient(tmp_path)).ok


def test_webhooks_that_fail_are_found_and_nobody_is_called(tmp_path: Path) -> None:
    assert contents.check_webhooks(patient(tmp_path)).ok is None
    config = tmp_path / "config.yml"
    hooks = "webhooks: {erp: {url: 'https://erp.example/hooks'}, crm: {url: 'https://crm.example/hooks'}}"
    config.write_text(CONFIG.read_text("utf-8").replace("  currency: USD", f"  {hooks}\n  currency: USD"))
    secrets = ",".join(f"{name}:whsec_{'eHh4' * 10}" for name in ("erp", "crm"))
    made = patient(tmp_path, config, AISLE_WEBHOOK_SECRETS=secrets)
    assert contents.check_webhooks(made).ok is None, "no database yet"
    engine = open_database(f"sqlite:///{tmp_path / 'shop.db'}")
    migrate(engine)
    assert contents.check_webhooks(made).ok
    at = datetime(2026, 11, 18, 18, 0, tzinfo=UTC)
    with sessions(engine).begin() as session:
        session.add(ShopEventRow(id="event-1", kind="order.cancelled", subject="1001", payload={}, at=at, spread_at=at))
        session.flush()
        for name, error in (("erp", "status 500"), ("crm", "")):
            row = DeliveryRow(event_id="event-1", endpoint=name, state="waiting", tries=2, next_at=at)
            row.last_error = error
            session.add(row)
    engine.dispose()
    found = contents.check_webhooks(made)
    wrong(found, "erp: 1 waiting, 0 given up, since 2026-11-18 18:00 UTC, last: status 500")
    assert "crm" not in found.what


def test_a_webhook_without_a_secret_is_found(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    hooks = "webhooks: {erp: {url: 'https://erp.example/hooks'}}"
    config.write_text(CONFIG.read_text("utf-8").replace("  currency: USD", f"  {hooks}\n  currency: USD"))
    made = patient(tmp_path, config)
    wrong(examinations.check_environment(made), "no secret for shop.webhooks.erp")


@pytest.mark.parametrize("check", [contents.check_encoder, contents.check_generator], ids=["encoder", "generator"])
def test_a_model_that_is_missing_is_found(tmp_path: Path, check: Callable[[Patient], Found]) -> None:
    wrong(check(patient(tmp_path)), "manifest.json")


@pytest.mark.parametrize("kind", ["encoder", "generator"])
def test_a_model_that_is_broken_or_of_another_adapter_is_found(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "models" / kind
    folder.mkdir(parents=True)
    facts = {"kind": kind, "fingerprint": "f", "dimensions": 4, "adapter": "of yesterday"}
    (folder / "manifest.json").write_text(json.dumps(facts))
    for name in ("model.bin", "tokenizer.json"):
        (folder / name).write_text("{}")
    found = dict(examine(patient(tmp_path)))[kind]
    wrong(found, "of yesterday" if kind == "generator" else "")


def test_a_generator_that_is_off_is_not_needed(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text(CONFIG.read_text("utf-8").replace("  enabled: true", "  enabled: false"))
    assert contents.check_generator(patient(tmp_path, config)).ok is None


class FingerprintOnly:
    """As much of an encoder as an index's version needs."""

    fingerprint = "encoder-for-tests"


def test_an_index_and_a_model_that_are_missing_are_found(tmp_path: Path) -> None:
    made = patient(tmp_path)
    made.encoder = FingerprintOnly()
    wrong(contents.check_index(made), "index")
    wrong(contents.check_model(made), "aisle-")


def test_the_model_that_is_to_run_is_examined(tmp_path: Path) -> None:
    made = patient(tmp_path)
    made.encoder = FingerprintOnly()
    promotions = Promotions(tmp_path / "models" / "rasa")
    promotions.folder.mkdir(parents=True)
    other = promotions.folder / f"aisle-{ground(FingerprintOnly.fingerprint)}-earlier.tar.gz"
    other.write_text("a model")
    promotions.promote(other, "the first")
    found = contents.check_model(made)
    assert found.ok
    assert "bot/data has changed since" in found.what
    other.write_text("half a model")
    wrong(contents.check_model(made), "is damaged")
    strange = promotions.folder / "aisle-elsewhere-earlier.tar.gz"
    strange.write_text("a model")
    promotions.promote(strange, "of other flows")
    wrong(contents.check_model(made), "other flows")


def test_an_article_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    faq = tmp_path / "faq"
    (faq / "en").mkdir(parents=True)
    (faq / "en" / "broken.md").write_text("no front matter")
    config = tmp_path / "config.yml"
    config.write_text(CONFIG.read_text("utf-8").replace("folder: knowledge/faq", f"folder: {faq}"))
    made = patient(tmp_path, config)
    made.encoder = FingerprintOnly()
    wrong(contents.check_index(made), "broken.md")


def test_articles_that_a_server_could_not_index_are_told_with_its_reason(tmp_path: Path) -> None:
    faq = Path(shutil.copytree(Path(__file__).parent.parent / "knowledge" / "faq", tmp_path / "faq"))
    config = tmp_path / "config.yml"
    config.write_text(CONFIG.read_text("utf-8").replace("folder: knowledge/faq", f"folder: {faq}"))
    made = patient(tmp_path, config)
    made.encoder = WordEncoder()
    build(load_articles(faq), made.encoder, tmp_path / "index")
    assert contents.check_index(made).ok
    changed = faq / "en" / "return-window.md"
    changed.write_text(changed.read_text("utf-8").replace("30 days", "45 days"))

    def broken() -> str:
        raise OSError(28, "No space left on device")

    Following(faq, broken, tmp_path / "index").look()
    wrong(contents.check_index(made), "the articles now are", "No space left on device")


def test_what_could_not_be_read_keeps_later_checks_waiting(tmp_path: Path) -> None:
    found = dict(examine(Patient(tmp_path / "config.yml", {"AISLE_DEMO": "yes"})))
    assert found["config.yml"].ok is False
    assert found["environment"].ok is False
    assert {found[name].ok for name in ("AISLE_HOME", "database", "encoder", "index", "Rasa model", "port")} == {None}


def test_a_free_port_passes(tmp_path: Path) -> None:
    assert examinations.check_port(patient(tmp_path, AISLE_PORT=str(free_port()))).ok


def test_a_port_where_aisle_answers_passes(tmp_path: Path) -> None:
    with listening(b'{"status": "ok", "version": "0.1.0"}') as port:
        found = examinations.check_port(patient(tmp_path, AISLE_PORT=str(port)))
    assert found.ok
    assert "Aisle 0.1.0" in found.what


@pytest.mark.parametrize("answer", [b"<html>", b'{"status": "up"}', b"[]"])
def test_a_port_that_somebody_else_has_is_found(tmp_path: Path, answer: bytes) -> None:
    with listening(answer) as port:
        wrong(examinations.check_port(patient(tmp_path, AISLE_PORT=str(port))), str(port))


def test_a_database_url_that_is_none_is_found_without_its_password(tmp_path: Path) -> None:
    found = contents.check_database(patient(tmp_path, AISLE_DATABASE="postgresql://ada:hunter2@host:port/shop"))
    wrong(found, "AISLE_DATABASE")
    assert "hunter2" not in found.what


def test_no_mail_server_is_fine(tmp_path: Path) -> None:
    assert examinations.check_smtp(patient(tmp_path)).ok is None


def test_a_mail_server_that_does_not_answer_is_found_without_its_password(tmp_path: Path) -> None:
    found = examinations.check_smtp(patient(tmp_path, AISLE_SMTP=f"smtp://shop:hunter2@127.0.0.1:{free_port()}"))
    wrong(found, "127.0.0.1")
    assert "hunter2" not in found.what


def test_a_mail_url_of_another_kind_is_found(tmp_path: Path) -> None:
    wrong(examinations.check_smtp(patient(tmp_path, AISLE_SMTP="http://mail.example")), "AISLE_SMTP")


def test_a_mail_server_that_answers_passes(tmp_path: Path) -> None:
    from aiosmtpd.controller import Controller

    class Nothing:
        """Takes no mail; none is sent."""

    controller = Controller(Nothing(), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        found = examinations.check_smtp(patient(tmp_path, AISLE_SMTP=f"smtp://127.0.0.1:{controller.port}"))
        bare = examinations.check_smtp(patient(tmp_path, AISLE_SMTP=f"smtp://shop:hunter2@127.0.0.1:{controller.port}"))
    finally:
        controller.stop()
    assert found.ok
    wrong(bare, "STARTTLS")
    assert "hunter2" not in bare.what


def test_a_check_that_breaks_is_a_failed_one(tmp_path: Path) -> None:
    def broken(patient: Patient) -> Found:
        raise RuntimeError("no idea")

    assert examine(patient(tmp_path), [("odd", broken)])[0][1][:2] == (False, "RuntimeError: no idea")


def test_the_command_ends_with_1_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AISLE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(typer.Exit) as ended:
        doctor.doctor()
    assert ended.value.exit_code == 1
    shown = capsys.readouterr().out
    assert "✗" in shown
    assert "what to do" in shown


def test_nothing_of_rasa_is_imported(tmp_path: Path) -> None:
    import subprocess

    script = "import sys\nfrom bot.cli.doctor import Patient, examine\nfrom pathlib import Path\n"
    script += f"examine(Patient(Path('config.yml'), {{'AISLE_DEMO': '1', 'AISLE_HOME': {str(tmp_path)!r}}}))\n"
    script += "sys.exit('rasa' in sys.modules or 'torch' in sys.modules or 'tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=CONFIG.parent, check=False).returncode == 0
