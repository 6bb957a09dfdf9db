"""The page of figures: live, and every figure opens its records."""
