// Agencies link their records (POST /api/links), residents see them and say "this is not mine", operators look with
// commands: all from outside, on the real program.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { SignJWT } from 'jose';
import { request } from 'undici';
import { Browser, signIn } from '../support/browser.mjs';
import { makeClient } from '../support/client.mjs';
import { engines, program, startServer } from '../support/server.mjs';

const document_sha256 = createHash('sha256').update('the form').digest('hex');
const kPeople = 120;

for (const engine of engines) {
  describe(`links on ${engine}`, () => {
    let server, agency, records;
    before(async () => {
      server = await startServer({ engine, people: kPeople });
      agency = await makeClient(server);
      server.inkan('link', 'scheme', agency.id, 'handbook');
      const lines = execFileSync(program, ['nation', 'records', '--people', String(kPeople), '--seed', '7'], { encoding: 'utf8' });
      records = lines.trim().split('\n').map((line) => JSON.parse(line));
    });
    after(() => server?.close());

    const assertion = (changes = {}) =>
      new SignJWT({ jti: randomUUID() })
        .setProtectedHeader({ alg: 'ES256', kid: 'sig', typ: 'JWT' })
        .setIssuer(agency.id).setSubject(agency.id).setAudience(changes.audience ?? server.issuer)
        .setIssuedAt().setExpirationTime('1m').sign(agency.signing.privateKey);

    async function post(path, members, sent) {
      const body = new URLSearchParams({
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: sent ?? (await assertion()), type: 'handbook', ...members,
      });
      const answer = await request(server.origin + path, { method: 'POST', dispatcher: server.agent, body: body.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
      return { status: answer.statusCode, body: await answer.body.json() };
    }
    const origin = { operator: 'clerk-7', terminal: 'counter-3', document_sha256 };
    const link = (record, changes = {}, sent) => {
      const { row_digest: _, ...members } = record;
      return post('/api/links', { ...origin, ...members, ...changes }, sent);
    };
    const resolve = (record_id) => post('/api/links/resolve', { record_id });

    test('REQ-LINK-1, REQ-LINK-10: full attributes link one person, once, and only then is it available', async () => {
      const record = records[20];
      assert.deepEqual((await resolve(record.record_id)).body, { available: false });
      const made = await link(record);
      assert.equal(made.status, 200, JSON.stringify(made.body));
      assert.equal(made.body.answer, 'linked');
      assert.deepEqual(Object.keys(made.body).sort(), ['answer', 'link'], 'nothing else is told');
      assert.deepEqual((await resolve(record.record_id)).body, { available: true });
      assert.equal((await link(record)).body.answer, 'already_linked');
    });

    test('REQ-LINK-1: anything less is refused alike about somebody and nobody', async () => {
      const answers = [];
      for (const record of [records[21], { ...records[21], legal_name: 'NOBODY AT ALL' }])
        for (const missing of ['legal_name', 'birth_date', 'sex', 'address']) {
          const gone = missing === 'address' ? { street: '', block: '', postal: '', unit: '', floor: '', building: '' } : { [missing]: '' };
          const { status, body } = await link(record, gone);
          assert.equal(status, 400);
          assert.equal(body.error, 'invalid_request');
          delete body.request_id;
          answers.push(JSON.stringify(body));
        }
      assert.deepEqual(answers.slice(0, 4), answers.slice(4));
    });

    test('REQ-LINK-2: nobody known is refused, not sure is put before an officer, without a trace of a candidate', async () => {
      const nobody = await link({ ...records[22], record_id: 'X-1', legal_name: 'ZYXWVU TSRQPO', romanised: '', kana: '', birth_date: '1931-01-02' });
      assert.deepEqual(nobody.body, { answer: 'refused' });
      const unsure = await link({ ...records[22], record_id: 'X-2', legal_name: `●${records[22].legal_name.slice(1)}`, kana: '', romanised: '' });
      assert.equal(unsure.body.answer, 'quarantine', JSON.stringify(unsure.body));
      assert.ok(Object.keys(unsure.body).every((key) => ['answer', 'case', 'settles'].includes(key)));
    });

    test('REQ-LINK-3: another person\'s number is told as "does not match", and no more', async () => {
      const number = server.residents.residents[1].personal_number;
      const answer = await link({ ...records[23], record_id: 'X-3' }, { number });
      assert.deepEqual(answer.body, { answer: 'does_not_match' });
      const own = await link({ ...records[0], record_id: 'X-4' }, { number: server.residents.residents[0].personal_number });
      assert.equal(own.body.answer, 'linked', JSON.stringify(own.body));
    });

    test('only the agency itself links, with an assertion that is good once, and only declared kinds of record', async () => {
      const once = await assertion();
      assert.equal((await link({ ...records[24] }, {}, once)).status, 200);
      const again = await link({ ...records[25] }, {}, once);
      assert.equal(again.status, 400);
      assert.equal(again.body.error, 'invalid_client');
      assert.equal((await link(records[25], {}, 'guess')).body.error, 'invalid_client');
      assert.equal((await link(records[25], {}, await assertion({ audience: 'https://elsewhere.example' }))).body.error, 'invalid_client');
      assert.equal((await link(records[25], { type: 'passport' })).body.error, 'unauthorized_client');
      assert.equal((await link(records[25], { operator: '' })).body.error, 'invalid_request');
      assert.equal((await link(records[25], { document_sha256: 'abc' })).body.error, 'invalid_request');
      assert.equal((await link(records[25], { birth_date: 'yesterday' })).body.error, 'invalid_request');
    });

    test('REQ-LINK-11: "this is not mine" hides at once for everybody and lists who saw it', async () => {
      const resident = server.residents.residents[0];
      const browser = new Browser(server.agent);
      await signIn(browser, await browser.open(`${server.origin}/portal`), resident);
      await resolve('X-4');
      const page = (await browser.open(`${server.origin}/portal/links`)).body;
      const forms = [...page.matchAll(/action="(\/portal\/links\/[^"]+\/not-mine)"/g)].map((found) => found[1]);
      assert.equal(forms.length, 2, 'the demo\'s record and the agency\'s');
      const own = page.slice(page.indexOf('Test service'));
      const action = own.match(/action="(\/portal\/links\/[^"]+\/not-mine)"/)[1];
      const csrf = own.match(/name="csrf" value="([^"]+)"/)[1];
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const press = (token) => request(server.origin + action, {
        method: 'POST', dispatcher: server.agent, body: new URLSearchParams({ csrf: token }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin, cookie },
      });
      assert.equal((await press('guess')).statusCode, 403);
      assert.deepEqual((await resolve('X-4')).body, { available: true });
      assert.equal((await press(csrf)).statusCode, 303);
      assert.deepEqual((await resolve('X-4')).body, { available: false });
      const then = (await browser.open(`${server.origin}/portal/links`)).body;
      const viewers = then.slice(then.indexOf('class="govuk-list link-viewers"'));
      assert.equal([...viewers.matchAll(/<li>Test service/g)].length, 2, 'two looks, both in the list');
      assert.equal((await press(csrf)).statusCode, 404, 'it is hidden already');
    });

    test('the commands say what they would do, do it, and tell nobody\'s data', () => {
      server.inkan('link', 'scheme', 'city', 'permit');
      assert.throws(() => server.inkan('link', 'scheme', 'city', 'permit'), /declared already/);
      const file = join(server.data, 'file.jsonl');
      writeFileSync(file, records.map((record) => JSON.stringify(record)).join('\n') + '\n');
      const scheme = ['--issuer', 'city', '--type', 'permit'];
      const dry = JSON.parse(server.inkan('link', 'import', file, ...scheme, '--dry-run', '--json'));
      assert.equal(dry.applied, false);
      assert.equal(dry.rows, kPeople);
      const report = JSON.parse(server.inkan('link', 'import', file, ...scheme, '--json'));
      assert.ok(report.applied);
      assert.equal(report.linked, dry.linked);
      const shifted = records.map((record, at) => ({ ...record, record_id: records[(at + 1) % records.length].record_id }));
      writeFileSync(file, shifted.map((record) => JSON.stringify(record)).join('\n') + '\n');
      const refused = spawnSync(program, ['link', 'import', file, ...scheme, '--replace', '--json', '--config', server.config], { encoding: 'utf8' });
      assert.equal(refused.status, 1);
      assert.ok(JSON.parse(refused.stdout).refusal);
      const html = join(server.data, 'sweep.html');
      const sweep = JSON.parse(server.inkan('link', 'sweep', '--report', html, '--json'));
      assert.ok(sweep.complete && sweep.links >= report.linked);
      const written = readFileSync(html, 'utf8');
      assert.ok((written.match(/<svg/g) ?? []).length >= 4, 'zones, risk, drift, bounds');
      assert.doesNotMatch(written, /<script|https?:\/\//, 'it needs nothing else');
      for (const record of records.slice(0, 30)) assert.ok(!written.includes(record.legal_name));
      const explain = spawnSync(program, ['link', 'explain', '--json', '--config', server.config], { encoding: 'utf8', input: JSON.stringify({ ...records[40], number: server.residents.residents[1].personal_number }) });
      assert.equal(explain.status, 0, explain.stderr);
      const told = JSON.parse(explain.stdout);
      assert.equal(told.zone, 'link');
      assert.equal(told.comes_nearest, false, 'the number is somebody else\'s');
      assert.ok(told.evidence.length >= 4 && told.evidence.every((one) => typeof one.bits === 'number'));
      assert.ok(!explain.stdout.includes(records[40].legal_name));
      const stored = server.inkan('link', 'explain', sweep.riskiest[0].link);
      assert.match(stored, /in bits/);
      assert.throws(() => server.inkan('link', 'explain', 'nothing'), /no such link/);
      const fsck = JSON.parse(server.inkan('fsck', '--json'));
      assert.deepEqual(fsck.flaws, []);
      assert.equal(fsck.people, kPeople);
      for (const command of ['import', 'sweep', 'explain', 'index', 'scheme'])
        assert.match(server.inkan('link', command, '--help'), /Example/);
    });
  });
}
