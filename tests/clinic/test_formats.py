import datetime

from django.utils import formats


def test_moments_read_alike_at_every_desk():
    moment = datetime.datetime(2026, 11, 23, 17, 25, tzinfo=datetime.UTC)
    assert formats.date_format(moment, "DATETIME_FORMAT") == "23 November 2026, 17:25"
    assert formats.date_format(moment.date()) == "23 November 2026"
    assert formats.time_format(moment.time()) == "17:25"
