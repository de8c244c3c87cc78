"""Privacy and accessibility: what this site does, said plainly. A practice checks both."""

from typing import Any

from pages.sample.writing import bullets, heading, notice, paragraph, stream

OAIC = (
    "You can complain to us first. If our answer does not settle it, the Office of "
    "the Australian Information Commissioner can look into it: <a "
    'href="https://www.oaic.gov.au/">'
    'oaic.gov.au</a>, phone <a href="tel:1300363992">1300 363 992</a>.'
)

PRIVACY: dict[str, Any] = {
    "slug": "privacy",
    "title": "Privacy",
    "lead": (
        "What this site keeps about you, why, for how long, and what you can ask us to "
        "do. We follow the Privacy Act 1988 and its Australian Privacy Principles."
    ),
    "body": stream(
        heading("When you read this site"),
        paragraph(
            "We set no cookies, count no visits and follow nobody. No page loads anything "
            "from another company. We do not record who reads which page."
        ),
        heading("When you ask for an appointment"),
        bullets(
            "We keep what you typed: your name, how to reach you, when you can come, and "
            "what you told us about yourself.",
            "What you tell us about your reasons is stored encrypted. Only staff who deal "
            "with requests can open it.",
            "We use it to answer you and to prepare your care, and for nothing else.",
            "Our emails to staff and to you do not repeat what you wrote.",
            "Two small cookies protect the form and show you the page that says we have your "
            "request. They say nothing to anyone else.",
            "To stop floods of false requests we count how many come from one network, under "
            "a scrambled key that is soon deleted.",
        ),
        heading("How long we keep it"),
        paragraph(
            "If you become a client, your request belongs to your health record. Some states "
            "ask us to keep it for at least seven years, and for somebody under 18 until "
            "they turn 25. We do the same everywhere. If you do not become a client, we "
            "delete your request once it is no longer needed. You can ask us to delete it "
            "sooner."
        ),
        heading("The newsletter"),
        bullets(
            "You get it only after you confirm by email. Asking for an appointment never "
            "puts you on the list.",
            "We keep your email address, and the words you agreed to, when and on which page.",
            "Our newsletters hold no hidden pictures and no tracked links. We do not know "
            "who opens them.",
            "Every one has a link to leave the list. If your mailbox refuses our mail or you "
            "report it, we keep a scrambled form of the address so as not to write again.",
        ),
        heading("Who else sees it"),
        paragraph(
            "The companies that host this site and carry our email, bound by contract. We "
            "never sell or rent what you tell us. We pass it on only if you agree, if the "
            "law demands it, or to prevent a serious threat to somebody’s life or health."
        ),
        heading("What you can ask for"),
        paragraph(
            "Ask us what we hold about you, to correct it, or to delete it where the law "
            "lets us. Write or phone: our contact details are at the end of every page."
        ),
        paragraph(OAIC),
        notice(
            "On a shared phone or computer?",
            "Your browser remembers which pages you opened. Use a private window, or clear "
            "your history afterwards. We cannot do that for you. The request forms have a "
            "link that leaves the page quickly, but the history stays.",
        ),
    ),
}

ACCESSIBILITY: dict[str, Any] = {
    "slug": "accessibility",
    "title": "Accessibility",
    "lead": (
        "This site should work for everyone, also on an old phone, with a slow "
        "connection, or on a bad day. We aim for level AA of the Web Content "
        "Accessibility Guidelines 2.2."
    ),
    "body": stream(
        heading("What you can rely on"),
        bullets(
            "Everything works with a keyboard, and without JavaScript.",
            "You can make text twice as large, and use a screen 320 pixels wide.",
            "Light and dark follow your device, and so do stronger contrast colours.",
            "Nothing moves, plays or times out while you read.",
            "Forms say what is wrong in words, and keep what you typed.",
        ),
        heading("What we know is not good enough yet"),
        paragraph(
            "Automatic checks find no faults on our pages, but they cannot find everything. "
            "We have not yet asked people who use screen readers every day to try the site."
        ),
        heading("Tell us what gets in your way"),
        paragraph(
            "Write or phone, and say what you wanted to do and what happened. We can take "
            "your request by phone, or in another form that works for you."
        ),
    ),
}
