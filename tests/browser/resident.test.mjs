// A resident in real Chromium: sign-up, password and one-time code, passkey, consent, refusal, portal, withdrawal. With
// JavaScript off wherever that is promised, axe on every page, and pictures at phone and desktop width.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { totp } from '../support/browser.mjs';
import { begin, discover, makeClient, oidc, redeem } from '../support/client.mjs';
import { root, startServer } from '../support/server.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = join(root, 'build/screenshots');
mkdirSync(pictures, { recursive: true });

describe('a resident with Chromium', () => {
  let server, client, config, chrome;

  before(async () => {
    server = await startServer();
    client = await makeClient(server, { scope: 'openid uinfin name dob regadd' });
    config = await discover(server, client);
    chrome = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync'],
    });
  });
  after(async () => {
    await chrome?.close();
    await server?.close();
  });

  // A page whose visits to the service are answered here: the test is the service.
  async function newPage({ javaScriptEnabled = true, width = 1280, locale = 'en-SG' } = {}) {
    const context = await chrome.newContext({
      ignoreHTTPSErrors: true, javaScriptEnabled, locale, viewport: { width, height: width < 500 ? 844 : 900 },
    });
    const page = await context.newPage();
    await page.route('https://rp.example/**', (route) => route.fulfill({ status: 200, contentType: 'text/plain', body: 'back at the service' }));
    page.setDefaultTimeout(15_000);
    return page;
  }

  // look takes the pictures and lets axe judge, in a second context with JavaScript when this one has none.
  async function look(page, name) {
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
      await page.screenshot({ path: join(pictures, `${name}-${width}.png`), fullPage: true });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth).catch(() => 0);
      assert.ok(overflow <= 0, `${name} scrolls sideways at ${width}`);
    }
    const html = await page.content();
    const judge = await (await chrome.newContext({ ignoreHTTPSErrors: true, bypassCSP: true })).newPage();
    const url = page.url();
    await judge.route(url, (route) => route.fulfill({ status: 200, contentType: 'text/html; charset=utf-8', body: html }));
    await judge.goto(url);
    await judge.evaluate(axeSource);
    const { violations } = await judge.evaluate(() => globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    await judge.context().close();
    assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(' ')}`), [], `axe on ${name}`);
  }

  const named = (index) => server.residents.residents[index];

  async function enterPassword(page, resident) {
    await page.fill('#login-id', resident.login_id);
    await page.fill('#login-password', resident.password);
    await page.click('#login-submit');
  }

  for (const javaScriptEnabled of [true, false])
    test(`password, one-time code, consent and back, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
      const page = await newPage({ javaScriptEnabled });
      const login = await begin(config, client, { parameters: { acr_values: 'urn:singpass:authentication:loa:2' } });
      await page.goto(login.url.href);
      assert.equal(new URL(page.url()).pathname, '/login');
      if (!javaScriptEnabled) await look(page, 'login');
      await page.fill('#login-id', named(0).login_id);
      await page.fill('#login-password', 'not the password');
      await page.click('#login-submit');
      if (!javaScriptEnabled) await look(page, 'login-wrong');
      await enterPassword(page, named(0));
      assert.equal(new URL(page.url()).pathname, '/login/otp');
      if (!javaScriptEnabled) await look(page, 'otp');
      // A code is good once: the two runs use neighbouring steps.
      await page.fill('#otp', totp(named(0).totp_secret, javaScriptEnabled ? 0 : 1));
      await page.click('#otp-submit');
      if (await page.locator('#consent-allow').count()) {
        assert.equal(new URL(page.url()).pathname, '/consent');
        await look(page, 'consent');
        const text = await page.innerText('main');
        assert.ok(text.includes('Test service') && text.includes(named(0).name) && text.includes('Test Act s 1'), text);
        await page.click('#consent-allow');
      }
      await page.waitForURL('https://rp.example/**');
      const tokens = await redeem(config, login, page.url());
      const info = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub, { DPoP: login.handle });
      assert.equal(info.person_info.name.value, named(0).name);
      await page.context().close();
    });

  test('refusal brings the resident back without data', async () => {
    const page = await newPage({ javaScriptEnabled: false });
    const login = await begin(config, client);
    await page.goto(login.url.href);
    await enterPassword(page, named(1));
    await page.click('#consent-deny');
    await page.waitForURL('https://rp.example/**');
    assert.equal(new URL(page.url()).searchParams.get('error'), 'access_denied');
    await page.context().close();
  });

  test('the portal shows the sign-in and the release, and withdrawing ends the consent', async () => {
    const page = await newPage({ javaScriptEnabled: false });
    const login = await begin(config, client);
    await page.goto(login.url.href);
    await enterPassword(page, named(0));
    if (await page.locator('#consent-allow').count()) await page.click('#consent-allow');
    await page.waitForURL('https://rp.example/**');
    const tokens = await redeem(config, login, page.url());
    await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub, { DPoP: login.handle });

    await page.goto(server.origin);
    await look(page, 'welcome');
    await page.goto(`${server.origin}/portal`);
    await look(page, 'portal');
    await page.goto(`${server.origin}/portal/record`);
    await look(page, 'record');
    const record = await page.innerText('main');
    assert.ok(record.includes('Test service') && record.includes('Test Act s 1'), record);
    await page.goto(`${server.origin}/portal/data`);
    await look(page, 'data');
    assert.ok(!(await page.content()).includes(named(0).personal_number), 'the number is masked');
    await page.goto(`${server.origin}/portal/consents`);
    await look(page, 'consents');
    await page.click('a[href*="/withdraw"]');
    await look(page, 'withdraw');
    await page.click('#withdraw-confirm');
    await look(page, 'consents-after');
    assert.equal(await page.locator('a[href*="/withdraw"]').count(), 0);
    await assert.rejects(oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub, { DPoP: login.handle }));
    await page.context().close();
  });

  test('sign-up by letter, then a passkey, then signing in with it', async () => {
    const letter = server.residents.letters[0];
    const page = await newPage();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    });
    await page.goto(`${server.origin}/sign-up`);
    await look(page, 'sign-up');
    await page.fill('#personal-number', letter.personal_number);
    await page.fill('#activation-code', 'WRONGCODE123');
    await page.click('#sign-up-submit');
    await look(page, 'sign-up-wrong');
    await page.fill('#personal-number', letter.personal_number);
    await page.fill('#activation-code', letter.activation_code);
    await page.click('#sign-up-submit');
    await look(page, 'sign-up-choose');
    await page.fill('#login-id', 'hana.passkey');
    await page.fill('#new-password', 'password1');
    await page.fill('#new-password-again', 'password1');
    await page.click('#choose-submit');
    await look(page, 'sign-up-weak');
    await page.fill('#login-id', 'hana.passkey');
    await page.fill('#new-password', 'ferry lantern quince 42');
    await page.fill('#new-password-again', 'ferry lantern quince 42');
    await page.click('#choose-submit');
    await look(page, 'sign-up-factor');
    await page.click('#passkey-add');
    await page.waitForSelector('#recovery-codes');
    await look(page, 'recovery-codes');
    await page.goto(`${server.origin}/account`);
    await look(page, 'account');

    await page.context().clearCookies();
    const login = await begin(config, client, { parameters: { acr_values: 'urn:singpass:authentication:loa:2' } });
    await page.goto(login.url.href);
    await page.click('#passkey-sign-in');
    await page.waitForURL(/\/consent/);
    await page.click('#consent-allow');
    await page.waitForURL('https://rp.example/**');
    const tokens = await redeem(config, login, page.url());
    assert.equal(tokens.claims().acr, 'urn:singpass:authentication:loa:2');
    assert.ok(tokens.claims().amr.includes('hwk') || tokens.claims().amr.includes('swk'));
    await page.context().close();
  });

  test('the pages speak Japanese', async () => {
    const page = await newPage({ javaScriptEnabled: false, locale: 'ja-JP' });
    const login = await begin(config, client);
    await page.goto(login.url.href);
    assert.equal(await page.getAttribute('html', 'lang'), 'ja');
    await look(page, 'login-ja');
    await enterPassword(page, named(2));
    await look(page, 'consent-ja');
    assert.ok((await page.innerText('main')).includes('試験法 第1条'));
    await page.context().close();
  });

  test('an expired or foreign flow gets a page that says what to do', async () => {
    const page = await newPage({ javaScriptEnabled: false });
    const answer = await page.goto(`${server.issuer}/auth?client_id=${client.id}&request_uri=urn:ietf:params:oauth:request_uri:nothing`);
    assert.equal(answer.status(), 400);
    assert.ok(await page.locator('#error-page').count());
    await look(page, 'error');
    await page.context().close();
  });
});
