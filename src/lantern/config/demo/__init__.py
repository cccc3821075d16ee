"""The demonstration programme, all invented. Surnames are plants, so that nobody takes them for real people."""
