"""What a site says of itself: what it was made from, the digest of every file, every publication so far."""
