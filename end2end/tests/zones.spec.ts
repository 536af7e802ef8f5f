/** The brand's zones on a page: drawn, dragged, moved by keys, and saved as they are seen. */
import { expect, type Page } from "@playwright/test";
import { waitsUntilAlive } from "../walk/alive.ts";
import { onDemo } from "../walk/demo.ts";
import { signInByPassword } from "../walk/sign_in.ts";

const test = onDemo.extend<{ editor: Page }>({
  editor: async ({ page }, use) => {
    waitsUntilAlive(page);
    await signInByPassword(page, "mia@vendor.example");
    await page.goto("/assets/manage");
    await page.locator("main .row-link").first().click();
    await page.getByRole("link", { name: "Place zones" }).click();
    // The still picture first, then the stage that can be worked on.
    await expect(page.locator(".zone-stage svg[role=group]")).toBeVisible();
    await use(page);
  },
});

const boxes = (page: Page) => page.locator(".zone-stage rect.zone");

async function drag(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, { steps: 4 });
  await page.mouse.move(...to, { steps: 4 });
  await page.mouse.up();
}

test("a zone is drawn on an empty place, dragged, moved by keys, and saved @desktop", async ({ editor: page }) => {
  const before = await boxes(page).count();
  const stage = await page.locator(".zone-stage").boundingBox();
  if (!stage) throw new Error("no stage");
  // The upper half of the sheet has no zone.
  await drag(page, [stage.x + 60, stage.y + 220], [stage.x + 220, stage.y + 280]);
  await expect(boxes(page)).toHaveCount(before + 1);
  const drawn = boxes(page).last();
  const place = async () => ({ x: Number(await drawn.getAttribute("x")), y: Number(await drawn.getAttribute("y")) });
  const first = await place();

  const box = await drawn.boundingBox();
  if (!box) throw new Error("no box");
  await drag(page, [box.x + 40, box.y + 20], [box.x + 90, box.y + 50]);
  const second = await place();
  expect(second.x).toBeGreaterThan(first.x + 10);
  expect(second.y).toBeGreaterThan(first.y + 5);

  await drawn.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  expect((await place()).x).toBeCloseTo(second.x + 2, 0);
  await expect(drawn).toBeFocused();

  await page.getByRole("button", { name: "Save zones" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  const kept = await place();
  await page.goto(page.url().split("?")[0] ?? "");
  await expect(boxes(page)).toHaveCount(before + 1);
  expect(await place()).toEqual(kept);
});

test("choosing what goes into a new zone shows it on the page @desktop", async ({ editor: page }) => {
  const before = await boxes(page).count();
  await page.locator("select[name$='[kind]']:visible").last().selectOption({ label: "Partner name" });
  await expect(boxes(page)).toHaveCount(before + 1);
});
