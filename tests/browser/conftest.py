"""A served demo shop and a page of a headless Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from knowledge.settings import FAQ
from tests.conftest import ROOT

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
READY_SECONDS = 180


@pytest.fixture(scope="package")
def live_server(make_home: Callable[[], Path]) -> Iterator[str]:
    """The demo as `aisle demo` serves it, on a free port, with limits that many tests from one address need."""
    home = make_home()
    config = home / "config.yml"
    config.write_text(
        (ROOT / "config.yml")
        .read_text(encoding="utf-8")
        .replace("conversations_per_hour: 30", "conversations_per_hour: 1000")
        .replace("messages_per_minute: 20", "messages_per_minute: 300\n  messages_per_minute_per_address: 1000")
        .replace("folder: knowledge/faq", f"folder: {shutil.copytree(FAQ, home / 'faq')}")  # tests publish articles
        + f"\nlearning:\n  folder: {home}/learned\n  after_seconds: 0\n",
        encoding="utf-8",
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "AISLE_HOME": str(home), "AISLE_PORT": str(port), "AISLE_CONFIG": str(config)}
    command = [sys.executable, "-c", "from bot.cli.main import main; main()", "demo"]
    with (home / "server.log").open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield _when_ready(process, f"http://localhost:{port}", home / "server.log")
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _when_ready(process: subprocess.Popen[bytes], url: str, output: Path) -> str:
    for _ in range(READY_SECONDS * 2):
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{url}/health", timeout=2).status_code == 200:
                return url
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    pytest.fail(f"The demo did not start; it said: {output.read_text()[-2000:]}")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium: the system's, else Playwright's; without one the tests fail, they are not skipped.

    Playwright keeps an event loop running in this thread, so it must be gone before the tests of the next folder.
    """
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        except Error as error:
            pytest.fail(f"No Chromium could be started. `make test` installs one (apt-get install chromium). {error}")
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with storage of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    yield context.new_page()
    context.close()
