// REQ-NUM-2, REQ-NUM-4: a living person's number is pushed into every address of the program, in every place a request
// has, and then looked for in everything that comes out.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { request } from 'undici';
import { Browser, signIn } from '../support/browser.mjs';
import { engines, startServer } from '../support/server.mjs';

for (const engine of engines) {
  describe(`a canary number on ${engine}`, () => {
    let server, number, routes, browser;
    before(async () => {
      server = await startServer({ engine });
      number = server.residents.residents[0].personal_number;
      routes = server.inkan('config', 'routes').trim().split('\n').map((line) => {
        const [method, path, ...where] = line.split(' ');
        return { method, path, origin: where.length ? server.admin : server.origin };
      });
      browser = new Browser(server.agent);
      await signIn(browser, await browser.open(`${server.origin}/portal`), server.residents.residents[1]);
    });
    after(() => server?.close());

    // The number in each place of a request: path, query, form, JSON, header, cookie, user and password of Basic.
    const shapes = (route) => {
      const path = route.path.replaceAll(/\{[^}]+\}/g, number);
      const form = ['number', 'personal_number', 'login-id', 'login-password', 'otp', 'code', 'token', 'client_id', 'request_uri', 'scope', 'id', 'q']
        .map((name) => `${name}=${number}`).join('&');
      const basic = Buffer.from(`${number}:${number}`).toString('base64');
      const wanted = [
        { path: `${path}?q=${number}&${number}=1`, headers: { 'x-number': number, referer: `${route.origin}/${number}`, 'user-agent': number } },
        { path, headers: { authorization: `Bearer ${number}`, dpop: number, cookie: `${number}=${number}; session=${number}` } },
        { path, headers: { authorization: `Basic ${basic}`, 'x-forwarded-for': number, 'accept-language': number } },
        { path: `${path}/${number}`, headers: {} },
      ];
      if (route.method !== 'POST') return wanted;
      return wanted.concat([
        { path, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form },
        { path, headers: { 'content-type': 'application/x-www-form-urlencoded', origin: route.origin }, body: form, signedIn: true },
        { path, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ [number]: number, number, id: number }) },
        { path, headers: { 'content-type': number }, body: number },
      ]);
    };

    test('REQ-NUM-2, REQ-NUM-4: every address takes it nowhere as proof and no page says it again', async () => {
      assert.ok(routes.length > 40, `${routes.length} routes are known`);
      let sent = 0;
      for (const route of routes)
        for (const shape of shapes(route)) {
          const cookie = shape.signedIn ? [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') : undefined;
          const answer = await request(route.origin + shape.path, {
            dispatcher: route.origin === server.origin ? server.agent : undefined, method: route.method,
            headers: { ...shape.headers, ...(cookie ? { cookie } : {}) }, body: shape.body,
          });
          const where = `${route.method} ${route.path}`;
          const said = JSON.stringify(answer.headers) + (await answer.body.text());
          ++sent;
          assert.ok(!said.includes(number), `${where} repeats the number`);
          assert.ok(answer.statusCode !== 500, `${where} fails with 500`);
          // It opens no session: whatever is answered, no cookie of a signed-in browser comes with it.
          if (!shape.signedIn) assert.doesNotMatch(String(answer.headers['set-cookie'] ?? ''), /__Host-session=/, `${where} signs in`);
        }
      assert.ok(sent > 200);
    });

    test('REQ-NUM-2: it is in no log, no metric and, unsealed, in no row', async () => {
      const said = server.output();
      assert.ok(!said.slice(said.indexOf('Ready:')).includes(number), 'the log holds the number');
      assert.ok(!(await (await request(`${server.admin}/metrics`)).body.text()).includes(number), 'a metric holds the number');
      if (engine === 'sqlite')
        for (const suffix of ['', '-wal']) assert.ok(!readFileSync(join(server.data, `inkan.sqlite${suffix}`)).includes(number), `the database${suffix} holds the number`);
      else {
        const dump = execFileSync('pg_dump', [process.env.INKAN_TEST_POSTGRES.replace(/dbname=\S+/, `dbname=${server.database}`)], { maxBuffer: 1e9 });
        assert.ok(!dump.includes(number), 'a row holds the number');
      }
    });

    test('REQ-NUM-2: a program that is made to crash does not say it', async () => {
      const before = server.output().length;
      assert.equal((await server.stop('SIGABRT')).signal, 'SIGABRT');
      assert.ok(!server.output().slice(before).includes(number));
      await server.start();
    });
  });
}
