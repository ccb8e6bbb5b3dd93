"""Bringing a shop's own products, shoppers and orders into our tables, from CSV or JSON: all of a file or nothing."""
