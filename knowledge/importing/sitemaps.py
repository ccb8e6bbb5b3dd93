"""Sitemaps (https://www.sitemaps.org/protocol.html): the pages in one, and the sitemaps that it names."""

import zlib
from xml.etree import ElementTree

from knowledge.importing.drafts import Unreadable

LARGEST = 50  # MB, as the protocol has it
MOST = 50_000  # addresses, the same


def addresses_in(content: bytes) -> tuple[list[str], list[str]]:
    """Return (sitemaps, pages) that a sitemap names, which may be gzipped; Unreadable where it is none."""
    content = _unpacked(content)
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise Unreadable("expected a sitemap, found a document type; this is none")
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError) as error:
        raise Unreadable(f"expected a sitemap in XML, found {error}") from error
    found: dict[str, list[str]] = {"sitemap": [], "url": []}
    for element in root:
        kind = element.tag.rpartition("}")[2]
        where = next((each.text for each in element if each.tag.rpartition("}")[2] == "loc"), None)
        if kind in found and where and len(found[kind]) < MOST:
            found[kind].append(where.strip())
    return found["sitemap"], found["url"]


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(b"\x1f\x8b"):
        return content
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        unpacked = unpacking.decompress(content, LARGEST * 10**6)
    except zlib.error as error:
        raise Unreadable(f"expected a gzipped sitemap, found {error}") from error
    if unpacking.unconsumed_tail:
        raise Unreadable(f"expected a sitemap of at most {LARGEST} MB, found more")
    return unpacked
