"""The page that a person reads after an evaluation: one file, no script, nothing from a network."""
