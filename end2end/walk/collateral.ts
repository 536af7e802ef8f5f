/** Finding, collecting and sharing collateral, as people do it. */
import { expect, type Page } from "@playwright/test";

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
