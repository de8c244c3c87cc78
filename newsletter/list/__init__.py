"""Who is on the list: signing up, confirming, leaving, erasing, importing."""
