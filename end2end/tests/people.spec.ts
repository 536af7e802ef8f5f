/** Finding and taking along: the search from any page, and lists as files. */
import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { onDemo as test } from "../walk/demo.ts";
import { signInByPassword } from "../walk/sign_in.ts";

test("somebody presses a key, types, and is where they wanted to be @desktop", async ({ page }) => {
  await signInByPassword(page, "petra@vendor.example");
  await expect(page.locator("html")).toHaveAttribute("data-alive", /.*/);
  await page.keyboard.press("Control+k");
  await page.waitForURL("/search");
  const field = page.getByRole("searchbox", { name: "What are you looking for?" });
  await expect(field).toBeFocused();
  await page.keyboard.type("kestrel");
  await expect(page.getByRole("heading", { name: "Deals" })).toBeVisible();
  await expect(page).toHaveURL("/search?q=kestrel");
  await expect(field).toBeFocused();
  await expect(page.locator("mark").first()).toHaveText("Kestrel");
  await page.getByRole("main").getByRole("link", { name: "Kestrel Aerospace GmbH" }).first().click();
  await page.waitForURL(/\/deals\/dl_/);
  await page.keyboard.press("Control+k");
  await page.waitForURL("/search");
});

test("the search answers without scripts @desktop", async ({ browser, portal }) => {
  const context = await browser.newContext({ baseURL: portal.origin, javaScriptEnabled: false });
  const page = await context.newPage();
  await signInByPassword(page, "ana@northwind.example");
  await page.goto("/search");
  await expect(page.getByText("Find anything you may see")).toBeVisible();
  await page.getByRole("searchbox", { name: "What are you looking for?" }).fill("aster");
  await page.getByRole("main").getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("link", { name: "Aster Museum" })).toBeVisible();
  await page.goto("/search?q=" + encodeURIComponent('"<script>alert(1)</script>'));
  await expect(page.getByText("Nothing found for")).toBeVisible();
  await context.close();
});

test("a list becomes a file @desktop", async ({ page }) => {
  await signInByPassword(page, "ana@northwind.example");
  await page.goto("/deals");
  await page.getByText("Export", { exact: true }).click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV", exact: true }).click();
  const file = await downloading;
  expect(file.suggestedFilename()).toMatch(/^deals-\d{4}-\d{2}-\d{2}\.csv$/);
  expect(readFileSync(await file.path(), "utf8")).toContain("Fjord Rail");
});
