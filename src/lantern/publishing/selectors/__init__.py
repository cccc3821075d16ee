"""Reading what is published, and what stands behind it."""
