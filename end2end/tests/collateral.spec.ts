/** Collateral is found by filters that count, collected, shared by links, and given the partner's brand. */
import { expect } from "@playwright/test";
import { waitsUntilAlive } from "../walk/alive.ts";
import { makeLink, openFilters, promised, replaceFile, restoreFile } from "../walk/collateral.ts";
import { onDemo } from "../walk/demo.ts";
import { look } from "../walk/judge.ts";
import { signInByPassword } from "../walk/sign_in.ts";

const test = onDemo.extend({ contextOptions: { reducedMotion: "reduce" } });

test("each filter leaves as many files as it said, and all of them can be taken away again", async ({ page }, info) => {
  waitsUntilAlive(page);
  await signInByPassword(page, "ana@northwind.example");
  await page.goto("/assets");
  await look(page, `library-${info.project.name}`);
  await openFilters(page);
  const said = await promised(page, "Data sheet");
  expect(said).toBeGreaterThan(0);
  await page.locator("#filters .filter", { hasText: "Data sheet" }).first().click();
  await expect(page).toHaveURL(/kind=data(_|%5F)sheet/);
  await expect(page.locator(".catalogue-list .tile")).toHaveCount(said);
  await page.getByLabel(/Words in/).fill("nothing like it");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByText("Nothing fits all of this")).toBeVisible();
  await look(page, `library-empty-${info.project.name}`);
  await page.getByRole("link", { name: "Clear all" }).first().click();
  await expect(page).toHaveURL(/\/assets$/);
});

test("a partner takes a whole collection and shares a file by a link", async ({ page, browser, portal }, info) => {
  waitsUntilAlive(page);
  await signInByPassword(page, "ana@northwind.example");
  await page.goto("/assets");
  await page.locator(".tile-link", { hasText: "A first talk with a customer" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "A first talk with a customer" })).toBeVisible();
  await look(page, `collection-${info.project.name}`);
  const zip = await page.request.get((await page.getByRole("link", { name: /Take all/ }).getAttribute("href")) ?? "");
  expect(zip.headers()["content-type"]).toBe("application/zip");
  expect((await zip.body()).subarray(0, 2).toString()).toBe("PK");

  await page.locator(".tile-link").first().click();
  await expect(page.locator(".share-form > summary")).toBeVisible();
  await look(page, `asset-${info.project.name}`);
  const link = await makeLink(page, { password: "a password for it" });
  const outside = await browser.newContext({ baseURL: portal.origin, reducedMotion: "reduce" });
  const guest = await outside.newPage();
  await guest.goto(link);
  await expect(guest.getByText("This file has a password")).toBeVisible();
  await guest.getByLabel("Password").fill("not this one");
  await guest.getByRole("button", { name: "Show the file" }).click();
  await expect(guest.getByRole("main").getByText("This is not the password").first()).toBeVisible();
  await guest.getByLabel("Password").fill("a password for it");
  await guest.getByRole("button", { name: "Show the file" }).click();
  await expect(guest.getByText("From Northwind")).toBeVisible();
  await look(guest, `shared-${info.project.name}`);
  const download = guest.waitForEvent("download");
  await guest.getByRole("button", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toContain("Northwind");
  await page.goto("/shares");
  await look(page, `shares-${info.project.name}`);
  await page.getByRole("button", { name: "Revoke" }).first().click();
  await expect(page.getByText("Revoked").first()).toBeVisible();
  expect((await guest.goto(link))?.status()).toBe(410);
  await outside.close();
});

test("marketing puts a collection in order by keyboard @desktop", async ({ page }) => {
  waitsUntilAlive(page);
  await signInByPassword(page, "mia@vendor.example");
  await page.goto("/assets/manage/collections");
  await page.getByRole("link", { name: "A first talk with a customer" }).click();
  const titles = page.locator(".member-title a");
  await expect(titles).toHaveCount(2);
  const before = await titles.allTextContents();
  await page.getByRole("button", { name: `Move ${before[1]} up` }).focus();
  await page.keyboard.press("Enter");
  await expect(titles.first()).toHaveText(before[1] ?? "");
  await look(page, "collection-editor-desktop");
  await page.goto("/assets/manage");
  await look(page, "manage-desktop");
});

test("zones are drawn to the middle of the page, undone, and seen with a sample @desktop", async ({ page }) => {
  waitsUntilAlive(page);
  await signInByPassword(page, "mia@vendor.example");
  await page.goto("/assets/manage");
  await page.locator("main .row-link").first().click();
  await page.getByRole("link", { name: "Place zones" }).click();
  await expect(page.locator(".zone-stage img")).toBeVisible();
  const boxes = page.locator(".zone-stage rect.zone");
  const before = await boxes.count();
  const stage = await page.locator(".zone-stage").boundingBox();
  if (!stage) throw new Error("no stage");
  await page.mouse.move(stage.x + 60, stage.y + 330);
  await page.mouse.down();
  await page.mouse.move(stage.x + stage.width / 2 + 3, stage.y + 380, { steps: 6 });
  // A line has no extent of its own that counts as visible.
  await expect(page.locator(".zone-guide").first()).toBeAttached();
  await page.mouse.up();
  await expect(boxes).toHaveCount(before + 1);
  const drawn = boxes.last();
  const right = Number(await drawn.getAttribute("x")) + Number(await drawn.getAttribute("width"));
  expect(right).toBeCloseTo(595.28 / 2, 0);
  await drawn.focus();
  await page.keyboard.press("Shift+ArrowDown");
  const moved = Number(await drawn.getAttribute("y"));
  await page.keyboard.press("Control+z");
  expect(Number(await drawn.getAttribute("y"))).toBeCloseTo(moved - 10, 0);
  await page.getByRole("button", { name: "A wide logo" }).click();
  await expect(page.locator(".zone-stage img")).toHaveAttribute("src", /sample=wide/);
  await look(page, "zones-desktop");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(boxes).toHaveCount(before);
});

test("without scripts everything can be found, collected and shared @desktop", async ({ browser, portal }) => {
  const context = await browser.newContext({ baseURL: portal.origin, javaScriptEnabled: false });
  const page = await context.newPage();
  await signInByPassword(page, "ana@northwind.example");
  await page.goto("/assets");
  const said = await promised(page, "Case study");
  await page.locator("#filters .filter", { hasText: "Case study" }).click();
  await expect(page.locator(".catalogue-list .tile")).toHaveCount(said);
  await page.locator(".catalogue-list .tile-link").first().click();
  const link = await makeLink(page, { takes: 1 });
  await page.goto(link);
  await expect(page.getByText("From Northwind")).toBeVisible();
  await context.close();
});

test("a file is replaced, and the old one comes back", async ({ page }, info) => {
  waitsUntilAlive(page);
  await signInByPassword(page, "mia@vendor.example");
  await replaceFile(page, "Support plans: data sheet", info.project.name);
  await look(page, `versions-${info.project.name}`);
  await restoreFile(page);
});

test("without scripts a file is replaced, and the old one comes back @desktop", async ({ browser, portal }) => {
  const context = await browser.newContext({ baseURL: portal.origin, javaScriptEnabled: false });
  const page = await context.newPage();
  await signInByPassword(page, "mia@vendor.example");
  await replaceFile(page, "Support plans: data sheet", "no scripts");
  await restoreFile(page);
  await context.close();
});
