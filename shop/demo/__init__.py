"""The demo shop: a catalogue and people that are made up, and a generator that fills the tables with them."""
