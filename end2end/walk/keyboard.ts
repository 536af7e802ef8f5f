/** Somebody who has a keyboard and nothing else: what is wanted is reached by Tab, and one sees where one is. */
import { expect, type Locator, type Page } from "@playwright/test";

/** More stops than any page of the portal has. */
const MOST = 250;

/** Goes on by Tab until this has the focus, and sees that it shows. */
export async function reach(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stops = 0; ; stops += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) break;
    if (stops === MOST) throw new Error(`Tab does not come to ${target}`);
    await page.keyboard.press("Tab");
  }
  const shown = await target.evaluate((element) => {
    // A link that covers its row shows the focus around the row, a box that is drawn by its label there.
    const seen = (one: Element | null, part?: string): boolean => {
      if (!one) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one, part);
      return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    };
    return seen(element) || seen(element, "::after") || seen(element.closest("label")) || seen(element.closest(".tile"));
  });
  expect(shown, `the focus on ${target} can be seen`).toBe(true);
  await expect(target, "what has the focus is on the screen").toBeInViewport();
}

/** Presses a button or follows a link. */
export async function press(page: Page, target: Locator): Promise<void> {
  await reach(page, target);
  await page.keyboard.press("Enter");
}

/** Checks a box, or a radio button of which the first can be reached. */
export async function check(page: Page, target: Locator): Promise<void> {
  await reach(page, target);
  await page.keyboard.press("Space");
  await expect(target).toBeChecked();
}

/** Writes into a field in place of what is in it. */
export async function write(page: Page, target: Locator, text: string): Promise<void> {
  await reach(page, target);
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text);
}

/** Chooses in a list by the first letters. */
export async function choose(page: Page, target: Locator, label: string): Promise<void> {
  await reach(page, target);
  await page.keyboard.type(label);
  await expect(target.locator("option:checked")).toHaveText(label);
}
