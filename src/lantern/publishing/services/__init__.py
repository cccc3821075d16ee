"""What is done to pages and to what stands beside them."""
