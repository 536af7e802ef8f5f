/** A table is pasted, looked at row by row, and applied; a comment on an account stands under it. */
import { expect } from "@playwright/test";
import { onDemo as test } from "../walk/demo.ts";
import { judge } from "../walk/judge.ts";
import { signInByPassword } from "../walk/sign_in.ts";

test("an administrator pastes a table and applies what was shown @desktop", async ({ page }) => {
  await signInByPassword(page, "ada@vendor.example");
  await page.goto("/partners/import");
  await expect(page.locator("html")).toHaveAttribute("data-alive", /.*/);
  const main = page.getByRole("main");
  await main.getByLabel("Or paste the table here").fill("Firma;Typ;Region\nQuokka Walk GmbH;reseller;EMEA\nNowhere;reseller;Atlantis");
  await main.getByRole("button", { name: "Look at it first" }).click();
  await page.waitForURL(/\/partners\/import\/im_/);
  await expect(page.locator("html")).toHaveAttribute("data-alive", /.*/);
  await expect(main.getByRole("row", { name: /Quokka Walk GmbH/ })).toContainText("new");
  await expect(main.getByRole("row", { name: /Nowhere/ })).toContainText("is not known here");
  await judge(page, "a table that was looked at");
  await main.getByRole("button", { name: "Apply: 1 new, 0 changed" }).click();
  await expect(main.getByText(/^Applied /)).toBeVisible();
  await page.goto("/partners?q=quokka");
  await expect(main.getByRole("link", { name: "Quokka Walk GmbH" })).toBeVisible();
});

test("what is said of an account stands under it @desktop", async ({ page }) => {
  await signInByPassword(page, "ada@vendor.example");
  await page.goto("/accounts");
  const main = page.getByRole("main");
  await main.getByRole("rowheader").or(main.getByRole("cell")).getByRole("link").first().click();
  await page.waitForURL(/\/accounts\/ac_/);
  await expect(page.locator("html")).toHaveAttribute("data-alive", /.*/);
  await main.getByLabel("Comment").fill("They moved to a new site.");
  await main.getByRole("button", { name: "Send comment" }).click();
  await expect(main.getByRole("listitem").filter({ hasText: "They moved to a new site." })).toBeVisible();
});
