"""The short way through a turn is taken where understanding and policy are ours, and always ends."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

pytestmark = [pytest.mark.rasa, pytest.mark.usefixtures("rasa")]


def test_another_component_in_config_yml_means_rasas_own_loop() -> None:
    from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler

    from bot.nlu.understanding import Understanding
    from bot.policy.policy import FlowPolicy
    from bot.rasa.processor import Processor

    class TheirClassifier:
        """Somebody's own component."""

    ours: list[Any] = [Understanding.__new__(Understanding), FlowPolicy.__new__(FlowPolicy), RegexMessageHandler()]
    for components, short in ((ours, True), ([*ours, TheirClassifier()], False), (ours[:1], False)):
        processor: Any = Processor.__new__(Processor)
        processor.prepare(components)
        assert (processor.policy is not None, processor.understanding is not None) == (short, short)


async def test_a_turn_that_runs_in_circles_ends_and_forgets_where_it_was() -> None:
    from rasa.core.policies.policy import PolicyPrediction
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.events import SlotSet
    from rasa.shared.core.trackers import DialogueStateTracker

    from bot.rasa.processor import MOST_ACTIONS, Processor

    slot = "{type: any, influence_conversation: false, mappings: [{type: custom}]}"
    domain = Domain.from_yaml(f"slots:\n  flow_state: {slot}\nresponses:\n  utter_again: [{{text: again}}]\n")
    saved: list[Any] = []

    class Circles:
        def predict_action_probabilities(self, tracker: Any, domain: Any) -> PolicyPrediction:
            prediction = PolicyPrediction.for_action_name(domain, "utter_again", "circles")
            prediction.events = [SlotSet("flow_state", {"frames": ["still here"]})]
            return prediction

    class Store:
        async def get_or_create_tracker(self, sender_id: str) -> DialogueStateTracker:
            return DialogueStateTracker(sender_id, domain.slots)

        async def save(self, tracker: Any) -> None:
            saved.append(tracker.get_slot("flow_state"))

    class Again:
        runs = 0

        async def run(self, *given: Any) -> list[Any]:
            Again.runs += 1
            return []

    processor: Any = Processor.__new__(Processor)
    processor.prepare([])
    processor.policy, processor.domain, processor.tracker_store, processor.nlg = Circles(), domain, Store(), None
    processor.understanding = SimpleNamespace(process=lambda messages: messages)
    processor._actions["utter_again"] = Again()
    channel = SimpleNamespace(broken=False)
    message = SimpleNamespace(
        text="hello", sender_id="here", output_channel=channel, input_channel="web", message_id="1", metadata={}
    )
    await processor.handle_message(message)
    assert (Again.runs, channel.broken, saved) == (MOST_ACTIONS, True, [None])
