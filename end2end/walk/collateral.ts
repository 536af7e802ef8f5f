/** Finding, collecting and sharing collateral, as people do it. */
import { expect, type Page } from "@playwright/test";
import { follow } from "./follow.ts";
import { pdf } from "./samples.ts";

/** How many files the filter of this name says that it leaves. */
export async function promised(page: Page, filter: string): Promise<number> {
  const link = page.locator("#filters .filter", { hasText: filter }).first();
  return Number(await link.locator(".filter-count").textContent());
}

/** Opens the filters where they are behind a button. */
export async function openFilters(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: "Filters" });
  if (await button.isVisible()) await button.click();
}

/** Makes a link on the page of a file that is open; answers its path. */
export async function makeLink(page: Page, wishes: { password?: string; takes?: number } = {}): Promise<string> {
  await page.locator(".share-form > summary").click();
  if (wishes.password) await page.getByLabel("Password").fill(wishes.password);
  if (wishes.takes) await page.getByLabel("Downloads", { exact: true }).fill(String(wishes.takes));
  await page.getByRole("button", { name: "Make link" }).click();
  const link = page.locator(".copy-link");
  await expect(link).toBeVisible();
  return (await link.getAttribute("href")) ?? "";
}

/** Puts another PDF in the place of the file of this title, which is the asset's own from then on. Signed in as marketing. */
export async function replaceFile(page: Page, title: string, change: string): Promise<void> {
  const main = page.getByRole("main");
  await page.goto(`/assets/manage?q=${encodeURIComponent(title)}`);
  await follow(page, main.getByRole("link", { name: title }), title);
  const versions = main.locator(".versions > li");
  const before = await versions.count();
  await main.locator("summary", { hasText: "Replace the file" }).click();
  await main.getByLabel("What changed").fill(change);
  const buffer = pdf(`${title}, ${change}`);
  await main.getByLabel("New file").setInputFiles({ name: `${change}.pdf`, mimeType: "application/pdf", buffer });
  await main.getByRole("button", { name: "Replace the file" }).click();
  await expect(versions).toHaveCount(before + 1);
  await expect(versions.first()).toContainText(change);
  const own = await main.getByRole("link", { name: `${change}.pdf` }).getAttribute("href");
  expect(await (await page.request.get(own ?? "")).body()).toEqual(buffer);
}

/** Brings the version before the newest back, on the page of a file. */
export async function restoreFile(page: Page): Promise<void> {
  const versions = page.getByRole("main").locator(".versions > li");
  const before = await versions.count();
  await versions.nth(1).getByRole("button", { name: /Restore version/ }).click();
  await expect(versions).toHaveCount(before + 1);
  await expect(versions.first()).toContainText(/Brings version \d+ back/);
}
