"""The text of a notice as it is read: folded, without line breaks of pages, with its outline of numbered items."""
