/**
 * Before a decision: an approver asks for what is missing, the partner answers just that, and the deal goes on; a colleague
 * takes it over. On a desk and on a phone, with scripts and without.
 */
import { expect, type Page } from "@playwright/test";
import { onDemo as test } from "../walk/demo.ts";
import { faultsOf } from "../walk/faults.ts";
import { follow } from "../walk/follow.ts";
import { look } from "../walk/judge.ts";
import { person } from "../walk/person.ts";

const state = (page: Page) => page.locator(".page-header .badge").first();

/** Registers a deal and answers with its path. */
async function register(page: Page, customer: string): Promise<string> {
  await page.goto("/deals/new");
  await page.getByLabel("Customer name").fill(customer);
  await page.getByLabel("Country").selectOption({ label: "Estonia" });
  await page.getByRole("group", { name: "Product families" }).getByRole("checkbox").first().check();
  await page.getByLabel("Amount").fill("12,500");
  await page.getByLabel("Expected close").fill("2027-06-30");
  await page.getByLabel("What the customer needs").fill("Replaces the old array in both sites.");
  await page.getByLabel("Contact name").fill("Kadri Tamm");
  await page.getByLabel("Contact e-mail").fill("kadri@example.org");
  await page.getByRole("button", { name: "Submit deal" }).click();
  await expect(state(page)).toHaveText("Submitted");
  return new URL(page.url()).pathname;
}

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";

  test(`what is missing is asked for and answered, and a colleague takes the deal over, ${how}${scripts ? "" : " @desktop"}`, async ({ browser, baseURL }) => {
    // Three people, one after another.
    test.setTimeout(150_000);
    const ben = await person(browser, baseURL, "ben@northwind.example", scripts);
    const customer = `Kvartal ${how} ${test.info().project.name}`;
    const deal = await register(ben, customer);

    const petra = await person(browser, baseURL, "petra@vendor.example", scripts);
    const faults = faultsOf(petra);
    await petra.goto(deal);
    await petra.locator("summary").filter({ hasText: "Ask for more" }).click();
    const form = petra.locator("details[open]").filter({ hasText: "Ask for more" });
    const asked = form.getByRole("group", { name: "What is missing" });
    await asked.getByRole("checkbox", { name: "Amount" }).check();
    await asked.getByRole("checkbox", { name: "Evidence" }).check();
    await form.getByLabel("Your question").fill("Is that for both sites?");
    if (scripts) await look(petra, `${test.info().project.name}-deal-ask`);
    await petra.getByRole("button", { name: "Ask partner" }).click();
    await expect(state(petra)).toHaveText("Answer needed");
    await expect(petra.getByText(/Waiting for the partner: Amount/)).toBeVisible();
    await expect(petra.getByRole("button", { name: "Approve deal" })).toHaveCount(0);
    expect(faults).toEqual([]);

    await ben.goto("/");
    await follow(ben, ben.getByRole("main").getByRole("link", { name: customer, exact: true }).first(), customer);
    await expect(ben.getByText(/Please complete: Amount/)).toBeVisible();
    await expect(ben.getByText("Is that for both sites?").first()).toBeVisible();
    await expect(ben.getByLabel("Customer name"), "only what was asked for is open").toHaveCount(0);
    await ben.getByLabel("Amount").fill("");
    await ben.getByRole("button", { name: "Send answer" }).click();
    await expect(ben.locator(".error-summary:visible")).toContainText("Amount");
    await ben.getByLabel("Amount").fill("25,000");
    await ben.getByLabel("Your message").fill("Yes, for both.");
    if (scripts) await look(ben, `${test.info().project.name}-deal-answer`);
    await ben.getByRole("button", { name: "Send answer" }).click();
    await expect(state(ben)).toHaveText("In review");

    await petra.goto(deal);
    await expect(petra.getByText("25,000.00").first()).toBeVisible();
    await expect(petra.getByText("Yes, for both.")).toBeVisible();
    await expect(petra.getByRole("button", { name: "Approve deal" })).toBeVisible();

    const ana = await person(browser, baseURL, "ana@northwind.example", scripts);
    await ana.goto(deal);
    await ana.locator("summary").filter({ hasText: "Hand over" }).click();
    await ana.getByLabel("Colleague").selectOption({ index: 1 });
    if (scripts) await look(ana, `${test.info().project.name}-deal-hand-over`);
    await ana.getByRole("button", { name: "Hand deal over" }).click();
    await expect(ana.getByText("handed the deal over to")).toBeVisible();

    // What is over can be registered again, with everything but the day.
    await ben.goto(deal);
    await ben.getByRole("button", { name: "Withdraw" }).click();
    await expect(state(ben)).toHaveText("Withdrawn");
    await follow(ben, ben.getByRole("link", { name: "Register a similar deal" }), "Register a deal");
    await expect(ben.getByLabel("Customer name")).toHaveValue(customer);
    await expect(ben.getByLabel("Amount")).toHaveValue("25000.00");
    await expect(ben.getByLabel("Expected close")).toHaveValue("");
  });
}
