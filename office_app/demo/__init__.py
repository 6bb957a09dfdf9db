"""The demonstration: the firm's office and Alex's tablet as two programs, for a person or playing by itself."""
