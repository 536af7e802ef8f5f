/** Files made to run scripts, as far as the portal takes them, opened at every address that answers them: nothing runs. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type APIRequestContext } from "@playwright/test";
import { onDemo as test } from "../walk/demo.ts";
import { Canary, corpus, each, sends } from "../walk/hostile.ts";
import { signInByPassword } from "../walk/sign_in.ts";

/** Files of a deal at most. */
const BESIDE_A_DEAL = 10;
const LANES = 3;

test.use({ acceptDownloads: false });

/** Under these headers a browser neither shows nor runs what it gets. */
async function isSealed(request: APIRequestContext, path: string, saved: boolean): Promise<void> {
  const answer = await request.get(path);
  const headers = answer.headers();
  expect(headers["x-content-type-options"], path).toBe("nosniff");
  expect(headers["content-security-policy"], path).toMatch(/default-src 'none'.*sandbox/);
  expect(headers["cross-origin-resource-policy"], path).toBe("same-origin");
  if (saved) {
    expect(answer.status(), path).toBe(200);
    expect(headers["content-disposition"], path).toMatch(/^attachment; filename="[^"]*\.(pdf|png|jpg|webp|gif|mp4|docx|pptx|xlsx)"/);
    expect(headers["content-type"], path).not.toMatch(/html|xml;|svg|script|text/);
  } else {
    expect(answer.status(), path).toBeLessThan(500);
    expect(headers["content-type"], path).toMatch(/^image\/png$|^text\/plain/);
  }
}

test("the canary sings when a script runs @desktop", async ({ page, context }) => {
  const canary = await Canary.of(context);
  const svg = corpus().find((one) => one.class === "svg" && one.name === "a script");
  await page.setContent(String(svg?.bytes));
  await expect.poll(() => canary.caught.length).toBeGreaterThan(1);
});

test("nothing runs in any file that is taken, wherever it is opened @desktop", async ({ page, context, portal, browser }) => {
  test.setTimeout(300_000);
  const cases = corpus();
  const canary = await Canary.of(context);
  const pages = [page, ...(await Promise.all(Array.from({ length: LANES - 1 }, () => context.newPage())))];

  await signInByPassword(page, "mia@vendor.example");
  const assets: { id: string; class: string }[] = [];
  await each(cases, LANES, async (one, lane) => {
    const key = `hostile ${cases.indexOf(one)}`;
    const path = await sends(pages[lane].request, "/uploads/asset", one, key);
    if (path) assets.push({ id: path.split("/").pop() ?? "", class: one.class });
  });
  expect(assets.length).toBeGreaterThan(100);
  await each(assets, LANES, async ({ id }, lane) => {
    const at = pages[lane];
    await isSealed(at.request, `/assets/${id}/download`, true);
    await canary.opens(at, `/assets/${id}/download`);
    await isSealed(at.request, `/assets/${id}/thumbnail`, false);
    await canary.opens(at, `/assets/${id}/thumbnail`);
    await canary.opens(at, `/assets/${id}/pages/1`);
    await canary.opens(at, `/assets/manage/${id}`);
  });
  await canary.opens(page, "/assets/manage");

  // A page of somebody else, with the reader's own cookies: another port is the same site to a browser.
  const tags = assets.filter((one) => one.class === "polyglot").map(({ id }) => {
    const src = `${portal.origin}/assets/${id}/download`;
    return `<script src="${src}"></script><link rel="stylesheet" href="${src}"><img src="${src}"><object data="${src}"></object>`;
  });
  const elsewhere = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(`<body>${tags.join("")}`));
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  await canary.opens(page, `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
  elsewhere.close();
  elsewhere.closeAllConnections();

  const others = await browser.newContext({ baseURL: portal.origin, acceptDownloads: false });
  const watching = await Canary.of(others);
  const ana = await others.newPage();
  await signInByPassword(ana, "ana@northwind.example");
  await ana.goto("/organisation");
  const logo = (await ana.locator('form[action^="/uploads/logo/"]').first().getAttribute("action")) ?? "";
  let deal = "";
  let beside = BESIDE_A_DEAL;
  const deals: string[] = [];
  for (const one of cases) {
    if (one.class === "svg" || one.class === "pixels") {
      if (await sends(ana.request, logo, one)) {
        const shown = logo.replace("/uploads/", "/files/");
        await isSealed(ana.request, shown, false);
        await watching.opens(ana, shown);
      }
    }
    if (beside >= BESIDE_A_DEAL) {
      const form = { id: "", version: "", key: `hostile ${deals.length}`, customer_name: "Hostile", customer_domain: "", contact_name: "", need: "" };
      const kept = await ana.request.post("/api/deals/keep", { form, headers: { "sec-fetch-site": "same-origin", accept: "application/json" } });
      deal = /dl_\w+/.exec(await kept.text())?.[0] ?? "";
      deals.push(deal);
      beside = 0;
    }
    if (await sends(ana.request, `/uploads/evidence/${deal}`, one)) beside += 1;
  }
  let opened = 0;
  for (const deal of deals) {
    await watching.opens(ana, `/deals/${deal}/edit`);
    const files = await ana.locator(`a[href^="/deals/${deal}/evidence/"]`).evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
    opened += files.length;
    for (const file of files) {
      await isSealed(ana.request, file, true);
      await watching.opens(ana, file);
    }
  }
  expect(opened).toBeGreaterThan(100);
  await watching.opens(ana, "/organisation");
  expect([...canary.caught, ...watching.caught]).toEqual([]);
  await others.close();
});
