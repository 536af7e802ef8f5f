/** Every journey by keyboard: signing in, registering and deciding, learning, taking collateral, writing to partners. */
import { expect, type Page } from "@playwright/test";
import { alive } from "../walk/alive.ts";
import { onDemo } from "../walk/demo.ts";
import { judge } from "../walk/judge.ts";
import { check, choose, press, reach, write } from "../walk/keyboard.ts";
import { DEMO_PASSWORD } from "../walk/sign_in.ts";

const test = onDemo.extend({ contextOptions: { reducedMotion: "reduce" } });

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in?password=1");
  await write(page, page.getByLabel("E-mail address"), email);
  await write(page, page.getByLabel("Password"), DEMO_PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Hello");
  await alive(page);
}

/** The first Tab of a page offers to leave the frame behind. */
async function skip(page: Page): Promise<void> {
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the page" })).toBeFocused();
  await page.keyboard.press("Enter");
}

const main = (page: Page) => page.getByRole("main");

test("a deal is registered and decided by keyboard @desktop", async ({ page, browser, portal }) => {
  test.setTimeout(120_000);
  await signIn(page, "ana@northwind.example");
  await page.goto("/deals/new");
  await alive(page);
  await skip(page);
  await write(page, page.getByLabel("Customer name"), "Juniper Keys Ltd");
  await write(page, page.getByLabel("Website or domain"), "juniper-keys.example");
  await choose(page, page.getByLabel("Country"), "Germany");
  await check(page, main(page).getByRole("group", { name: "Product families" }).getByRole("checkbox").first());
  await write(page, page.getByLabel("Amount"), "18.500,00");
  await reach(page, page.getByLabel("Expected close"));
  // The same in each order of day and month.
  await page.keyboard.type("12122099");
  await write(page, page.getByLabel("What the customer needs"), "A second site by spring, asked for in writing.");
  await write(page, page.getByLabel("Contact name"), "Jo Doe");
  await write(page, page.getByLabel("Contact e-mail"), "jo@juniper-keys.example");
  await press(page, page.getByRole("button", { name: "Save draft" }));
  await page.waitForURL(/\/deals\/dl_\w+\/edit/);
  await judge(page, "a draft");
  await press(page, page.getByRole("button", { name: "Submit deal" }));
  await expect(page.getByRole("heading", { level: 1, name: "Juniper Keys Ltd" })).toBeVisible();

  const context = await browser.newContext({ baseURL: portal.origin, reducedMotion: "reduce" });
  const approver = await context.newPage();
  await signIn(approver, "petra@vendor.example");
  await approver.goto("/deals/queue");
  await alive(approver);
  await skip(approver);
  await press(approver, main(approver).getByRole("link", { name: "Juniper Keys Ltd" }));
  await press(approver, approver.getByRole("button", { name: "Start review" }));
  await expect(approver.getByText("started the review")).toBeVisible();
  await press(approver, approver.getByRole("button", { name: "Approve deal" }));
  await expect(approver.getByText("approved the deal")).toBeVisible();
  await context.close();
});

test("a course is taken by keyboard @desktop", async ({ page }) => {
  await signIn(page, "ben@northwind.example");
  await page.goto("/learning");
  await alive(page);
  await skip(page);
  await press(page, main(page).locator(".tile-link, .row-link").first());
  const read = page.getByRole("button", { name: "Read, go on" });
  await press(page, page.getByRole("button", { name: /Start the course/ }).or(page.getByRole("link", { name: /Go on/ })).first());
  const quiz = page.getByRole("link", { name: "Take the quiz" });
  for (;;) {
    await expect(read.or(quiz).first()).toBeVisible();
    if (await quiz.isVisible()) break;
    const title = await page.getByRole("heading", { level: 1 }).textContent();
    await press(page, read);
    await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(title ?? "");
  }
  await press(page, quiz);
  await press(page, page.getByRole("button", { name: "Start the quiz" }));
  await expect(page.getByRole("button", { name: "Send answers" })).toBeVisible();
  await judge(page, "a quiz");
  for (const question of await main(page).getByRole("radiogroup").all()) await check(page, question.getByRole("radio").first());
  for (const question of await main(page).getByRole("group").all()) {
    const box = question.getByRole("checkbox").first();
    if (await box.count()) await check(page, box);
  }
  await press(page, page.getByRole("button", { name: "Send answers" }));
  await expect(page.getByRole("heading", { name: /^(Passed|Not passed)/ }).first()).toBeVisible();
  await judge(page, "the result of a quiz");
});

test("collateral is found and taken by keyboard @desktop", async ({ page }) => {
  await signIn(page, "ana@northwind.example");
  await page.goto("/assets");
  await alive(page);
  await skip(page);
  await press(page, main(page).getByRole("link", { name: "Edge routers: data sheet" }).first());
  const download = page.getByRole("link", { name: /^Download/ }).first();
  await reach(page, download);
  const downloading = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  expect((await (await downloading).path()).length).toBeGreaterThan(0);
});

test("what is folded away in a list is reached @desktop", async ({ page }) => {
  await signIn(page, "carl@vendor.example");
  await page.goto("/deals");
  await alive(page);
  const look = page.locator(".list-look summary");
  await press(page, look);
  await expect(page.locator(".list-look")).toHaveAttribute("open", "");
  await check(page, page.locator(".list-columns label").filter({ hasText: "Registered by" }).getByRole("checkbox"));
  await press(page, main(page).getByRole("button", { name: "Find" }));
  await expect(page.getByRole("columnheader", { name: "Registered by" })).toBeVisible();
  await press(page, page.getByRole("columnheader", { name: "Amount" }).getByRole("link"));
  await expect(page.getByRole("columnheader", { name: "Amount" })).toHaveAttribute("aria-sort", "descending");
});

test("an announcement is written by keyboard @desktop", async ({ page }) => {
  await signIn(page, "mia@vendor.example");
  await page.goto("/announcements/manage/new");
  await alive(page);
  await skip(page);
  await write(page, page.getByLabel("Title"), "Prices of arrays fall in March");
  await write(page, page.getByLabel("Text", { exact: true }), "From the first of March on.");
  await press(page, page.getByRole("button", { name: /^Save/ }).first());
  await expect(page.getByRole("button", { name: /Publish|Send/ }).first()).toBeVisible();
});
