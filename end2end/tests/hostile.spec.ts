/**
 * Files made to run scripts, as far as the portal takes them, opened at every address that answers them, and the pages that show
 * them: nothing runs. What their answers say to a browser is looked at by the server's tests.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { alive } from "../walk/alive.ts";
import { onDemo as test } from "../walk/demo.ts";
import { Canary, corpus, each, sends, type Case } from "../walk/hostile.ts";
import type { Portal } from "../walk/portal.ts";
import { signInByPassword } from "../walk/sign_in.ts";

/** Files of a deal at most. */
const BESIDE_A_DEAL = 10;
const LANES = 3;

test.use({ acceptDownloads: false });

/** Those that would run something, and every name: names are shown in pages. */
function running(): Case[] {
  const called = new Set<string>();
  return corpus().filter((one) => {
    if (one.class !== "name") return one.bytes.includes("canary");
    return !called.has(one.called) && Boolean(called.add(one.called));
  });
}

/** Pages of somebody who is signed in elsewhere, in which the portal's own program is not loaded: many are opened quickly. */
async function asleep(browser: Browser, portal: Portal, like: BrowserContext): Promise<{ lanes: Page[]; canary: Canary }> {
  const context = await browser.newContext({ baseURL: portal.origin, acceptDownloads: false, storageState: await like.storageState() });
  await context.route("**/pkg/**", (route) => route.abort());
  const canary = await Canary.of(context);
  return { lanes: await Promise.all(Array.from({ length: LANES }, () => context.newPage())), canary };
}

/** A page of somebody else that uses these files in every way, with the reader's own cookies: another port is the same site. */
async function elsewhere(page: Page, canary: Canary, files: string[]): Promise<void> {
  const tags = files.map(
    (src) =>
      `<script src="${src}"></script><link rel="stylesheet" href="${src}"><img src="${src}"><object data="${src}"></object><iframe src="${src}"></iframe>`,
  );
  const server = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(`<body>${tags.join("")}`));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await canary.opens(page, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  server.close();
  server.closeAllConnections();
}

test("the canary sings when a script runs @desktop", async ({ page, context }) => {
  const canary = await Canary.of(context);
  const svg = corpus().find((one) => one.class === "svg" && one.name === "a script");
  await page.setContent(String(svg?.bytes));
  await expect.poll(() => canary.caught.length).toBeGreaterThan(1);
});

test("nothing runs in collateral, where it is opened and where it is shown @desktop", async ({ page, context, portal, browser }) => {
  test.setTimeout(300_000);
  const cases = running();
  const canary = await Canary.of(context);
  await signInByPassword(page, "mia@vendor.example");
  const assets: { id: string; one: Case }[] = [];
  await each(cases, LANES, async (one) => {
    const path = await sends(page.request, "/uploads/asset", one, `hostile ${cases.indexOf(one)}`);
    if (path) assets.push({ id: path.split("/").pop() ?? "", one });
  });
  expect(assets.length).toBeGreaterThan(60);
  const { lanes, canary: watching } = await asleep(browser, portal, context);
  await each(assets, LANES, async ({ id }, lane) => {
    await watching.opens(lanes[lane], `/assets/${id}/download`);
    await watching.opens(lanes[lane], `/assets/${id}/thumbnail`);
    await watching.opens(lanes[lane], `/assets/manage/${id}`);
  });
  const embedded = assets.filter(({ one }) => one.class === "polyglot" || one.class === "svg");
  await elsewhere(lanes[0], watching, embedded.map(({ id }) => `${portal.origin}/assets/${id}/download`));
  await lanes[0].context().close();

  // Where the portal's own program draws names.
  const marked = assets.filter(({ one }) => one.class === "name" && /canary|onmouseover/.test(one.called));
  expect(marked.length).toBeGreaterThan(2);
  for (const path of ["/assets/manage", ...marked.map(({ id }) => `/assets/manage/${id}`)]) {
    await canary.opens(page, path);
    await alive(page);
  }
  for (const { id } of marked) {
    const form = { id, version: "1" };
    const headers = { accept: "application/json", "sec-fetch-site": "same-origin" };
    expect((await page.request.post("/api/assets/publish", { form, headers })).status()).toBe(200);
  }
  const partner = await browser.newContext({ baseURL: portal.origin, acceptDownloads: false });
  const theirs = await Canary.of(partner);
  const ana = await partner.newPage();
  await signInByPassword(ana, "ana@northwind.example");
  for (const path of ["/assets", ...marked.map(({ id }) => `/assets/${id}`)]) {
    await theirs.opens(ana, path);
    await alive(ana);
  }
  await partner.close();
  expect([...canary.caught, ...watching.caught, ...theirs.caught]).toEqual([]);
});

test("nothing runs in logos and evidence @desktop", async ({ page, context, portal, browser }) => {
  test.setTimeout(300_000);
  const cases = running();
  const canary = await Canary.of(context);
  await signInByPassword(page, "ana@northwind.example");
  await page.goto("/organisation");
  const logo = (await page.locator('form[action^="/uploads/logo/"]').first().getAttribute("action")) ?? "";
  const { lanes, canary: watching } = await asleep(browser, portal, context);
  let logos = 0;
  for (const one of cases.filter((one) => one.class === "svg" || one.class === "polyglot")) {
    if (!(await sends(page.request, logo, one))) continue;
    logos += 1;
    await watching.opens(lanes[0], logo.replace("/uploads/", "/files/"));
  }
  expect(logos).toBeGreaterThan(10);
  const deals: string[] = [];
  let beside = BESIDE_A_DEAL;
  for (const one of cases.filter((one) => one.class !== "svg" && one.class !== "markup")) {
    if (beside >= BESIDE_A_DEAL) {
      const form = { id: "", version: "", key: `hostile ${deals.length}`, customer_name: "Hostile", customer_domain: "", contact_name: "", need: "" };
      const kept = await page.request.post("/api/deals/keep", { form, headers: { "sec-fetch-site": "same-origin", accept: "application/json" } });
      deals.push(/dl_\w+/.exec(await kept.text())?.[0] ?? "");
      beside = 0;
    }
    if (await sends(page.request, `/uploads/evidence/${deals[deals.length - 1]}`, one)) beside += 1;
  }
  let opened = 0;
  await each(deals, LANES, async (deal, lane) => {
    const at = lanes[lane];
    await watching.opens(at, `/deals/${deal}/edit`);
    const links = at.getByRole("main").locator(`a[href^="/deals/${deal}/evidence/"]`);
    for (const file of await links.evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""))) {
      opened += 1;
      await watching.opens(at, file);
    }
  });
  expect(opened).toBeGreaterThan(50);
  await lanes[0].context().close();
  for (const path of ["/organisation", ...deals.map((deal) => `/deals/${deal}/edit`)]) {
    await canary.opens(page, path);
    await alive(page);
  }
  expect([...canary.caught, ...watching.caught]).toEqual([]);
});
