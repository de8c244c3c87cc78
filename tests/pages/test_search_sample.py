"""Searching the sample pages."""

import re

import pytest

from pages.searching import search

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_sample")]

#: What people type, and a page that must be among the first three.
EVERYDAY = {
    "cost": "Fees and rebates",
    "how much does it cost": "Fees and rebates",
    "price": "Fees and rebates",
    "medicare rebate": "Fees and rebates",
    "anxious": "Anxiety",
    "panic attack": "Anxiety",
    "worried all the time": "Anxiety",
    "overthinking": "Anxiety",
    "social anxiety": "Anxiety",
    "sad": "Depression",
    "I feel sad all the time": "Depression",
    "depressed": "Depression",
    "depresion": "Depression",
    "grief": "Grief",
    "my mum died": "Grief",
    "can’t sleep": "Sleep",
    "insomnia": "Sleep",
    "sleap": "Sleep",
    "trauma": "Post-traumatic stress",
    "ptsd": "Post-traumatic stress",
    "adhd test": "ADHD assessment",
    "autism assessment child": "Autism assessment",
    "is my son autistic": "Autism assessment",
    "autisim": "Autism assessment",
    "dyslexia": "Learning assessment",
    "memory": "Cognitive assessment",
    "ipt": "Interpersonal",
    "breakup": "Interpersonal",
    "cbt": "Cognitive Behaviour",
    "act therapy": "Acceptance and Commitment",
    "schema": "Schema",
    "emdr": "Eye Movement",
    "dbt": "Dialectical",
    "meditation": "Mindfulness",
    "childhood": "Schema",
    "who can read my notes": "Privacy",
    "wheelchair": "Accessibility",
    "parking": "Contact",
    "phone number": "Contact",
    "opening hours": "Contact",
    "first visit": "Your first visit",
    "cancel appointment": "Appointments",
    "faq": "Questions people ask",
    "counsellor": "Our clinicians",
}


def test_search_without_hits_offers_words_that_hit_and_who_helps_now(client):
    page = client.get("/search/?q=xyzzy").content.decode()
    words = re.findall("“([^”]+)”", page)
    assert len(words) >= 3
    for word in words:
        assert "No page holds these words" not in client.get(f"/search/?q={word}").content.decode()
    assert "tel:131114" in page[page.index("If you cannot wait") :]


def test_search_answers_everyday_words_with_the_page_they_mean():
    missed = {}
    for query, title in EVERYDAY.items():
        first = [result.title for result in search(query).results][:3]
        if not any(found.startswith(title) for found in first):
            missed[query] = first
    assert not missed
