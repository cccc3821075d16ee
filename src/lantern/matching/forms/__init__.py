"""The forms of matching's pages."""
