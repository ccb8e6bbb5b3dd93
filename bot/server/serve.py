"""How uvicorn runs the application: where it listens, whose word it takes for an address, how long a goodbye lasts."""

from __future__ import annotations

import uvicorn
from fastapi import FastAPI

from bot.settings import Environment, ServerSettings

GOODBYE = 5  # seconds that open requests get when the server stops


def configure(app: FastAPI, server: ServerSettings, environment: Environment) -> uvicorn.Config:
    """uvicorn's configuration. X-Forwarded-For is believed from `trusted_proxies` alone; its default is 127.0.0.1."""
    return uvicorn.Config(
        app,
        host=server.host,
        port=server.port if environment.port is None else environment.port,
        proxy_headers=bool(server.trusted_proxies),
        forwarded_allow_ips=list(server.trusted_proxies),
        server_header=False,
        access_log=False,
        log_config=None,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GOODBYE,
        h11_max_incomplete_event_size=32 * 1024,
        ws="none",
    )
