// What an attacker sends and no client library would: by hand, against the real program.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { connect } from 'node:tls';
import { Agent, request } from 'undici';
import { Browser, signIn } from '../support/browser.mjs';
import { issueCertificate, makeCertificate } from '../support/certificate.mjs';
import { begin, discover, makeClient, oidc, redeem } from '../support/client.mjs';
import { RawClient } from '../support/raw_login.mjs';
import { startServer } from '../support/server.mjs';

const encode = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const seconds = () => Math.floor(Date.now() / 1000);

describe('a hostile caller', () => {
  let server, client, raw, resident;
  before(async () => {
    server = await startServer();
    resident = server.residents.residents[0];
    client = await makeClient(server);
    raw = await new RawClient(server, client).prepare();
  });
  after(() => server.close());

  const get = async (path, headers = {}) => {
    const answer = await request(server.origin + path, { dispatcher: server.agent, headers });
    return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
  };
  const pushed = async () => (await raw.send(await raw.parMessage())).body.request_uri;

  // forged makes a proof whose header and signature are ours to choose.
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const forged = (header, signature) => {
    const claims = { htm: 'POST', htu: `${server.issuer}/par`, iat: seconds(), jti: randomUUID() };
    const input = `${encode({ typ: 'dpop+jwt', ...header })}.${encode(claims)}`;
    return `${input}.${signature(Buffer.from(input)).toString('base64url')}`;
  };
  const es256 = (input) => sign('sha256', input, { key: ec.privateKey, dsaEncoding: 'ieee-p1363' });
  const publicKey = ec.publicKey.export({ format: 'jwk' });
  const proofs = {
    'with alg none': () => forged({ alg: 'none', jwk: publicKey }, () => Buffer.from('')),
    'with alg none and a signature': () => forged({ alg: 'none', jwk: publicKey }, es256),
    'with RS256': () => forged({ alg: 'RS256', jwk: rsa.publicKey.export({ format: 'jwk' }) }, (input) => sign('sha256', input, rsa.privateKey)),
    'keyed with the public key': () => forged({ alg: 'HS256', jwk: publicKey }, (input) => createHash('sha256').update(input).digest()),
    'with the private key in its header': () => forged({ alg: 'ES256', jwk: ec.privateKey.export({ format: 'jwk' }) }, es256),
    'without jwk': () => forged({ alg: 'ES256' }, es256),
    'of typ JWT': () => forged({ typ: 'JWT', alg: 'ES256', jwk: publicKey }, es256),
    'with an extension it must understand': () => forged({ alg: 'ES256', jwk: publicKey, crit: ['x'], x: 1 }, es256),
    'of an empty signature': () => forged({ alg: 'ES256', jwk: publicKey }, () => Buffer.alloc(64)),
  };
  test('a proof made by hand is accepted when it is right', async () => {
    const message = await raw.parMessage();
    message.headers.dpop = forged({ alg: 'ES256', jwk: publicKey }, es256);
    assert.equal((await raw.send(message)).status, 201);
  });
  for (const [name, make] of Object.entries(proofs))
    test(`a proof ${name} is refused`, async () => {
      const message = await raw.parMessage();
      message.headers.dpop = make();
      const answer = await raw.send(message);
      assert.equal(answer.status, 400);
      assert.equal(answer.body.error, 'invalid_dpop_proof');
    });
  test('two proofs in one request are refused', async () => {
    const message = await raw.parMessage();
    message.headers = ['dpop', message.headers.dpop, 'DPoP', await raw.proof('POST', '/par'), 'content-type', 'application/x-www-form-urlencoded'];
    const answer = await request(`${server.issuer}/par`, { dispatcher: server.agent, method: 'POST', headers: message.headers, body: new URLSearchParams(message.form).toString() });
    assert.equal(answer.statusCode, 400);
    assert.equal((await answer.body.json()).error, 'invalid_dpop_proof');
  });

  const pages = {
    'plain parameters without a pushed request': () => `/fapi/auth?response_type=code&client_id=${client.id}&redirect_uri=https://evil.example/&scope=openid`,
    'an unknown request_uri beside a foreign redirect_uri': () => `/fapi/auth?client_id=${client.id}&request_uri=urn:ietf:params:oauth:request_uri:x&redirect_uri=https://evil.example/`,
    'a request_uri on the web': () => `/fapi/auth?client_id=${client.id}&request_uri=https://evil.example/request`,
    'client_id twice': async () => `${'/fapi'}${raw.authorizePath(await pushed())}&client_id=other`,
    'the client_id of another client': async () => `/fapi/auth?client_id=${client.id}x&request_uri=${encodeURIComponent(await pushed())}`,
    'a flow made up': () => '/fapi/auth/continue?flow=AAAAAAAAAAAAAAAAAAAAAA',
  };
  for (const [name, path] of Object.entries(pages))
    test(`${name} gets a page and is sent nowhere`, async () => {
      const answer = await get(await path());
      assert.equal(answer.status, 400);
      assert.equal(answer.headers.location, undefined);
      assert.match(answer.body, /id="error-page"/);
      assert.doesNotMatch(answer.body, /(href|action|src|content)="?\s*(https?:)?\/\/evil/);
    });

  test('no address of ours leads to another site', async () => {
    for (const to of ['https://evil.example/', '//evil.example', '/\\evil.example', '/%5Cevil.example', '\\/evil', 'javascript:alert(1)', '/%0d%0aSet-Cookie:x=1', '', '/\t/evil.example'])
      assert.equal((await get(`/language?tag=ja&to=${encodeURIComponent(to).replaceAll('%25', '%')}`)).status, 400, to);
    for (const path of ['/login?return_to=https://evil.example', '/login?to=//evil.example', '/portal?next=https://evil.example', '/account/passkeys/remove?id=//evil.example']) {
      const answer = await get(path);
      assert.equal(answer.status, 303, path);
      assert.match(answer.headers.location, /^\/login\?flow=[\w-]+$/, path);
    }
    const browser = new Browser(server.agent);
    const page = await signIn(browser, await browser.open(`${server.origin}//evil.example/..;/portal`), resident);
    assert.ok(page.url.startsWith(server.origin));
  });

  test('nothing of a request comes back as a header or as markup', async () => {
    for (const [name, value] of [['state', 'a\r\nset-cookie: x=1'], ['state', '"><script>'], ['nonce', '\u0000'], ['redirect_uri', `${client.redirect}\r\nx: y`], ['scope', 'openid <b>']]) {
      const message = await raw.parMessage();
      message.form[name] = value;
      const answer = await raw.send(message);
      assert.equal(answer.status, 400, name);
      assert.equal(answer.headers['set-cookie'], undefined);
      assert.match(answer.body.error_description, /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/);
    }
    const page = await get(`/fapi/auth?client_id=${encodeURIComponent('"><script>alert(1)</script>')}&request_uri=urn:x`);
    assert.ok(!page.body.includes('<script>alert'));
  });

  test('an access token in the address or the body is not taken', async () => {
    for (const answer of [await get('/fapi/userinfo?access_token=x', { authorization: 'DPoP x' }), await raw.send({ method: 'POST', path: '/userinfo', headers: {}, form: { access_token: 'x' } })]) {
      assert.ok([400, 401].includes(answer.status));
      assert.ok(answer.headers['www-authenticate']);
    }
  });

  test('other sites get no CORS headers, and nothing answers 307', async () => {
    for (const path of ['/fapi/.well-known/keys', '/fapi/auth', '/login', '/portal', '/fapi/userinfo']) {
      const answer = await get(path, { origin: 'https://evil.example' });
      assert.equal(answer.headers['access-control-allow-origin'], undefined, path);
      assert.notEqual(answer.status, 307, path);
    }
  });

  test('cookies are bound to this host, to TLS, and closed to scripts', async () => {
    const begun = await get(`/fapi${raw.authorizePath(await pushed())}`);
    const cookies = [begun.headers['set-cookie']].flat();
    assert.ok(cookies.length >= 2);
    for (const cookie of cookies) assert.match(cookie, /^__Host-[^;]+; Path=\/; Secure; HttpOnly; SameSite=(Lax|Strict)/);
    assert.equal(begun.headers['referrer-policy'], 'no-referrer');
    assert.ok(!JSON.stringify(begun.headers).includes(client.redirect), 'nothing of the request is in the browser');
  });

  test('a certificate that names itself after a service is not that service', async () => {
    const name = 'certified-service';
    const issued = issueCertificate(server.data, name);
    const pretender = makeCertificate(server.data, name);
    const certified = await makeClient(server, {
      token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_subject_dn: `CN=${name}`, tls_client_certificate_bound_access_tokens: true,
    });
    const as = async ({ certificate, key }) => {
      const agent = new Agent({ connect: { ca: server.ca, cert: certificate, key } });
      return { agent, config: await discover(server, certified, { agent, authentication: oidc.TlsClientAuth(), mtls: true }) };
    };
    const bad = await as(pretender);
    await assert.rejects(begin(bad.config, certified, { dpop: false }), { error: 'invalid_client' });
    const good = await as(issued);
    const login = await begin(good.config, certified, { dpop: false });
    const browser = new Browser(server.agent, { stopAt: [certified.redirect] });
    const page = await signIn(browser, await browser.open(login.url.href), resident);
    const tokens = await redeem(good.config, login, page.url);
    assert.equal(tokens.claims().aud, certified.id);
    await bad.agent.close();
    await good.agent.close();
  });

  test('a request without client authentication leaves nothing behind and none of it is a 500', async () => {
    for (const form of [{}, { client_id: client.id }, { client_id: 'nobody' }, { client_assertion: 'a.b.c' }, { client_assertion: `${encode({ alg: 'ES256' })}.${encode({ iss: client.id })}.AAAA` }])
      for (const path of ['/par', '/token']) {
        const answer = await raw.send({ method: 'POST', path, headers: {}, form: { grant_type: 'authorization_code', code: 'x', ...form } });
        assert.equal(answer.status, 400, path + JSON.stringify(form));
        assert.ok(['invalid_client', 'invalid_request'].includes(answer.body.error), answer.body.error);
      }
  });

  test('requests that no HTTP library sends are refused', async () => {
    const say = (text) => new Promise((done) => {
      let said = '';
      const socket = connect({ host: 'localhost', port: server.port, ca: server.ca }, () => socket.write(text));
      socket.on('data', (part) => (said += part)).on('close', () => done(said)).on('error', () => done(said));
    });
    const end = 'Host: localhost\r\nConnection: close\r\n';
    for (const text of [`POST /fapi/par HTTP/1.1\r\n${end}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, `GET /fapi/../portal HTTP/1.1\r\n${end}\r\n`,
      `GET /%2e%2e/etc/passwd HTTP/1.1\r\n${end}\r\n`, `GET /portal HTTP/1.1\r\n${end}Host: evil.example\r\n\r\n`, `GET / HTTP/1.1\r\n${end}Authorization: a\r\nAuthorization: b\r\n\r\n`])
      assert.match(await say(text), /^HTTP\/1\.1 400 /, text.split('\r\n')[0]);
  });
});
