// Officers in real Chromium, each with a virtual authenticator: enrolment, sign-in, a resident at the counter, comparing,
// limits, the honey alarm. axe on every page at phone and desktop width; pictures in build/screenshots.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { addAuthenticator, launchChromium, makeLook, newPage as makePage } from '../support/look.mjs';
import { program, startServer } from '../support/server.mjs';

describe('officers with Chromium', () => {
  let server, chrome, look;
  const desks = {};

  before(async () => {
    server = await startServer();
    chrome = await launchChromium();
    look = await makeLook(chrome);
  });
  after(async () => {
    await chrome?.close();
    await server?.close();
  });

  const newPage = (options) => makePage(chrome, options);

  // hire enrols the demo's officer of this role with their link, and signs in.
  async function hire(role, looks) {
    const page = await newPage();
    await addAuthenticator(page);
    const { enrol } = server.residents.officers.find((one) => one.role === role);
    await page.goto(enrol.replace(/^https:\/\/localhost:\d+/, server.origin));
    assert.equal(await page.inputValue('#passkey-code'), enrol.split('code=')[1], 'the link has filled the code in');
    assert.ok(!page.url().includes('code='), 'and it is gone from the address');
    if (looks) await look(page, 'console-enrol');
    await page.click('#passkey-enrol');
    await page.waitForURL('**/console/sign-in');
    if (looks) await look(page, 'console-sign-in');
    await page.click('#passkey-sign-in');
    await page.waitForURL('**/console');
    desks[role] = page;
    return page;
  }

  // presenceCode is what a resident does on their phone at the counter.
  async function presenceCode(resident, looks) {
    const page = await newPage({ javaScriptEnabled: false });
    await page.goto(`${server.origin}/portal/presence`);
    await page.fill('#login-id', resident.login_id);
    await page.fill('#login-password', resident.password);
    await page.click('#login-submit');
    if (looks) await look(page, 'presence-before');
    await page.click('#presence-make');
    if (looks) await look(page, 'presence-code');
    const code = await page.innerText('#presence-code');
    return { code, page };
  }

  async function openPresence(page, code) {
    await page.goto(`${server.origin}/console/presences`);
    await page.fill('#code', code);
    await page.click('#code-submit');
  }

  test('a link enrols one passkey, once; nothing opens without signing in', async () => {
    const stranger = await newPage();
    for (const path of ['/console', '/console/cases', '/console/alarms', '/console/people/x']) {
      await stranger.goto(server.origin + path);
      assert.equal(new URL(stranger.url()).pathname, '/console/sign-in');
    }
    assert.equal((await stranger.request.get(`${server.origin}/console/api/cases`)).status(), 401);
    const page = await hire('registrar', true);
    await look(page, 'console-home');
    const again = await newPage();
    await addAuthenticator(again);
    await again.goto(server.residents.officers.find((one) => one.role === 'registrar').enrol);
    await again.click('#passkey-enrol');
    await again.locator('#passkey-error:not([hidden])').waitFor();
    await look(again, 'console-enrol-used');
    await stranger.context().close();
    await again.context().close();
  });

  test('a resident at the counter opens their record with a code, and sees the look afterwards', async () => {
    const page = desks.registrar;
    const resident = server.residents.residents[0];
    await openPresence(page, '0000-0000-0000-0000');
    assert.match(await page.innerText('.govuk-error-summary'), /opens nothing/);
    await look(page, 'console-presence-wrong');
    const { code, page: phone } = await presenceCode(resident, true);
    await openPresence(page, code);
    assert.equal(await page.innerText('#person-name'), resident.name);
    const text = await page.innerText('main');
    assert.ok(!text.includes(resident.personal_number), 'the number stays masked');
    await look(page, 'console-person');
    desks.person = page.url();
    await openPresence(page, code);
    assert.match(await page.innerText('.govuk-error-summary'), /opens nothing/, 'a code works once');
    await phone.goto(`${server.origin}/portal/record?show=data`);
    assert.match(await phone.innerText('#record'), /An officer looked at your data/);
    await phone.context().close();
  });

  test('comparing answers outcomes and never what the register holds', async () => {
    const page = desks.registrar;
    await page.goto(`${desks.person}/compare`);
    await look(page, 'console-compare');
    await page.fill('#name', 'SOMEBODY ELSE ENTIRELY');
    await page.fill('#born', '1901-01-01');
    await page.fill('#address', '1 NOWHERE STREET 000000');
    await page.click('#compare-submit');
    assert.equal(await page.getAttribute('#compare-answer', 'data-answer'), 'disagree');
    const text = await page.innerText('#compare-answer');
    for (const word of server.residents.residents[0].name.split(' ')) assert.ok(!text.includes(word), `${word} is the register's`);
    await look(page, 'console-compare-answer');
    await page.fill('#born', 'yesterday');
    await page.click('#compare-submit');
    assert.ok(await page.locator('#error-summary').count());
    await look(page, 'console-compare-wrong');
  });

  test('a honey record read raises the alarm at once, and only supervisors see it', async () => {
    const resident = server.residents.residents[2];
    const clerk = desks.registrar;
    const chief = await hire('supervisor', false);
    await chief.goto(`${server.origin}/console/alarms`);
    assert.ok(await chief.locator('#no-alarm').count());
    execFileSync(program, ['officer', 'honey', '--config', server.config], { input: `${resident.personal_number}\n` });
    const { code, page: phone } = await presenceCode(resident, false);
    await openPresence(clerk, code);
    assert.equal(await clerk.innerText('#person-name'), resident.name, 'the reader notices nothing');
    await chief.goto(`${server.origin}/console`);
    assert.equal(await chief.innerText('#alarm-count'), '1');
    await look(chief, 'console-home-alarm');
    await chief.click('#tile-alarms');
    assert.match(await chief.innerText('#alarms'), /nobody has a reason to open/);
    await look(chief, 'console-alarms');
    await chief.click('#alarms button');
    await look(chief, 'console-alarms-settled');
    assert.equal((await clerk.goto(`${server.origin}/console/alarms`)).status(), 403);
    await phone.context().close();
  });

  test('a new number: one officer proposes, another approves, each with a fresh proof', async () => {
    const clerk = desks.registrar;
    const reviewer = await hire('reviewer', false);
    await clerk.goto(desks.person);
    const before = (await clerk.innerText('main')).match(/ending in (\d{3})/)[1];
    await clerk.click('#propose-number_replacement');
    await look(clerk, 'console-propose-number');
    await clerk.check('#leak-leaked');
    await clerk.click('#propose-submit');
    await look(clerk, 'console-commit');
    assert.match(await clerk.innerText('#whom'), /\*/, 'names whom, masked');
    await clerk.click('#passkey-propose');
    await clerk.locator('#state').waitFor();
    assert.match(await clerk.innerText('#state'), /second officer/);
    await look(clerk, 'console-proposal-own');
    await reviewer.goto(`${server.origin}/console`);
    assert.equal(await reviewer.innerText('#decide-count'), '1');
    await reviewer.click('#tile-decide');
    await look(reviewer, 'console-waiting');
    await reviewer.click('#waiting a');
    await look(reviewer, 'console-proposal');
    await reviewer.click('#to-approve');
    await reviewer.click('#passkey-approve');
    await reviewer.locator('#state').waitFor();
    assert.equal(await reviewer.innerText('#state'), 'Approved', 'whoever decided sees what became of it');
    await look(reviewer, 'console-proposal-approved');
    await clerk.goto(desks.person);
    const after = (await clerk.innerText('main')).match(/ending in (\d{3})/)[1];
    assert.notEqual(after, before, 'one time in a thousand they are alike by chance');
  });

  // throughFourEyes seals what the clerk has entered and has the reviewer approve it.
  async function throughFourEyes(clerk, reviewer) {
    await clerk.click('#propose-submit');
    await clerk.click('#passkey-propose');
    await clerk.locator('#state').waitFor();
    await reviewer.goto(`${server.origin}/console/proposals`);
    await reviewer.click('#waiting a');
    await reviewer.click('#to-approve');
    await reviewer.click('#passkey-approve');
    await reviewer.locator('#state').waitFor();
    assert.equal(await reviewer.innerText('#state'), 'Approved');
  }

  test('a move enters the history with four eyes, and is taken back the same way', async () => {
    const { registrar: clerk, reviewer } = desks;
    await clerk.goto(desks.person);
    const lanes = () => clerk.locator('#timeline .inkan-timeline__text').allTextContents();
    const before = await lanes();
    assert.equal(before.length, 3, 'name, address and standing, unchanged so far');
    await clerk.click('#propose-move');
    // The day of the registration, the first on which anything can have happened.
    const { timeline } = await (await clerk.request.get(desks.person.replace('/console/', '/console/api/'))).json();
    for (const [name, value] of Object.entries({ valid_from: timeline[0].valid_from, block: '7', street: 'HARBOUR TEST STREET', postal: '099007' })) await clerk.fill(`#${name}`, value);
    await throughFourEyes(clerk, reviewer);
    await clerk.goto(desks.person);
    assert.match(await clerk.innerText('main'), /HARBOUR TEST STREET/);
    const moved = await lanes();
    assert.equal(moved.length, 4, 'the address has two spans now');
    assert.ok(moved.some((text) => text.includes('HARBOUR TEST STREET')));
    await look(clerk, 'console-person-moved');
    const entry = clerk.locator('#timeline-table tbody tr').last();
    assert.match(await entry.innerText(), /Two officers/);
    await entry.locator('a').click();
    await clerk.fill('#reason', 'Entered for the wrong resident');
    await throughFourEyes(clerk, reviewer);
    await clerk.goto(desks.person);
    assert.doesNotMatch(await clerk.locator('.govuk-summary-list').allInnerTexts().then((all) => all.join()), /HARBOUR TEST STREET/);
    assert.match(await clerk.innerText('#timeline-table'), /Taken back/);
    assert.deepEqual((await lanes()).sort(), before.sort());
    await look(clerk, 'console-person-undone');
  });

  test('my own reads, proposals, cases and signing out', async () => {
    const chief = desks.supervisor;
    const clerk = desks.registrar;
    await clerk.goto(`${server.origin}/console/reads`);
    assert.match(await clerk.innerText('#reads'), /You opened a record/);
    await look(clerk, 'console-reads');
    await clerk.goto(`${server.origin}/console/proposals`);
    await look(clerk, 'console-proposals');
    await chief.goto(`${server.origin}/console/cases`);
    await look(chief, 'console-cases');
    await clerk.goto(`${desks.person}/propose/move`);
    await look(clerk, 'console-propose');
    await clerk.click('#propose-submit');
    assert.ok(await clerk.locator('#error-summary').count());
    await look(clerk, 'console-propose-wrong');
    await clerk.goto(`${server.origin}/console/sign-out`);
    await look(clerk, 'console-sign-out');
    await clerk.click('#sign-out-submit');
    await clerk.goto(`${server.origin}/console`);
    assert.equal(new URL(clerk.url()).pathname, '/console/sign-in');
  });

  test('a removed officer is nobody from the next request on', async () => {
    const chief = desks.supervisor;
    const { officer } = await (await chief.request.get(`${server.origin}/console/api/session`)).json();
    execFileSync(program, ['officer', 'remove', officer, '--config', server.config]);
    await chief.goto(`${server.origin}/console`);
    assert.equal(new URL(chief.url()).pathname, '/console/sign-in');
    assert.match(execFileSync(program, ['officer', 'list', '--config', server.config]).toString(), /removed {2}supervisor/);
  });
});
