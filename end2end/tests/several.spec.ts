/** Several cases at once, and what becomes of those that are approved: the pipeline. */
import { expect, type Page } from "@playwright/test";
import { registerDeal } from "../walk/deals.ts";
import { onDemo as test } from "../walk/demo.ts";
import { faultsOf } from "../walk/faults.ts";
import { judge, look } from "../walk/judge.ts";
import { person } from "../walk/person.ts";

const row = (page: Page, customer: string) => page.getByRole("row").filter({ hasText: customer });

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";

  test(`what is clear is approved at once and followed to its order, ${how}${scripts ? "" : " @desktop"}`, async ({ browser, baseURL }, info) => {
    test.setTimeout(180_000);
    const ana = await person(browser, baseURL, "ana@northwind.example", scripts);
    const names = ["Quokka Surveys", "Umbra Optics"].map((name) => `${name} ${scripts ? "One" : "Two"} ${info.project.name}`);
    for (const [n, customer] of names.entries()) {
      const domain = `case-${n}-${scripts}-${info.project.name}.example`;
      await registerDeal(ana, { customer, domain, family: "Support plans", amount: "4,000" });
    }
    const petra = await person(browser, baseURL, "petra@vendor.example", scripts);
    const faults = faultsOf(petra);
    await petra.goto("/deals/inbox");
    await petra.getByRole("link", { name: "Several at once" }).click();
    for (const customer of names) await row(petra, customer).getByRole("checkbox").check();
    if (scripts) {
      await look(petra, `${info.project.name}-several`);
      await judge(petra, "several cases at once");
    }
    await petra.getByRole("button", { name: "Answer those that are marked" }).click();
    await expect(petra.locator(".error-summary:visible")).toContainText("What happens");
    for (const customer of names) await expect(row(petra, customer).getByRole("checkbox")).toBeChecked();
    await petra.getByRole("radio", { name: "Approve what is clear" }).check();
    await petra.getByRole("button", { name: "Answer those that are marked" }).click();
    await expect(petra.getByText("2 deals approved")).toBeVisible();
    await expect(row(petra, names[0])).toHaveCount(0);
    expect(faults.filter((fault) => !fault.includes("422"))).toEqual([]);

    await ana.goto("/deals/pipeline");
    const card = ana.getByRole("listitem").filter({ hasText: names[0] });
    await expect(card.getByText("No next step yet")).toBeVisible();
    await card.getByRole("link", { name: names[0] }).click();
    await ana.getByLabel("By").fill("2027-02-03");
    await ana.getByRole("button", { name: "Save", exact: true }).click();
    await expect(ana.locator(".error-summary:visible")).toContainText("Next step");
    await ana.getByLabel("Next step").fill("Send the terms");
    await ana.getByLabel("Stage").selectOption("proposal");
    await ana.getByRole("button", { name: "Save", exact: true }).click();
    await expect(ana.locator(".error-summary:visible")).toHaveCount(0);
    await ana.goto("/deals/pipeline");
    const proposal = ana.getByRole("region", { name: /Proposal/ });
    await expect(proposal.getByText(/Send the terms/)).toBeVisible();
    if (scripts) {
      await look(ana, `${info.project.name}-pipeline`);
      await judge(ana, "the pipeline");
    }
    await proposal.getByRole("listitem").filter({ hasText: names[0] }).locator("summary").click();
    await proposal.getByRole("button", { name: "Negotiation" }).first().click();
    await expect(ana.getByRole("region", { name: /Negotiation/ }).getByText(/Send the terms/)).toBeVisible();

    // A loss has a reason.
    await ana.getByRole("link", { name: names[0] }).click();
    await ana.locator("summary").filter({ hasText: "Report lost" }).click();
    await ana.getByRole("button", { name: "Report lost" }).click();
    await expect(ana.locator(".error-summary:visible")).toContainText("Reason");
    await ana.getByLabel("Why it was lost").selectOption({ label: "Competitor" });
    await ana.getByRole("button", { name: "Report lost" }).click();
    await expect(ana.locator(".page-header .badge").first()).toHaveText("Lost");
    await expect(ana.getByText("Competitor")).toBeVisible();
  });
}
