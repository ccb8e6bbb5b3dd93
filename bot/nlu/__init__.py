"""Understanding: text in, commands out. Texts are normalised, split into requests, classified, searched for values."""
