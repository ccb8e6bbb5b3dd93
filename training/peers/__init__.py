"""Other systems taught the same examples and asked the same messages, to know what ours is worth."""
