/** Lists: sorted by their heads, in the columns somebody chose, kept as a view; and all of it without scripts. */
import { expect } from "@playwright/test";
import { onDemo as test } from "../walk/demo.ts";
import { signInByPassword } from "../walk/sign_in.ts";

test("somebody sorts a list, chooses columns, and keeps the view @desktop", async ({ page }) => {
  await signInByPassword(page, "carl@vendor.example");
  await page.goto("/deals");
  await expect(page.locator("html")).toHaveAttribute("data-alive", /.*/);
  await page.getByRole("columnheader", { name: "Amount" }).getByRole("link").click();
  await page.waitForURL("/deals?sort=-amount");
  await expect(page.getByRole("columnheader", { name: "Amount" })).toHaveAttribute("aria-sort", "descending");
  // The table is another one, and whoever sorts by keyboard is where they were.
  await expect(page.getByRole("columnheader", { name: "Amount" }).getByRole("link")).toBeFocused();
  const look = page.locator(".list-look");
  const column = (name: string) => page.locator(".list-columns label").filter({ hasText: name }).locator("input");
  const order = look.getByRole("combobox", { name: "Order" });
  await look.locator("summary").click();
  await column("Registered by").setChecked(true);
  await column("Clock").setChecked(false);
  const sorted = await order.inputValue();
  await order.selectOption({ index: 0 });
  const chosen = await order.inputValue();
  expect(chosen).not.toBe(sorted);
  // News of a deal makes the list anew; what was chosen of it goes on, and nothing folds away.
  const made = await look.elementHandle();
  await page.evaluate(() => dispatchEvent(new Event("news")));
  await page.waitForFunction((made) => !made!.isConnected, made);
  await expect(look).toHaveAttribute("open", "");
  await expect(column("Registered by")).toBeChecked();
  await expect(column("Clock")).not.toBeChecked();
  await expect(order).toHaveValue(chosen);
  await order.selectOption(sorted);
  await page.getByRole("main").getByRole("button", { name: "Find" }).click();
  await expect(page.getByRole("columnheader", { name: "Registered by" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Clock" })).toHaveCount(0);
  // Nothing lies on what was found.
  await expect(look).not.toHaveAttribute("open");
  await look.locator("summary").click();
  await look.locator("a", { hasText: "Save this view" }).click();
  await page.waitForURL(/\/views\/deals\?/);
  await page.getByRole("textbox", { name: "Name of the view" }).fill("Large ones");
  await page.getByRole("button", { name: "Save this view" }).click();
  await page.waitForURL(/\/deals\?view=vi_/);
  await expect(page.getByRole("main").getByRole("link", { name: "Large ones" })).toHaveAttribute("aria-current", "page");
  await expect(page.getByRole("columnheader", { name: "Registered by" })).toBeVisible();
});

test("a list is sorted and filtered without scripts @desktop", async ({ browser, portal }) => {
  const context = await browser.newContext({ baseURL: portal.origin, javaScriptEnabled: false });
  const page = await context.newPage();
  await signInByPassword(page, "ada@vendor.example");
  await page.goto("/partners");
  await page.locator("select[name=tier]").selectOption("gold");
  await page.getByText("Columns and order").click();
  await page.locator("select[name=sort]").selectOption("-name");
  await page.getByRole("main").getByRole("button", { name: "Find" }).click();
  expect(page.url()).toMatch(/tier=gold.*sort=-name/);
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "descending");
  await context.close();
});
