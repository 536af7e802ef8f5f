// How the browser tests run: the system's Chromium, on a desk and on a phone. `cargo xtask test` builds what they test
// and says in the environment where it lies; each test file starts the servers that it needs.
import { defineConfig, devices } from '@playwright/test';

const chromium = process.env.CHROMIUM;
// Chromium's own sandbox does not work for root, as which build machines often run.
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: './tests',
  outputDir: './results',
  forbidOnly: Boolean(process.env.CI),
  // A test that passes at the second try is a broken test.
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: isRoot ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    { name: 'desktop', grepInvert: /@phone/, use: { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } } },
    // A test that is about neither width nor touch runs once: it says @desktop; one about
    // a small page alone says @phone.
    { name: 'phone', grepInvert: /@desktop/, use: { ...devices['Pixel 7'], viewport: { width: 360, height: 740 } } },
  ],
});
