from datetime import time

from django.db import migrations

from clinic.crisis import CRISIS_LINES


def make_clinic_details(apps, schema_editor):
    """A new site knows who helps in a crisis before anybody has logged in."""
    ClinicDetails = apps.get_model("clinic", "ClinicDetails")
    CrisisLine = apps.get_model("clinic", "CrisisLine")
    OpeningHours = apps.get_model("clinic", "OpeningHours")
    clinic, made = ClinicDetails.objects.get_or_create(pk=1)
    if not made:
        return
    for order, line in enumerate(CRISIS_LINES):
        CrisisLine.objects.create(
            clinic=clinic,
            sort_order=order,
            name=line.name,
            phone=line.phone,
            text=line.text,
            note=line.note,
        )
    for day in range(5):
        OpeningHours.objects.create(
            clinic=clinic, sort_order=day, day=day, opens=time(9), closes=time(17)
        )


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial")]

    operations = [migrations.RunPython(make_clinic_details, migrations.RunPython.noop)]
