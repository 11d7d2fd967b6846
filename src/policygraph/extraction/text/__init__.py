"""Preparing the text of a notice: folding, removing the line breaks of pages, reading the outline of numbered items."""
