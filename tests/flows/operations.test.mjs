// What operators see: commands, health, metrics, limits, shutdown, second start, and nothing personal in any output.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { request } from 'undici';
import { Browser, signIn } from '../support/browser.mjs';
import { begin, discover, makeClient, oidc, redeem } from '../support/client.mjs';
import { engines, program, startServer } from '../support/server.mjs';

const run = (...args) => spawnSync(program, args, { encoding: 'utf8' });

describe('commands', () => {
  test('help and version answer', () => {
    assert.match(run('--help').stdout, /serve/);
    assert.match(run('client', '--help').stdout, /inkan client add/);
    assert.match(run('--version').stdout, /^inkan \d/);
  });
  test('an unknown configuration key refuses the start and is named', () => {
    const file = `/tmp/inkan-config-${process.pid}.toml`;
    writeFileSync(file, '[server]\nprot = 1\n');
    const answer = run('serve', '--config', file);
    assert.equal(answer.status, 1);
    assert.match(answer.stderr, /unknown key server\.prot/);
    assert.equal(run('config', 'check', file).status, 1);
  });
  test('a missing configuration says what to do', () => {
    const answer = run('serve', '--config', '/nonexistent.toml');
    assert.equal(answer.status, 1);
    assert.match(answer.stderr, /Cannot read/);
  });
});

