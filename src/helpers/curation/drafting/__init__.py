"""A first draft of a plan's statements, by rules: what a person then reads against the text and corrects."""
