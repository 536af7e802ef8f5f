/** A first and a repeat visit of a slow phone, three times: called by the bench with the address and the cookie. */
import { chromium, devices } from "@playwright/test";

const [origin, cookie] = process.argv.slice(2);
const [name, value] = cookie.split(/=(.*)/s);
const TIMES = 3;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });

async function visit(context, kind) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  // What Lighthouse calls slow 4G.
  const kilobits = (n) => (n * 1000) / 8;
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 150,
    downloadThroughput: kilobits(1600),
    uploadThroughput: kilobits(750),
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.addInitScript(() => {
    window.seen = { largest: 0, shift: 0 };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.seen.largest = entry.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.seen.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(origin, { waitUntil: "load", timeout: 120_000 });
  await page.locator("html[data-alive]").waitFor({ state: "attached", timeout: 120_000 });
  const alive = await page.evaluate(() => performance.now());
  // What is fetched ahead comes afterwards.
  await page.waitForTimeout(4000);
  const seen = await page.evaluate(() => ({
    first_paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
    largest_paint: window.seen.largest,
    shift: window.seen.shift,
  }));
  console.log(JSON.stringify({ visit: kind, alive, ...seen }));
  // The bytes are looked at now; nothing else may come meanwhile.
  await page.waitForTimeout(500);
  await page.close();
}

for (let n = 0; n < TIMES; n += 1) {
  const context = await browser.newContext({ ...devices["Pixel 7"] });
  await context.addCookies([{ name, value, url: origin, httpOnly: true, sameSite: "Lax" }]);
  await visit(context, "first");
  await visit(context, "repeat");
  await context.close();
}
await browser.close();
