"""What the bot may say and find: articles, passages, retrieval and checked answers. Knows neither database nor Rasa."""
