// A resident looks at the records linked to them, in real Chromium without JavaScript, and says of one that it is not
// theirs; officers find the case. axe at phone and desktop width in both languages; pictures in build/screenshots.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { addAuthenticator, launchChromium, makeLook, newPage } from '../support/look.mjs';
import { startServer } from '../support/server.mjs';

describe('records linked to a resident, with Chromium', () => {
  let server, chrome, look;
  before(async () => {
    server = await startServer();
    chrome = await launchChromium();
    look = await makeLook(chrome);
  });
  after(async () => {
    await chrome?.close();
    await server?.close();
  });

  async function signedIn(index, locale) {
    const page = await newPage(chrome, { javaScriptEnabled: false, locale });
    const resident = server.residents.residents[index];
    await page.goto(`${server.origin}/portal/links`);
    await page.fill('#login-id', resident.login_id);
    await page.fill('#login-password', resident.password);
    await page.click('#login-submit');
    return page;
  }

  for (const [index, locale, heading] of [[0, 'en-SG', 'Records linked to me'], [1, 'ja-JP', 'わたしに紐付いた記録']])
    test(`REQ-LINK-11: one button hides a record at once and says who saw it (${locale})`, async () => {
      const name = locale.slice(0, 2);
      const page = await signedIn(index, locale);
      assert.equal(await page.innerText('h1'), heading);
      assert.equal(await page.locator('.link-not-mine').count(), 1);
      await look(page, `links-${name}`);
      const action = await page.locator('form:has(.link-not-mine)').getAttribute('action');
      server.inkan('link', 'explain', action.split('/')[3]);
      await page.click('.link-not-mine');
      assert.equal(new URL(page.url()).pathname, '/portal/links');
      assert.ok(await page.locator('#hidden').isVisible());
      assert.equal(await page.locator('.link-not-mine').count(), 0, 'gone for everybody');
      assert.equal(await page.locator('.disputed-link .link-viewers li').count(), 1, 'the operator who looked');
      await look(page, `links-disputed-${name}`);
      await page.goto(`${server.origin}/portal`);
      await page.click('#tile-links');
      assert.equal(await page.locator('.disputed-link').count(), 1);
      await page.context().close();
    });

  test('nothing linked is said in words', async () => {
    const page = await signedIn(2, 'en-SG');
    await page.click('.link-not-mine');
    assert.ok(await page.locator('#no-links').isVisible());
    await page.context().close();
  });

  test('the officers\' queue holds the demo\'s cases and the resident\'s, and a ruling needs a second officer', async () => {
    const desks = {};
    for (const role of ['reviewer', 'supervisor']) {
      const page = await newPage(chrome);
      await addAuthenticator(page);
      const { enrol } = server.residents.officers.find((one) => one.role === role);
      await page.goto(enrol.replace(/^https:\/\/localhost:\d+/, server.origin));
      assert.equal(await page.inputValue('#passkey-code'), enrol.split('code=')[1], 'the link has filled the code in');
      await page.click('#passkey-enrol');
      await page.waitForURL('**/console/sign-in');
      await page.click('#passkey-sign-in');
      await page.waitForURL('**/console');
      desks[role] = page;
    }
    const page = desks.reviewer;
    await page.goto(`${server.origin}/console/cases`);
    assert.equal(await page.locator('#cases > li').count(), 6, 'three of the demo, three of residents');
    await look(page, 'console-cases');
    await page.locator('#cases a').first().click();
    assert.ok((await page.locator('#stated dt').count()) >= 3);
    assert.ok((await page.locator('#outcomes li').count()) >= 3);
    await look(page, 'console-case');
    await page.check('#ruling-retire_link');
    await page.click('#rule-submit');
    await page.waitForURL('**/propose');
    await page.click('#passkey-propose');
    await page.locator('#state').waitFor();
    const supervisor = desks.supervisor;
    await supervisor.goto(`${server.origin}/console/proposals`);
    await supervisor.locator('main a[href^="/console/proposals/"]').first().click();
    await supervisor.click('#to-approve');
    await supervisor.click('#passkey-approve');
    await supervisor.locator('#state').waitFor();
    await page.goto(`${server.origin}/console/cases`);
    assert.equal(await page.locator('#cases > li').count(), 5);
    for (const desk of Object.values(desks)) await desk.context().close();
  });
});
