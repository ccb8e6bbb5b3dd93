"""A server of its own process, to be stopped by a signal: python -m tests.server.serve_for_tests DATABASE."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

from bot.server.serve import configure
from bot.settings import ServerSettings
from tests.server.shop_for_tests import environment, open_app, open_edge

if __name__ == "__main__":
    database = Path(sys.argv[1])
    app = open_app(open_edge(database), database.parent)
    config = configure(app, ServerSettings(port=int(sys.argv[2])), environment(database.parent))
    uvicorn.Server(config).run()
