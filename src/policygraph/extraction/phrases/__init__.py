"""Fixed phrases of notices: labels before lists, verbs that give a role, deadlines, periods."""
