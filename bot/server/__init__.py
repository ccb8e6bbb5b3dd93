"""The HTTP edge: doors for shoppers, agents, the shop's page and the demo. Knows neither Rasa nor tables."""
