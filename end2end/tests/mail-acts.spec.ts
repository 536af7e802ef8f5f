/** Doing it from the mail: an approver decides without signing in, on a desk and on a phone, with scripts and without. */
import { expect } from "@playwright/test";
import { registerDeal } from "../walk/deals.ts";
import { faultsOf } from "../walk/faults.ts";
import { judge, look } from "../walk/judge.ts";
import { onMailing as test } from "../walk/mailing.ts";
import { person } from "../walk/person.ts";

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";

  test(`a case is asked about from the mail, once, ${how}${scripts ? "" : " @desktop"}`, async ({ browser, portal, post }, info) => {
    test.setTimeout(120_000);
    const customer = `Marimba ${how} ${info.project.name}`;
    const ana = await person(browser, portal.origin, "ana@northwind.example", true);
    await registerDeal(ana, { customer, domain: `marimba-${scripts}-${info.project.name}.example`, family: "Support plans", amount: "4,000" });
    const deal = new URL(ana.url()).pathname;
    const link = (words: string) => () =>
      post.received("petra@vendor.example").filter((mail) => mail.text.includes(customer))
        .map((mail) => new RegExp(`${words}:\\s+\\S+(/act/[0-9a-f]+)`).exec(mail.text)?.[1]).find(Boolean);
    await expect.poll(link("Ask for more"), { timeout: 20_000 }).toBeTruthy();

    const { viewport, userAgent, hasTouch, isMobile } = info.project.use;
    const context = await browser.newContext({
      baseURL: portal.origin, javaScriptEnabled: scripts, locale: "en-GB", viewport, userAgent, hasTouch, isMobile,
    });
    const page = await context.newPage();
    const faults = faultsOf(page);
    await page.goto(link("Approve")() ?? "");
    await expect(page.getByRole("heading", { level: 1, name: "Approve" })).toBeVisible();
    await expect(page.getByText(customer).first()).toBeVisible();
    if (scripts) {
      await look(page, `${info.project.name}-mail-act`);
      await judge(page, "the page behind a link in a mail");
    }
    const asking = link("Ask for more")() ?? "";
    await page.goto(asking);
    await page.getByLabel("Your question").fill("Who decides there?");
    await page.getByRole("button", { name: "Ask partner" }).click();
    await expect(page.locator(".error-summary:visible")).toContainText("What is missing");
    await expect(page.getByLabel("Your question")).toHaveValue("Who decides there?");
    await page.getByRole("checkbox", { name: "Contact" }).check();
    await page.getByRole("button", { name: "Ask partner" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Your question is on its way" })).toBeVisible();
    await page.goto(link("Approve")() ?? "");
    await expect(page.getByRole("heading", { level: 1, name: "Your question is on its way" })).toBeVisible();
    await page.goto("/deals");
    await expect(page, "nobody is signed in by a link").toHaveURL(/\/sign-in/);
    expect(faults.filter((fault) => !fault.includes("422"))).toEqual([]);

    await ana.goto(deal);
    await expect(ana.getByText("Who decides there?").first()).toBeVisible();
    await context.close();
  });
}
