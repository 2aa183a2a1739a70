// openid-client from npm against the real program, on every engine: login, refusal, wrong keys, every replay.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { randomUUID } from 'node:crypto';
import { SignJWT, compactDecrypt, decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose';
import { Agent, fetch as undiciFetch } from 'undici';
import { Browser, signIn } from '../support/browser.mjs';
import { begin, discover, makeClient, oidc, redeem } from '../support/client.mjs';
import { engines, startServer } from '../support/server.mjs';

for (const engine of engines) {
  describe(`openid-client on ${engine}`, () => {
    let server, client, config, resident;

    before(async () => {
      server = await startServer({ engine });
      resident = server.residents.residents[0];
      client = await makeClient(server);
      config = await discover(server, client);
    });
    after(async () => {
      const end = await server.close();
      assert.equal(end.code, 0, 'a graceful stop ends with 0');
    });

    const newBrowser = (to = client) => new Browser(server.agent, { stopAt: [to.redirect] });

    async function codeFor(login, browser = newBrowser()) {
      const page = await signIn(browser, await browser.open(login.url.href), resident);
      assert.equal(page.status, 0, `expected to come back to the service, stood at ${page.path} ${page.text?.() ?? ''}`);
      return page.url;
    }

    test('a login gives an ID token and the data that was consented to', async () => {
      const login = await begin(config, client);
      const callback = await codeFor(login);
      assert.equal(new URL(callback).searchParams.get('iss'), server.issuer);
      const tokens = await redeem(config, login, callback);
      assert.equal(tokens.token_type, 'dpop');
      const claims = tokens.claims();
      assert.equal(claims.iss, server.issuer);
      assert.equal(claims.aud, client.id);
      assert.equal(claims.acr, 'urn:singpass:authentication:loa:1');
      assert.deepEqual(claims.amr, ['pwd']);
      assert.equal(claims.exp - claims.iat, 600);
      assert.equal(claims.sub_type, 'user');
      const info = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub, { DPoP: login.handle });
      assert.equal(info.person_info.name.value, resident.name);
      assert.equal(info.person_info.uinfin.value, resident.personal_number);
      assert.equal(info.person_info.name.source, '1');
      assert.equal(info.person_info.name.classification, 'C');
      assert.match(info.person_info.name.lastupdated, /^\d{4}-\d{2}-\d{2}$/);
    });

    test('a second login of the same browser asks nothing again', async () => {
      const browser = newBrowser();
      await codeFor(await begin(config, client), browser);
      const page = await browser.open((await begin(config, client)).url.href);
      assert.equal(page.status, 0);
      assert.ok(new URL(page.url).searchParams.get('code'));
    });

    test('level 2 asks for the one-time code and says so in acr and amr', async () => {
      const login = await begin(config, client, { parameters: { acr_values: 'urn:singpass:authentication:loa:2' } });
      const tokens = await redeem(config, login, await codeFor(login));
      assert.equal(tokens.claims().acr, 'urn:singpass:authentication:loa:2');
      assert.ok(tokens.claims().amr.includes('pwd'));
      assert.ok(tokens.claims().amr.some((method) => method.startsWith('otp')));
    });

    test('a resident who refuses comes back with access_denied, state and iss', async () => {
      const other = await makeClient(server);
      const otherConfig = await discover(server, other);
      const login = await begin(otherConfig, other);
      const browser = newBrowser(other);
      const page = await signIn(browser, await browser.open(login.url.href), server.residents.residents[1], { consent: 'deny' });
      const answer = new URL(page.url).searchParams;
      assert.equal(answer.get('error'), 'access_denied');
      assert.equal(answer.get('state'), login.state);
      assert.equal(answer.get('iss'), server.issuer);
      assert.equal(answer.get('code'), null);
    });

    test('a code works once, and its second use takes back what the first gave', async () => {
      const login = await begin(config, client);
      const callback = await codeFor(login);
      const tokens = await redeem(config, login, callback);
      await assert.rejects(redeem(config, login, callback), { error: 'invalid_grant' });
      await assert.rejects(
        oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub, { DPoP: login.handle }),
        (error) => error.status === 401,
      );
    });

    test('a wrong PKCE verifier gets invalid_grant', async () => {
      const login = await begin(config, client);
      const callback = await codeFor(login);
      await assert.rejects(redeem(config, { ...login, verifier: oidc.randomPKCECodeVerifier() }, callback), { error: 'invalid_grant' });
    });

    test('another DPoP key than the one of the pushed request is refused', async () => {
      const login = await begin(config, client);
      const callback = await codeFor(login);
      const handle = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'));
      await assert.rejects(redeem(config, { ...login, handle }, callback), (error) =>
        ['invalid_dpop_proof', 'invalid_grant'].includes(error.error));
    });

    test('an access token is worth nothing with another key', async () => {
      const login = await begin(config, client);
      const tokens = await redeem(config, login, await codeFor(login));
      const handle = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'));
      await assert.rejects(oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub, { DPoP: handle }), (error) => error.status === 401);
    });

    test('a client with another signing key is refused', async () => {
      const wrong = await generateKeyPair('ES256', { extractable: true });
      const stranger = await discover(server, client, { authentication: oidc.PrivateKeyJwt({ key: wrong.privateKey, kid: 'sig' }) });
      await assert.rejects(begin(stranger, client), { error: 'invalid_client' });
    });

    test('an unknown client is refused', async () => {
      const unknown = { ...client, id: 'x'.repeat(32) };
      await assert.rejects(begin(await discover(server, unknown), unknown), { error: 'invalid_client' });
    });

    test('a removed client is refused within a second, its tokens too', async () => {
      const short = await makeClient(server);
      const shortConfig = await discover(server, short);
      const login = await begin(shortConfig, short);
      const tokens = await redeem(shortConfig, login, await codeFor(login, newBrowser(short)));
      server.inkan('client', 'remove', short.id, '--yes');
      const until = Date.now() + 3000;
      let refused = false;
      while (!refused && Date.now() < until) refused = await begin(shortConfig, short).then(() => false, (error) => error.error === 'invalid_client');
      assert.ok(refused, 'the pushed request is refused');
      await assert.rejects(oidc.fetchUserInfo(shortConfig, tokens.access_token, tokens.claims().sub, { DPoP: login.handle }), (error) => error.status === 401);
    });

    test('a request_uri is burnt by completion, not by being looked at, and belongs to one client', async () => {
      const login = await begin(config, client);
      const browser = newBrowser();
      assert.ok((await browser.open(login.url.href)).has('login-password'));
      assert.ok((await browser.open(login.url.href)).has('login-password'), 'loading twice before signing in works');
      const stranger = await makeClient(server);
      const stolen = new URL(login.url);
      stolen.searchParams.set('client_id', stranger.id);
      const refused = await newBrowser().open(stolen.href);
      assert.equal(refused.status, 400);
      assert.ok(refused.has('error-page'));
      await codeFor(login, browser);
      const again = await browser.open(login.url.href);
      const error = again.status === 0 ? new URL(again.url).searchParams.get('error') : undefined;
      assert.ok(error === 'invalid_request_uri' || (again.status === 400 && again.has('error-page')), 'no second login');
    });

    test('a flow cannot be carried into another browser', async () => {
      const login = await begin(config, client);
      const page = await newBrowser().open(login.url.href);
      assert.ok(page.has('login-password'));
      const thief = await newBrowser().open(page.url);
      assert.ok(thief.status >= 400 && thief.has('error-page'), `${thief.status}`);
    });

    // Requests by hand, for what a good client never sends.
    const assertion = (changes = {}, { key = client.signing.privateKey, header = {} } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ iss: client.id, sub: client.id, aud: server.issuer, iat: now, exp: now + 60, jti: randomUUID(), ...changes })
        .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: 'sig', ...header })
        .sign(key);
    };
    const proofKey = generateKeyPair('ES256', { extractable: true });
    const proof = async (htm, htu, changes = {}) => {
      const keys = await proofKey;
      return new SignJWT({ htm, htu, iat: Math.floor(Date.now() / 1000), jti: randomUUID(), ...changes })
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(keys.publicKey) })
        .sign(keys.privateKey);
    };
    const push = async (changes = {}, headers = {}) => {
      const form = {
        response_type: 'code', client_id: client.id, redirect_uri: client.redirect, scope: client.scope, state: randomUUID(), nonce: randomUUID(),
        code_challenge: await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier()), code_challenge_method: 'S256',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: await assertion(), ...changes,
      };
      for (const name of Object.keys(form)) if (form[name] === undefined) delete form[name];
      const dpop = 'dpop' in headers ? headers.dpop : await proof('POST', `${server.issuer}/par`);
      const answer = await undiciFetch(`${server.issuer}/par`, {
        method: 'POST', dispatcher: server.agent, body: new URLSearchParams(form),
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...(dpop ? { dpop } : {}) },
      });
      return { status: answer.status, ...(await answer.json()) };
    };

    test('a pushed request by hand is accepted', async () => {
      const answer = await push();
      assert.equal(answer.status, 201);
      assert.match(answer.request_uri, /^urn:ietf:params:oauth:request_uri:[A-Za-z0-9_-]{43}$/);
      assert.equal(answer.expires_in, 60);
    });

    test('an assertion is accepted once', async () => {
      const client_assertion = await assertion();
      assert.equal((await push({ client_assertion })).status, 201);
      const again = await push({ client_assertion });
      assert.ok([400, 401].includes(again.status));
      assert.equal(again.error, 'invalid_client');
    });

    test('a proof is accepted once', async () => {
      const dpop = await proof('POST', `${server.issuer}/par`);
      assert.equal((await push({}, { dpop })).status, 201);
      const again = await push({}, { dpop });
      assert.equal(again.status, 400);
      assert.equal(again.error, 'invalid_dpop_proof');
    });

    const now = () => Math.floor(Date.now() / 1000);
    const badAssertions = {
      'for the PAR endpoint': () => assertion({ aud: `${server.issuer}/par` }),
      'for the token endpoint': () => assertion({ aud: `${server.issuer}/token` }),
      'for several audiences': () => assertion({ aud: [server.issuer] }),
      'without audience': () => assertion({ aud: undefined }),
      'without subject': () => assertion({ sub: undefined }),
      'without jti': () => assertion({ jti: undefined }),
      'without expiry': () => assertion({ exp: undefined }),
      'expired five minutes ago': () => assertion({ iat: now() - 360, exp: now() - 300 }),
      'living too long': () => assertion({ exp: now() + 3600 }),
      'issued in the future': () => assertion({ iat: now() + 62, nbf: now() + 62, exp: now() + 120 }),
      'of another issuer': () => assertion({ iss: 'somebody' }),
    };
    for (const [name, make] of Object.entries(badAssertions))
      test(`an assertion ${name} is refused`, async () => {
        const answer = await push({ client_assertion: await make() });
        assert.ok([400, 401].includes(answer.status));
        assert.equal(answer.error, 'invalid_client');
        assert.ok(answer.error_description.length > 10, 'says what to fix');
      });

    test('an assertion eight seconds ahead is accepted', async () => {
      const answer = await push({ client_assertion: await assertion({ iat: now() + 8, nbf: now() + 8, exp: now() + 60 }) });
      assert.equal(answer.status, 201);
    });

    const badRequests = {
      'without PKCE': { code_challenge: undefined, code_challenge_method: undefined },
      'with plain PKCE': { code_challenge_method: 'plain' },
      'without redirect_uri': { redirect_uri: undefined },
      'with a redirect_uri that begins like ours': { redirect_uri: 'https://rp.example/' },
      'with response_type token': { response_type: 'token' },
      'with response_type code id_token': { response_type: 'code id_token' },
      'with request_uri inside': { request_uri: 'urn:ietf:params:oauth:request_uri:x' },
      'with a context type from a myinfo service': { authentication_context_type: 'APP_AUTHENTICATION_DEFAULT' },
      'with a nonce of 384 characters': { nonce: 'n'.repeat(384) },
      'with a state of 1000 characters': { state: 's'.repeat(1000) },
      'with another dpop_jkt than the proof': { dpop_jkt: 'A'.repeat(43) },
      'with loa:3': { acr_values: 'urn:singpass:authentication:loa:3' },
    };
    for (const [name, changes] of Object.entries(badRequests))
      test(`a pushed request ${name} is refused`, async () => {
        const answer = await push(changes);
        assert.equal(answer.status, 400, JSON.stringify(answer));
        assert.ok(['invalid_request', 'invalid_dpop_proof', 'unsupported_response_type', 'unauthorized_client'].includes(answer.error), answer.error);
      });
    test('a scope that the service is not entitled to is refused', async () => {
      assert.equal((await push({ scope: 'openid uinfin regadd' })).error, 'invalid_scope');
    });
    test('a pushed request without any proof is refused', async () => {
      assert.equal((await push({}, { dpop: undefined })).status, 400);
    });

    const badProofs = {
      'for another method': () => proof('GET', `${server.issuer}/par`),
      'for another address': () => proof('POST', `${server.issuer}/token`),
      'an hour old': () => proof('POST', `${server.issuer}/par`, { iat: now() - 3600 }),
      'an hour ahead': () => proof('POST', `${server.issuer}/par`, { iat: now() + 3600 }),
      'without jti': () => proof('POST', `${server.issuer}/par`, { jti: undefined }),
      'that is no JWT': async () => 'nonsense',
    };
    for (const [name, make] of Object.entries(badProofs))
      test(`a proof ${name} is refused`, async () => {
        const answer = await push({}, { dpop: await make() });
        assert.equal(answer.status, 400);
        assert.equal(answer.error, 'invalid_dpop_proof');
      });

    test('a proof with a query in htu, capital host and eight seconds ahead is accepted', async () => {
      const htu = `${server.issuer.replace('https://localhost', 'HTTPS://LOCALHOST')}/par?x=1`;
      assert.equal((await push({}, { dpop: await proof('POST', htu, { iat: now() + 8, exp: now() + 128 }) })).status, 201);
    });

    test('a service that must use nonces is told one and then succeeds', async () => {
      const strict = await makeClient(server, { inkan_dpop_nonce: true });
      const strictConfig = await discover(server, strict);
      const login = await begin(strictConfig, strict);
      const tokens = await redeem(strictConfig, login, await codeFor(login, newBrowser(strict)));
      const info = await oidc.fetchUserInfo(strictConfig, tokens.access_token, tokens.claims().sub, { DPoP: login.handle });
      assert.equal(info.person_info.name.value, resident.name);
    });

    test('refresh works without rotation, with a new DPoP key, and only for clients that may', async () => {
      const lasting = await makeClient(server, { grant_types: ['authorization_code', 'refresh_token'] });
      const lastingConfig = await discover(server, lasting);
      const login = await begin(lastingConfig, lasting);
      const tokens = await redeem(lastingConfig, login, await codeFor(login, newBrowser(lasting)));
      assert.ok(tokens.refresh_token);
      for (let round = 0; round < 2; ++round) {
        const handle = oidc.getDPoPHandle(lastingConfig, await oidc.randomDPoPKeyPair('ES256'));
        const fresh = await oidc.refreshTokenGrant(lastingConfig, tokens.refresh_token, undefined, { DPoP: handle });
        assert.ok(fresh.refresh_token === undefined || fresh.refresh_token === tokens.refresh_token, 'no rotation');
        const info = await oidc.fetchUserInfo(lastingConfig, fresh.access_token, tokens.claims().sub, { DPoP: handle });
        assert.equal(info.person_info.name.value, resident.name);
      }
      await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP: login.handle }), { error: 'invalid_grant' });
      const plain = await begin(config, client);
      assert.equal((await redeem(config, plain, await codeFor(plain))).refresh_token, undefined);
    });

    test('pairwise subjects differ between services and stay the same for one', async () => {
      const subjectFor = async (changes) => {
        const one = await makeClient(server, changes);
        const oneConfig = await discover(server, one);
        const login = await begin(oneConfig, one);
        return (await redeem(oneConfig, login, await codeFor(login, newBrowser(one)))).claims().sub;
      };
      const uri = (host) => ({ subject_type: 'pairwise', redirect_uris: [`https://${host}/cb`] });
      const [a, again, b] = [await subjectFor(uri('a.example')), await subjectFor(uri('a.example')), await subjectFor(uri('b.example'))];
      assert.equal(a, again);
      assert.notEqual(a, b);
      assert.match(a, /^[0-9a-f-]{36}$/);
    });

    test('the ID token names the service\'s key and the algorithms it registered', async () => {
      const login = await begin(config, client);
      const callback = new URL(await codeFor(login));
      const form = {
        grant_type: 'authorization_code', code: callback.searchParams.get('code'), redirect_uri: client.redirect, code_verifier: login.verifier,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: await assertion(),
      };
      // The proof's key differs from the pushed one, so the grant is refused and says why.
      const answer = await undiciFetch(`${server.issuer}/token`, {
        method: 'POST', dispatcher: server.agent, body: new URLSearchParams(form),
        headers: { dpop: await proof('POST', `${server.issuer}/token`) },
      });
      assert.equal(answer.status, 400);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      assert.match((await answer.json()).error_description, /dpop/i);
      const second = await begin(config, client);
      const tokens = await redeem(config, second, await codeFor(second));
      assert.deepEqual(
        (({ alg, enc, kid, cty }) => ({ alg, enc, kid, cty }))(decodeProtectedHeader(tokens.id_token)),
        { alg: 'ECDH-ES+A256KW', enc: 'A256CBC-HS512', kid: 'enc', cty: 'JWT' },
      );
      const { plaintext } = await compactDecrypt(tokens.id_token, client.encryption.privateKey);
      assert.equal(decodeProtectedHeader(new TextDecoder().decode(plaintext)).alg, 'ES256');
    });

    test('a service with a client certificate logs in and its tokens are bound to it', async () => {
      const { makeCertificate } = await import('../support/certificate.mjs');
      const mine = makeCertificate(server.data, 'mine');
      const other = makeCertificate(server.data, 'other');
      const { x5c, ...jwk } = mine.jwk;
      const bound = await makeClient(server, {
        token_endpoint_auth_method: 'self_signed_tls_client_auth',
        tls_client_certificate_bound_access_tokens: true,
      });
      bound.registration.jwks.keys.push({ ...jwk, x5c, kid: 'tls', use: 'sig' });
      await reRegister(server, bound);
      const agent = new Agent({ connect: { ca: server.ca, cert: mine.certificate, key: mine.key } });
      const boundConfig = await discover(server, bound, { agent, authentication: oidc.TlsClientAuth(), mtls: true });
      const login = await begin(boundConfig, bound, { dpop: false });
      const tokens = await redeem(boundConfig, login, await codeFor(login, newBrowser(bound)));
      assert.equal(tokens.token_type, 'bearer');
      const info = await oidc.fetchUserInfo(boundConfig, tokens.access_token, tokens.claims().sub);
      assert.equal(info.person_info.name.value, resident.name);
      const thief = new Agent({ connect: { ca: server.ca, cert: other.certificate, key: other.key } });
      const stolen = await undiciFetch(`${server.mtlsOrigin}/fapi/userinfo`, { dispatcher: thief, headers: { authorization: `Bearer ${tokens.access_token}` } });
      assert.equal(stolen.status, 401);
      const strangerConfig = await discover(server, bound, { agent: thief, authentication: oidc.TlsClientAuth(), mtls: true });
      await assert.rejects(begin(strangerConfig, bound, { dpop: false }), { error: 'invalid_client' });
      await agent.close();
      await thief.close();
    });

    test('withdrawing consent stops a token at its next use', async () => {
      const login = await begin(config, client);
      const browser = newBrowser();
      const page = await signIn(browser, await browser.open(login.url.href), server.residents.residents[2]);
      const tokens = await redeem(config, login, page.url);
      const list = await browser.open(`${server.origin}/portal/consents`);
      const link = list.body.match(/\/portal\/consents\/[A-Za-z0-9-]+\/withdraw/g).at(0);
      const confirm = await browser.open(server.origin + link);
      await browser.submit(confirm, 'withdraw-confirm', { 'withdraw-confirm': 'yes' });
      const left = await browser.open(`${server.origin}/portal/consents`);
      assert.ok(!left.body.includes(link));
      await assert.rejects(oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub, { DPoP: login.handle }),
        (error) => [401, 403].includes(error.status));
    });

    test('metadata names the endpoints twice alike, and the address without the issuer path gives a hint', async () => {
      const read = async (path) => {
        const answer = await undiciFetch(server.origin + path, { dispatcher: server.agent });
        return { status: answer.status, body: await answer.json() };
      };
      const openid = await read('/fapi/.well-known/openid-configuration');
      const oauth = await read('/.well-known/oauth-authorization-server/fapi');
      assert.equal(openid.body.issuer, server.issuer);
      assert.equal(oauth.body.token_endpoint, openid.body.token_endpoint);
      assert.equal(openid.body.require_pushed_authorization_requests, true);
      assert.deepEqual((await read('/fapi/.well-known/keys')).body, (await read('/.well-known/keys')).body);
      const hint = await read('/.well-known/openid-configuration');
      assert.equal(hint.status, 404);
      assert.match(JSON.stringify(hint.body), /\/fapi/);
    });
  });
}

async function reRegister(server, client) {
  const { writeFileSync } = await import('node:fs');
  const file = `${server.data}/${client.id}.json`;
  writeFileSync(file, JSON.stringify(client.registration));
  server.inkan('client', 'add', file);
}
