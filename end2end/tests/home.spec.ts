/** Home by role: figures that are one's own, a chart with its table, and all of it without scripts. */
import { expect } from "@playwright/test";
import { onDemo as test } from "../walk/demo.ts";
import { signInByPassword } from "../walk/sign_in.ts";

test("a channel manager sees how the queue does, and the chart in words @desktop", async ({ page }) => {
  await signInByPassword(page, "carl@vendor.example");
  const main = page.getByRole("main");
  await expect(main.getByRole("img", { name: /Deals per month/ })).toBeVisible();
  await expect(main.getByText("Answered in time").first()).toBeVisible();
  await main.getByText("Figures as a table").click();
  await expect(main.getByRole("table", { name: "Deals per month" }).getByRole("columnheader", { name: "Approved" })).toBeVisible();
  await main.getByRole("link", { name: "Waiting for an answer" }).click();
  await page.waitForURL("/deals/queue");
});

test("home needs no scripts and no width @desktop", async ({ browser, portal }) => {
  const context = await browser.newContext({ baseURL: portal.origin, javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
  const page = await context.newPage();
  await signInByPassword(page, "ana@northwind.example");
  await expect(page.getByRole("main").getByText("Protected value")).toBeVisible();
  await expect(page.getByRole("main").getByRole("img", { name: /Deals per month/ })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await context.close();
});
