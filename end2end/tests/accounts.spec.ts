/** Two accounts of one customer become one, and two again. */
import { expect, type Page } from "@playwright/test";
import { onDemo as test } from "../walk/demo.ts";
import { judge } from "../walk/judge.ts";
import { signInByPassword } from "../walk/sign_in.ts";

async function made(page: Page, name: string): Promise<string> {
  await page.goto("/accounts/new");
  await expect(page.locator("html")).toHaveAttribute("data-alive", /.*/);
  const main = page.getByRole("main");
  await main.getByLabel("Legal name").fill(name);
  await main.getByLabel("Country").selectOption("DE");
  await main.getByRole("button", { name: "Save account" }).click();
  await page.waitForURL(/\/accounts\/ac_/);
  return new URL(page.url()).pathname.split("/").pop() ?? "";
}

test("an approver merges two accounts and parts them again @desktop", async ({ page }) => {
  await signInByPassword(page, "petra@vendor.example");
  const one = await made(page, "Quokka Walk GmbH");
  const other = await made(page, "Quokka Walk");
  await page.goto(`/accounts/${one}/merge/${other}`);
  await expect(page.locator("html")).toHaveAttribute("data-alive", /.*/);
  const main = page.getByRole("main");
  await judge(page, "two accounts beside each other");
  await main.getByLabel("Quokka Walk GmbH").check();
  await main.getByLabel("Reason").fill("The same house");
  await main.getByRole("button", { name: "Merge" }).click();
  await page.waitForURL(new RegExp(`/accounts/${one}$`));
  await expect(main.getByText(/The same house/)).toBeVisible();
  await main.getByRole("button", { name: "Undo" }).click();
  await page.waitForURL(new RegExp(`/accounts/${other}$`));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Quokka Walk");
});
