"""What staff are asked for."""
