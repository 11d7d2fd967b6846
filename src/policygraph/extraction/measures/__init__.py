"""Items and their statements become measures."""
