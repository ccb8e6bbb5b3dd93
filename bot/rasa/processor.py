"""One turn through Rasa's parts without its detours: understand, ask the policy, run the action, until it listens.

Rasa's own loop resolves a task graph for every prediction, copies the tracker for every action in case it is rejected,
and copies every event for log lines that nobody reads. None of that is needed where understanding and policy are ours
alone; where config.yml names other components, Rasa's loop runs.
"""

from __future__ import annotations

import logging
from typing import Any, Dict, List, Optional

from rasa.core.actions.action import Action, ActionBotResponse
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.constants import UTTER_PREFIX
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.understanding import Understanding
from bot.policy.policy import FlowPolicy
from bot.rasa.actions import InProcessAction, InProcessEndpoint

MOST_ACTIONS = 50  # in one turn; Rasa's 10 cuts off a message with five requests

log = logging.getLogger(__name__)


class Processor(MessageProcessor):
    """Rasa's processor with our actions, more of them a turn, and a way out when even that is not enough."""

    understanding: Optional[Understanding] = None
    policy: Optional[FlowPolicy] = None

    def prepare(self, components: List[Any]) -> None:
        """Take the short way where all of the model's components but Rasa's fixed ones are our two."""
        self.max_number_of_predictions = MOST_ACTIONS
        self.on_circuit_break = on_action_limit
        self._actions: Dict[str, Action] = {}
        others = [each for each in components if not type(each).__module__.startswith("rasa.")]
        if {type(each) for each in others} == {Understanding, FlowPolicy} and len(others) == 2:
            self.understanding = next(each for each in others if isinstance(each, Understanding))
            self.policy = next(each for each in others if isinstance(each, FlowPolicy))

    async def handle_message(self, message: UserMessage) -> Optional[List[Dict[str, Any]]]:
        """Run one turn; what is said goes to the message's channel, what is remembered to the tracker store."""
        if self.policy is None:
            said: Optional[List[Dict[str, Any]]] = await super().handle_message(message)
            return said
        channel = message.output_channel
        assert channel is not None
        tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
        tracker.update(await self._uttered(message), self.domain)
        for _ in range(MOST_ACTIONS):
            prediction = self.policy.predict_action_probabilities(tracker, self.domain)
            name = self.domain.action_names_or_texts[prediction.max_confidence_index]
            await self._act(name, prediction, tracker, channel)
            if name == ACTION_LISTEN_NAME:
                break
        else:
            on_action_limit(tracker, channel, self.nlg)
        _tell_trace(tracker, channel)
        await self.save_tracker(tracker)
        return None

    async def parse_message(
        self,
        message: UserMessage,
        tracker: Optional[DialogueStateTracker] = None,
        only_output_properties: bool = True,
    ) -> Dict[str, Any]:
        """What understanding finds in the text: intent, intent_ranking, entities and commands."""
        if self.understanding is None:
            parsed: Dict[str, Any] = await super().parse_message(message, tracker, only_output_properties)
            return parsed
        read = Message({"text": message.text, "message_id": message.message_id, "metadata": message.metadata})
        self.understanding.process([read])
        found: Dict[str, Any] = read.as_dict(only_output_properties=True)
        return {"text": message.text, "intent": {"name": None, "confidence": 0.0}, "entities": [], **found}

    def predict_next_with_tracker_if_should(self, tracker: DialogueStateTracker) -> tuple[Any, PolicyPrediction]:
        """On the long way: as Rasa's, with our actions."""
        action, prediction = super().predict_next_with_tracker_if_should(tracker)
        return self._action(action.name()), prediction

    async def _run_prediction_loop(self, output_channel: OutputChannel, tracker: DialogueStateTracker) -> None:
        """On the long way: as Rasa's."""
        await super()._run_prediction_loop(output_channel, tracker)
        _tell_trace(tracker, output_channel)

    async def _uttered(self, message: UserMessage) -> UserUttered:
        found = await self.parse_message(message)
        return UserUttered(
            message.text,
            found["intent"],
            found["entities"],
            found,
            input_channel=message.input_channel,
            message_id=message.message_id,
            metadata=message.metadata,
        )

    async def _act(
        self, name: str, prediction: PolicyPrediction, tracker: DialogueStateTracker, channel: OutputChannel
    ) -> None:
        """The policy's events, the action, its events, in Rasa's order. One that raises has no events, no outcome."""
        tracker.update_with_events(prediction.events, self.domain)
        events: List[Event] = []
        if name != ACTION_LISTEN_NAME:
            try:
                events = await self._action(name).run(channel, self.nlg, tracker, self.domain)
            except Exception:
                log.exception("the action %s failed", name)
        tracker.update(ActionExecuted(name, prediction.policy_name, prediction.max_confidence), self.domain)
        tracker.update_with_events(events, self.domain)
        await self._send_bot_messages(events, tracker, channel)

    def _action(self, name: str) -> Action:
        if name not in self._actions:
            ours = isinstance(self.action_endpoint, InProcessEndpoint) and name in self.action_endpoint.executor.actions
            if ours:
                self._actions[name] = InProcessAction(name, self.action_endpoint)
            elif name.startswith(UTTER_PREFIX):
                self._actions[name] = ActionBotResponse(name)
            else:
                return self._get_action(name)
        return self._actions[name]


def _tell_trace(tracker: DialogueStateTracker, channel: OutputChannel) -> None:
    """The channel is told how the message was taken, which is what can be learned from it."""
    state = tracker.get_slot("flow_state") or {}
    channel.trace = list(state.get("trace") or [])  # type: ignore[attr-defined]


def on_action_limit(tracker: DialogueStateTracker, channel: OutputChannel, nlg: NaturalLanguageGenerator) -> None:
    """A turn that runs in circles: forget the stack, so that the next message is heard; the channel says sorry."""
    tracker.update(SlotSet("flow_state", None))
    channel.broken = True  # type: ignore[attr-defined]
