"""The reviewed list: crisis lines with their numbers, the source, and the day it was read.

Numbers entered in Clinic details, and numbers beside a line's name in pages and newsletters, are
compared with this list. Data only. Before the site goes live the practice calls each number;
after the sources were read again, change the numbers and `READ`.
"""

from datetime import date

from clinic.crisis.line import ReviewedLine

READ = date(2026, 11, 30)

_HEALTHDIRECT = "https://www.healthdirect.gov.au/mental-health-crisis-support"
_VICTORIA = "https://www.health.vic.gov.au/mental-health-services/telephone-and-online-services"
_NT = "https://nt.gov.au/wellbeing/mental-health/hospital-mental-health-services"

REVIEWED = (
    ReviewedLine(
        "Emergency",
        "000",
        note="Danger to life: police, fire, ambulance",
        source="https://www.triplezero.gov.au/triple-zero/other-emergency-numbers",
        read=READ,
        aliases=("Triple Zero",),
        more=("112", "106"),
        from_the_start=True,
    ),
    ReviewedLine(
        "Lifeline",
        "13 11 14",
        text="0477 13 11 14",
        note="Anyone, day and night",
        source="https://lifeinmind.org.au/news/lifelines-crisis-text-service-now-available-24-7",
        read=READ,
        aliases=("Lifeline Australia",),
        from_the_start=True,
    ),
    ReviewedLine(
        "Suicide Call Back Service",
        "1300 659 467",
        note="Day and night",
        source=_HEALTHDIRECT,
        read=READ,
        aliases=("Suicide Callback Service",),
        from_the_start=True,
    ),
    ReviewedLine(
        "13YARN",
        "13 92 76",
        note="For Aboriginal and Torres Strait Islander people",
        source="https://www.miragenews.com/13yarn-247-national-crisis-line-support-for-756394/",
        read=READ,
        aliases=("13 YARN",),
        from_the_start=True,
    ),
    ReviewedLine(
        "Kids Helpline",
        "1800 55 1800",
        note="Ages 5 to 25",
        source="https://yourtown.com.au/apps/webcounselling/live/chat",
        read=READ,
        aliases=("Kids Help Line",),
        from_the_start=True,
    ),
    ReviewedLine(
        "1800RESPECT",
        "1800 737 732",
        # It answers text messages too: 0458 737 732. Editors add that if they want it shown.
        note="Family and sexual violence",
        source="https://thedailyaus.com.au/stories/1800-respect-text-messaging/",
        read=READ,
        aliases=("1800 RESPECT",),
        more=("0458 737 732",),
        from_the_start=True,
    ),
    ReviewedLine(
        "Beyond Blue", "1300 22 4636", note="Day and night", source=_VICTORIA, read=READ,
        aliases=("Beyondblue",),
    ),
    ReviewedLine(
        "MensLine", "1300 78 99 78", note="Day and night", read=READ,
        source="https://newshub.medianet.com.au/2024/09/lifeline-urges-australians-to-get-to-know-"
        "all-the-ways-to-reach-out-for-support/66068",
        aliases=("MensLine Australia", "Mens Line"),
    ),
    ReviewedLine(
        "QLife", "1800 184 527", note="3 pm to midnight, every day", read=READ,
        source="https://www.qlife.org.au/faqs",
    ),
    ReviewedLine(
        "Butterfly", "1800 33 4673", note="8 am to midnight", read=READ,
        source="https://butterfly.org.au/news/butterfly-foundation-national-helpline-1800-ed-hope-"
        "expands-hours-of-operation-for-eating-disorders/",
        aliases=("Butterfly National Helpline", "Butterfly Foundation"),
    ),
    ReviewedLine(
        "PANDA", "1300 726 306", note="Monday to Saturday", read=READ,
        source="https://panda.org.au/about",
    ),
    ReviewedLine("SANE", "1800 187 263", note="Weekdays, 10 am to 10 pm", source=_VICTORIA,
                 read=READ, aliases=("SANE Australia",)),
    ReviewedLine(
        "Open Arms", "1800 011 046", note="Veterans and families, day and night", read=READ,
        source="https://www.dva.gov.au/newsroom/latest-news-veterans/"
        "free-mental-health-care-through-dva",
    ),
    ReviewedLine(
        "Poisons Information", "13 11 26", note="Day and night", read=READ,
        source="https://www.poisonsinfo.health.qld.gov.au",
        aliases=("Poisons Information Centre",),
    ),
    ReviewedLine(
        "Medicare Mental Health", "1800 595 212", note="Weekdays, 8.30 am to 5 pm", read=READ,
        source="https://wentworthhealthcare.com.au/blog/ceodesk/february-2025/"
        "medicare-mental-health-centres-–-new-name,-new-loo",
        aliases=("Head to Health",),
    ),
    ReviewedLine(
        "National Alcohol and Other Drug Hotline", "1800 250 015", read=READ,
        source="https://mindframe.org.au/news/mindframe-encourages-inclusion-of-the-national-"
        "alcohol-and-other-drugs-hotline-1800-250-015-in-media-reporting",
        aliases=("Alcohol and Other Drug Hotline",),
    ),
    ReviewedLine(
        "Relationships Australia", "1300 364 277", source="https://raq.org.au/2021/04", read=READ,
    ),
    ReviewedLine(
        "Family Relationship Advice Line", "1800 050 321", read=READ,
        source="http://operational.servicesaustralia.gov.au/public/Pages/help-in-an-emergency/"
        "003-11040010-03.html",
    ),
    ReviewedLine(
        "National Relay Service", "1800 555 727", text="0423 677 767", read=READ,
        source="https://www.tfseducation.com.au/national_relay_service",
    ),
    ReviewedLine(
        "TIS National", "13 14 50", note="Interpreters", source=_NT, read=READ,
        aliases=("Translating and Interpreting Service",),
    ),
    ReviewedLine(
        "NSW Mental Health Line", "1800 011 511", note="Day and night", read=READ,
        source="https://health.nsw.gov.au/mentalhealth/pages/mental-health-line.aspx",
    ),
    ReviewedLine(
        "Nurse-on-Call", "1300 60 60 24", note="Victoria", source=_VICTORIA, read=READ,
        aliases=("Nurse on Call",),
    ),
    ReviewedLine(
        "1300 MH CALL", "1300 64 22 55", note="Queensland, day and night", read=READ,
        source="https://metrosouth.health.qld.gov.au/mhcall", aliases=("1300MHCALL",),
    ),
    ReviewedLine(
        "South Australia Mental Health Triage", "13 14 65", note="Day and night", read=READ,
        source="https://www.sahealth.sa.gov.au/wps/wcm/connect/public+content/sa+health+internet/"
        "conditions/drugs/drug+and+alcohol+emergency+information",
    ),
    ReviewedLine(
        "Mental Health Emergency Response Line", "1300 555 788", note="Perth", read=READ,
        source="http://ahs.health.wa.gov.au/Our-services/Service-Directory/Mental-Health/"
        "Mental-Health-Emergency-Services",
    ),
    ReviewedLine(
        "Access Mental Health", "1800 332 388", note="Tasmania", read=READ,
        source="https://www.findhelptas.org.au/program/mental-health-service-helpline/",
    ),
    ReviewedLine(
        "Northern Territory Mental Health Line", "1800 682 288", note="Day and night",
        source=_NT, read=READ,
    ),
    ReviewedLine(
        "Access Mental Health ACT", "1800 629 354", read=READ,
        source="http://health.act.gov.au/our-services/women-youth-and-children/"
        "perinatal-mental-health/postpartum-psychosis",
    ),
)  # fmt: skip
