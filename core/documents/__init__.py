"""Rows made into paper: service report, invoice and labels, as PDF or PNG bytes."""
