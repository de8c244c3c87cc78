"""The files of the sample site: how they are read, and what is refused."""

import json

import pytest

from pages.models import TherapyPage
from pages.sample import content


def parse(**fields):
    return content.parse({"type": "TherapyPage", **fields}, "a.toml")


def test_text_is_folded_and_blocks_get_their_stored_form():
    item = {"lead": "First", "text": "\n  We\n  talk.\n"}
    sessions = [{"paragraph": "One\n  two"}, {"numbered_list": [item, item]}]
    model, fields = parse(lead="\nOne\n two\n", sessions=sessions, treated_conditions=["grief"])
    assert model is TherapyPage
    assert fields["lead"] == "One two"
    assert fields["treated_conditions"] == ["grief"]
    paragraph, numbered = json.loads(fields["sessions"])
    assert (paragraph["type"], paragraph["value"]) == ("paragraph", "<p>One two</p>")
    assert numbered["value"][0]["type"] == "item"
    assert numbered["value"][0]["value"] == {"lead": "First", "text": "We talk."}
    assert paragraph["id"] != numbered["id"]


def test_optional_field_of_block_gets_the_value_of_an_empty_input():
    _, fields = parse(sources=[{"source": {"text": "A book (2020)."}}])
    assert json.loads(fields["sources"])[0]["value"] == {"text": "A book (2020).", "url": ""}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"type": "NoSuchPage"}, "a.toml: there is no page type “NoSuchPage”."),
        ({"leed": "Typo"}, "a.toml: TherapyPage has no field “leed”."),
        ({"therapies": ["ipt"]}, "a.toml: TherapyPage has no field “therapies”."),
        ({"areas": [{"box": "?"}]}, "a.toml, areas: no block type “box”, only area."),
        (
            {"sources": [{"source": {"text": "A book.", "link": "/"}}]},
            "a.toml, sources, source: no field “link”, only text, url.",
        ),
        (
            {"areas": [{"area": {"lead": "Grief"}}]},
            "a.toml, areas, area: the field “text” is missing.",
        ),
        (
            {"body": [{"heading": "One", "paragraph": "Two"}]},
            "a.toml, body: one block type per table, not heading and paragraph.",
        ),
        (
            {"body": [{"image": {"image": "beach"}}]},
            "a.toml, body, image, image: no picture “beach”, only hills, room.",
        ),
    ],
)
def test_unknown_name_or_missing_value_is_refused(fields, message):
    with pytest.raises(content.ContentError) as error:
        parse(**fields)
    assert str(error.value) == message


def test_every_file_is_a_page_of_the_sample_site():
    files = {path.relative_to(content.FOLDER) for path in content.FOLDER.rglob("*.toml")}
    names = {str(file.with_suffix("")) for file in files}
    assert names == {"site", "home", *content.paths()}
