"""Every kind of page that the scanners see, by name."""

from dataclasses import dataclass

from tests.audit import visits
from tests.audit.visits import REQUESTS
from tests.audit.walk import Visit, at


@dataclass(frozen=True)
class Kind:
    """A page, who opens it and how, and what shows that it is this one."""

    name: str
    who: str
    heading: str
    open: Visit
    status: int = 200


ADMIN, CMS = "/admin/", "/cms/"
THERAPY = "/therapies/interpersonal-psychotherapy/"

#: In this order: what a page shows is there because of the ones before it.
KINDS = (
    # Readers
    Kind("home", "reader", "", at("/")),
    Kind("list of therapies", "reader", "Therapies", at("/therapies/")),
    Kind("therapy", "reader", "Interpersonal Psychotherapy", at(THERAPY)),
    Kind("condition", "reader", "Depression", at("/conditions/depression/")),
    Kind("assessment", "reader", "ADHD", at("/assessments/adhd/")),
    Kind("clinician", "reader", "clinician A", at("/clinicians/sample-clinician-a/")),
    Kind("article", "reader", "", at("/articles/how-to-support-someone/")),
    Kind("fees", "reader", "Fees", at("/fees/")),
    Kind("questions", "reader", "", at("/questions/")),
    Kind("contact", "reader", "", at("/contact/")),
    Kind("crisis help", "reader", "", at("/crisis-help/")),
    Kind("privacy", "reader", "Privacy", at("/privacy/")),
    Kind("accessibility", "reader", "Accessibility", at("/accessibility/")),
    Kind("search with results", "reader", "Search", at("/search/?q=grief")),
    Kind("search without results", "reader", "Search", at("/search/?q=xyzzyx")),
    Kind("not found", "reader", "", at("/nowhere/"), 404),
    # Somebody asks for an appointment
    Kind("doors to the forms", "client", "", at("/appointments/")),
    Kind("new client form", "client", "", at("/appointments/new-client/")),
    Kind("existing client form", "client", "", at("/appointments/existing-client/")),
    Kind("assessment form", "client", "", at("/appointments/assessments/")),
    Kind("new client form, errors", "client", "", visits.form_with_errors("new-client"), 422),
    Kind(
        "existing client form, errors", "client", "",
        visits.form_with_errors("existing-client"), 422,
    ),
    Kind("assessment form, errors", "client", "", visits.form_with_errors("assessments"), 422),
    Kind("received", "client", "", visits.received),
    Kind("client's page", "client", "Your request", visits.clients_page),
    Kind("client's page, error", "client", "Your request", visits.clients_form("add"), 422),
    Kind(
        "client's page, choice of mails", "client", "Your request",
        visits.clients_form("mails", recognition_word="see https://example.org"), 422,
    ),
    Kind("new link", "client", "", at("/appointments/new-link/")),
    Kind("link without a request", "reader", "", at("/appointments/yours/")),
    # Newsletter
    Kind("newsletter", "subscriber", "", at("/newsletter/")),
    Kind("sign-up, error", "subscriber", "", visits.sign_up_wrong, 422),
    Kind("sign-up, sent", "subscriber", "Check your email", visits.signed_up),
    Kind("sign-up, confirm", "subscriber", "", visits.confirm),
    Kind("sign-up, confirmed", "subscriber", "", visits.confirmed),
    Kind("own subscription, ask", "subscriber", "", at("/newsletter/yours/")),
    Kind("own subscription, sent", "subscriber", "Look in your inbox", visits.own_link_sent),
    Kind("own subscription", "subscriber", "Your subscription", visits.subscription),
    Kind("erase subscription", "subscriber", "Erase everything?", visits.subscription_erase),
    # The door
    Kind("log-in", "stranger", "Staff log-in", at("/admin/login/")),
    Kind("log-in, error", "stranger", "Staff log-in", visits.log_in_wrong),
    Kind("forgotten password", "stranger", "Forgotten password", at("/admin/password/")),
    Kind("second step", "stranger", "", visits.second_step),
    Kind("second step, error", "stranger", "", visits.second_step_wrong, 422),
    Kind("own log-in", "reception", "Your log-in", at("/admin/your-log-in/")),
    # The desk
    Kind("today", "lead", "Today", at(ADMIN)),
    Kind("requests", "reception", "Requests", at(REQUESTS)),
    Kind("requests, found", "reception", "", visits.found),
    Kind("request", "reception", "", lambda walk, who: walk.go(who, walk.screen)),
    Kind("request, opened", "reception", "", visits.opened),
    Kind("request, error", "reception", "", visits.step_refused, 422),
    Kind("answer", "reception", "", visits.reply),
    Kind("answer, preview", "reception", "", visits.preview),
    Kind("request, booked", "reception", "", visits.booked),
    Kind("client's page, booked", "client", "Your request", visits.clients_page),
    Kind("safety list", "lead", "Requests", visits.safety_lane),
    Kind("request, not safe", "lead", "", visits.flagged),
    Kind("closing round", "lead", "", at(f"{REQUESTS}closing-round/")),
    Kind("request by phone", "reception", "", at(f"{REQUESTS}by-phone/new_client/")),
    Kind("export of requests", "owner", "", at(f"{REQUESTS}export/")),
    Kind("method refused", "owner", "", at(f"{REQUESTS}fire-drill/"), 405),
    Kind("reply template", "lead", "Add reply template", at("/admin/booking/replytemplate/add/")),
    Kind("people", "owner", "Select user", at("/admin/auth/user/")),
    Kind("person", "owner", "", at("/admin/auth/user/1/change/")),
    Kind("access log", "owner", "Access log", at("/admin/clinic/accesslog/")),
    Kind("outgoing mail", "lead", "", at("/admin/clinic/outgoingemail/")),
    Kind("client's page, withdrawn", "leaver", "Your request", visits.withdrawn),
    Kind("client's page, erase", "leaver", "", visits.erase_asked),
    # Newsletter at the desk
    Kind("subscribers", "owner", "Select subscriber", at("/admin/newsletter/subscriber/")),
    Kind("subscriber", "owner", "", visits.of_subscriber("/change/")),
    Kind("proof of consent", "owner", "Proof of consent", visits.of_subscriber("/proof/")),
    Kind("import of subscribers", "owner", "", at("/admin/newsletter/subscriber/import/")),
    Kind("never write", "owner", "", at("/admin/newsletter/subscriber/never-write/")),
    Kind("consent wording", "owner", "", at("/admin/newsletter/consentwording/add/")),
    Kind("issue, prepare", "sender", "", visits.prepare_issue),
    Kind("issue, release", "owner", "", visits.release_issue),
    Kind("issue, sent", "owner", "", visits.sending),
    Kind("campaigns", "sender", "", at("/admin/newsletter/campaign/")),
    Kind("archive", "reader", "", at("/newsletter/archive/")),
    Kind("issue", "reader", "When you lie awake", at("/newsletter/archive/when-you-lie-awake/")),
    Kind("unsubscribe", "subscriber", "", visits.unsubscribe),
    # Editors
    Kind("editors' home", "editor", "Mind Matters Psychology", at(CMS)),
    Kind("editors' list of pages", "editor", "Exploring: Home", at("/cms/pages/2/")),
    Kind("editors' page", "editor", "Editing Home page", at("/cms/pages/2/edit/")),
    Kind("editors' pictures", "editor", "Images", at("/cms/images/")),
    Kind("editors' review report", "editor", "Pages to review", at("/cms/reports/review/")),
    Kind("editors' clinic details", "editor", "", at("/cms/settings/clinic/clinicdetails/")),
    Kind("editors' crisis lines", "owner", "", at("/cms/crisis-lines/")),
    Kind("editors' components", "editor", "Components", at("/cms/components/")),
    # Last: nothing works after it
    Kind("records away", "client", "We are away for a moment", visits.away, 503),
)  # fmt: skip
