/**
 * The inbox of approvers: cases are cleared by keyboard alone and without a new document, by thumb on a phone, and without
 * scripts.
 */
import { expect, type Page } from "@playwright/test";
import { alive } from "../walk/alive.ts";
import { onDemo } from "../walk/demo.ts";
import { faultsOf } from "../walk/faults.ts";
import { judge, look } from "../walk/judge.ts";
import { signInByPassword } from "../walk/sign_in.ts";

const test = onDemo.extend({ contextOptions: { reducedMotion: "reduce" } });

const PETRA = "petra@vendor.example";
const caseTitle = (page: Page) => page.locator("#part-title");
const items = (page: Page) => page.locator(".inbox-item");
const told = (page: Page) => page.locator("#announce");

async function open(page: Page): Promise<void> {
  await signInByPassword(page, PETRA);
  await page.goto("/deals/inbox");
  await alive(page);
}

test("a case is answered without scripts @desktop", async ({ browser, portal }, info) => {
  const { viewport } = info.project.use;
  const context = await browser.newContext({ baseURL: portal.origin, javaScriptEnabled: false, viewport });
  const page = await context.newPage();
  await signInByPassword(page, PETRA);
  await page.goto("/deals/inbox");
  const first = (await items(page).first().locator(".inbox-title").textContent()) ?? "";
  await items(page).first().click();
  await expect(caseTitle(page)).toHaveText(first);
  await page.getByLabel("Message to the partner").fill("Tell us who decides.");
  await page.getByRole("button", { name: "Reject deal" }).click();
  await expect(page.locator(".error-summary:visible")).toContainText("Reason");
  await expect(page.getByLabel("Message to the partner")).toHaveValue("Tell us who decides.");
  await page.getByLabel("Reason").selectOption({ label: "Not qualified yet" });
  await page.getByRole("button", { name: "Reject deal" }).click();
  await expect(page.locator(".inbox-said")).toContainText(`${first}: Rejected.`);
  await expect(caseTitle(page)).not.toHaveText(first);
  await expect(page.getByLabel("Message to the partner")).toHaveValue("");
  await expect(page.getByRole("button", { name: "Keys" }), "keys are for scripts").toBeHidden();
  await context.close();
});

