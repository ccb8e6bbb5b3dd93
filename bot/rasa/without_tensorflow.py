"""Rasa without TensorFlow: Rasa imports it for components that we do not use, which costs 10 s and 300 MB.

Where config.yml names our own components alone, `spare` puts stand-ins in its place: modules whose every name is an
empty class, enough for Rasa's own modules to be read. Another pipeline gets the real thing.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

SPARED = frozenset({"tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras"})


def needed(config: Path) -> bool:
    """Whether any component of the pipeline or the policies is not ours."""
    content = yaml.safe_load(config.read_text(encoding="utf-8"))
    components = [*(content.get("pipeline") or []), *(content.get("policies") or [])]
    return any(not str(component["name"]).startswith("bot.") for component in components)


def spare(config: Path) -> bool:
    """Put the stand-ins in place, unless they are needed or TensorFlow is there already; say whether they are."""
    if any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return True
    if needed(config) or "tensorflow" in sys.modules:
        return False
    sys.meta_path.insert(0, _Finder())
    return True


class _Empty(type):
    """A class whose attributes are classes like it; called with a function, as a decorator is, it gives it back."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _empty(name)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if not cls.__dict__.get("stand_in"):
            return super().__call__(*args, **kwargs)
        return args[0] if len(args) == 1 and not kwargs and isinstance(args[0], types.FunctionType) else cls

    def __getitem__(cls, item: Any) -> Any:
        return cls

    def __or__(cls, other: Any) -> Any:
        return cls

    def __ror__(cls, other: Any) -> Any:
        return cls


def _empty(name: str) -> Any:
    return _Empty(name, (), {"stand_in": True})


class _Module(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = _empty(name)
        setattr(self, name, value)
        return value


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] not in SPARED:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        module = _Module(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        module.__version__ = "0"  # type: ignore[attr-defined]
