"""What the scanners find and stays, each with its reason. One that no longer occurs must go.

“Undecided” is what axe leaves to a person, because it cannot measure it; pa11y counts it.
"""

from tests.audit.findings import Gap

CONTRAST = "axe color-contrast, undecided"
HTMLCS = "htmlcs WCAG2AA.Principle"
EDITORS = ("editors' *",)
COMPONENTS = ("editors' components",)

OURS = (
    Gap(
        "vnu",
        "A “link” element with a “blocking” attribute must have a “rel” attribute whose value is "
        "“stylesheet”.",
        "HTML has rel=expect with blocking=render; the checker does not know it yet. Without it "
        "half a header is painted, and jumps.",
        piece='*<link rel="expect" href="#main" blocking="render">*',
    ),
    Gap(
        "pa11y",
        CONTRAST,
        "No letters: the mark stands beside words of the same colour, which are measured.",
        piece='<span aria-hidden="true">▲</span>',
    ),
    Gap(
        "pa11y",
        CONTRAST,
        "axe cannot tell what is behind it; HTML CodeSniffer finds its contrast good.",
        kinds=("today",),
        piece='<p class="small">First answer: *',
        sometimes=True,
    ),
    Gap(
        "pa11y",
        "axe frame-tested, undecided",
        "A mail, in a frame in which no script may run, axe's neither.",
        kinds=("issue, prepare", "issue, release"),
        piece='<iframe class="newsletter-preview *" sandbox="" *',
    ),
    *(
        Gap(scanner, message, "The page shows each part alone and then in what it is part of.", at)
        for scanner, message, at in (
            ("vnu", "Duplicate ID “on-this-page”.", COMPONENTS),
            ("vnu", "Duplicate ID “related”.", COMPONENTS),
            ("pa11y", f"{HTMLCS}4.Guideline4_1.4_1_1.F77", COMPONENTS),
            ("pa11y", "axe duplicate-id-aria, undecided", COMPONENTS),
        )
    ),
    Gap(
        "pa11y",
        f"{HTMLCS}2.Guideline2_4.2_4_1.G1,G123,G124.NoSuchID",
        "The sample list of parts leads to parts of a page that is not there.",
        COMPONENTS,
        '<a href="#part-*',
    ),
)

DJANGO = (
    Gap(
        "pa11y",
        f"{HTMLCS}1.Guideline1_3.1_3_1.H71.NoLegend",
        "Django admin names a group of fields by a heading, and not at all if it is the only one.",
        ("reply template", "person", "subscriber", "consent wording", "issue, *"),
        '<fieldset class="module aligned *',
    ),
    Gap(
        "pa11y",
        f"{HTMLCS}4.Guideline4_1.4_1_2.H91.Fieldset.Name",
        "The same: the only group of a form has no name of its own.",
        ("reply template", "subscriber", "consent wording", "issue, *"),
        '<fieldset class="module aligned "> *',
    ),
    Gap(
        "pa11y",
        f"{HTMLCS}3.Guideline3_2.3_2_2.H32.2",
        "Django admin has its form around every list, also where there is nothing to send.",
        ("people", "access log", "subscribers", "campaigns"),
        '<form id="changelist-form" *',
    ),
    Gap(
        "pa11y",
        f"{HTMLCS}3.Guideline3_2.3_2_2.H32.2",
        "Django admin has its form around what may only be looked at, too.",
        ("subscriber", "issue, *"),
        '<form method="post" id="*_form" *',
    ),
)

_MARKUP = "Wagtail's own markup."
_GRADIENT = "Wagtail paints a gradient behind its forms, which axe cannot measure."
_NAMELESS = "Wagtail names this field by a heading or a placeholder only."

WAGTAIL_HTML = tuple(
    Gap("vnu", message, _MARKUP, EDITORS, piece)
    for message, piece in (
        (
            "An “input” element with a “type” attribute whose value is “hidden” must not have any "
            "“aria-*” attributes.",
            "*",
        ),
        (
            "Bad value “*” for attribute “datetime” on element “time”: A fraction of a second "
            "must be one, two, or three digits.",
            '*<time class="w-human-readable-date__date" *',
        ),
        (
            "Bad value “” for attribute “height” on element “img”: The empty string is not a "
            "valid non-negative integer.",
            '*<img class="chooser__image *',
        ),
        (
            "Bad value “” for attribute “width” on element “img”: The empty string is not a "
            "valid non-negative integer.",
            '*<img class="chooser__image *',
        ),
        (
            "Bad value “” for attribute “src” on element “img”: Must be non-empty.",
            '*<img class="chooser__image *',
        ),
        ("Duplicate attribute “value”.", '*-ORDER" value="*'),
        (
            "Element “div” not allowed as child of element “button” in this context. "
            "(Suppressing further errors from this subtree.)",
            '*<div class="w-flex w-items-center w-gap-2">*',
        ),
        (
            "Element “div” not allowed as child of element “button” in this context. "
            "(Suppressing further errors from this subtree.)",
            "*<div data-side-panel-toggle-counter *",
        ),
        (
            "Element “div” not allowed as child of element “label” in this context. "
            "(Suppressing further errors from this subtree.)",
            '*<div class="form-side__resize-grip-icon">*',
        ),
        ("Stray start tag “td”.", '*<td class="bulk-action-checkbox-cell">*'),
        ("Stray end tag “td”.", "*</td>*"),
        ("Text not allowed in element “iframe” in this context.", "*"),
        (
            "The value of the “for” attribute of the “label” element must be the ID of a "
            "non-hidden form control.",
            '*<label for="id_share_image" *',
        ),
    )
)

