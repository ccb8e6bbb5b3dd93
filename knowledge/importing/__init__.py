"""Bringing answers in from files and pages: read into drafts, compared with the articles, written all or none."""
