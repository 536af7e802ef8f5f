/** A page is alive once WebAssembly has taken it over: from then on links and forms are answered without a new document. */
import { expect, type Page } from "@playwright/test";

export async function alive(page: Page): Promise<void> {
  await expect(page.locator("html[data-alive]")).toHaveCount(1);
}

/** Makes every `goto` wait until the page is alive, so that what follows is what scripts do and not plain forms. */
export function waitsUntilAlive(page: Page): void {
  const goto = page.goto.bind(page);
  page.goto = async (url, options) => {
    const answer = await goto(url, options);
    await alive(page);
    return answer;
  };
}
