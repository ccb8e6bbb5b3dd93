"""One host over HTTP: its robots.txt is kept, requests wait for each other, answers are bounded, redirects stay."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from knowledge.importing.drafts import Unreadable

NAME = "aisle-import"  # what robots.txt may call us
LARGEST = 5  # MB of one page or sitemap
SECONDS = 15.0
SLOWEST = 30.0  # seconds; a longer Crawl-delay is not waited for
REDIRECTS = 5
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Fetched:
    """What an address held; `address` is the last one that redirects led to."""

    address: str
    content: bytes
    kind: str  # "text/html"
    charset: str


class Site:
    """Fetches from the host of one address alone. A context manager: its connections are closed at the end."""

    def __init__(self, address: str, delay: float, pause: Callable[[float], None] = time.sleep, client: Any = None):
        """Read robots.txt; Unreadable where the address is none, or the host does not answer."""
        import httpx

        parts = urlsplit(address)
        if parts.scheme not in PORTS or not parts.hostname:
            raise Unreadable(f"{address}: expected an address such as https://shop.example/help")
        self.host = parts.hostname
        self._ports = {port for port in (parts.port,) if port} or set(PORTS.values())
        self._pause, self._delay, self._asked = pause, delay, False
        self._client = client or httpx.Client(timeout=SECONDS, headers={"user-agent": agent()})
        self._robots = RobotFileParser()
        try:
            self._read_robots(urljoin(address, "/robots.txt"))
        except BaseException:
            self._client.close()
            raise

    def __enter__(self) -> "Site":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    @property
    def sitemaps(self) -> list[str]:
        """Those that robots.txt names."""
        return self._robots.site_maps() or []

    def allows(self, address: str) -> bool:
        """Say whether robots.txt lets us read an address."""
        return self._robots.can_fetch(NAME, address)

    def is_here(self, address: str) -> bool:
        """Say whether an address is on this host and port, by http or https."""
        try:
            parts = urlsplit(address)
            port = parts.port or PORTS.get(parts.scheme)
        except ValueError:
            return False
        return parts.scheme in PORTS and parts.hostname == self.host and port in self._ports

    def fetch(self, address: str) -> Fetched:
        """Return what an address holds, after a pause; Unreadable says what stood in the way."""
        status, fetched = self._follow(address)
        if status != 200:
            raise Unreadable(f"expected the page, found HTTP {status}")
        return fetched

    def _read_robots(self, address: str) -> None:
        status, fetched = self._follow(address)
        if status in (401, 403):
            raise Unreadable(f"{address}: HTTP {status} forbids all of {self.host}; nothing was fetched")
        if status >= 500:
            raise Unreadable(f"{address}: HTTP {status}: it cannot be read whether we may; nothing was fetched")
        lines = fetched.content.decode("utf-8", "replace").splitlines() if status == 200 else []
        self._robots.parse(lines)
        wanted = self._robots.crawl_delay(NAME)
        self._delay = max(self._delay, min(float(wanted), SLOWEST) if wanted else 0.0)

    def _follow(self, address: str) -> tuple[int, Fetched]:
        for _ in range(REDIRECTS + 1):
            if not self.is_here(address):
                raise Unreadable(
                    f"it leads to another host than {self.host}: {address[:200]}; give that address itself"
                )
            status, fetched, leads_to = self._ask(address)
            if not leads_to:
                return status, fetched
            address = urljoin(address, leads_to)
        raise Unreadable(f"expected the page, found more than {REDIRECTS} redirects")

    def _ask(self, address: str) -> tuple[int, Fetched, str]:
        import httpx

        if self._asked:
            self._pause(self._delay)
        self._asked = True
        try:
            with self._client.stream("GET", address, follow_redirects=False) as answer:
                content = b""
                for piece in answer.iter_bytes():
                    content += piece
                    if len(content) > LARGEST * 10**6:
                        raise Unreadable(f"expected at most {LARGEST} MB, found more")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreadable(
                f"{urlsplit(address).netloc} does not answer: {str(error) or type(error).__name__}"
            ) from error
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        fetched = Fetched(address, content, kind, answer.charset_encoding or "")
        return answer.status_code, fetched, answer.headers.get("location", "") if answer.is_redirect else ""


def agent() -> str:
    """How we introduce ourselves."""
    try:
        return f"{NAME}/{version('aisle')} (reads a shop's own help pages for its customer service)"
    except PackageNotFoundError:
        return NAME
