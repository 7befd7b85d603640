"""Runs contestants in turn on the same work, checks what they did, and writes down what it took."""
