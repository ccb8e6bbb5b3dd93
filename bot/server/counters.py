"""Requests by route and status, how long they took, and open streams; counted outside everything else."""

from __future__ import annotations

import time
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Counters:
    """One registry per application; labels are route templates, never paths, so that no id becomes one."""

    def __init__(self, open_streams: Callable[[], int]) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route")
        self._requests = Counter("aisle_requests", "Requests answered", (*labels, "status"), registry=self.registry)
        self._seconds = Histogram(
            "aisle_request_seconds", "Until the answer began", labels, buckets=SECONDS, registry=self.registry
        )
        Gauge("aisle_open_streams", "Event streams open now", registry=self.registry).set_function(open_streams)

    def add(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)


class Counting:
    """Counts each request when its answer begins."""

    def __init__(self, app: ASGIApp, counters: Counters) -> None:
        self.app, self.counters = app, counters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        began = time.perf_counter()

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", "other")
                method = scope["method"] if scope["method"] in ("GET", "POST", "HEAD", "OPTIONS") else "other"
                self.counters.add(method, route, message["status"], time.perf_counter() - began)
            await send(message)

        return await self.app(scope, receive, counted)
