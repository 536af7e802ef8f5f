/**
 * What people are told: a comment rings on an open page of somebody else, comes by mail, and a partner's announcement is
 * read and confirmed; without scripts too.
 */
import { expect, type Browser, type Page } from "@playwright/test";
import { waitsUntilAlive } from "../walk/alive.ts";
import { faultsOf } from "../walk/faults.ts";
import { follow } from "../walk/follow.ts";
import { look } from "../walk/judge.ts";
import { onMailing as test } from "../walk/mailing.ts";
import type { Portal } from "../walk/portal.ts";
import { signInByPassword } from "../walk/sign_in.ts";
import { announce, comment, forgetPassword } from "../walk/talking.ts";

async function person(browser: Browser, portal: Portal, email?: string, scripts = true): Promise<Page> {
  const { viewport, userAgent, hasTouch, isMobile } = test.info().project.use;
  const context = await browser.newContext({
    baseURL: portal.origin, javaScriptEnabled: scripts, locale: "en-GB", viewport, userAgent, hasTouch, isMobile,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  if (scripts) waitsUntilAlive(page);
  if (email) await signInByPassword(page, email);
  return page;
}

async function openDeal(page: Page, customer: string): Promise<void> {
  await page.goto("/deals");
  await follow(page, page.getByRole("main").getByRole("link", { name: customer }).first(), customer);
}

const bell = (page: Page) => page.locator(".bell:visible");

test("a comment that names somebody rings on their open page, and comes by mail", async ({ browser, portal, post }) => {
  const ana = await person(browser, portal, "ana@northwind.example");
  const petra = await person(browser, portal, "petra@vendor.example");
  const rival = await person(browser, portal, "greta@fabrikam.example");
  const faults = faultsOf(ana);
  const words = `Shall we call them? ${test.info().project.name}`;
  const before = Number(await bell(ana).locator("[data-unread]").textContent());
  await openDeal(petra, "Kestrel Aerospace GmbH");
  await comment(petra, words, "Ana Sousa");
  const news = ana.locator("#news a");
  await expect(news).toHaveText("Petra Novak mentioned you: Kestrel Aerospace GmbH");
  await expect(bell(ana).locator("[data-unread]")).toHaveText(String(before + 1));
  await expect(rival.locator("#news a")).toHaveCount(0);
  await ana.screenshot({ path: `shots/talking-news-${test.info().project.name}.png` });

  await bell(ana).click();
  await ana.getByRole("button", { name: "Petra Novak mentioned you" }).first().click();
  await expect(ana.getByRole("heading", { level: 1, name: "Kestrel Aerospace GmbH" })).toBeVisible();
  await expect(bell(ana).locator("[data-unread]")).toHaveText(String(before));
  await expect.poll(() => post.received("ana@northwind.example").some((mail) => mail.text.includes(words))).toBe(true);
  expect(faults).toEqual([]);
});

test("an announcement is confirmed by whom it is for, without scripts too", async ({ browser, portal }) => {
  test.setTimeout(120_000);
  for (const scripts of [true, false]) {
    const title = `Zanzibar launch ${scripts ? "alive" : "plain"} ${test.info().project.name}`;
    const mia = await person(browser, portal, "mia@vendor.example", scripts);
    await announce(mia, { title, body: "# Launch\n\nIt begins in **May**.", tier: "Gold" });
    const ana = await person(browser, portal, "ana@northwind.example", scripts);
    await ana.goto("/");
    await follow(ana, ana.getByRole("main").getByRole("link", { name: title }), title);
    await expect(ana.locator(".prose strong")).toHaveText("May");
    await ana.getByRole("button", { name: "I have read this" }).click();
    await expect(ana.getByText("You confirmed this on")).toBeVisible();
    const rival = await person(browser, portal, "greta@fabrikam.example", scripts);
    const missing = await rival.request.get(new URL(ana.url()).pathname, { headers: { accept: "text/html" } });
    expect(missing.status()).toBe(404);
  }
});

test("a forgotten password is set anew by mail @desktop", async ({ browser, portal, post }) => {
  const page = await person(browser, portal);
  await forgetPassword(page, "ruth@quanta.example");
  // Other mail may have come before.
  const link = () => post.received("ruth@quanta.example").map((mail) => /\/sign-in\/new-password\/[0-9a-f]+/.exec(mail.text)?.[0]).find(Boolean);
  await expect.poll(link).toBeTruthy();
  await page.goto(link() ?? "");
  await page.getByLabel("Password", { exact: true }).fill("a few words nobody guesses");
  await page.getByLabel("Password again").fill("a few words nobody guesses");
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Ruth Amari");
});

test("the mails, and what is said to whom has forgotten a password, fit and are accessible", async ({ browser, portal, post }, info) => {
  const page = await person(browser, portal);
  await page.goto("/sign-in/forgotten?sent=1");
  await look(page, `talking-forgotten-${info.project.name}`);
  await expect.poll(() => post.received("petra@vendor.example").length).toBeGreaterThan(0);
  for (const [name, one] of [["mail", post.received("petra@vendor.example")[0]], ["mail-rtl", post.received("omar@alnoor.example")[0]]] as const) {
    if (!one) continue;
    await page.setContent(one.html);
    await look(page, `talking-${name}-${info.project.name}`);
  }
});
