// Looks, with pa11y, at the page that stands in a window of a browser that others drive.
//
// node pa11y.cjs http://127.0.0.1:PORT (its debugging address). A line on stdin is the name of
// a window (window.name), a line on stdout what was found there, as JSON.
const readline = require("node:readline");
const pa11y = require("pa11y");
const puppeteer = require("puppeteer");

async function windowOf(browser, name) {
  for (const page of await browser.pages()) {
    if ((await page.evaluate(() => window.name)) === name) return page;
  }
  throw new Error(`no window is called ${name}`);
}

async function main() {
  const browser = await puppeteer.connect({ browserURL: process.argv[2], defaultViewport: null });
  for await (const name of readline.createInterface({ input: process.stdin })) {
    const page = await windowOf(browser, name);
    const { issues } = await pa11y(page.url(), {
      browser,
      page,
      ignoreUrl: true,
      standard: "WCAG2AA",
      runners: ["htmlcs", "axe"],
      timeout: 120000,
      viewport: { width: 1280, height: 1024 },
    });
    console.log(JSON.stringify(issues));
  }
  await browser.disconnect();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
