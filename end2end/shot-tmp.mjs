import { chromium } from "playwright-core";
const origin = process.argv[2], list = JSON.parse(process.argv[3]), js = process.argv[4] === "js";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const views = { desktop: { width: 1280, height: 900 }, phone: { width: 360, height: 740 } };
const cookies = {};
for (const [who, name, path, modes] of list) {
  if (!cookies[who]) {
    const c = await browser.newContext({ javaScriptEnabled: false });
    const p = await c.newPage();
    await p.goto(origin + "/sign-in?password=1");
    await p.fill("input[name=email]", who); await p.fill("input[name=password]", "tandem-demo-2026");
    await Promise.all([p.waitForURL((u) => !u.pathname.startsWith("/sign-in")), p.press("input[name=password]", "Enter")]);
    cookies[who] = await c.cookies(); await c.close();
  }
  for (const mode of (modes || "desktop,phone,dark").split(",")) {
    const c = await browser.newContext({ javaScriptEnabled: js, viewport: views[mode === "dark" ? "desktop" : mode] , colorScheme: mode === "dark" ? "dark" : "light" });
    await c.addCookies(cookies[who]);
    const p = await c.newPage();
    const answer = await p.goto(origin + path);
    if (js) await p.waitForSelector("html[data-alive]", { timeout: 30000 }).catch(() => console.log("not alive", path));
    await p.screenshot({ path: `/tmp/shots/${name}-${mode}.png`, fullPage: true });
    console.log(name, mode, answer.status(), p.url().slice(origin.length));
    await c.close();
  }
}
await browser.close();
