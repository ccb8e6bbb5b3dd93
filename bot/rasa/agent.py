"""Loads a trained model into an Agent whose actions run in-process and whose turns always end in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa.actions import InProcessAction, InProcessEndpoint
from bot.rasa.trackers import SlotStore

MOST_ACTIONS = 50  # in one turn; Rasa's 10 cuts off a message with five requests


class Processor(MessageProcessor):
    """Rasa's processor with our actions, more of them a turn, and a way out when even that is not enough."""

    def predict_next_with_tracker_if_should(self, tracker: DialogueStateTracker) -> tuple[Any, PolicyPrediction]:
        """As Rasa's, but our actions are not checked against a schema."""
        action, prediction = super().predict_next_with_tracker_if_should(tracker)
        if type(action) is RemoteAction:
            action = InProcessAction(action.name(), self.action_endpoint)
        return action, prediction

    async def _run_prediction_loop(self, output_channel: OutputChannel, tracker: DialogueStateTracker) -> None:
        """As Rasa's; the channel is then told how the message was taken, which is what can be learned from it."""
        await super()._run_prediction_loop(output_channel, tracker)
        state = tracker.get_slot("flow_state") or {}
        output_channel.trace = list(state.get("trace") or [])  # type: ignore[attr-defined]


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
    assert agent.processor is not None
    # Rasa wraps a store so that a failed save falls silently to memory; then a later yes answers an earlier question.
    agent.tracker_store = agent.processor.tracker_store = trackers
    trackers.domain = agent.domain
    return agent
