"""Proposals and programmes as the parts of a page, worded for their reader."""
