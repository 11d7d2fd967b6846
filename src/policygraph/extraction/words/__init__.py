"""Words that say who does what by when: verbs, labels, words of deadlines and of rules for the whole document."""
