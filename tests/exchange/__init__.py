"""Tests of the composition root and the ground floor."""
