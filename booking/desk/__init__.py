"""Reception's desk in Django admin: requests, answers, lists and figures."""
