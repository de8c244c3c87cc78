"""What a phone loads before a page can be read, in a real browser over real sockets."""

from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from tests import chromium

FLAGS = ["--no-sandbox", "--disable-background-networking", "--no-first-run"]
PHONE = {"width": 360, "height": 740}
#: Bytes on the wire and moments, from the browser's own books (Resource Timing, Paint Timing).
READ = """() => new Promise(done => {
  let shift = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) shift += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  const paint = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  const page = performance.getEntriesByType("navigation")[0];
  const rest = performance.getEntriesByType("resource");
  requestAnimationFrame(() => requestAnimationFrame(() => done({
    html: page.encodedBodySize,
    before: 1 + rest.filter(r => r.responseEnd <= paint).length,
    all: 1 + rest.length,
    bytes: page.transferSize + rest.reduce((sum, r) => sum + r.transferSize, 0),
    blocking: rest.filter(r => r.renderBlockingStatus === "blocking").length,
    shift,
  })));
})"""


@dataclass(frozen=True)
class FirstView:
    path: str
    html: int  # bytes of HTML with its styles, compressed
    before: int  # requests that had ended before the first paint, the page included
    all: int  # requests of the whole page
    bytes: int  # of the whole page, headers included
    blocking: int  # render-blocking requests
    shift: float  # cumulative layout shift


def look(page: Page, url: str, path: str) -> FirstView:
    page.goto(url + path, wait_until="networkidle")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    return FirstView(path, **page.evaluate(READ))


def first_views(url: str, paths: list[str]) -> list[FirstView]:
    """Each path in a browser that has seen nothing yet."""
    views = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        for path in paths:
            context = browser.new_context(viewport=PHONE)
            views.append(look(context.new_page(), url, path))
            context.close()
        browser.close()
    return views
