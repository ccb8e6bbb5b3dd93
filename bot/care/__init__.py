"""Keeping the articles good: questions without an answer, drafts of new articles, and trying one out."""
