"""What flows call: a thin module per topic. Slots in, one call to shop/ or knowledge/, reply out."""
