/**
 * A channel manager writes a programme; a partner registers under it and is told all at once what it lacks; the next version
 * leaves what was handed in as it was; the programme goes out and comes back as a text. On a desk and on a phone.
 */
import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { onDemo as test } from "../walk/demo.ts";
import { follow } from "../walk/follow.ts";
import { look } from "../walk/judge.ts";
import { person } from "../walk/person.ts";

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";

  test(`a programme is written, registered under, changed and taken as text, ${how}${scripts ? "" : " @desktop"}`, async ({ browser, baseURL }) => {
    // Three people, one after another.
    test.setTimeout(150_000);
    const name = `Campaign ${how} ${test.info().project.name}`;
    const carl = await person(browser, baseURL, "carl@vendor.example", scripts);
    await carl.goto("/programmes");
    if (scripts) await look(carl, `${test.info().project.name}-programmes`);
    await follow(carl, carl.getByRole("link", { name: "New programme" }), "New programme");
    await carl.getByLabel("Programme", { exact: true }).fill(name);
    await carl.getByLabel("Website or domain").selectOption({ label: "Required" });
    await carl.getByLabel("Own fields").fill("Campaign code*");
    await carl.getByLabel("Smallest amount").fill("5,000");
    await carl.getByLabel("Days of protection").fill("0");
    await carl.getByLabel("First, Gold").fill("12.5");
    await carl.getByRole("button", { name: "Save programme" }).click();
    await expect(carl.locator(".error-summary:visible")).toContainText("1 to 730");
    await carl.getByLabel("Days of protection").fill("45");
    if (scripts) await look(carl, `${test.info().project.name}-programme`);
    await carl.getByRole("button", { name: "Save programme" }).click();
    await expect(carl.getByText("Programme saved")).toBeVisible();

    const ben = await person(browser, baseURL, "ben@northwind.example", scripts);
    await ben.goto("/deals/new");
    await ben.getByRole("navigation", { name: "Programme" }).getByRole("link", { name }).click();
    await expect(ben.getByLabel("Campaign code")).toBeVisible();
    await ben.locator("summary").filter({ hasText: "Begin from a business card" }).click();
    await ben.getByLabel("Business card").fill("12345");
    await ben.getByRole("button", { name: "Fill in" }).click();
    await expect(ben.locator(".error-summary:visible")).toContainText("Nothing in it was recognised");
    await ben.getByLabel("Business card").fill("Aino Laine\nHead of Infrastructure\nRannikko Oy\naino.laine@rannikko.fi");
    if (scripts) await look(ben, `${test.info().project.name}-deal-card`);
    await ben.getByRole("button", { name: "Fill in" }).click();
    await expect(ben.getByLabel("Contact name")).toHaveValue("Aino Laine");
    await expect(ben.getByLabel("Contact role")).toHaveValue("Head of Infrastructure");
    await expect(ben.getByLabel("Customer name")).toHaveValue("Rannikko Oy");
    await expect(ben.getByLabel("Country")).toHaveValue("FI");
    await ben.getByLabel("Website or domain").fill("");
    await ben.getByLabel("Customer name").fill(`Rannikko ${how} ${test.info().project.name}`);
    await ben.getByRole("group", { name: "Product families" }).getByRole("checkbox").first().check();
    await ben.getByLabel("Amount").fill("4,000");
    await ben.getByLabel("Expected close").fill("2027-06-30");
    await ben.getByLabel("What the customer needs").fill("Replaces the old array.");
    await ben.getByRole("button", { name: "Submit deal" }).click();
    const summary = ben.locator(".error-summary:visible");
    for (const told of ["Website or domain", "Campaign code", "EUR 5,000.00"]) await expect(summary).toContainText(told);
    if (scripts) await look(ben, `${test.info().project.name}-deal-under-programme`);
    await ben.getByLabel("Website or domain").fill("rannikko.example");
    await ben.getByLabel("Campaign code").fill("C-42");
    await ben.getByLabel("Amount").fill("6,000");
    await ben.getByRole("button", { name: "Submit deal" }).click();
    await expect(ben.getByText("C-42")).toBeVisible();
    await expect(ben.getByText(`${name}, version 1`)).toBeVisible();
    const deal = new URL(ben.url()).pathname;

    await carl.getByLabel("Days of protection").fill("10");
    await carl.getByRole("button", { name: "Save programme" }).click();
    await expect(carl.getByRole("table", { name: "Versions" }).getByRole("row")).toHaveCount(3);
    const petra = await person(browser, baseURL, "petra@vendor.example", scripts);
    await petra.goto(deal);
    await expect(petra.getByText("Protects the deal for 45 days.")).toBeVisible();

    const [taken] = await Promise.all([
      carl.waitForEvent("download"),
      carl.getByRole("link", { name: "As text" }).click(),
    ]);
    const text = await readFile(await taken.path(), "utf8");
    expect(text).toContain("window_days = 10");
    await carl.goto("/programmes");
    await carl.locator("summary").filter({ hasText: "Import from text" }).click();
    await carl.getByLabel("As text").fill("name = ");
    await carl.getByRole("button", { name: "Import from text" }).click();
    await expect(carl.locator(".error-summary:visible")).toContainText("TOML parse error");
    await carl.getByLabel("As text").fill(text.replace("window_days = 10", "window_days = 20").replace(/^name = .*$/m, `name = "${name} again"`));
    await carl.getByRole("button", { name: "Import from text" }).click();
    await expect(carl.getByLabel("Days of protection")).toHaveValue("20");
  });
}
