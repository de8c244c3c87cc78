from pages.excerpts import LENGTH, excerpt

TEXT = "Begin. " + "Some words go before it. " * 20 + "Grief <b> comes & goes. " + "After. " * 60


def test_excerpt_stands_around_the_first_word_found():
    piece = excerpt(TEXT, ["grief", "goes"])
    assert "<mark>Grief</mark> &lt;b&gt; comes &amp; <mark>goes</mark>." in piece
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert len(piece) < LENGTH + 80


def test_excerpt_stands_around_the_most_telling_word():
    assert "<mark>After</mark>" in excerpt(TEXT, ["after", "begin"])


def test_excerpt_reads_a_list_without_stray_commas():
    assert excerpt("One thing., Another?, Third", []) == "One thing. Another? Third"


def test_excerpt_without_the_words_is_the_beginning():
    assert excerpt(TEXT, ["zither"]).startswith("Begin. Some words")
    assert excerpt("Short.", []) == "Short."
    assert excerpt("", ["a"]) == ""


def test_excerpt_marks_whole_words_only():
    assert excerpt("An act, not a fact.", ["act"]) == "An <mark>act</mark>, not a fact."


def test_excerpt_cuts_a_text_without_spaces():
    assert len(excerpt("x" * 10_000, ["y"])) <= LENGTH + 2
