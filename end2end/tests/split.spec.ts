/** Several partners on one deal: the vendor says who, each of them reads its part, and nobody else learns of it. */
import { expect } from "@playwright/test";
import { onDemo as test } from "../walk/demo.ts";
import { follow } from "../walk/follow.ts";
import { look } from "../walk/judge.ts";
import { person } from "../walk/person.ts";

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";

  test(`a deal is shared between two partners, ${how}${scripts ? "" : " @desktop"}`, async ({ browser, baseURL }, info) => {
    test.setTimeout(120_000);
    const project = info.project.name;
    const customer = `Shared Works ${how} ${project}`;
    const ana = await person(browser, baseURL, "ana@northwind.example", scripts);
    await ana.goto("/deals/new");
    await ana.getByLabel("Customer name").fill(customer);
    await ana.getByLabel("Country").selectOption("NL");
    await ana.getByRole("group", { name: "Product families" }).getByRole("checkbox").first().check();
    await ana.getByLabel("Amount").fill("80,000");
    await ana.getByLabel("Expected close").fill("2031-06-30");
    await ana.getByLabel("Contact name").fill("Sanne Visser");
    await ana.getByLabel("Contact e-mail").fill("sanne@shared-works.example");
    await ana.getByLabel("What the customer needs").fill("Two sites, one contract.");
    await ana.getByRole("button", { name: "Submit deal" }).click();
    await expect(ana.getByRole("heading", { level: 1, name: customer })).toBeVisible();
    const deal = new URL(ana.url()).pathname;

    const petra = await person(browser, baseURL, "petra@vendor.example", scripts);
    await petra.goto(deal);
    await follow(petra, petra.getByRole("link", { name: "Say who takes part" }), "Partners on this deal");
    const part = (n: number) => petra.locator("section.form-section").filter({ has: petra.getByRole("heading", { name: `Part ${n}`, exact: true }) });
    await part(2).getByLabel("Partner").fill("fabrikam distribution");
    await part(2).getByLabel("What it does").selectOption("implement");
    await part(2).getByLabel("Share in percent").fill("30");
    await petra.getByRole("button", { name: "Save split" }).click();
    await expect(petra.getByText("make 130 percent together")).toBeVisible();
    await part(1).getByLabel("Share in percent").fill("70 %");
    if (scripts) await look(petra, `${project}-split`);
    await petra.getByRole("button", { name: "Save split" }).click();
    await expect(petra.getByText("implements, 30 %")).toBeVisible();

    await ana.goto(deal);
    await expect(ana.getByText("sells, 70 %")).toBeVisible();
    await expect(ana.getByText("Say who takes part")).toBeHidden();
    if (scripts) await look(ana, `${project}-deal-shared`);

    const greta = await person(browser, baseURL, "greta@fabrikam.example", scripts);
    await greta.goto("/deals/joint");
    const row = greta.getByRole("row", { name: customer });
    await expect(row).toContainText("implements, 30 %");
    if (scripts) await look(greta, `${project}-joint`);
    expect((await greta.request.get(deal, { headers: { accept: "text/html" } })).status()).toBe(404);

    const luis = await person(browser, baseURL, "luis@lumen.example", scripts);
    await luis.goto("/deals/joint");
    await expect(luis.getByText("No shared deals")).toBeVisible();
    expect(await luis.content()).not.toContain(customer);
  });
}

test("a reseller names the distributor that it buys through @desktop", async ({ browser, baseURL }) => {
  const customer = "Through and Through";
  const omar = await person(browser, baseURL, "omar@alnoor.example", false);
  await omar.goto("/deals/new");
  await omar.getByLabel("Customer name").fill(customer);
  await omar.getByLabel("Country").selectOption("AE");
  await omar.getByRole("group", { name: "Product families" }).getByRole("checkbox").first().check();
  await omar.getByLabel("Amount").fill("40,000");
  await omar.getByLabel("Expected close").fill("2031-06-30");
  await omar.getByLabel("Contact name").fill("Huda Said");
  await omar.getByLabel("Contact e-mail").fill("huda@through.example");
  await omar.getByLabel("What the customer needs").fill("A new hall.");
  await omar.getByRole("checkbox", { name: "Through Fabrikam Distribution" }).check();
  await omar.getByRole("button", { name: "Submit deal" }).click();
  await expect(omar.getByText("sells, 100 %")).toBeVisible();
  await expect(omar.getByText("distributes, 0 %")).toBeVisible();
  const greta = await person(browser, baseURL, "greta@fabrikam.example", false);
  await greta.goto("/deals/joint");
  await expect(greta.getByRole("row", { name: customer })).toContainText("distributes, 0 %");
});
