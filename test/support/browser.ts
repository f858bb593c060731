import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** One process dies with its first closed tab; without web security the content policy would go untested. */
const UNWANTED = ['--single-process', '--disable-web-security', '--allow-running-insecure-content'];

/** Of what a test waits for in a page: ends what hangs, on slow machines too. */
export const PATIENCE_MS = 240_000;

/** A real, headless Chromium out of a package: no system library, no download, works as root. */
export async function startBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args.filter((argument) => !UNWANTED.includes(argument)), '--no-sandbox'],
    headless: true,
  });
}
