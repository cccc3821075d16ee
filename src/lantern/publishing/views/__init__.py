"""The desk, personal links, and the feed."""
