"""Actions run in this process: Rasa's tracker in, events and messages of a rasa-sdk action out, nothing serialised."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Optional

from rasa.core.actions.action import RemoteAction, create_bot_utterance
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher


class InProcessEndpoint(EndpointConfig):
    """Looks like an action server to Rasa; holds the actions, which were handed their services when they were built."""

    def __init__(self, actions: Iterable[Action]) -> None:
        """rasa-sdk's executor checks and registers them."""
        super().__init__(url="in-process", enable_selective_domain=True)
        self.executor = ActionExecutor()
        for action in actions:
            self.executor.register_action(action)

    async def request(self, *args: Any, json: Optional[Dict[str, Any]] = None, **kwargs: Any) -> Any:
        """Run one action as an action server would; Rasa's own way, for a pipeline that is not ours alone."""
        return await self.executor.run(json)


class InProcessAction(RemoteAction):
    """A RemoteAction that calls its action. What that raises is Rasa's to handle, and becomes a missing outcome."""

    action_endpoint: InProcessEndpoint

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> List[Event]:
        """The messages and then the events of the action."""
        dispatcher = CollectingDispatcher()
        events = await self.action_endpoint.executor.actions[self.name()](dispatcher, shown(tracker), {})
        said = [
            create_bot_utterance({name: value for name, value in each.items() if value}) for each in dispatcher.messages
        ]
        return [*said, *(_event(each) for each in events)]


def shown(tracker: DialogueStateTracker) -> Tracker:
    """What an action sees of a tracker: slots and the latest message. What was said before is in the shop's log."""
    message = dict(tracker.latest_message.parse_data) if tracker.latest_message else {}
    return Tracker(
        tracker.sender_id, tracker.current_slot_values(), message, [], False, None, {}, tracker.latest_action_name
    )


def _event(of_sdk: Dict[str, Any]) -> Event:
    """Nearly all of them set a slot; Rasa searches all its classes for the one that is meant."""
    if of_sdk["event"] == SlotSet.type_name:
        return SlotSet(of_sdk["name"], of_sdk["value"])
    return deserialise_events([of_sdk])[0]
