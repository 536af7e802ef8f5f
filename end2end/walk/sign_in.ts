/** Getting in and out. */
import { expect, type Page } from "@playwright/test";

export const DEMO_PASSWORD = "tandem-demo-2026";

export async function signInByPassword(page: Page, email: string, password = DEMO_PASSWORD): Promise<void> {
  await page.goto("/sign-in?password=1");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Hello");
}

/** Through the provider of the address's organisation. */
export async function signInBySso(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: email }).click();
  await page.waitForURL((url) => url.pathname === "/" || url.pathname.startsWith("/sign-in/unknown"));
}

/** Is out when it returns: a window that is closed while its page still goes on to another hangs now and then. */
export async function signOut(page: Page): Promise<void> {
  // On a phone the way out is behind the bar's last button.
  const more = page.getByRole("button", { name: "More" });
  if (await more.isVisible()) await more.click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  // Whoever came by a provider leaves there too.
  await page.waitForURL((url) => url.pathname === "/sign-in" || url.pathname.includes("/session/end"));
}

/** Takes an invitation with a password. */
export async function join(page: Page, link: string, who: { name: string; email?: string; password: string }): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Your full name").fill(who.name);
  if (who.email) await page.getByLabel("E-mail address").fill(who.email);
  await page.getByLabel("Password", { exact: true }).fill(who.password);
  await page.getByLabel("Password again").fill(who.password);
  await page.getByRole("button", { name: "Join" }).click();
  await page.waitForURL((url) => url.pathname === "/");
}
