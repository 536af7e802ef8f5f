/** Collateral, as people do it: marketing uploads a PDF and places the brand, a partner takes it. */
import { expect, type Page } from "@playwright/test";
import { follow } from "./follow.ts";

export interface Zone {
  kind: "Logo" | "Partner name" | "Contact";
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Uploads a PDF, places zones by numbers and publishes it. Signed in as marketing. */
export async function uploadCollateral(
  page: Page,
  collateral: { title: string; pdf: Buffer; zones: Zone[] },
): Promise<void> {
  await page.goto("/assets/manage/new");
  const file = { name: "Upload of the walk.pdf", mimeType: "application/pdf", buffer: collateral.pdf };
  if (await page.locator("html[data-alive]").count()) {
    await page.getByLabel("Files", { exact: true }).setInputFiles(file);
    const draft = page.getByRole("main").getByRole("link", { name: "All details" });
    await page.goto((await draft.getAttribute("href")) ?? "");
  } else {
    await page.getByLabel("File", { exact: true }).setInputFiles(file);
    await page.getByRole("button", { name: "Upload" }).click();
  }
  await page.waitForURL(/\/assets\/manage\/as_/);
  await page.getByLabel("Title").fill(collateral.title);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: collateral.title })).toBeVisible();
  await page.getByRole("link", { name: "Place zones" }).click();
  for (const [index, zone] of collateral.zones.entries()) {
    const field = (name: string) => page.locator(`[name="zones[${index}][${name}]"]`);
    await field("kind").selectOption({ label: zone.kind });
    for (const name of ["x", "y", "width", "height"] as const) await field(name).fill(String(zone[name]));
  }
  await page.getByRole("button", { name: "Save zones" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: collateral.title }).first().click();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("button", { name: "Withdraw" })).toBeVisible();
}

/** Finds the collateral and downloads it with the own brand. Signed in as a partner's person. */
export async function takeCollateral(page: Page, title: string): Promise<Buffer> {
  await page.goto("/assets");
  await follow(page, page.getByRole("main").getByRole("link", { name: title }), title);
  const preview = page.getByRole("img", { name: `Page 1 of ${title}` });
  await expect(preview).toBeVisible();
  const picture = await page.request.get((await preview.getAttribute("src")) ?? "");
  expect(picture.headers()["content-type"]).toBe("image/png");
  const link = page.getByRole("link", { name: "Download with your brand" });
  const answer = await page.request.get((await link.getAttribute("href")) ?? "");
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-disposition"]).toContain("attachment");
  return answer.body();
}
