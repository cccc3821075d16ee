"""The demonstration programme: invented people, agencies and reviews. Surnames are plants, so that nobody takes them for real."""
