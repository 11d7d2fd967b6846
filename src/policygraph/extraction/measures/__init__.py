"""Making measures of items and their statements."""
