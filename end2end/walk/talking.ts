/** Talking, as people do it: a comment that names somebody, an announcement, a forgotten password. */
import { expect, type Page } from "@playwright/test";

/** Comments on the deal that is open; `naming` is chosen from what the page offers after an `@`. */
export async function comment(page: Page, words: string, naming?: string): Promise<void> {
  const field = page.getByLabel("Comment", { exact: true });
  await field.fill(words);
  if (naming) {
    await field.press("End");
    await field.pressSequentially(` @${naming.slice(0, 2)}`);
    await page.locator(".mentions").getByRole("button", { name: naming }).click();
    await expect(field).toHaveValue(`${words} @${naming} `);
  }
  await page.getByRole("button", { name: "Send comment" }).click();
  await expect(page.locator(".timeline").getByText(words)).toBeVisible();
}

/** Writes an announcement and publishes it. Signed in as staff. */
export async function announce(page: Page, said: { title: string; body: string; tier: string }): Promise<void> {
  await page.goto("/announcements/manage/new");
  await page.getByLabel("Title", { exact: true }).fill(said.title);
  await page.getByLabel("Text", { exact: true }).fill(said.body);
  await page.getByRole("checkbox", { name: said.tier }).check();
  await page.getByRole("checkbox", { name: "Readers have to confirm" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("button", { name: "Withdraw" })).toBeVisible();
}

/** Asks for a link to a new password. */
export async function forgetPassword(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in?password=1");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText("a mail is on its way")).toBeVisible();
}
