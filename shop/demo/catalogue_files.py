"""Reading the catalogue's YAML: shelves, products, reviews and people, checked so that a slip names its file and
key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

HERE = Path(__file__).parent
Words = dict[str, str]
Model = TypeVar("Model", bound=BaseModel)


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProductFile(_Checked):
    """A product as it is written down; `price` is in dollars."""

    id: str
    name: Words
    kind: str
    price: float
    description: Words
    specs: dict[str, Any] = {}
    care: Words = {}
    fit: Words = {}
    colours: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    goes_with: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def cents(self) -> int:
        """The price in cents."""
        return round(self.price * 100)


class Shelf(_Checked):
    """One file of the catalogue: a category and its products."""

    category: str
    name: Words
    products: tuple[ProductFile, ...]


class ReviewFile(_Checked):
    """A sentence that fits products of some kinds, or of every kind where the kind is `any`."""

    stars: int
    en: str
    zh: str
    kinds: tuple[str, ...] = ("any",)


class City(_Checked):
    """A place to live in."""

    city: str
    state: str
    postcode: str


class People(_Checked):
    """What shoppers are made of."""

    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    streets: tuple[str, ...]
    cities: tuple[City, ...]


@dataclass(frozen=True)
class CatalogueFiles:
    """Everything that is written down about the demo shop."""

    shelves: tuple[Shelf, ...]
    reviews: tuple[ReviewFile, ...]
    people: People
    colours: dict[str, Words]


def read_catalogue(folder: Path = HERE / "catalogue") -> CatalogueFiles:
    """Read and check the folder. ValueError names the file, the key and what was found."""
    shelves = tuple(
        _checked(Shelf, path, _load(path))
        for path in sorted(folder.glob("*.yml"))
        if path.name not in ("reviews.yml", "people.yml")
    )
    if not shelves:
        raise ValueError(f"no catalogue in {folder.name!r}: expected a file for each category")
    reviews_path, people_path = folder / "reviews.yml", folder / "people.yml"
    reviews = tuple(_checked(ReviewFile, reviews_path, entry) for entry in _entries(_load(reviews_path), "reviews"))
    people = _checked(People, people_path, _load(people_path))
    return CatalogueFiles(shelves, reviews, people, _load(HERE / "colours.yml"))


def _load(path: Path) -> Any:
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _entries(loaded: Any, key: str) -> list[Any]:
    return list(loaded[key] if isinstance(loaded, dict) else loaded)


def _checked(kind: type[Model], path: Path, given: Any) -> Model:
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        raise ValueError(f"{path.name}: {error}") from None
