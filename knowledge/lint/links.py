"""Links of articles that lead nowhere: to articles and headings that are not there and, where asked, to dead pages."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

from knowledge.articles import Article
from knowledge.lint.finding import Finding
from knowledge.words import normalise

_LINK = re.compile(
    r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)|<((?:https?|mailto):[^>\s]+)>|(?<![\w(<\"])(https?://[^\s)>\]，。、]+)"
)
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.M)
Reach = Callable[[str], str]  # an address to why it cannot be reached, "" where it can


def broken(articles: Sequence[Article], reach: Reach | None = None) -> list[Finding]:
    """Links of one language's articles; those to other sites only where `reach` is given."""
    headings = {article.id: {slug(each) for each in _HEADING.findall(article.body)} for article in articles}
    found, tried = [], dict[str, str]()
    for article in articles:
        for target in links_of(article.body):
            if re.match(r"https?://", target):
                if reach is not None and target not in tried:
                    tried[target] = reach(target)
                why = tried.get(target, "")
            else:
                why = _inside(target, article.id, headings)
            if why:
                message = f"links to {target}: {why}; correct or remove it"
                found.append(Finding("error", "broken_link", article.locale, article.id, message))
    return found


def links_of(body: str) -> list[str]:
    """Every address that a text links to, once."""
    found = (next(part for part in match.groups() if part) for match in _LINK.finditer(body))
    return list(dict.fromkeys(each.rstrip(".,;:!?") for each in found))


def slug(heading: str) -> str:
    """A heading as an anchor: "Opened fuel?" → "opened-fuel"."""
    return "-".join(re.findall(r"\w+", normalise(heading)))


def _inside(target: str, own: str, headings: Mapping[str, set[str]]) -> str:
    if re.match(r"[a-z][a-z0-9+.-]*:|/", target, re.IGNORECASE):
        return ""  # mailto:, tel:, and a path of the shop's own site
    place, _, anchor = target.partition("#")
    article = PurePosixPath(place).name.removesuffix(".md") if place else own
    if article not in headings:
        return f"there is no article {article!r} in this language"
    if anchor and slug(anchor) not in headings[article]:
        return f"{article!r} has no heading {anchor!r}"
    return ""
