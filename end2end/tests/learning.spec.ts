/** Certifications: education puts courses in an order, somebody works through them, holds the certificate and loses it. */
import { expect, type Page } from "@playwright/test";
import { onDemo as test } from "../walk/demo.ts";
import { follow } from "../walk/follow.ts";
import { takeCourse, writeCertification, writeCourse, type Course } from "../walk/learning.ts";
import { signInByPassword, signOut } from "../walk/sign_in.ts";

const course = (title: string): Course => ({
  title,
  summary: "Says what to look at first.",
  lessons: [{ title: `${title}, the only lesson`, body: "Look at the *rack*." }],
  questions: [{ wording: `What does ${title} look at?`, choices: ["*The rack", "The door"] }],
});

async function by(page: Page, email: string, act: () => Promise<void>): Promise<void> {
  await signInByPassword(page, email);
  await act();
  await page.goto("/");
  await signOut(page);
}

test("a path leads to a certificate that anybody can verify, until it is revoked", async ({ page }, info) => {
  test.setTimeout(180_000);
  // Each run on the worker's portal has names of its own.
  const name = `${info.project.name} ${info.retry}`;
  const [first, second] = [course(`Racks ${name}`), course(`Cables ${name}`)];
  const title = `Rack keeper ${name}`;
  await by(page, "elif@vendor.example", async () => {
    await writeCourse(page, first);
    await writeCourse(page, second);
    await writeCertification(page, { title, summary: "Keeps racks.", courses: [first.title, second.title] });
  });
  let number = "";
  await by(page, "ben@northwind.example", async () => {
    await page.goto("/certifications");
    await follow(page, page.getByRole("main").getByRole("link", { name: title }), title);
    await expect(page.getByText("Not started")).toBeVisible();
    await expect(page.getByText(`Next: ${first.title}`)).toBeVisible();
    await takeCourse(page, first);
    await page.goto("/certifications");
    await follow(page, page.getByRole("main").getByRole("link", { name: title }), title);
    await expect(page.getByText("1 of 2 courses")).toBeVisible();
    await page.getByRole("link", { name: "Open the course" }).click();
    await expect(page.getByRole("heading", { level: 1, name: second.title })).toBeVisible();
    await takeCourse(page, second);
    await page.goto("/certifications");
    await follow(page, page.getByRole("main").getByRole("link", { name: title }), title);
    await expect(page.locator(".page-header").getByText("Certified")).toBeVisible();
    number = (await page.locator(".certificate-number").first().textContent()) ?? "";
    await page.goto("/certificates");
    await expect(page.getByText(title, { exact: true })).toBeVisible();
  });
  await page.goto(`/verify/${number}`);
  await expect(page.getByText("This certificate is valid")).toBeVisible();
  await by(page, "elif@vendor.example", async () => {
    await page.goto("/certifications/manage");
    await follow(page, page.getByRole("main").getByRole("link", { name: title }), title);
    // Its only holder.
    await page.getByLabel("Whose").selectOption({ index: 1 });
    await page.getByRole("button", { name: "Revoke for good" }).click();
    // Without a reason nothing is taken back.
    await expect(page.getByLabel("Reason")).toHaveAttribute("aria-invalid", "true");
    await page.getByLabel("Reason").fill("Somebody else took the quiz");
    await page.getByRole("button", { name: "Revoke for good" }).click();
    await expect(page.locator("main table").getByText("Revoked")).toBeVisible();
  });
  await page.goto(`/verify/${number}`);
  await expect(page.getByText("This certificate was revoked")).toBeVisible();
  await expect(page.getByText("Somebody else took the quiz")).toHaveCount(0);
  await by(page, "ben@northwind.example", async () => {
    await page.goto("/certifications");
    await follow(page, page.getByRole("main").getByRole("link", { name: title }), title);
    await expect(page.getByText("Somebody else took the quiz")).toBeVisible();
  });
});

test.describe("without scripts @desktop", () => {
  test.use({ javaScriptEnabled: false });

  test("a certification is written, and what was wrong comes back with what was typed", async ({ page }, info) => {
    await signInByPassword(page, "elif@vendor.example");
    const title = `Plain ${info.project.name} ${info.retry}`;
    await page.goto("/certifications/manage/new");
    await page.getByLabel("Title").fill(title);
    await page.getByLabel("Days of grace").fill("many");
    await page.getByRole("button", { name: "Save and go on to the path" }).click();
    await expect(page.getByLabel("Title")).toHaveValue(title);
    await expect(page.getByLabel("Days of grace")).toHaveAttribute("aria-invalid", "true");
    await writeCertification(page, { title, summary: "Works plainly.", courses: ["Selling storage that lasts", "Sizing a storage rack"] });
    await page.getByRole("button", { name: "Move Sizing a storage rack up" }).click();
    await expect(page.locator(".member-title").first()).toContainText("Sizing a storage rack");
  });

  test("what was completed before it was offered is claimed", async ({ page }, info) => {
    const title = `Claimed ${info.project.name} ${info.retry}`;
    await by(page, "elif@vendor.example", async () => {
      await writeCertification(page, { title, summary: "Is there already.", courses: ["Sizing a storage rack"] });
    });
    await signInByPassword(page, "ana@northwind.example");
    await page.goto("/certifications");
    await follow(page, page.getByRole("main").getByRole("link", { name: title }), title);
    await page.getByRole("button", { name: "Get the certificate" }).click();
    await expect(page.locator(".page-header").getByText("Certified")).toBeVisible();
  });
});
