"""The ways in and out: one module a channel."""
