"""Days, periods and deadlines in words."""
