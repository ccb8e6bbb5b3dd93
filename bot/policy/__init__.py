"""The dialogue: declarative flows, the engine that runs a stack of them, and the Rasa policy that hosts the engine."""
