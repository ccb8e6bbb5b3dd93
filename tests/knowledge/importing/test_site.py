"""A site is read politely: what robots.txt forbids is not asked for, no other host is, and every bound is kept."""

from __future__ import annotations

import gzip
import http.server
import threading
from collections.abc import Iterator

import pytest

from knowledge.importing.drafts import Reading, Unreadable
from knowledge.importing.fetching import LARGEST
from knowledge.importing.site import Manners, read_site
from knowledge.importing.sitemaps import addresses_in
from tests.knowledge.importing.papers import answers

PAGE = "<html><title>{0} | Shop</title><body><nav>Menu</nav><h1>{0}</h1><p>About {0}.</p>{1}</body></html>"


class Web:
    """A web server on this machine: paths to (status, content type, body), and what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, str, bytes]] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        web = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append(self.path)
                web.agents.add(self.headers["user-agent"])
                status, kind, body = web.pages.get(self.path, (404, "text/html", b"not here"))
                self.send_response(status)
                self.send_header("Location" if 300 <= status < 400 else "Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.address = f"http://{self.host}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def put(self, path: str, body: str | bytes, status: int = 200, kind: str = "text/html; charset=utf-8") -> None:
        self.pages[path] = (status, kind, body if isinstance(body, bytes) else body.encode())

    def page(self, path: str, title: str, *links: str) -> None:
        self.put(path, PAGE.format(title, "".join(f'<a href="{link}">more</a>' for link in links)))

    def sitemap(self, path: str, *addresses: str, of: str = "url") -> None:
        outer = "urlset" if of == "url" else "sitemapindex"
        inner = "".join(f"<{of}><loc>{each}</loc></{of}>" for each in addresses)
        name = "http://www.sitemaps.org/schemas/sitemap/0.9"
        self.put(path, f'<?xml version="1.0"?><{outer} xmlns="{name}">{inner}</{outer}>', kind="application/xml")

    def read(self, path: str = "/help", **manners: float) -> list[Reading]:
        self.pauses: list[float] = []
        return read_site(
            self.address + path,
            Manners(**{"delay": 1.0, **manners}),  # type: ignore[arg-type]
            looked=lambda at: None,
            pause=self.pauses.append,
        )


@pytest.fixture
def web() -> Iterator[Web]:
    made = Web()
    yield made
    made.server.shutdown()
    made.server.server_close()


def titles(readings: list[Reading]) -> list[str]:
    return [title for each in readings for title in answers(each)]


def told(readings: list[Reading]) -> list[str]:
    return [why for each in readings for _, why in each.left_out]


def test_the_pages_of_the_sitemap_below_the_address_are_read_with_a_pause_between_them(web: Web) -> None:
    web.sitemap("/sitemap.xml", *(f"{web.address}{path}" for path in ("/help", "/help/zips", "/helpers", "/blog/a")))
    for path in ("/help", "/help/zips", "/helpers", "/blog/a"):
        web.page(path, path.rpartition("/")[2])
    found = web.read()
    assert titles(found) == ["help", "zips"]
    assert [each.source for each in found] == [f"{web.address}/help", f"{web.address}/help/zips"]
    assert [draft.base for each in found for draft in each.drafts] == ["help", "help/zips"]
    assert web.asked == ["/robots.txt", "/sitemap.xml", "/help", "/help/zips"]
    assert web.pauses == [1.0, 1.0, 1.0]
    assert all(agent.startswith("aisle-import/") for agent in web.agents)


def test_a_sitemap_that_names_sitemaps_is_followed_to_a_depth_and_may_be_packed(web: Web) -> None:
    web.put("/robots.txt", f"Sitemap: {web.address}/maps.xml\n", kind="text/plain")
    web.sitemap("/maps.xml", f"{web.address}/one.xml.gz", f"{web.address}/maps.xml", of="sitemap")
    web.sitemap("/one.xml", f"{web.address}/help/a")
    web.put("/one.xml.gz", gzip.compress(web.pages["/one.xml"][2]), kind="application/gzip")
    web.page("/help/a", "a")
    assert titles(web.read()) == ["a"]
    assert titles(web.read("/maps.xml")) == ["a"]


def test_pages_and_sitemaps_on_another_host_are_not_asked_for(web: Web) -> None:
    other = Web()
    other.page("/help/evil", "evil")
    other.sitemap("/sitemap.xml", f"{other.address}/help/evil")
    web.put("/robots.txt", f"Sitemap: {other.address}/sitemap.xml\nSitemap: {web.address}/own.xml\n", kind="text/plain")
    web.sitemap("/own.xml", f"{other.address}/help/evil", "file://localhost/secret.txt", f"{web.address}/help/moved")
    web.put("/help/moved", b"", status=302)
    web.pages["/help/moved"] = (302, f"{other.address}/help/evil", b"")
    found = web.read()
    other.server.shutdown()
    assert not titles(found)
    assert other.asked == []
    assert [why.split(":")[0] for why in told(found)] == [
        "a sitemap on another host than 127.0.0.1; give its own address to import it",
        "2 pages on other hosts, such as http",
        "it leads to another host than 127.0.0.1",
    ]


def test_what_robots_txt_forbids_is_not_asked_for(web: Web) -> None:
    rules = (
        "User-agent: *\nDisallow: /help/private\n\nUser-agent: aisle-import\nDisallow: /help/draft\nCrawl-delay: 7\n"
    )
    web.put("/robots.txt", rules, kind="text/plain")
    web.sitemap("/sitemap.xml", f"{web.address}/help/draft/a", f"{web.address}/help/b")
    web.page("/help/b", "b")
    found = web.read()
    assert titles(found) == ["b"]
    assert told(found) == ["robots.txt forbids it"]
    assert "/help/draft/a" not in web.asked
    assert web.pauses == [7.0, 7.0]


def test_a_site_that_forbids_the_address_is_left_alone(web: Web) -> None:
    web.put("/robots.txt", "User-agent: *\nDisallow: /\n", kind="text/plain")
    with pytest.raises(Unreadable, match=r"robots\.txt of 127\.0\.0\.1 forbids it; nothing was fetched"):
        web.read()
    assert web.asked == ["/robots.txt"]


@pytest.mark.parametrize("status", [401, 403, 500, 503])
def test_rules_that_cannot_be_read_forbid_everything(web: Web, status: int) -> None:
    web.put("/robots.txt", "", status=status)
    with pytest.raises(Unreadable, match="nothing was fetched"):
        web.read()


def test_without_a_sitemap_links_are_followed_to_a_depth_below_the_address(web: Web) -> None:
    web.page(
        "/help", "help", "/help/a#top", "/help/a", "/blog", "https://elsewhere.example/help/x", "mailto:a@b.example"
    )
    web.page("/help/a", "a", "b", "/help")
    web.page("/help/b", "b", "/help/c")
    web.page("/help/c", "c")
    assert titles(web.read(depth=1)) == ["help", "a"]
    assert titles(web.read(depth=2)) == ["help", "a", "b"]
    assert "/blog" not in web.asked


def test_no_more_pages_are_asked_for_than_allowed(web: Web) -> None:
    web.sitemap("/sitemap.xml", *(f"{web.address}/help/{number}" for number in range(5)))
    for number in range(5):
        web.page(f"/help/{number}", f"page {number}")
    found = web.read(pages=3)
    assert len(titles(found)) == 3
    assert told(found) == ["more than 3 pages; raise --pages"] * 2
    assert len(web.asked) == 5


def test_pages_that_cannot_be_read_are_left_out_by_address_and_the_others_taken(web: Web) -> None:
    names = ("gone", "picture", "big", "loop", "odd", "good", "empty")
    web.sitemap("/sitemap.xml", *(f"{web.address}/help/{name}" for name in names))
    web.put("/help/picture", b"png", kind="image/png")
    web.put("/help/big", b"x" * (LARGEST * 10**6 + 1))
    web.pages["/help/loop"] = (301, f"{web.address}/help/loop", b"")
    web.put("/help/odd", "é".encode("latin-1"))
    web.put("/help/empty", "<html><body><nav>Menu</nav></body></html>")
    web.page("/help/good", "good")
    found = {each.source.rpartition("/")[2]: each for each in web.read()}
    assert titles(list(found.values())) == ["good"]
    whys = {name: each.left_out[0][1] for name, each in found.items() if each.left_out}
    assert whys == {
        "gone": "expected the page, found HTTP 404",
        "picture": "expected HTML, found image/png; save it and import the file",
        "big": "expected at most 5 MB, found more",
        "loop": "expected the page, found more than 5 redirects",
        "odd": "expected utf-8, found byte 0 that is not; save it as UTF-8",
        "empty": "no text outside menus, forms and scripts",
    }


@pytest.mark.parametrize("address", ["ftp://shop.example/help", "https://", "file://localhost/secret.txt"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(Unreadable, match="expected an address such as https://"):
        read_site(address, Manners(), lambda at: None)


def test_a_host_that_does_not_answer_is_told() -> None:
    closed = Web()
    closed.server.shutdown()
    closed.server.server_close()
    with pytest.raises(Unreadable, match="does not answer"):
        closed.read()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<html>", "expected a sitemap in XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><urlset/>', "found a document type"),
        (gzip.compress(b"\0" * 60_000_000), "expected a sitemap of at most 50 MB"),
        (b"\x1f\x8b and nothing", "expected a gzipped sitemap"),
    ],
)
def test_a_sitemap_that_is_none_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        addresses_in(content)
