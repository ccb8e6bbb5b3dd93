"""The Rasa component around the reader: learns one head a language from NLU examples, adds commands to each message."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoding import home_folder, shared_encoder
from bot.nlu.fitting import by_language, fit_head
from bot.nlu.head import Head
from bot.nlu.reader import Reader
from bot.nlu.serving import serve
from bot.nlu.vectors import KeptVectors
from knowledge.encoder import fingerprint_of, read_manifest

VERSION = "1"  # of the features and the normaliser; a change here means that models must be trained anew


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Understanding(GraphComponent):
    """Intents, entities and commands for English and Chinese messages."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, heads: Dict[str, Head]) -> None:
        """Made by `create` (before training) or `load`."""
        self._model_storage, self._resource = model_storage, resource
        self.reader = Reader(heads, shared_encoder(home_folder()))

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """No settings: what can be set belongs to the export."""
        return {}

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """Another encoder or another version of the features means another model."""
        manifest = read_manifest(home_folder() / "models" / "encoder", "encoder")
        return f"{VERSION}:{fingerprint_of(manifest)}:{_code()}"

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Understanding:
        """Before training."""
        return cls(model_storage, resource, {})

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Understanding:
        """The heads as trained; refuses a model whose encoder is not the one on disk."""
        with model_storage.read_from(resource) as folder:
            trained = (folder / "encoder").read_text()
            heads = {name: Head.load(folder / name) for name in ("en", "zh") if (folder / name).exists()}
        component = cls(model_storage, resource, heads)
        if trained != component.reader.encoder.fingerprint:
            raise ValueError(
                f"The model was trained with the encoder {trained}, but {home_folder() / 'models'} holds "
                f"{component.reader.encoder.fingerprint}. Train again: aisle train nlu"
            )
        serve(component.reader)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Fit a head for every language that has examples of at least two intents."""
        examples = [(message.get("text"), message.get("intent")) for message in training_data.intent_examples]
        vectors = KeptVectors(self.reader.encoder, home_folder() / "cache" / "vectors")
        for name, pairs in by_language(examples).items():
            if len({intent for _, intent in pairs}) >= 2:
                self.reader.heads[name] = fit_head(name, pairs, vectors.encode)
        self._persist()
        return self._resource

    def _persist(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "encoder").write_text(self.reader.encoder.fingerprint)
            for name, head in self.reader.heads.items():
                head.save(folder / name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """No later component learns from what this one finds."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds intent, intent_ranking, entities and commands to each message."""
        for message in messages:
            commands = self.reader.read(message.get("text") or "", _today(message))
            ranking = [{"name": intent, "confidence": share} for intent, share in commands[0]["ranking"]]
            message.set("intent", ranking[0] if ranking else None, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set(
                "entities", [_entity(kind, value) for each in commands for kind, value in each["entities"]], True
            )
            message.set("commands", commands, add_to_output=True)
        return messages


def _today(message: Message) -> Optional[date]:
    """The day in the shop's time zone; the door, which has the clock, puts it beside the text."""
    said = (message.get("metadata") or {}).get("today")
    return date.fromisoformat(said) if said else None


def _entity(kind: str, value: str) -> Dict[str, Any]:
    return {"entity": kind, "value": value, "extractor": "Understanding"}


def _code() -> str:
    """A digest of this folder's modules: Rasa's cache would otherwise restore what an older reader learned."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
