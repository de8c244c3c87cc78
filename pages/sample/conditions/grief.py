from typing import Any

from pages.sample.writing import bullets, heading, of_type, paragraph, source, stream

GRIEF: dict[str, Any] = {
    "slug": "grief",
    "title": "Grief",
    "lead": (
        "Grief is not an illness. It is what love does when someone is gone. It has no "
        "timetable. Sometimes it stays so heavy that a person needs company on the way."
    ),
    "signs": stream(
        paragraph(
            "There is no right way to grieve. All of these are common, and they may change "
            "by the hour:"
        ),
        bullets(
            "Longing, crying, or feeling nothing at all",
            "Anger, guilt, or relief after a long illness",
            "Seeing or hearing the person for a moment",
            "Being tired, unable to sleep, eat or think straight",
            "Good hours in between, and feeling bad about them",
        ),
        paragraph(
            "People grieve for more than a death: a child never born, a marriage, a country, "
            "a pet, health, work. You do not have to compare."
        ),
        paragraph(
            "For most people the waves slowly come further apart. About one in ten adults "
            "who lose someone finds that, after many months or a year, the pain is as sharp "
            "as on the first day and living feels impossible. That deserves help of its own."
        ),
    ),
    "help": stream(
        paragraph(
            "Most people do not need therapy for grief. They need time, people who can "
            "listen, and practical help. Studies do not show that early counselling for "
            "everyone makes grief easier."
        ),
        paragraph(
            "If grief stays stuck, or comes with depression or trauma, therapy can help. You "
            "talk about the person, about the day they died if you want to, and about how to "
            "carry them with you. Nobody will tell you to let go."
        ),
    ),
    "urgent": (
        "If you think about dying so as to be with them, or you cannot eat, drink or "
        "look after your children, please talk to someone today: Lifeline on {Lifeline}"
        ", or {Emergency} in danger. After a "
        "suicide, StandBy supports families and friends: {StandBy}."
    ),
    "body": stream(
        heading("In the first weeks"),
        bullets(
            "Let somebody else cook, drive or make the calls.",
            "Eat and drink a little, even without hunger.",
            "Say the name of the person who died. Others may be waiting for you to begin.",
            "Tell children the truth in short, plain words. They notice anyway.",
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "Lundorff, M., et al. (2017). Prevalence of prolonged grief disorder in adult "
            "bereavement: a systematic review and meta-analysis. Journal of Affective "
            "Disorders, 212, 138–149."
        ),
        source(
            "Szuhany, K. L., Malgaroli, M., Miron, C. D., & Simon, N. M. (2021). Prolonged "
            "grief disorder: course, diagnosis, assessment, and treatment. Focus, 19(2), "
            "161–172."
        ),
        source(
            "Shear, M. K. (2015). Complicated grief. New England Journal of Medicine, "
            "372(2), 153–160."
        ),
        source(
            "Bryant, R. A., et al. (2014). Treating prolonged grief disorder: a randomized "
            "clinical trial. JAMA Psychiatry, 71(12), 1332–1339."
        ),
    ),
}
