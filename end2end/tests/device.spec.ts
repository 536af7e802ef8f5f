/** A registration on a bad line: what is typed stays on the device, is sent once, and a change elsewhere is explained. */
import { expect, type Page } from "@playwright/test";
import { onDemo as test } from "../walk/demo.ts";
import { judge } from "../walk/judge.ts";
import { person } from "../walk/person.ts";

/** Everything that a registration needs, for a customer of this name. */
async function type(page: Page, customer: string): Promise<void> {
  await page.getByLabel("Customer name").fill(customer);
  await page.getByRole("group", { name: "Product families" }).getByRole("checkbox").first().check();
  await page.getByLabel("Amount").fill("12.500,00");
  await page.getByLabel("Expected close").fill("2031-05-04");
  await page.getByLabel("What the customer needs").fill("Another site, by spring.");
  await page.getByLabel("Contact name").fill("Jo Field");
  await page.getByLabel("Contact e-mail").fill("jo@field.example");
}

async function registered(page: Page, customer: string): Promise<number> {
  await page.goto(`/deals?q=${encodeURIComponent(customer)}`);
  return page.getByRole("main").getByRole("link", { name: customer }).count();
}

for (const line of ["no connection", "a lost answer"] as const) {
  test(`what was handed in with ${line} is sent once`, async ({ browser, baseURL }, info) => {
    const ana = await person(browser, baseURL, "ana@northwind.example", true);
    const customer = `Farfield ${line} ${info.project.name}`;
    await ana.goto("/deals/new");
    if (line === "no connection") await ana.context().setOffline(true);
    await type(ana, customer);
    let tries = 0;
    if (line === "a lost answer") {
      await ana.route("**/api/deals/send", async (route) => {
        tries += 1;
        // The first one never reaches the portal, of the second one the answer is lost.
        if (tries === 1) return route.abort();
        if (tries === 2) {
          await route.fetch({ maxRedirects: 0 });
          return route.abort();
        }
        return route.continue();
      });
    }
    await ana.getByRole("button", { name: "Submit deal" }).click();
    await expect(ana.getByText("No connection", { exact: true })).toBeVisible();
    await judge(ana, `a form that waits, ${line}`);
    if (line === "no connection") await ana.context().setOffline(false);
    await ana.waitForURL(/\/deals\/dl_[^/]+$/, { timeout: 40_000 });
    await expect(ana.getByRole("heading", { level: 1 })).toContainText(customer);
    if (line === "a lost answer") expect(tries).toBe(3);
    await ana.unrouteAll();
    expect(await registered(ana, customer)).toBe(1);
    await ana.goto("/deals/new");
    await expect(ana.getByText("Typed on this device")).toBeHidden();
    await ana.context().close();
  });
}

test("what was typed without a connection is there when the form is opened anew", async ({ browser, baseURL }, info) => {
  const ana = await person(browser, baseURL, "ana@northwind.example", true);
  const customer = `Closed laptop ${info.project.name}`;
  await ana.goto("/deals/new");
  await ana.context().setOffline(true);
  await type(ana, customer);
  await ana.goto("/deals/new").catch(() => undefined);
  await ana.context().setOffline(false);
  // The page that says that there is no network looks for one by itself; whoever is quicker opens the form.
  await expect(async () => ana.goto("/deals/new")).toPass();
  const offer = ana.getByText("Typed on this device, not yet in the portal");
  await expect(offer).toBeVisible();
  await expect(ana.locator("dd", { hasText: customer })).toBeVisible();
  await judge(ana, "what was typed on this device");
  await ana.getByRole("button", { name: "Continue with it" }).click();
  await expect(offer).toBeHidden();
  await expect(ana.getByLabel("Customer name")).toHaveValue(customer);
  await expect(ana.getByRole("checkbox").first()).toBeChecked();
  await expect(ana.getByText("Draft kept")).toBeVisible();
  await ana.getByRole("button", { name: "Submit deal" }).click();
  await ana.waitForURL(/\/deals\/dl_[^/]+$/);
  expect(await registered(ana, customer)).toBe(1);

  // Somebody else at the same browser learns nothing of it.
  await ana.goto("/deals/new");
  await ana.context().setOffline(true);
  await ana.getByLabel("Customer name").fill("Nobody's business");
  await ana.context().setOffline(false);
  await ana.evaluate(() => {
    const name = Object.keys(localStorage).find((name) => name.startsWith("typed-deal:")) ?? "";
    localStorage.setItem(name, (localStorage.getItem(name) ?? "").replace(/"person":"[^"]*"/, '"person":"pe_other"'));
  });
  await ana.goto("/deals/new");
  await expect(offer).toBeHidden();
  expect(await ana.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("typed-deal:")))).toEqual([]);
  await ana.context().close();
});

test("a draft that was changed elsewhere meanwhile is compared @desktop", async ({ browser, baseURL }) => {
  const ana = await person(browser, baseURL, "ana@northwind.example", true);
  await ana.goto("/deals/new");
  await ana.getByLabel("Customer name").fill("Two places");
  await ana.getByRole("button", { name: "Save draft" }).click();
  await ana.waitForURL(/\/edit\?saved=1/);
  const elsewhere = await person(browser, baseURL, "ana@northwind.example", true);
  await elsewhere.goto(ana.url());
  await ana.context().setOffline(true);
  await ana.getByLabel("Contact name").fill("Typed here");
  await elsewhere.getByLabel("Contact name").fill("Typed there");
  await expect(elsewhere.getByText("Draft kept")).toBeVisible();
  await ana.context().setOffline(false);
  await expect(ana.getByText("changed elsewhere meanwhile")).toBeVisible({ timeout: 20_000 });
  await ana.reload();
  const line = ana.locator("dd", { hasText: "Typed here" });
  await expect(line.locator("del")).toHaveText("Typed there");
  await ana.getByRole("button", { name: "Continue with it" }).click();
  await expect(ana.getByText("Draft kept")).toBeVisible();
  await elsewhere.goto(ana.url());
  await expect(elsewhere.getByLabel("Contact name")).toHaveValue("Typed here");
  await elsewhere.context().close();
  await ana.context().close();
});

test("who agrees to what is told before a deal is handed in @desktop", async ({ browser, baseURL }) => {
  const greta = await person(browser, baseURL, "greta@fabrikam.example", true);
  await greta.goto("/deals/new");
  const programme = greta.getByRole("link", { name: "Strategic projects" });
  await programme.click();
  await expect(programme).toHaveAttribute("aria-current", /.+/);
  await type(greta, "Looked ahead");
  const ahead = greta.locator(".card", { hasText: "After you submit" });
  await expect(ahead).toBeVisible();
  await expect(ahead.getByText(/^Step 1/)).toBeVisible();
  await expect(ahead.getByText("Answer by")).toBeVisible();
  const steps = await ahead.locator("dt").count();
  await greta.getByLabel("Amount").fill("900.000,00");
  await expect.poll(() => ahead.locator("dt").count()).toBeGreaterThan(steps);
  await greta.context().close();
});
