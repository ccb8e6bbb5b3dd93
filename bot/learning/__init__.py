"""Learning from conversations: what was unclear, what people say it meant, and heads fitted anew while serving."""
