/** Marketing brings many files at once: they go on after a cut and after a reload, and what is refused keeps nobody. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { waitsUntilAlive } from "../walk/alive.ts";
import { onDemo } from "../walk/demo.ts";
import { look } from "../walk/judge.ts";
import { pdf } from "../walk/samples.ts";
import { signInByPassword } from "../walk/sign_in.ts";

const PIECE = 8 << 20;
const test = onDemo.extend({ contextOptions: { reducedMotion: "reduce" } });

/** A folder with a film of several pieces, a sheet, and something that is no collateral. */
function samples(): string {
  const folder = mkdtempSync(join(tmpdir(), "tandem-uploads-"));
  const film = Buffer.alloc(2 * PIECE + 3_000_000, 7);
  film.write("\0\0\0\x18ftypisom\0\0\0\0isommp42", "latin1");
  writeFileSync(join(folder, "Tour of the plant.mp4"), film);
  writeFileSync(join(folder, "Rack_data-sheet.pdf"), pdf("Rack"));
  writeFileSync(join(folder, "notes.txt"), "no collateral");
  return folder;
}

test("many files become drafts, whatever happens to one of them on its way", async ({ page }, info) => {
  test.setTimeout(120_000);
  waitsUntilAlive(page);
  await signInByPassword(page, "mia@vendor.example");
  const folder = samples();
  const files = ["Tour of the plant.mp4", "notes.txt", "Rack_data-sheet.pdf"].map((name) => join(folder, name));
  const main = page.getByRole("main");
  const row = (name: string) => main.getByRole("listitem").filter({ hasText: name });

  // The second piece of the film is cut once, and held back afterwards.
  let cut = false;
  let held = false;
  await page.route(/\/uploads\/up_[^/]*$/, async (route) => {
    const request = route.request();
    const offset = Number(request.headers()["upload-offset"]);
    if (request.method() !== "PATCH" || Number.isNaN(offset)) return route.continue();
    if (offset < PIECE) return route.continue();
    held = cut;
    if (!cut) await route.abort("connectionreset");
    cut = true;
  });

  await page.goto("/assets/manage/new");
  await look(page, `uploads-empty-${info.project.name}`);
  await page.getByLabel("Files", { exact: true }).setInputFiles(files);
  await expect(row("notes.txt").getByText(/isn't taken as collateral/)).toBeVisible();
  await expect(row("Rack_data-sheet.pdf").getByLabel("Title")).toHaveValue("Rack data sheet");
  await expect.poll(() => held).toBe(true);
  await look(page, `uploads-going-${info.project.name}`);
  await row("Tour").getByRole("button", { name: /^Pause/ }).click();
  await expect(row("Tour").getByText(/Paused at 4\d %/)).toBeVisible();
  await row("notes.txt").getByRole("button", { name: /^Remove/ }).click();
  await expect(row("notes.txt")).toHaveCount(0);
  await row("Rack_data-sheet.pdf").getByLabel("Title").fill("The rack on two pages");
  await row("Rack_data-sheet.pdf").getByRole("button", { name: "Save" }).click();
  await expect(row("Rack_data-sheet.pdf").getByText("Saved")).toBeVisible();

  await page.unrouteAll({ behavior: "ignoreErrors" });
  const after: number[] = [];
  page.on("request", (request) => {
    const offset = request.headers()["upload-offset"];
    if (request.method() === "PATCH" && offset) after.push(Number(offset));
  });
  await page.goto("/assets/manage/new");
  await expect(row("Tour").getByText(/Choose this file again/)).toBeVisible();
  await look(page, `uploads-left-${info.project.name}`);
  await page.getByLabel("Files", { exact: true }).setInputFiles(files[0] ?? "");
  await expect(row("Tour").getByLabel("Title")).toHaveValue("Tour of the plant");
  expect(after).toEqual([PIECE, 2 * PIECE]);
  await look(page, `uploads-done-${info.project.name}`);
  await page.goto("/assets/manage");
  for (const title of ["Tour of the plant", "The rack on two pages"]) {
    await expect(main.getByRole("link", { name: title }).first()).toBeVisible();
  }
  rmSync(folder, { recursive: true });
});
