/** Following a link to a record: the former page stays for a while, and what it says is not to be taken for the next one's. */
import { expect, type Locator, type Page } from "@playwright/test";

/** Follows the link and waits for the page of this name. */
export async function follow(page: Page, link: Locator, name: string): Promise<void> {
  await link.click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}
