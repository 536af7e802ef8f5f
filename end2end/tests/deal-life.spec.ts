/**
 * After a decision: a partner asks for more time and gets it, an approval is revoked, the partner appeals, and it is
 * decided anew. On a desk and on a phone, with scripts and without.
 */
import { expect, type Page } from "@playwright/test";
import { registerDeal } from "../walk/deals.ts";
import { onDemo as test } from "../walk/demo.ts";
import { faultsOf } from "../walk/faults.ts";
import { follow } from "../walk/follow.ts";
import { look } from "../walk/judge.ts";
import { person } from "../walk/person.ts";

async function openDeal(page: Page, customer: string): Promise<void> {
  await page.goto(`/deals?q=${encodeURIComponent(customer)}`);
  await follow(page, page.getByRole("main").getByRole("link", { name: customer, exact: true }), customer);
}

/** Opens what is folded up, says why, and sends it. */
async function plead(page: Page, what: string, why: string, send: string): Promise<void> {
  await page.locator("summary").filter({ hasText: what }).click();
  await page.getByLabel("Your reasons").fill(why);
  await page.getByRole("button", { name: send }).click();
}

const state = (page: Page) => page.locator(".page-header .badge").first();

// Four deals: what one test has done to a deal is in the way of the next one.
for (const [scripts, [seller, extended], revoked] of [
  [true, ["ana@northwind.example", "Tallinn City Hospital"], "Brightwater Utilities"],
  [false, ["luis@lumen.example", "Pampas Cooperative"], "Tallinn City Hospital"],
] as const) {
  const how = scripts ? "with scripts" : "without scripts";

  test(`more time is asked for and given, ${how}${scripts ? "" : " @desktop"}`, async ({ browser, baseURL }) => {
    const partner = await person(browser, baseURL, seller, scripts);
    await openDeal(partner, extended);
    await plead(partner, "Ask for more time", "", "Send request");
    await expect(partner.locator(".error-summary:visible")).toContainText("Your reasons");
    // The refusal itself is one that the browser tells of.
    const faults = faultsOf(partner);
    await partner.getByLabel("Your reasons").fill("They test it in May, the board decides in June.");
    if (scripts) await look(partner, `${test.info().project.name}-deal-asking`);
    await partner.getByRole("button", { name: "Send request" }).click();
    await expect(state(partner)).toHaveText("Extension pending");
    await expect(partner.getByText(/You asked for more time and get an answer by/)).toBeVisible();

    const petra = await person(browser, baseURL, "petra@vendor.example", scripts);
    await petra.goto("/deals/queue");
    await follow(petra, petra.getByRole("main").getByRole("link", { name: extended, exact: true }), extended);
    await expect(petra.getByText("They test it in May, the board decides in June.")).toBeVisible();
    await petra.getByRole("button", { name: "Leave as it is" }).click();
    await expect(petra.locator(".error-summary:visible")).toContainText("Message to the partner");
    if (scripts) await look(petra, `${test.info().project.name}-deal-extension`);
    await petra.getByRole("button", { name: "Extend by 30 days" }).click();
    await expect(state(petra)).toHaveText("Approved");
    await expect(petra.getByText("made the protection longer")).toBeVisible();

    await openDeal(partner, extended);
    await expect(state(partner)).toHaveText("Approved");
    await expect(partner.locator("summary").filter({ hasText: "Ask for more time" }), "a decision has one extension").toHaveCount(0);
    expect(faults).toEqual([]);
  });

  test(`an approval is revoked, appealed against, and decided anew, ${how}${scripts ? "" : " @desktop"}`, async ({ browser, baseURL }) => {
    const petra = await person(browser, baseURL, "petra@vendor.example", scripts);
    const ana = await person(browser, baseURL, "ana@northwind.example", scripts);
    await openDeal(petra, revoked);
    await petra.locator("summary").filter({ hasText: "Revoke" }).click();
    await petra.getByLabel("Reason").selectOption({ label: "Existing business with this customer" });
    await petra.getByLabel("Message to the partner").first().fill("They have bought from us since March.");
    await petra.getByRole("button", { name: "Revoke approval" }).click();
    await expect(state(petra)).toHaveText("Revoked");

    await openDeal(ana, revoked);
    await expect(ana.getByText("Existing business with this customer")).toBeVisible();
    await plead(ana, "Appeal", "That was another subsidiary; see the order.", "Send appeal");
    await expect(ana.getByText(/Appealed on/)).toBeVisible();
    await expect(ana.locator("summary").filter({ hasText: "Appeal" }), "an appeal is heard once").toHaveCount(0);

    await petra.goto("/deals?state=appealed");
    await follow(petra, petra.getByRole("main").getByRole("link", { name: revoked, exact: true }), revoked);
    if (scripts) await look(petra, `${test.info().project.name}-deal-appealed`);
    await petra.getByRole("button", { name: "Open the decision again" }).click();
    await expect(state(petra)).toHaveText("In review");
    await expect(petra.getByRole("button", { name: "Approve deal" })).toBeVisible();
  });
}

test("a decision appears on the partner's open page, in the same document @desktop", async ({ browser, baseURL }) => {
  test.setTimeout(120_000);
  const ben = await person(browser, baseURL, "ben@northwind.example", true);
  const customer = `Marimba Works ${test.info().project.name}`;
  await registerDeal(ben, { customer, domain: "marimba.example", family: "Support plans", amount: "4,000" });
  const deal = new URL(ben.url()).pathname;
  await ben.evaluate(() => ((window as any).theSameDocument = true));
  await ben.getByLabel("Comment").fill("Half a sentence that is not");

  const petra = await person(browser, baseURL, "petra@vendor.example", true);
  await petra.goto(deal);
  await petra.getByRole("button", { name: "Approve deal" }).click();
  await expect(petra.getByText("approved the deal")).toBeVisible();

  await expect(ben.getByText("approved the deal")).toBeVisible({ timeout: 20_000 });
  await expect(ben.locator(".page-header .badge").first()).toHaveText("Approved");
  expect(await ben.evaluate(() => (window as any).theSameDocument === true), "no new document").toBe(true);
  await expect(ben.getByLabel("Comment"), "what was being typed is still there").toHaveValue("Half a sentence that is not");
});
