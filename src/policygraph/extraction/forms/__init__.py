"""The forms in which notices state who is responsible: labels, brackets, sentences, lists that name the unit first."""
