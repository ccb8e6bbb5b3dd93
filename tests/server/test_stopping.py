"""A server that is told to stop ends its streams and goes."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.server.sockets import following
from tests.server.talking import Client, start

ROOT = Path(__file__).parents[2]


async def test_an_open_stream_does_not_keep_the_server(seeded: Path, tmp_path: Path) -> None:
    database = Path(shutil.copy(seeded, tmp_path / "shop.db"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.server.serve_for_tests", str(database), str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        async with Client(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
            await _ready(client)
            conversation, header = await start(client)
            async with following(client, f"/api/conversations/{conversation}/events", header) as reader:
                await reader.next()
                began = time.monotonic()
                server.send_signal(signal.SIGTERM)
                await asyncio.to_thread(server.wait, 10)
                assert time.monotonic() - began < 4
    finally:
        server.kill()
        server.wait()


async def _ready(client: Client) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                await client.get("/health")
                return
            except httpx.ConnectError:
                await asyncio.sleep(0.1)
