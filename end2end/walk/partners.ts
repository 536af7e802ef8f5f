/** Organisations and their people, as administrators set them up. */
import { expect, type Page } from "@playwright/test";

/** Makes a partner organisation. Signed in as an administrator. */
export async function makePartner(page: Page, partner: { name: string; domain: string }): Promise<void> {
  await page.goto("/partners/new");
  await page.getByLabel("Name", { exact: true }).fill(partner.name);
  await page.getByLabel("E-mail domains").fill(partner.domain);
  await page.getByRole("checkbox", { name: "Reseller" }).check();
  await page.getByLabel("Tier").selectOption("gold");
  await page.getByLabel("Region").selectOption("emea");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: partner.name })).toBeVisible();
}

/** Makes an invitation; answers its link. Without an organisation it is for the vendor's staff. */
export async function invite(page: Page, who: { email: string; role: string; organisation?: string }): Promise<string> {
  await page.goto("/people/invite");
  const organisation = page.getByLabel("Organisation");
  if (await organisation.count()) {
    await organisation.selectOption(who.organisation ? { label: who.organisation } : { value: "" });
  }
  await page.getByLabel("E-mail").fill(who.email);
  await page.getByLabel("Role").selectOption({ label: who.role });
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = page.locator("a.copy-link");
  await expect(link).toBeVisible();
  return (await link.getAttribute("href")) ?? "";
}

/** Uploads a logo and fills in the contact block. Signed in as the partner's administrator. */
export async function setBrand(page: Page, brand: { logo: Buffer; contact: string; email: string }): Promise<void> {
  await page.goto("/organisation");
  const file = { name: "logo.svg", mimeType: "image/svg+xml", buffer: brand.logo };
  await page.getByLabel("Logo", { exact: true }).setInputFiles(file);
  await page.getByRole("button", { name: "Upload logo" }).click();
  await expect(page.getByRole("img", { name: /^Logo of/ })).toBeVisible();
  await page.getByLabel("Person or team").fill(brand.contact);
  await page.getByLabel("E-mail", { exact: true }).fill(brand.email);
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST");
  await page.getByRole("button", { name: "Save" }).click();
  await answered;
  await page.goto("/organisation");
  await expect(page.getByLabel("Person or team")).toHaveValue(brand.contact);
}
