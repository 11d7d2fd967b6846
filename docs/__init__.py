"""Programs that write pages of the documentation, and the pages."""
