"""The index of all languages: built aside, kept on disk by version, swapped in whole."""

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from knowledge.articles import Article
from knowledge.encoder import TextEncoder
from knowledge.errors import IndexMismatch
from knowledge.language import LOCALES
from knowledge.shelf import Shelf

CODE = 6  # raise it when the same articles must be indexed anew
CURRENT = "current"  # a file that names the folder of the version in use


class Index:
    """A version and one shelf a language; never changed after it is made."""

    def __init__(self, version: str, shelves: dict[str, Shelf]) -> None:
        self.version = version
        self.shelves = shelves


def version_of(articles: Sequence[Article], encoder: TextEncoder) -> str:
    """Return what decides an index: every word of the articles, the encoder and this code."""
    digest = hashlib.sha256(f"{CODE} {encoder.fingerprint}".encode())
    for article in articles:
        facts = (
            article.id,
            article.locale,
            article.title,
            article.questions,
            article.unanswered,
            article.body,
        )
        digest.update(repr((*facts, str(article.valid_from), str(article.valid_until))).encode())
    return digest.hexdigest()[:12]


def build(
    articles: Sequence[Article], encoder: TextEncoder, folder: Path | None = None, before: Index | None = None
) -> Index:
    """Index the articles, keep the index in `folder` where one is given, and return it.

    What is in `folder` is replaced at the end and in one step; when anything fails, it is as it was. Texts that the
    index `before`, of the same encoder, holds are not embedded again.
    """
    shelves = {
        locale: Shelf.build(
            locale,
            [article for article in articles if article.locale == locale],
            encoder,
            before.shelves[locale] if before else None,
        )
        for locale in LOCALES
    }
    index = Index(version_of(articles, encoder), shelves)
    if folder is not None:
        _save(index, encoder, Path(folder))
    return index


def load(folder: Path, encoder: TextEncoder, version: str | None = None) -> Index:
    """Read a version, by default the one in use; raise IndexMismatch where it is not there whole, or was built by
    another encoder or code."""
    folder = Path(folder)
    try:
        version = version or (folder / CURRENT).read_text("utf-8").strip()
        facts = json.loads((folder / version / "facts.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise IndexMismatch(
            f"expected an index in {folder}, found none that is whole ({error}); build it anew"
        ) from error
    if facts["encoder"] != encoder.fingerprint:
        raise IndexMismatch(
            f"the index in {folder} was built by encoder {facts['encoder']} and the encoder now is "
            f"{encoder.fingerprint}: their vectors cannot be compared; build the index anew"
        )
    if facts["code"] != CODE:
        raise IndexMismatch(
            f"expected an index of code version {CODE} in {folder}, found {facts['code']}; build it anew"
        )
    return Index(
        version,
        {locale: Shelf.load(locale, folder / version / locale) for locale in LOCALES},
    )


def _save(index: Index, encoder: TextEncoder, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{index.version}-{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    try:
        for locale, shelf in index.shelves.items():
            shelf.save(aside / locale)
        facts = {"version": index.version, "encoder": encoder.fingerprint, "code": CODE}
        (aside / "facts.json").write_text(json.dumps(facts), "utf-8")
        _put(aside, folder / index.version)
        before = (folder / CURRENT).read_text("utf-8").strip() if (folder / CURRENT).is_file() else ""
        point(folder, index.version)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    for old in folder.iterdir():  # another process may still be reading the version before this one
        if old.is_dir() and old.name not in (index.version, before) and not old.name.startswith("."):
            shutil.rmtree(old, ignore_errors=True)


def is_kept(folder: Path, version: str) -> bool:
    """Say whether a version is in the folder as a whole."""
    return (folder / version / "facts.json").is_file()


def point(folder: Path, version: str) -> None:
    """Name the version in use."""
    pointer = folder / f".{CURRENT}-{os.getpid()}"
    try:
        pointer.write_text(version, "utf-8")
        os.replace(pointer, folder / CURRENT)
    finally:
        pointer.unlink(missing_ok=True)


def _put(aside: Path, target: Path) -> None:
    """Move `aside` to `target`, unless a whole index of that version is or comes to be there."""
    if is_kept(target.parent, target.name):
        return
    shutil.rmtree(target, ignore_errors=True)
    try:
        aside.rename(target)
    except OSError:
        if not is_kept(target.parent, target.name):
            raise