test("keys can be switched off on a device @desktop", async ({ page }) => {
  await open(page);
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keys" });
  await expect(help.getByText("Next case in the list")).toBeVisible();
  await judge(page, "the keys of the inbox");
  await help.getByRole("checkbox", { name: "Single keys act here" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  for (const again of [false, true]) {
    if (again) {
      await page.reload();
      await alive(page);
    }
    for (const key of ["j", "a", "?"]) await page.keyboard.press(key);
    await expect(items(page).nth(1)).not.toBeFocused();
    await expect(page.getByLabel("Customer account", { exact: true })).not.toBeFocused();
    await expect(help).toBeHidden();
  }
  await page.getByRole("button", { name: "Keys" }).click();
  await help.getByRole("checkbox", { name: "Single keys act here" }).check();
  await page.keyboard.press("Escape");
  await caseTitle(page).focus();
  await page.keyboard.press("j");
  await expect(items(page).nth(1)).toBeFocused();
  // A key with another one held is the browser's.
  await caseTitle(page).focus();
  await page.keyboard.press("Alt+a");
  await expect(caseTitle(page)).toBeFocused();
});

test("several cases are cleared by keyboard alone @desktop", async ({ page }) => {
  test.setTimeout(120_000);
  const faults = faultsOf(page, /422/);
  await open(page);
  await page.evaluate(() => Object.assign(window, { stays: true }));
  await expect(caseTitle(page)).toHaveText("Nordlys Shipping");
  await look(page, "inbox-desktop");

  // Along the list and back; what is opened is read from its heading on.
  await page.keyboard.press("j");
  await expect(items(page).nth(1)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(caseTitle(page)).toHaveText("Mediterra Foods SpA");
  await expect(caseTitle(page)).toBeFocused();
  // A key that acts means the case that the focus is on: it is shown first, and nothing happens to the one that was open.
  await page.keyboard.press("k");
  await page.keyboard.press("a");
  await expect(caseTitle(page)).toHaveText("Nordlys Shipping");
  await expect(caseTitle(page)).toBeFocused();

  // An approval with the account that is suggested.
  await page.keyboard.press("a");
  await expect(page.getByLabel("Customer account", { exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(caseTitle(page)).toHaveText("Mediterra Foods SpA");
  await expect(caseTitle(page)).toBeFocused();
  await expect(told(page)).toContainText(/Nordlys Shipping: Approved\. \d deals? waits?\./);

  // A comment: what is typed is typed, and the case stays.
  await page.keyboard.press("c");
  await page.keyboard.type("A jar, a rack? You ask.");
  await expect(page.getByLabel("Comment")).toHaveValue("A jar, a rack? You ask.");
  for (let tabs = 0; tabs < 2; tabs += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.locator(".timeline")).toContainText("A jar, a rack? You ask.");
  await expect(caseTitle(page)).toHaveText("Mediterra Foods SpA");
  await expect(page.getByLabel("Comment")).toHaveValue("");

  // A refusal shows where it was asked for, and nothing that was typed is lost.
  await page.keyboard.press("r");
  await expect(page.getByLabel("Reason")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.type("Show us the trial.");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.locator(".error-summary:visible")).toContainText("Reason");
  await expect(page.getByLabel("Message to the partner")).toHaveValue("Show us the trial.");
  await page.keyboard.press("r");
  await page.keyboard.type("No own");
  await page.keyboard.press("Escape");
  await expect(caseTitle(page)).toBeFocused();
  await page.keyboard.press("r");
  for (let tabs = 0; tabs < 2; tabs += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(caseTitle(page)).toHaveText("Kestrel Aerospace GmbH");
  await expect(caseTitle(page)).toBeFocused();
  await expect(told(page)).toContainText("Mediterra Foods SpA: Rejected.");
  await expect(page.getByLabel("Message to the partner"), "nothing goes on to the next case").toHaveValue("");
  await expect(page.getByLabel("Reason")).toHaveValue("");

  // A review, and the approval after it.
  await page.keyboard.press("u");
  await expect(page.locator(".inbox-case .badge").first()).toHaveText("In review");
  await page.keyboard.press("a");
  await page.keyboard.press("Enter");
  await expect(told(page)).toContainText("Kestrel Aerospace GmbH: Approved.");

  // The last two: one may have the same customer, which is protected by now.
  for (let left = 2; left > 0; left -= 1) {
    await expect(items(page)).toHaveCount(left);
    const title = (await caseTitle(page).textContent()) ?? "";
    await page.keyboard.press("a");
    await page.keyboard.press("Enter");
    const refused = page.locator(".error-summary:visible");
    await expect
      .poll(async () => (await refused.count()) > 0 || ((await told(page).textContent()) ?? "").includes(`${title}: `))
      .toBe(true);
    if ((await refused.count()) > 0) {
      await judge(page, "a refused approval");
      // The account is still chosen from: out of it first.
      await page.keyboard.press("Escape");
      await page.keyboard.press("r");
      await page.keyboard.type("Another");
      for (let tabs = 0; tabs < 2; tabs += 1) await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
    }
    await expect(told(page)).toContainText(`${title}: `);
  }
  await expect(page.getByText("Nothing waits for a decision")).toBeVisible();
  await look(page, "inbox-empty");
  expect(await page.evaluate(() => "stays" in window), "all in one document").toBe(true);
  expect(faults).toEqual([]);
});

test("on a phone there is the list or the case @phone", async ({ page }) => {
  await open(page);
  await look(page, "inbox-phone-list");
  await expect(caseTitle(page)).toBeHidden();
  await items(page).first().click();
  await expect(caseTitle(page)).toBeVisible();
  await expect(items(page).first()).toBeHidden();
  await look(page, "inbox-phone-case");
  await page.getByRole("link", { name: "What waits" }).click();
  await expect(items(page).first()).toBeVisible();
  await items(page).first().click();
  const title = (await caseTitle(page).textContent()) ?? "";
  await page.getByRole("link", { name: "Reject" }).click();
  await page.getByLabel("Reason").selectOption({ label: "Not qualified yet" });
  await page.getByRole("button", { name: "Reject deal" }).click();
  await expect(caseTitle(page)).not.toHaveText(title);
  await expect(page.locator(".inbox-said")).toContainText(`${title}: Rejected.`);
});

test("names of eighty letters, from right to left", async ({ page, context, baseURL }, info) => {
  await signInByPassword(page, "ana@northwind.example");
  await page.goto("/deals/new");
  await page.getByLabel("Customer name").fill("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft");
  await page.getByLabel("Country").selectOption("AT");
  await page.getByRole("checkbox").first().check();
  await page.getByLabel("Amount").fill("9999999999");
  await page.getByLabel("Expected close").fill("2099-01-31");
  await page.getByLabel("What the customer needs").fill("Routers for the whole fleet.");
  await page.getByLabel("Contact name").fill("Jo Doe");
  await page.getByLabel("Contact e-mail").fill("jo@donau.example");
  await page.getByRole("button", { name: "Submit deal" }).click();
  await page.waitForURL(/\/deals\/dl_/);
  const deal = new URL(page.url()).pathname.split("/").pop();
  await context.clearCookies();
  await signInByPassword(page, PETRA);
  await context.addCookies([{ name: "language", value: "ar", url: baseURL! }]);
  await page.goto(`/deals/inbox?case=${deal}`);
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await look(page, `inbox-ar-${info.project.name}`);
});
