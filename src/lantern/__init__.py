"""Lantern: the working system of a by-and-for Domestic Homicide Review programme."""
