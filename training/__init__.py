"""Offline work: exporting models, making training data, training adapters, calibrating and evaluating."""
