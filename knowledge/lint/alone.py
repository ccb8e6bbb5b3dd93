"""What can be seen of one article by itself: its dates, its length, its questions, whether anybody ever got it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from knowledge.articles import Article
from knowledge.language import LOCALES
from knowledge.lint.facts import facts_of
from knowledge.lint.finding import Finding
from knowledge.passages import paragraphs
from knowledge.words import normalise

SOON = 30  # days
LONGEST = {"en": 180, "zh": 320}  # words, characters: MiniLM reads 256 tokens, and the generator's prompt holds 250
FEWEST_QUESTIONS = 3


def dates(article: Article, today: date) -> list[Finding]:
    """It is past its last day, will be soon, or has not begun."""
    last, first = article.valid_until, article.valid_from
    if last is not None and last < today:
        return [_of(article, "error", "expired", f"has not been said since {last}: renew its dates, or delete it")]
    if last is not None and last <= today + timedelta(days=SOON):
        return [_of(article, "warning", "expires_soon", f"is said until {last}: renew it, or let it go")]
    if first is not None and first > today:
        return [_of(article, "hint", "not_yet", f"is said from {first} on")]
    return []


def length(article: Article) -> list[Finding]:
    """A paragraph is longer than what is read of it."""
    found = []
    for number, text in enumerate(paragraphs(article.body), 1):
        count = len(text.split()) if article.locale == "en" else len(text)
        if count > LONGEST[article.locale]:
            unit = "words" if article.locale == "en" else "characters"
            message = (
                f"has {count} {unit} in paragraph {number}: more than {LONGEST[article.locale]} are not read; part it"
            )
            found.append(_of(article, "warning", "too_long", message))
    return found


def questions(article: Article) -> list[Finding]:
    """Few ways to ask it are given, or the same one twice."""
    if not article.questions:
        return [_of(article, "warning", "no_questions", "lists no questions: add five as shoppers type them")]
    found = []
    keys = ["".join(sign for sign in normalise(question) if sign.isalnum()) for question in article.questions]
    twice = {question for at, question in enumerate(article.questions) if keys[at] in keys[:at]}
    if twice:
        found.append(_of(article, "hint", "same_question", f"lists “{sorted(twice)[0]}” twice"))
    if len(article.questions) < FEWEST_QUESTIONS:
        message = (
            f"lists {len(article.questions)} of the five questions or more that it should: add how shoppers ask it"
        )
        found.append(_of(article, "hint", "few_questions", message))
    return found


def unused(articles: Sequence[Article], said: Collection[str], days: int) -> list[Finding]:
    """No shopper got it in all these days."""
    message = f"was sent to nobody in {days} days: has it the words that shoppers use?"
    return [_of(each, "hint", "unused", message) for each in articles if each.id not in said]


def translations(by_locale: Mapping[str, Article]) -> list[Finding]:
    """One language is missing, or names other values than the other."""
    one = next(iter(by_locale.values()))
    missing = [locale for locale in LOCALES if locale not in by_locale]
    if missing:
        severity = "hint" if one.untranslated else "error"
        message = f"is not there in {', '.join(missing)}: translate it"
        return [Finding("hint" if severity == "hint" else "error", "untranslated", one.locale, one.id, message)]
    english, chinese = (facts_of(by_locale[locale].body) for locale in LOCALES)
    found = []
    for kind in sorted(english.keys() & chinese.keys()):
        mine, theirs = english[kind] - {"1"}, chinese[kind] - {"1"}  # "a year", "per dollar"
        if mine != theirs and not (mine < theirs or theirs < mine):
            message = f"names other values in en and zh, {kind}: {_listed(mine - theirs)} and {_listed(theirs - mine)}"
            found.append(Finding("error", "translations_differ", "zh", one.id, message))
    return found


def _listed(values: Collection[str]) -> str:
    return ", ".join(sorted(values))


def _of(article: Article, severity: str, code: str, message: str) -> Finding:
    return Finding(severity, code, article.locale, article.id, message)  # type: ignore[arg-type]
