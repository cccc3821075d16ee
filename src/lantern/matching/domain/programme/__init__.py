"""The allocation of the whole programme. Pure: no framework, no clock but the solver's, no database."""
