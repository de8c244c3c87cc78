from django.db import migrations

LEAD = (
    "Tell us in your own words what is going on. A person reads every request, "
    "and tells you what can happen next."
)


def turn_welcome_into_home(apps, schema_editor):
    """Make Wagtail's welcome page our home page, in place: its site and rights stay."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("pages", "HomePage")
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    plain, _ = ContentType.objects.get_or_create(app_label="wagtailcore", model="page")
    if site is None or site.root_page.content_type_id != plain.pk:
        return
    welcome = site.root_page
    home = HomePage(
        **{f.attname: getattr(welcome, f.attname) for f in welcome._meta.concrete_fields},
        page_ptr_id=welcome.pk,
        lead=LEAD,
    )
    home.content_type, _ = ContentType.objects.get_or_create(app_label="pages", model="homepage")
    home.title = home.draft_title = "Home"
    home.live = True
    home.save()


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0001_initial"),
        ("clinic", "0002_clinic_details"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(turn_welcome_into_home, migrations.RunPython.noop)]