WAGTAIL_IN_USE = tuple(
    Gap("pa11y", message, why, EDITORS, piece)
    for message, why, piece in (
        (
            CONTRAST,
            "The name in the side bar lies below a button that covers it.",
            '<div class="sidebar-footer__account-label *',
        ),
        (
            CONTRAST,
            "Wagtail gives the chosen entry of its menu a shadow, which axe cannot measure.",
            '<span class="menuitem-label">*',
        ),
        (CONTRAST, _GRADIENT, '<span class="c-sf-block__type">*'),
        (CONTRAST, _GRADIENT, '<label class="w-field__label"*'),
        (CONTRAST, _GRADIENT, "<select *"),
        (CONTRAST, _GRADIENT, '<div class="help">*'),
        (CONTRAST, _GRADIENT, '<span data-panel-heading-text="">*'),
        (CONTRAST, _GRADIENT, '<button type="button" class="button * chooser__choose-button"*'),
        (CONTRAST, "A number of one digit.", '<span data-inline-panel-child-count="">*'),
        (
            f"{HTMLCS}1.Guideline1_4.1_4_3.G18.Fail",
            "HTML CodeSniffer takes the gradient behind dark text boxes of Wagtail for white.",
            '<span data-text="true">*',
        ),
        ("axe aria-prohibited-attr, undecided", _MARKUP, '<section class="w-summary" *'),
        ("axe aria-valid-attr-value, undecided", _MARKUP, '<section class="w-summary" *'),
        ("axe label", _NAMELESS, '<input type="text" name="body-*'),
        ("axe aria-input-field-name", _NAMELESS, "<div *public-DraftEditor-content*"),
        (
            f"{HTMLCS}4.Guideline4_1.4_1_2.H91.InputText.Name",
            _NAMELESS,
            '<input type="text" name="body-*',
        ),
        (
            f"{HTMLCS}4.Guideline4_1.4_1_2.H91.InputText.Name",
            _NAMELESS,
            '<input type="text" name="latest_revision_created_at_*',
        ),
        (f"{HTMLCS}1.Guideline1_3.1_3_1.F68", _NAMELESS, '<input type="text" name="body-*'),
        (
            f"{HTMLCS}1.Guideline1_3.1_3_1.F68",
            _NAMELESS,
            '<input type="text" name="latest_revision_created_at_*',
        ),
        (
            f"{HTMLCS}4.Guideline4_1.4_1_2.H91.InputNumber.Name",
            _NAMELESS,
            '<input type="number" name="usage_count_*',
        ),
        (
            f"{HTMLCS}4.Guideline4_1.4_1_2.H91.InputButton.Name",
            "Hidden and disabled: nobody meets it.",
            '<input hidden="" disabled="" type="submit">',
        ),
        (
            f"{HTMLCS}4.Guideline4_1.4_1_2.H91.InputCheckbox.Name",
            "Hidden: nobody meets it.",
            '<input type="checkbox" name="is_editing" *',
        ),
        (
            f"{HTMLCS}4.Guideline4_1.4_1_2.H91.Button.Name",
            "Buttons without words in the calendar that Wagtail brings, which hides until used.",
            '<button type="button" class="xdsoft_*',
        ),
        (
            f"{HTMLCS}3.Guideline3_2.3_2_2.H32.2",
            "Wagtail's scripts send it.",
            '<form id="page-reorder-form">*',
        ),
        (
            f"{HTMLCS}3.Guideline3_2.3_2_2.H32.2",
            "Wagtail's scripts send it.",
            '<form method="post" class="w-editing-sessions" *',
        ),
    )
)

_SCREENS = "Wagtail's screens carry scripts and styles inside, and show pages in frames."

POLICIES = (
    *(
        Gap("headers", f"content-security-policy {directive}", _SCREENS, EDITORS)
        for directive in (
            "frame-ancestors: 'self'",
            "frame-src: 'self'",
            "img-src: 'self' blob: data:",
            "media-src: 'self' blob:",
            "script-src: 'self' 'unsafe-inline'",
            "style-src: 'self' 'unsafe-inline'",
        )
    ),
    Gap(
        "headers",
        "content-security-policy frame-src: 'self'",
        "The page shows the mail in a frame.",
        ("issue, *",),
    ),
)

GAPS = (*OURS, *DJANGO, *WAGTAIL_HTML, *WAGTAIL_IN_USE, *POLICIES)
