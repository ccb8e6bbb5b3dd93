"""Rasa inside our process: how its agent is loaded, where its trackers lie, how its actions run."""
