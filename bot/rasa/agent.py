"""Loads a trained model into an Agent whose actions run in-process and whose turns always end in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.rasa.actions import InProcessEndpoint
from bot.rasa.processor import Processor
from bot.rasa.trackers import SlotStore


class LoadedAgent(Agent):
    """An Agent around a Processor; everything else is Rasa's."""

    def load_model(self, model_path: Any, fingerprint: Optional[str] = None) -> None:
        """As Agent.load_model, with our processor."""
        super().load_model(model_path, fingerprint)
        assert self.processor is not None
        self.processor.__class__ = Processor
        self.processor.prepare(_components(self.processor))

    async def handle_message(self, message: UserMessage) -> Optional[List[Dict[str, Any]]]:
        """Run one turn. Rasa's lock is not taken: `bot.turns` runs one turn at a time for each conversation."""
        assert self.processor is not None
        said: Optional[List[Dict[str, Any]]] = await self.processor.handle_message(message)
        return said


def load(model: Path, trackers: SlotStore, endpoint: InProcessEndpoint) -> LoadedAgent:
    """An agent over the newest model in a folder, or over one file. Raises rasa's ModelNotFound."""
    agent = LoadedAgent(tracker_store=trackers, action_endpoint=endpoint)
    agent.load_model(model)
    assert agent.processor is not None
    # Rasa wraps a store so that a failed save falls silently to memory; then a later yes answers an earlier question.
    agent.tracker_store = agent.processor.tracker_store = trackers
    trackers.domain = agent.domain
    return agent


def _components(processor: Processor) -> List[Any]:
    """The components that the model's graph was loaded with."""
    return [node._component for node in processor.graph_runner._instantiated_nodes.values()]
