"""Ask in plain language: names of bodies, and questions of the catalogue by their words. No model is called."""
