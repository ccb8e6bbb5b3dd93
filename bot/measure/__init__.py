"""Measuring: our turns beside Rasa's default pipeline, each system in a process of its own, driven in alternation."""
