"""Numbers are found by their last eight digits; the index is made while the site serves."""

from django.db import migrations, models

from booking.models.request_query import LastDigits
from clinic.operations import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("booking", "0009_recognition_word")]

    operations = [
        AddIndexConcurrently(
            model_name="appointmentrequest",
            index=models.Index(LastDigits(), name="request_last_digits"),
        ),
    ]
