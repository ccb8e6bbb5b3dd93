"""The Rasa policy that hosts the flow engine: tracker in, next action and the new stack out."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional

from rasa.core.featurizers.precomputation import MessageContainerForCoreFeaturization
from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policy.engine import Engine, Outcome, Turn
from bot.policy.grammar import fingerprint, read_flows
from bot.policy.state import Command, State

FLOWS = Path(__file__).parent.parent / "flows"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class FlowPolicy(Policy):
    """Predicts whatever the engine says is next. Learns nothing: training only checks and stores which flows it saw."""

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> None:
        """Reads the flows once; raises FlowError where they cannot be used."""
        super().__init__(config, model_storage, resource, execution_context)
        folder = Path(config.get("flows") or FLOWS)
        self.engine = Engine(read_flows(folder))
        self.flows = fingerprint(folder)

    @staticmethod
    def supported_data() -> SupportedData:
        """Rasa wants some dialogue data before it trains a policy; ours is one trivial rule."""
        return SupportedData.ML_AND_RULE_DATA

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """`flows`: the folder of flow files, by default bot/flows."""
        return {"priority": 6, "flows": None}

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """Changed flows mean a changed model."""
        return fingerprint(Path(config.get("flows") or FLOWS))

    def train(
        self,
        training_trackers: List[TrackerWithCachedStates],
        domain: Domain,
        precomputations: Optional[MessageContainerForCoreFeaturization] = None,
        **kwargs: Any,
    ) -> Resource:
        """Nothing to learn; the flows' fingerprint is kept with the model."""
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "flows").write_text(self.flows)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FlowPolicy:
        """Refuses a model that was trained with other flows than those on disk."""
        policy = cls(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            trained = (folder / "flows").read_text()
        if trained != policy.flows:
            raise ValueError(
                f"The model was trained with the flows {trained}, but bot/flows is now {policy.flows}. "
                "Train again: aisle train nlu"
            )
        return policy

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[Dict[str, Any]] = None,
        precomputations: Optional[MessageContainerForCoreFeaturization] = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """The engine's next action with certainty, and the stack and slots it leaves as events."""
        slots = tracker.current_slot_values()
        state = State.load(slots.get("flow_state"), self.flows)
        offered: List[Dict[str, str]] = []
        if tracker.latest_action_name == ACTION_LISTEN_NAME:
            offered = (tracker.latest_message.metadata or {}).get("offered", []) if tracker.latest_message else []
            self.engine.receive(state, _turn(tracker))
        effect = self.engine.next(state, slots, _outcome(slots), offered)
        effect.slots.setdefault("locale", _locale(tracker, slots))
        name = effect.action or ACTION_LISTEN_NAME
        prediction = PolicyPrediction.for_action_name(domain, name, self.__class__.__name__)
        changed = {slot: value for slot, value in effect.slots.items() if slots.get(slot) != value}
        prediction.events = [SlotSet(slot, value) for slot, value in changed.items()]
        prediction.events.append(SlotSet("flow_state", state.dump()))
        return prediction


def _turn(tracker: DialogueStateTracker) -> Turn:
    message = tracker.latest_message
    assert message is not None
    metadata = message.metadata or {}
    commands = [Command.load(raw) for raw in (message.parse_data or {}).get("commands", [])]
    if metadata.get("choice"):
        commands = [Command(message.text or "", choice=metadata["choice"])]
    return Turn(
        commands=commands or [Command(message.text or "")],
        at=float(metadata.get("at", message.timestamp)),
        owner_since=float(metadata.get("owner_since", 0.0)),
    )


def _outcome(slots: Dict[str, Any]) -> Optional[Outcome]:
    raw = slots.get("outcome")
    if not isinstance(raw, dict):
        return None
    shown = tuple((str(kind), str(name)) for kind, name in raw.get("shown", []))
    return Outcome(raw["key"], raw["status"], shown, tuple(raw.get("lines", [])), str(raw.get("asked", "")))


def _locale(tracker: DialogueStateTracker, slots: Dict[str, Any]) -> str:
    """The language of the latest message, as the channel detected it."""
    metadata = (tracker.latest_message.metadata or {}) if tracker.latest_message else {}
    return str(metadata.get("locale") or slots.get("locale") or "en")
