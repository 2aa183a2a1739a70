// Chromium, and what every page that a browser test visits is held to: pictures in build/screenshots, axe, no sideways scrolling.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './server.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = join(root, 'build/screenshots');
mkdirSync(pictures, { recursive: true });

export const launchChromium = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });

// newPage opens a page in a context of its own that takes the demo's certificate.
export async function newPage(chrome, options = {}) {
  const context = await chrome.newContext({ ignoreHTTPSErrors: true, locale: 'en-SG', viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

// makeLook gives look(page, name): takes the pictures and lets axe judge the same document in a page with JavaScript, at
// both widths.
export async function makeLook(chrome) {
  const judge = await (await chrome.newContext({ ignoreHTTPSErrors: true, bypassCSP: true })).newPage();
  return async function look(page, name) {
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
      await page.screenshot({ path: join(pictures, `${name}-${width}.png`), fullPage: true });
    }
    const html = await page.content();
    const url = page.url();
    await judge.route(url, (route) => route.fulfill({ status: 200, contentType: 'text/html; charset=utf-8', body: html }));
    await judge.goto(url);
    await judge.unroute(url);
    await judge.evaluate(axeSource);
    for (const width of [320, 390, 1280]) {
      await judge.setViewportSize({ width, height: 900 });
      const overflow = await judge.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(overflow <= 0, `${name} scrolls sideways at ${width}`);
      if (width === 320) continue;
      const { violations } = await judge.evaluate(() => globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(' ')}`), [], `axe on ${name} at ${width}`);
    }
  };
}

// addAuthenticator gives the page a virtual authenticator with a user who is present and verified; returns its id and the
// session to command it.
export async function addAuthenticator(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return { devtools, authenticatorId };
}
