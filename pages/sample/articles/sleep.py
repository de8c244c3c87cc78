from datetime import date
from typing import Any

from pages.sample.writing import bullets, heading, notice, of_type, paragraph, source, stream

SLEEP: dict[str, Any] = {
    "slug": "sleep-when-your-mind-will-not-stop",
    "title": "Sleep when your mind will not stop",
    "published_on": date(2026, 11, 16),
    "lead": (
        "It is late, you are tired, and your head is loud. Here is what you can do "
        "tonight, and what helps over weeks."
    ),
    "body": stream(
        heading("Tonight"),
        bullets(
            "Turn the clock away. Counting the hours keeps you awake.",
            "Awake for what feels like twenty minutes? Get up. Sit somewhere dim, do "
            "something dull, and go back when your eyes close.",
            "Write down what is on your mind: what you need to do tomorrow, in a list. In "
            "one small study people who did this fell asleep a little sooner.",
            "Lie there and rest if getting up is too much. Rest is not wasted.",
            "One bad night is rarely harmful. You will be tired, and you will most likely manage.",
        ),
        heading("Tomorrow"),
        bullets(
            "Get up at your usual time, also after a short night.",
            "Go out into daylight, and move a little.",
            "No coffee, tea or cola after lunch. Alcohol makes you drowsy and then wakes you.",
            "If you must nap: before three, and for less than half an hour.",
        ),
        heading("If it goes on"),
        paragraph(
            "If you sleep badly three nights a week for more than three months, it is called "
            "insomnia. Guidelines suggest a form of <a "
            'href="/therapies/cognitive-behaviour-therapy/">CBT</a> made for sleep as the first '
            "treatment, before pills. It takes four to eight sessions, or a course online. "
            "The first two weeks can be hard, because you spend less time in bed. It does "
            "not work for everyone."
        ),
        paragraph(
            "See your GP if you snore and wake up tired, if your legs will not be still, if "
            "you work nights, or if you take pills to sleep and want to stop. Please do not "
            "stop them all at once."
        ),
        notice(
            "If the nights are dark in another way",
            "If you lie awake with thoughts of not wanting to live, call Lifeline on {Lifeline}"
            " or text {Lifeline text}. "
            "Somebody is awake.",
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "Ree, M., Junge, M., & Cunnington, D. (2017). Australasian Sleep Association "
            "position statement regarding the use of psychological/behavioral treatments in "
            "the management of insomnia in adults. Sleep Medicine, 36(Suppl. 1), S43–S47."
        ),
        source(
            "Qaseem, A., et al. (2016). Management of chronic insomnia disorder in adults: a "
            "clinical practice guideline from the American College of Physicians. Annals of "
            "Internal Medicine, 165(2), 125–133."
        ),
        source(
            "Edinger, J. D., et al. (2021). Behavioral and psychological treatments for "
            "chronic insomnia disorder in adults: an American Academy of Sleep Medicine "
            "clinical practice guideline. Journal of Clinical Sleep Medicine, 17(2), "
            "255–262."
        ),
        source(
            "Scullin, M. K., et al. (2018). The effects of bedtime writing on difficulty "
            "falling asleep: a polysomnographic study comparing to-do lists and completed "
            "activity lists. Journal of Experimental Psychology: General, 147(1), 139–146."
        ),
    ),
}