for (const engine of engines) {
  describe(`operations on ${engine}`, () => {
    let server;
    before(async () => {
      server = await startServer({ engine });
    });
    after(async () => {
      await server?.close();
    });

    const raw = (text, { half = false } = {}) =>
      new Promise((done, failed) => {
        let said = '';
        const socket = connect({ host: '127.0.0.1', port: server.port, servername: 'localhost', ca: server.ca }, () => socket.write(text));
        socket.on('data', (part) => {
          said += part;
          if (half) socket.end();
        });
        socket.on('close', () => done(said));
        socket.on('error', failed);
        socket.setTimeout(15_000, () => socket.destroy(new Error('no answer')));
      });

    test('health and metrics answer on the admin port only', async () => {
      for (const path of ['/livez', '/readyz', '/metrics']) assert.equal((await request(server.admin + path)).statusCode, 200, path);
      assert.equal((await request(`${server.origin}/metrics`, { dispatcher: server.agent })).statusCode, 404);
      assert.match(await (await request(`${server.admin}/metrics`)).body.text(), /# TYPE inkan_/);
    });

    test('limits answer with the limit in words', async () => {
      const big = await request(`${server.issuer}/par`, {
        dispatcher: server.agent, method: 'POST', body: 'a='.padEnd(200_000, 'x'), headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      assert.equal(big.statusCode, 413);
      assert.match(await raw(`GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'y'.repeat(60_000)}\r\n\r\n`), /^HTTP\/1\.1 431 /);
      assert.match(await raw(`GET / HTTP/1.1\r\nHost: localhost\r\n${'X-N: 1\r\n'.repeat(200)}\r\n`), /^HTTP\/1\.1 431 /);
      assert.match(await raw('GET /../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 40[04] /);
      assert.match(await raw('POST /fapi/par HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'), /^HTTP\/1\.1 400 /);
    });

    test('TLS 1.1 is refused', async () => {
      await assert.rejects(new Promise((done, failed) => {
        const socket = connect({ host: '127.0.0.1', port: server.port, servername: 'localhost', ca: server.ca, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }, done);
        socket.on('error', failed);
      }));
    });

    test('every page carries its security headers', async () => {
      const { headers } = await request(`${server.origin}/login`, { dispatcher: server.agent });
      for (const name of ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'x-frame-options'])
        assert.ok(headers[name], name);
      assert.match(headers['content-security-policy'], /frame-ancestors 'none'/);
      assert.doesNotMatch(headers['content-security-policy'], /unsafe/);
    });

    test('a form without its token or from another site changes nothing', async () => {
      const browser = new Browser(server.agent);
      const page = await browser.open(`${server.origin}/login`);
      const { fields } = page.form('login-password');
      const resident = server.residents.residents[1];
      const values = { 'login-id': resident.login_id, 'login-password': resident.password };
      const csrf = Object.keys(fields).find((name) => name === 'csrf');
      assert.ok(csrf, 'the form has its token');
      const without = await browser.submit(page, 'login-password', { ...values, csrf: 'x' });
      assert.equal(without.status, 403);
      const foreign = await browser.submit(page, 'login-password', values, { headers: { origin: 'https://evil.example' } });
      assert.equal(foreign.status, 403);
    });

    test('a registration with a mistake is refused with what would be right', () => {
      const file = join(server.data, 'wrong.json');
      writeFileSync(file, JSON.stringify({ client_id: 'x', redirect_uris: ['http://example.com/cb'] }));
      const answer = run('client', 'check', file);
      assert.equal(answer.status, 1);
      assert.match(answer.stdout, /redirect_uris/);
      assert.equal(spawnSync(program, ['client', 'add', file, '--config', server.config]).status, 1);
    });

    test('a service shows up in list and show, and remove asks first', async () => {
      const client = await makeClient(server);
      assert.match(server.inkan('client', 'list'), new RegExp(client.id));
      assert.equal(JSON.parse(server.inkan('client', 'show', client.id)).client_id, client.id);
      assert.match(server.inkan('client', 'remove', client.id), /Would remove/);
      assert.ok(JSON.parse(server.inkan('client', 'list', '--json')).some((one) => one.client_id === client.id));
    });

    test('after a login, no name, number or token is in the output, the metrics or, unsealed, in the database file', async () => {
      const client = await makeClient(server);
      const config = await discover(server, client);
      const login = await begin(config, client);
      const browser = new Browser(server.agent, { stopAt: [client.redirect] });
      const resident = server.residents.residents[0];
      const page = await signIn(browser, await browser.open(login.url.href), resident);
      const tokens = await redeem(config, login, page.url);
      await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub, { DPoP: login.handle });
      const canaries = [resident.personal_number, resident.name, resident.password, resident.login_id, tokens.access_token,
        new URL(page.url).searchParams.get('code'), [...browser.cookies.values()].at(-1)];
      const places = { output: server.output(), metrics: await (await request(`${server.admin}/metrics`)).body.text() };
      // The demo prints its residents on purpose when it starts; what comes after that is looked at.
      places.output = places.output.slice(places.output.indexOf('Ready:'));
      if (engine === 'sqlite')
        for (const suffix of ['', '-wal']) places[`file${suffix}`] = readFileSync(join(server.data, `inkan.sqlite${suffix}`)).toString('latin1');
      else places.dump = execFileSync('pg_dump', [process.env.INKAN_TEST_POSTGRES.replace(/dbname=\S+/, `dbname=${server.database}`)], { encoding: 'latin1', maxBuffer: 1e9 });
      for (const [place, text] of Object.entries(places))
        for (const canary of canaries) assert.ok(!text.includes(Buffer.from(canary).toString('latin1')), `${canary.slice(0, 4)}… is in ${place}`);
    });

    test('secrets are readable by their owner only', () => {
      for (const name of ['master.key', 'ca.key', 'server.key', 'residents.json', 'inkan.toml'])
        assert.equal(statSync(join(server.data, name)).mode & 0o077, 0, name);
    });

    test('a second start keeps clients, residents, sessions and keys', async () => {
      const client = await makeClient(server);
      const browser = new Browser(server.agent, { stopAt: [client.redirect] });
      let config = await discover(server, client);
      await signIn(browser, await browser.open((await begin(config, client)).url.href), server.residents.residents[0]);
      const keys = await (await request(`${server.origin}/.well-known/keys`, { dispatcher: server.agent })).body.text();
      assert.deepEqual(await server.stop(), { code: 0, signal: null });
      await server.start();
      assert.equal(await (await request(`${server.origin}/.well-known/keys`, { dispatcher: server.agent })).body.text(), keys);
      config = await discover(server, client);
      const page = await browser.open((await begin(config, client)).url.href);
      assert.ok(new URL(page.url).searchParams.get('code'), 'still signed in, consent still there');
    });
  });
}
