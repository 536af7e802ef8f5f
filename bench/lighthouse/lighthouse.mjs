/** What Lighthouse says of pages on its slow phone: called by the bench with the address, the cookie and the pages. */
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [origin, cookie, times, ...paths] = process.argv.slice(2);

const chrome = await launch({
  chromePath: process.env.CHROMIUM,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"],
  logLevel: "error",
});
/** A run in which Chromium has painted nothing is no judgement and is done again. */
async function judged(address) {
  for (let tries = 0; ; tries += 1) {
    const { lhr } = await lighthouse(address, {
      port: chrome.port,
      logLevel: "error",
      onlyCategories: ["performance", "accessibility", "best-practices"],
      extraHeaders: { Cookie: cookie },
    });
    if (lhr.audits["largest-contentful-paint"].numericValue !== undefined || tries === 2) return lhr;
  }
}

for (let time = 0; time < Number(times); time += 1) {
  for (const path of paths) {
    const lhr = await judged(origin + path);
    const of = (category) => Math.round((lhr.categories[category]?.score ?? 0) * 100);
    const missed = Object.values(lhr.audits)
      .filter((audit) => audit.scoreDisplayMode === "metricSavings" && (audit.score ?? 1) < 0.9)
      .map((audit) => audit.id);
    console.log(
      JSON.stringify({
        path,
        performance: of("performance"),
        accessibility: of("accessibility"),
        best_practices: of("best-practices"),
        largest_paint_ms: lhr.audits["largest-contentful-paint"].numericValue,
        blocked_ms: lhr.audits["total-blocking-time"].numericValue,
        missed: missed.join(", "),
      }),
    );
  }
}
await chrome.kill();
