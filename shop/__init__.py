"""The shop's facts and rules: tables, identity, orders, recommendations, the conversation log and the agents' desk."""
