/** A table of accounts is pasted, looked at in the background, and applied; what is refused can be taken along. */
import { expect } from "@playwright/test";
import { onDemo as test } from "../walk/demo.ts";
import { judge } from "../walk/judge.ts";
import { signInByPassword } from "../walk/sign_in.ts";

const TABLE = [
  "Firma;Land;Website;Ort",
  "Quokka Walk GmbH;DE;quokka-walk.example;Kiel",
  "Nowhere Walk Ltd;Atlantis;;",
  "=HYPERLINK(\"http://evil.example\");AT;;Graz",
].join("\n");

test("an approver pastes accounts, sees every row's fate, and applies them @desktop", async ({ page }) => {
  await signInByPassword(page, "petra@vendor.example");
  await page.goto("/accounts");
  const main = page.getByRole("main");
  await main.getByRole("link", { name: "Import", exact: true }).click();
  await page.waitForURL(/\/accounts\/import$/);
  await expect(page.locator("html")).toHaveAttribute("data-alive", /.*/);
  await main.getByLabel("Or paste the table here").fill(TABLE);
  await main.getByRole("button", { name: "Look at it first" }).click();
  await page.waitForURL(/\/accounts\/import\/ai_/);
  // The page asks again by itself until the background has looked at every row.
  await expect(main.getByRole("button", { name: "Apply: 2 new, 0 changed" })).toBeVisible({ timeout: 30_000 });
  await expect(main.getByRole("row", { name: /Quokka Walk GmbH/ })).toContainText("new");
  await expect(main.getByRole("row", { name: /Nowhere Walk Ltd/ })).toContainText("Country: is not known here");
  await judge(page, "a table of accounts that was looked at");
  await main.getByRole("navigation", { name: "What becomes of it" }).getByRole("link", { name: /^refused/ }).click();
  await page.waitForURL(/fate=refused/);
  await expect(main.getByRole("row", { name: /Nowhere Walk Ltd/ })).toBeVisible();
  await expect(main.getByRole("row", { name: /Quokka Walk GmbH/ })).toHaveCount(0);
  const saved = page.waitForEvent("download");
  await main.getByRole("link", { name: "Take these rows along" }).click();
  expect((await saved).suggestedFilename()).toMatch(/^ai_.*\.csv$/);
  await main.getByRole("button", { name: "Apply: 2 new, 0 changed" }).click();
  await expect(main.getByText(/^Applied /)).toBeVisible({ timeout: 30_000 });
  await page.goto("/accounts?q=quokka-walk");
  await expect(main.getByRole("link", { name: "Quokka Walk GmbH" })).toBeVisible();
});
