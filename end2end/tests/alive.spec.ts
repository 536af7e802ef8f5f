/** What scripts are for: pages change without a new document, the focus moves along, and a page shows what was done on it. */
import { expect, type Page } from "@playwright/test";
import { waitsUntilAlive } from "../walk/alive.ts";
import { onDemo } from "../walk/demo.ts";
import { faultsOf } from "../walk/faults.ts";
import { signInByPassword } from "../walk/sign_in.ts";

const test = onDemo.extend<{ as: (email: string) => Promise<Page> }>({
  as: async ({ browser, baseURL }, use) => {
    await use(async (email) => {
      const page = await (await browser.newContext({ baseURL })).newPage();
      waitsUntilAlive(page);
      await signInByPassword(page, email);
      return page;
    });
  },
});

/** Marks the document; the mark is gone with it. */
async function mark(page: Page): Promise<void> {
  await page.evaluate(() => ((window as any).theSameDocument = true));
}

async function isTheSameDocument(page: Page): Promise<void> {
  expect(await page.evaluate(() => (window as any).theSameDocument === true), "no new document was loaded").toBe(true);
}

test("pages change without a new document, and the focus and the announcement go along @desktop", async ({ as }) => {
  for (const [email, paths] of [
    ["ana@northwind.example", ["/deals", "/learning", "/assets", "/certificates", "/organisation", "/account"]],
    ["ada@vendor.example", ["/partners", "/people", "/deals/inbox", "/learning", "/accounts", "/operate", "/account"]],
  ] as const) {
    const page = await as(email);
    const faults = faultsOf(page);
    await page.goto("/");
    await mark(page);
    for (const path of paths) {
      const link = page.locator(`.rail a[href="${path}"]`).first();
      if (!(await link.count())) continue;
      await link.click();
      await page.waitForURL((url) => url.pathname === path);
      const heading = page.getByRole("heading", { level: 1 });
      await expect(heading).toBeVisible();
      await expect(page.locator("#main")).toBeFocused();
      await expect(page.locator("#announce")).toHaveText((await heading.textContent()) ?? "");
    }
    await page.goBack();
    await page.goForward();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await isTheSameDocument(page);
    expect(faults).toEqual([]);
  }
});

test("a page whose part is fetched late is taken over as a whole @desktop", async ({ as }) => {
  const page = await as("ana@northwind.example");
  await page.goto("/deals/new");
  await mark(page);
  await page.getByRole("button", { name: "Submit deal" }).click();
  await expect(page.locator(".error-summary:visible")).toBeFocused();
  await isTheSameDocument(page);
});

test("what is typed is kept, and what was typed while it was kept too @desktop", async ({ as }) => {
  const page = await as("ana@northwind.example");
  await page.goto("/deals/new");
  // The first keeping takes its time; meanwhile more is typed.
  let held = 0;
  await page.route("**/api/deals/keep", async (route) => {
    if (held++ === 0) await new Promise((resolve) => setTimeout(resolve, 3_000));
    await route.continue();
  });
  const keeping = page.waitForRequest("**/api/deals/keep");
  await page.getByLabel("Customer name").fill("Kept Ltd");
  await keeping;
  await page.getByLabel("What the customer needs").fill("The last words");
  await page.waitForTimeout(2_500);
  await expect(page.getByText("Draft kept")).toBeVisible();
  await page.goto("/deals");
  await page.getByRole("link", { name: "Kept Ltd" }).first().click();
  await expect(page.getByLabel("What the customer needs")).toHaveValue("The last words");
  // And a draft that was opened again can be saved again.
  const save = page.getByRole("button", { name: "Save draft" });
  await save.click();
  await expect(page.getByText("Draft saved")).toBeVisible();
  // The page has renewed itself.
  await expect(save).toBeEnabled();
  // The page renews itself after saving, which takes its time; who goes on typing meanwhile loses nothing.
  await page.route("**/api/deals/editor*", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await route.continue();
  });
  const asked = page.waitForRequest("**/api/deals/editor*");
  const renewed = page.waitForResponse("**/api/deals/editor*");
  await save.click();
  await asked;
  // Until the page knows the new version, the form waits.
  await expect(save).toBeDisabled();
  await page.getByLabel("What the customer needs").fill("Words after that");
  await renewed;
  await page.waitForTimeout(500);
  await expect(page.getByLabel("What the customer needs")).toHaveValue("Words after that");
  await expect(page.getByLabel("What the customer needs")).toBeFocused();
  const saved = page.waitForResponse("**/api/deals/send");
  await save.click();
  expect((await saved).status()).toBe(200);
  await page.goto(page.url());
  await expect(page.getByLabel("What the customer needs")).toHaveValue("Words after that");
});

test("a decision shows at once, and each comment stays @desktop", async ({ as }) => {
  const page = await as("petra@vendor.example");
  await page.goto("/deals/queue");
  await page.locator("main .row-link").first().click();
  await expect(page.getByRole("heading", { name: "Decision" })).toBeVisible();
  await mark(page);
  const review = page.getByRole("button", { name: "Start review" });
  if (await review.count()) {
    await review.click();
    await expect(page.getByText("started the review")).toBeVisible();
  }
  for (const words of ["The first word", "The second word"]) {
    await page.getByLabel("Comment", { exact: true }).fill(words);
    await page.getByRole("button", { name: "Send comment" }).click();
    await expect(page.locator(".timeline").getByText(words)).toBeVisible();
  }
  await expect(page.locator(".timeline").getByText("The first word")).toHaveCount(1);
  await page.getByRole("button", { name: "Approve deal" }).click();
  await expect(page.getByText("approved the deal")).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve deal" })).toHaveCount(0);
  await isTheSameDocument(page);
});

test("a contact is saved twice in a row, and a family is there as soon as it was added @desktop", async ({ as }) => {
  const page = await as("ana@northwind.example");
  await page.goto("/organisation");
  await mark(page);
  for (const who of ["First team", "Second team"]) {
    const saved = page.waitForResponse((answer) => answer.url().includes("/api/partners/contact"));
    await page.getByLabel("Person or team").fill(who);
    await page.getByRole("button", { name: "Save" }).click();
    expect((await saved).status()).toBe(200);
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    await expect(page.getByLabel("Person or team")).toHaveValue(who);
  }
  await isTheSameDocument(page);

  const admin = await as("ada@vendor.example");
  await admin.goto("/accounts/families");
  await admin.getByLabel("Family").fill("Cold storage");
  await admin.getByRole("button", { name: "Add family" }).click();
  await expect(admin.getByRole("cell", { name: "Cold storage" })).toBeVisible();
  await expect(admin.getByLabel("Family")).toHaveValue("");
});
