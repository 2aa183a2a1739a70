// The server is killed at random moments under login load. Afterwards every acknowledged write is there, and nothing that
// was used once is accepted again: no code, no assertion, no proof, no request_uri.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Browser, signIn } from '../support/browser.mjs';
import { makeClient } from '../support/client.mjs';
import { RawClient } from '../support/raw_login.mjs';
import { engines, startServer } from '../support/server.mjs';

const kKills = Number(process.env.INKAN_KILLS ?? 50);
const kWorkers = 6;

// One worker logs in again and again and notes what was acknowledged (a whole answer arrived) in `seen`.
async function work(raw, cookie, seen, stopped) {
  while (!stopped()) {
    const par = await raw.parMessage();
    const pushed = await raw.send(par);
    assert.equal(pushed.status, 201, JSON.stringify(pushed.body));
    const entry = { raw, par, requestUri: pushed.body.request_uri, verifier: raw.verifier, at: Date.now() };
    seen.push(entry);
    const back = await raw.authorize(entry.requestUri, cookie);
    assert.equal(back.status, 303, JSON.stringify(back));
    entry.code = back.code;
    const token = await raw.tokenMessage(back.code);
    const tokens = await raw.send(token);
    assert.equal(tokens.status, 200, JSON.stringify(tokens.body));
    Object.assign(entry, { token, accessToken: tokens.body.access_token });
    const userinfo = await raw.userinfoMessage(entry.accessToken);
    const info = await raw.send(userinfo);
    assert.equal(info.status, 200, JSON.stringify(info.body));
    entry.userinfo = userinfo;
  }
}

// check replays what was acknowledged before the kill against the server that came back.
async function check(entry, cookie) {
  const { raw } = entry;
  const again = await raw.send(entry.par);
  assert.ok([400, 401].includes(again.status), `assertion and proof accepted again at PAR: ${again.status}`);
  if (entry.code === undefined) {
    if (Date.now() - entry.at > 50_000) return 'old';
    const back = await raw.authorize(entry.requestUri, cookie);
    // The authorization may have been committed without its answer arriving; then the request_uri is burnt, which is right.
    assert.ok(back.code || back.status === 400 || back.error === 'invalid_request_uri', `acknowledged request is gone: ${JSON.stringify(back)}`);
    return back.code ? 'request kept' : 'request used';
  }
  const second = await raw.authorize(entry.requestUri, cookie);
  assert.ok(!second.code, 'a used request_uri gave another code');
  if (entry.accessToken === undefined) {
    raw.verifier = entry.verifier;
    const first = await raw.send(await raw.tokenMessage(entry.code));
    assert.ok([200, 400].includes(first.status));
    const repeated = await raw.send(await raw.tokenMessage(entry.code));
    assert.equal(repeated.body.error, 'invalid_grant', 'a used code was accepted');
    return first.status === 200 ? 'code kept' : 'code used';
  }
  if (entry.userinfo) {
    const replayed = await raw.send(entry.userinfo);
    assert.equal(replayed.status, 401, 'a used proof was accepted at userinfo');
  }
  const fresh = await raw.send(await raw.userinfoMessage(entry.accessToken));
  assert.equal(fresh.status, 200, `an acknowledged token is gone: ${JSON.stringify(fresh.body)}`);
  raw.verifier = entry.verifier;
  const reused = await raw.send(await raw.tokenMessage(entry.code));
  assert.equal(reused.body.error, 'invalid_grant', 'a used code was accepted');
  return 'token kept';
}

for (const engine of engines) {
  describe(`killed under load on ${engine}`, () => {
    test(`${kKills} kills lose nothing acknowledged and admit nothing twice`, { timeout: 1_200_000 }, async () => {
      const server = await startServer({ engine });
      const client = await makeClient(server);
      const browser = new Browser(server.agent, { stopAt: [client.redirect] });
      const first = await new RawClient(server, client).prepare();
      const pushed = await first.send(await first.parMessage());
      const resident = server.residents.residents[0];
      const page = await signIn(browser, await browser.open(server.issuer + first.authorizePath(pushed.body.request_uri)), resident);
      assert.equal(page.status, 0, 'signed in and consented once');
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

      const outcomes = {};
      let releases = 0;
      for (let round = 0; round < kKills; ++round) {
        const seen = [];
        let stopped = false;
        const workers = [];
        for (let i = 0; i < kWorkers; ++i) {
          const raw = await new RawClient(server, client).prepare();
          workers.push(work(raw, cookie, seen, () => stopped).catch((error) => {
            if (!stopped) throw error;
          }));
        }
        await new Promise((go) => setTimeout(go, 60 + Math.random() * 300));
        stopped = true;
        await server.stop('SIGKILL');
        await Promise.allSettled(workers);
        await server.start();
        releases += seen.filter((entry) => entry.userinfo).length;
        for (const entry of seen.slice(-12)) {
          const outcome = await check(entry, cookie);
          outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
        }
      }
      // Every answered release is in the resident's record.
      const record = JSON.parse((await browser.open(`${server.origin}/portal/record.json`)).body);
      const shown = record.events.filter((event) => event.kind === 'release').length;
      assert.ok(shown >= releases, `${releases} releases were answered, ${shown} are in the record`);
      assert.ok(outcomes['token kept'] > 0, JSON.stringify(outcomes));
      console.log(`# ${engine}: ${JSON.stringify({ ...outcomes, releases })}`);
      await server.close();
    });
  });
}
