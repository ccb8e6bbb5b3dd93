"""Loads a trained model into an Agent whose actions run in-process and whose turns always end in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

import rasa.core.actions.action
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa.actions import InProcessAction, InProcessEndpoint
from bot.rasa.trackers import SlotStore

MOST_ACTIONS = 50  # in one turn; Rasa's 10 cuts off a message with five requests


class Processor(MessageProcessor):
    """Rasa's processor with our actions, more of them a turn, and a way out when even that is not enough."""

    def _get_action(self, action_name: str) -> Optional[rasa.core.actions.action.Action]:
        if self.domain is not None and action_name in self.domain.user_actions and not action_name.startswith("utter_"):
            return InProcessAction(action_name, self.action_endpoint)
        return super()._get_action(action_name)


class LoadedAgent(Agent):
    """An Agent around a Processor; everything else is Rasa's."""

    def load_model(self, model_path: Any, fingerprint: Optional[str] = None) -> None:
        """As Agent.load_model, with our processor."""
        super().load_model(model_path, fingerprint)
        assert self.processor is not None
        self.processor.__class__ = Processor
        self.processor.max_number_of_predictions = MOST_ACTIONS
        self.processor.on_circuit_break = on_action_limit


def on_action_limit(tracker: DialogueStateTracker, channel: OutputChannel, nlg: NaturalLanguageGenerator) -> None:
    """A turn that runs in circles: forget the stack, so that the next message is heard; the channel says sorry."""
    tracker.update(SlotSet("flow_state", None))
    channel.broken = True  # type: ignore[attr-defined]


def load(model: Path, trackers: SlotStore, endpoint: InProcessEndpoint) -> LoadedAgent:
    """An agent over the newest model in a folder, or over one file. Raises rasa's ModelNotFound."""
    agent = LoadedAgent(tracker_store=trackers, action_endpoint=endpoint)
    agent.load_model(model)
    return agent
