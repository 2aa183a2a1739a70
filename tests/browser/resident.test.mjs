// A resident in real Chromium: sign-up, password and one-time code, passkey, consent, refusal, portal, withdrawal, the demo
// service. With JavaScript off wherever that is promised, axe on every page at phone and desktop width, no sideways
// scrolling at 320 px, and pictures in build/screenshots. INKAN_PICTURES=docs/images also takes those of README.md.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { totp } from '../support/browser.mjs';
import { begin, discover, makeClient, oidc, redeem } from '../support/client.mjs';
import { launchChromium, makeLook } from '../support/look.mjs';
import { root, startServer } from '../support/server.mjs';

describe('a resident with Chromium', () => {
  let server, client, config, chrome, look;

  before(async () => {
    server = await startServer();
    client = await makeClient(server, { scope: 'openid uinfin name dob regadd' });
    config = await discover(server, client);
    chrome = await launchChromium();
    look = await makeLook(chrome);
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

  // picture is one of README.md's.
  async function picture(page, name, { width, height, fullPage = false }) {
    if (!process.env.INKAN_PICTURES) return;
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: join(root, process.env.INKAN_PICTURES, `${name}.png`), fullPage });
  }

  // startLibrary makes the demo service a service of this server and starts it.
  async function startLibrary() {
    const port = server.port + 4;
    const folder = join(root, 'examples/library_card');
    execFileSync(process.execPath, [join(folder, 'make_keys.mjs'), server.data, '--issuer', server.issuer, '--port', String(port)], { stdio: 'ignore' });
    server.inkan('client', 'add', join(server.data, 'library-client.json'));
    const child = spawn(process.execPath, [join(folder, 'server.mjs')], {
      env: { ...process.env, INKAN_CONFIG: join(server.data, 'library.json'), NODE_EXTRA_CA_CERTS: join(server.data, 'ca.pem') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((ready, broken) => {
      let said = '';
      child.stdout.on('data', (part) => {
        said += part;
        if (said.includes('connected to')) ready();
      });
      child.once('exit', () => broken(new Error(`the library ended: ${said}`)));
    });
    const { client_id: id } = JSON.parse(readFileSync(join(server.data, 'library.json'), 'utf8'));
    return { origin: `http://localhost:${port}/`, id, stop: () => child.kill() };
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
      await look(page, javaScriptEnabled ? 'login-script' : 'login');
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
        assert.match(text, /Date of birth\n+\d{1,2} [A-Z][a-z]+ \d{4}\n/);
        const [allow, deny] = await Promise.all(['#consent-allow', '#consent-deny'].map((id) => page.locator(id).evaluate((button) => {
          const { backgroundColor, color, fontSize } = getComputedStyle(button);
          return { backgroundColor, color, fontSize, width: button.offsetWidth, height: button.offsetHeight };
        })));
        assert.deepEqual(allow, deny, 'saying no is as easy as saying yes');
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

  test('sign-up with an authenticator app, without JavaScript; sign-out everywhere; closing the account', async () => {
    const letter = server.residents.letters[1];
    const page = await newPage({ javaScriptEnabled: false });
    await page.goto(`${server.origin}/sign-up`);
    await page.fill('#personal-number', letter.personal_number);
    await page.fill('#activation-code', letter.activation_code);
    await page.click('#sign-up-submit');
    await page.fill('#login-id', 'ren.app');
    await page.fill('#new-password', 'ferry lantern quince 42');
    await page.fill('#new-password-again', 'ferry lantern quince 42');
    await page.click('#choose-submit');
    await page.click('#add-totp');
    await look(page, 'totp-add');
    const secret = (await page.innerText('#totp-secret')).replaceAll(' ', '');
    assert.match(await page.innerText('#totp-secret'), /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
    await page.fill('#otp', '000000');
    await page.click('#otp-submit');
    await look(page, 'totp-add-wrong');
    await page.fill('#otp', totp(secret));
    await page.click('#otp-submit');
    await page.click('#recovery-codes-submit');
    assert.equal(await page.locator('#recovery-codes li').count(), 10);
    await look(page, 'recovery-codes-shown');
    await page.click('#codes-kept');
    await look(page, 'account-app');

    const elsewhere = await newPage({ javaScriptEnabled: false });
    await elsewhere.goto(`${server.origin}/portal`);
    await enterPassword(elsewhere, { login_id: 'ren.app', password: 'ferry lantern quince 42' });
    assert.equal(new URL(elsewhere.url()).pathname, '/portal');
    await page.click('#sessions');
    await look(page, 'sessions');
    assert.equal(await page.locator('#sessions > li').count(), 2);
    await page.click('#sign-out-everywhere');
    assert.equal(new URL(page.url()).searchParams.get('done'), 'signed_out_everywhere');
    await elsewhere.goto(`${server.origin}/portal`);
    assert.equal(new URL(elsewhere.url()).pathname, '/login');

    await page.click('#close-account');
    if (await page.locator('#otp').count()) {
      await page.fill('#otp', totp(secret, 1));
      await page.click('#otp-submit');
    }
    await look(page, 'close');
    await page.click('#close-submit');
    assert.ok(await page.locator('#confirm-error').count(), 'closing asks to be confirmed');
    await page.check('#confirm');
    await page.click('#close-submit');
    assert.equal(new URL(page.url()).pathname, '/account/closed');
    await look(page, 'closed');
    await enterPassword(elsewhere, { login_id: 'ren.app', password: 'ferry lantern quince 42' });
    assert.ok(await elsewhere.locator('#login-id-error').count(), 'the closed account is gone');
    await elsewhere.context().close();
    await page.context().close();
  });

  test('a service of the kind login says what it is about', async () => {
    const bank = await makeClient(server, { scope: 'openid user.identity', inkan_kind: 'login', inkan_authentication_context_types: ['BANK_LOGIN_NEW_DEVICE'], client_name: 'Harbour Bank', 'client_name#ja': 'みなと銀行' });
    const page = await newPage({ javaScriptEnabled: false });
    const login = await begin(await discover(server, bank), bank, {
      parameters: { authentication_context_type: 'BANK_LOGIN_NEW_DEVICE', authentication_context_message: 'Tablet of 23 November' },
    });
    await page.goto(login.url.href);
    assert.equal(await page.innerText('#asker-name'), 'Harbour Bank');
    const asker = await page.innerText('#asker');
    assert.ok(asker.includes('Sign in to the bank on a new device') && asker.includes('Tablet of 23 November'), asker);
    await look(page, 'login-bank');
    await page.click('#login-help');
    await look(page, 'login-help');
    await page.context().close();
  });

  test('the keyboard alone is enough to sign in and to consent', async () => {
    const page = await newPage({ javaScriptEnabled: false });
    const login = await begin(config, client);
    const tabTo = async (id) => {
      for (let presses = 0; presses < 20; ++presses) {
        await page.keyboard.press('Tab');
        if (await page.locator(`#${id}:focus`).count()) return;
      }
      assert.fail(`Tab never reaches ${id}`);
    };
    await page.goto(login.url.href);
    await tabTo('login-id');
    await page.keyboard.type(named(1).login_id);
    await tabTo('login-password');
    await page.keyboard.type(named(1).password);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/consent/);
    await tabTo('consent-allow');
    const [back] = await Promise.all([page.waitForRequest('https://rp.example/**'), page.keyboard.press('Enter')]);
    assert.ok(new URL(back.url()).searchParams.get('code'));
    await page.context().close();
  });

  test('the library card, end to end', async () => {
    const library = await startLibrary();
    try {
      const page = await newPage({ javaScriptEnabled: false });
      await page.goto(library.origin);
      await look(page, 'library');
      await page.click('#login');
      await enterPassword(page, named(0));
      await look(page, 'library-consent');
      await picture(page, 'consent', { width: 1280, height: 900, fullPage: true });
      await page.click('#consent-allow');
      assert.equal(await page.innerText('#card-name'), named(0).name);
      await look(page, 'library-card');
      await picture(page, 'card', { width: 640, height: 590 });

      // Japanese, and a record that names the service even after it was removed.
      await page.goto(`${server.origin}/language?tag=ja&to=/portal/record`);
      await look(page, 'record-ja');
      await picture(page, 'record-phone', { width: 390, height: 844 });
      server.inkan('client', 'remove', library.id);
      await page.goto(`${server.origin}/portal/record?show=data`);
      const record = await page.innerText('main');
      assert.ok(record.includes('もみじ市立図書館にデータが提供されました') && record.includes('公共図書館法 第12条第1項'), record);
      for (const area of ['portal', 'portal/consents', 'portal/data', 'account']) {
        await page.goto(`${server.origin}/${area}`);
        await look(page, `${area.replace('/', '-')}-ja`);
      }
      await page.context().close();
    } finally {
      library.stop();
    }
  });

  test('the pages speak Japanese, and the language switch keeps the flow', async () => {
    const page = await newPage({ javaScriptEnabled: false });
    const login = await begin(config, client);
    await page.goto(login.url.href);
    const flow = new URL(page.url()).searchParams.get('flow');
    await page.click('a[hreflang="ja"]');
    assert.equal(new URL(page.url()).searchParams.get('flow'), flow);
    assert.equal(await page.getAttribute('html', 'lang'), 'ja');
    await look(page, 'login-ja');
    await enterPassword(page, named(2));
    await look(page, 'consent-ja');
    const text = await page.innerText('main');
    assert.ok(text.includes('試験法 第1条') && /\d{4}年\d{1,2}月\d{1,2}日/.test(text), text);
    const question = page.url();
    await page.click('a[hreflang="en"]');
    assert.equal(page.url(), question);
    await page.context().close();
  });

  test('an expired or foreign flow gets a page that says what to do', async () => {
    const page = await newPage({ javaScriptEnabled: false });
    const answer = await page.goto(`${server.issuer}/auth?client_id=${client.id}&request_uri=urn:ietf:params:oauth:request_uri:nothing`);
    assert.equal(answer.status(), 400);
    assert.ok(await page.locator('#error-page').count());
    await look(page, 'error');
    for (const [tag, heading] of [['en', 'This page does not exist'], ['ja', 'このページはありません']]) {
      await page.goto(`${server.origin}/language?tag=${tag}&to=/`);
      const missing = await page.goto(`${server.origin}/no/such/page`);
      assert.equal(missing.status(), 404);
      assert.equal(await page.innerText('h1'), heading);
      await look(page, `missing-${tag}`);
    }
    await page.goto(`${server.origin}/sign-out`);
    await look(page, 'sign-out');
    await page.goto(`${server.origin}/signed-out`);
    await look(page, 'signed-out');
    await page.context().close();
  });

  // Last, because it locks the network that all these browsers share.
  test('wrong activation codes lead to a page that says how long to wait', async () => {
    const page = await newPage({ javaScriptEnabled: false });
    await page.goto(`${server.origin}/sign-up`);
    let answer;
    for (let tries = 0; tries < 40 && !(await page.locator('#locked-wait').count()); ++tries) {
      await page.fill('#personal-number', server.residents.letters[1].personal_number);
      await page.fill('#activation-code', '0000-0000-0000-0000');
      [answer] = await Promise.all([page.waitForResponse((one) => one.request().method() === 'POST'), page.click('#sign-up-submit')]);
    }
    assert.equal(answer.status(), 429);
    assert.ok(Number(answer.headers()['retry-after']) > 0);
    await look(page, 'locked');
    await page.context().close();
  });
});
