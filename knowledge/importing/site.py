"""A shop's own help pages, fetched politely: robots.txt first, then its sitemap, page by page, on one host alone."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from knowledge.importing.drafts import Reading, Unreadable
from knowledge.importing.fetching import Fetched, Site
from knowledge.importing.pages import blocks_of, page_text
from knowledge.importing.sections import read_blocks
from knowledge.importing.sitemaps import addresses_in

MOST_MAPS = 50


@dataclass(frozen=True)
class Manners:
    """How much is asked of a site."""

    pages: int = 200
    depth: int = 2  # links from the first page, where there is no sitemap; sitemaps within sitemaps
    delay: float = 1.0  # seconds between two requests; more where robots.txt says so


def read_site(
    address: str,
    manners: Manners,
    looked: Callable[[str], None] = print,
    pause: Callable[[float], None] = time.sleep,
    client: Any = None,
) -> list[Reading]:
    """Read the pages at and below an address: those in the sitemap, else those that its links lead to.

    Raise Unreadable where the site cannot be reached, its robots.txt forbids the address, or nothing is found.
    """
    with Site(address, manners.delay, pause, client) as site:
        if not site.allows(address):
            raise Unreadable(f"{address}: robots.txt of {site.host} forbids it; nothing was fetched")
        readings: list[Reading] = []
        listed = list(_listed(site, address, manners, readings))
        waiting = [(each, 0) for each in listed] or [(address, manners.depth)]
        seen = {each for each, _ in waiting}
        pages = 0
        while waiting:
            page, depth = waiting.pop(0)
            reading = Reading(page)
            readings.append(reading)
            if pages >= manners.pages:
                reading.left_out.append(("", f"more than {manners.pages} pages; raise --pages"))
                continue
            if not site.allows(page):
                reading.left_out.append(("", "robots.txt forbids it"))
                continue
            pages += 1
            looked(page)
            links = _read(site, reading, page)
            for link in links if depth else []:
                if link not in seen and site.is_here(link) and _is_below(link, address):
                    seen.add(link)
                    waiting.append((link, depth - 1))
        return readings


def _listed(site: Site, address: str, manners: Manners, readings: list[Reading]) -> Iterator[str]:
    """Yield the sitemap's pages below the address; what is on another host is told."""
    is_map = urlsplit(address).path.endswith((".xml", ".xml.gz"))
    maps = [(each, 0) for each in ([address] if is_map else site.sitemaps or [urljoin(address, "/sitemap.xml")])]
    below = urljoin(address, "/") if is_map else address
    read: set[str] = set()
    seen: set[str] = set()
    for where, depth in maps:
        if where in read or len(read) >= MOST_MAPS:
            continue
        read.add(where)
        told = Reading(where)
        if not site.is_here(where):
            told.left_out.append(("", f"a sitemap on another host than {site.host}; give its own address to import it"))
            readings.append(told)
            continue
        try:
            fetched = site.fetch(where)
            inner, pages = addresses_in(fetched.content)
        except Unreadable as error:
            if is_map or site.sitemaps:
                told.broken = str(error)
                readings.append(told)
            continue
        if depth < manners.depth:
            maps += [(each, depth + 1) for each in inner]
        others = [each for each in pages if not site.is_here(each)]
        if others:
            told.left_out.append(("", f"{len(others)} pages on other hosts, such as {others[0][:100]}"))
            readings.append(told)
        for each in pages:
            if site.is_here(each) and _is_below(each, below) and each not in seen:
                seen.add(each)
                yield each


def _read(site: Site, reading: Reading, page: str) -> list[str]:
    """Add a page's drafts; return the addresses that it links to."""
    try:
        fetched = site.fetch(page)
        if fetched.kind not in ("text/html", "application/xhtml+xml", ""):
            reading.left_out.append(("", f"expected HTML, found {fetched.kind}; save it and import the file"))
            return []
        html = page_text(fetched.content, fetched.charset)
        blocks, name = blocks_of(html, fetched.address)
        path = urlsplit(fetched.address)
        base = " ".join(filter(None, [path.path.rpartition(".")[0] or path.path, path.query])).strip("/ ")
        read_blocks(reading, blocks, name or page, base or site.host)
        if not reading.drafts and not reading.left_out:
            reading.left_out.append(("", "no text outside menus, forms and scripts"))
        return _links(html, fetched)
    except Unreadable as error:
        reading.left_out.append(("", str(error)))
        return []


def _links(html: str, fetched: Fetched) -> list[str]:
    from selectolax.lexbor import LexborHTMLParser

    found = [element.attributes.get("href") or "" for element in LexborHTMLParser(html).css("a[href]")]
    return list(dict.fromkeys(urljoin(fetched.address, each).partition("#")[0] for each in found))


def _is_below(page: str, address: str) -> bool:
    above = urlsplit(address).path.rstrip("/")
    return urlsplit(page).path.rstrip("/") == above or urlsplit(page).path.startswith(f"{above}/")
