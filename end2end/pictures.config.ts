// Makes the pictures of the README: `cargo xtask test --only e2e -- --config pictures.config.ts`.
import { devices } from "@playwright/test";
import everywhere from "./playwright.config.ts";

export default {
  ...everywhere,
  testDir: "./pictures",
  workers: 1,
  projects: [
    { name: "desktop", grepInvert: /@phone/, use: { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } } },
    { name: "phone", grep: /@phone/, use: { ...devices["Pixel 7"], viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 } },
  ],
};
