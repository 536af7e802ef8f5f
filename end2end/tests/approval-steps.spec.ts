/**
 * Two people have to agree: a channel manager writes the steps, a partner registers and reads how far it is, an approver and an
 * administrator agree, and nothing of what they say inside gets out. On a desk and on a phone.
 */
import { expect, type Page } from "@playwright/test";
import { onDemo as test } from "../walk/demo.ts";
import { follow } from "../walk/follow.ts";
import { look } from "../walk/judge.ts";
import { person } from "../walk/person.ts";

/** Fills the place of a step, which is folded up while it is empty. */
async function writeStep(page: Page, n: number, name: string, forPartners: string, who: string): Promise<void> {
  const summary = page.locator("summary").filter({ hasText: new RegExp(`^\\s*Step ${n}\\s*$`) });
  const place = page.locator("details").filter({ has: summary });
  await summary.click();
  await place.getByLabel("Name of the step").fill(name);
  await place.getByLabel("Name for partners").fill(forPartners);
  await place.getByLabel("Turn").fill(String(n));
  await place.getByLabel("Who decides").selectOption({ label: who });
}

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";

  test(`a deal is approved when two people have agreed, ${how}${scripts ? "" : " @desktop"}`, async ({ browser, baseURL }) => {
    // Four people, one after another.
    test.setTimeout(180_000);
    const project = test.info().project.name;
    const name = `Large deals ${how} ${project}`;
    const customer = `Rannikko steps ${how} ${project}`;
    const carl = await person(browser, baseURL, "carl@vendor.example", scripts);
    await carl.goto("/programmes");
    await follow(carl, carl.getByRole("link", { name: "New programme" }), "New programme");
    await carl.getByLabel("Programme", { exact: true }).fill(name);
    await writeStep(carl, 1, "Hidden fit", "Fit", "Any approver");
    await writeStep(carl, 2, "Hidden price", "Commercial check", "Named people");
    await carl.getByRole("button", { name: "Save programme" }).click();
    await expect(carl.locator(".error-summary:visible")).toContainText("Step 2, People");
    const second = carl.locator("details").filter({ has: carl.locator("summary", { hasText: "Step 2" }) });
    await second.getByRole("group", { name: "Named people" }).getByRole("checkbox", { name: "Ada Lindqvist" }).check();
    if (scripts) await look(carl, `${project}-programme-steps`);
    await carl.getByRole("button", { name: "Save programme" }).click();
    await expect(carl.getByText("Programme saved")).toBeVisible();

    const ben = await person(browser, baseURL, "ben@northwind.example", scripts);
    await ben.goto("/deals/new");
    await ben.getByRole("navigation", { name: "Programme" }).getByRole("link", { name }).click();
    await ben.getByLabel("Customer name").fill(customer);
    await ben.getByLabel("Country").selectOption("FI");
    await ben.getByRole("group", { name: "Product families" }).getByRole("checkbox").first().check();
    await ben.getByLabel("Amount").fill("60,000");
    await ben.getByLabel("Expected close").fill("2027-06-30");
    await ben.getByLabel("Contact name").fill("Aino Laine");
    await ben.getByLabel("Contact e-mail").fill("aino.laine@rannikko.example");
    await ben.getByLabel("What the customer needs").fill("Replaces the old array.");
    await ben.getByRole("button", { name: "Submit deal" }).click();
    await expect(ben.getByText("Step 1 of 2: Fit")).toBeVisible();
    if (scripts) await look(ben, `${project}-deal-at-a-step`);
    const deal = new URL(ben.url()).pathname;
    const id = deal.replace("/deals/", "");

    const petra = await person(browser, baseURL, "petra@vendor.example", scripts);
    await petra.goto(`/deals/inbox?case=${id}`);
    await expect(petra.getByText("Approve step: Hidden fit")).toBeVisible();
    if (scripts) await look(petra, `${project}-inbox-step`);
    await petra.getByLabel("Note for colleagues").fill("Whispered inside");
    await petra.getByRole("button", { name: "Approve step" }).click();
    await expect(petra.locator(".inbox-said")).toContainText(`${customer}: In review`);
    await petra.goto(deal);
    await expect(petra.getByText("The open step is somebody else's to decide.")).toBeVisible();
    await expect(petra.getByRole("button", { name: "Reject deal" })).toHaveCount(0);

    await ben.goto(deal);
    await expect(ben.getByText("Step 2 of 2: Commercial check")).toBeVisible();
    const ada = await person(browser, baseURL, "ada@vendor.example", scripts);
    await ada.goto(deal);
    await expect(ada.getByText("Whispered inside")).toBeVisible();
    await expect(ada.getByText("approved by Petra Novak")).toBeVisible();
    if (scripts) await look(ada, `${project}-deal-last-step`);
    await ada.getByRole("button", { name: "Approve deal" }).click();
    await expect(ada.locator(".badge").first()).toHaveText("Approved");

    await ben.goto(deal);
    await expect(ben.getByText("Protected until")).toBeVisible();
    for (const inside of ["Hidden", "Whispered", "Petra Novak"]) await expect(ben.getByText(inside)).toHaveCount(0);
  });
}
