// Momiji City Library: "get your library card". A complete service that signs residents in with Inkan and receives
// data by consent, in one file to read from top to bottom. Pages are in pages.mjs; nothing there matters to Inkan.
//
//   INKAN_CONFIG=library.json NODE_EXTRA_CA_CERTS=ca.pem node server.mjs
//
// library.json: { issuer, client_id, redirect_uri, port, keys: { signing, encryption } }, made by make_keys.mjs.
// NODE_EXTRA_CA_CERTS is needed only while Inkan runs with its development certificate.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import * as oidc from 'openid-client';
import { cardPage, errorPage, languageOf, refusedPage, startPage, waitingPage } from './pages.mjs';

const settings = JSON.parse(readFileSync(process.env.INKAN_CONFIG ?? 'library.json', 'utf8'));
const style = readFileSync(new URL('style.css', import.meta.url));
const kScope = 'openid name dob regadd'; // only what the card needs; each has a purpose in the registration

// ---------------------------------------------------------------------------------------------------------------------
// 1. Who we are. Two keys of our own: one signs (it proves that a request comes from us), one decrypts (nobody else can
//    read what Inkan sends us). Inkan knows their public halves from our registration.

async function setUp() {
  const { signing, encryption } = settings.keys;
  const signingKey = await crypto.subtle.importKey('jwk', signing, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  const decryptionKey = await crypto.subtle.importKey('jwk', encryption, { name: 'ECDH', namedCurve: 'P-256' }, false, [
    'deriveBits',
  ]);
  const config = await oidc.discovery(
    new URL(settings.issuer),
    settings.client_id,
    { id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'ES256' },
    oidc.PrivateKeyJwt({ key: signingKey, kid: signing.kid }),
  );
  oidc.enableDecryptingResponses(config, ['A256CBC-HS512', 'A256GCM'], {
    key: decryptionKey,
    alg: encryption.alg,
    kid: encryption.kid,
  });
  // Checks Inkan's signature on the ID token and on the data, beyond what TLS already promises.
  oidc.enableNonRepudiationChecks(config);
  return config;
}

// Inkan may start after us: try again until it answers, and ask again each hour, because endpoints and keys may change.
let config;
async function keepSetUp() {
  try {
    config = await setUp();
    console.log(`library: connected to ${settings.issuer}`);
  } catch (error) {
    console.log(`library: waiting for ${settings.issuer} (${error.cause?.code ?? error.code ?? error.message})`);
  }
  setTimeout(keepSetUp, config ? 3_600_000 : 1_000).unref();
}

// ---------------------------------------------------------------------------------------------------------------------
// 2. Sessions. What we must remember between /login and /callback stays here on the server; the browser only holds a
//    random name for it. SameSite=Lax lets the cookie come along when Inkan sends the resident back.

const sessions = new Map(); // random id → { login } or { card }; the oldest make room
const kSessionsMax = 1000;

function sessionOf(request) {
  const id = /(?:^|;\s*)library=([\w-]{43})(?:;|$)/.exec(request.headers.cookie ?? '')?.[1];
  return { id, ...sessions.get(id) };
}

// A new name at each step: a name somebody planted in the browser before signing in is worth nothing afterwards.
function startSession(oldId, content) {
  sessions.delete(oldId);
  if (sessions.size >= kSessionsMax) sessions.delete(sessions.keys().next().value);
  const id = randomBytes(32).toString('base64url');
  sessions.set(id, content);
  const secure = settings.redirect_uri.startsWith('https:') ? '; Secure' : '';
  return { 'set-cookie': `library=${id}; Path=/; HttpOnly; SameSite=Lax${secure}` };
}

// ---------------------------------------------------------------------------------------------------------------------
// 3. GET /login: tell Inkan what we want (PAR, server to server), then send the browser there.

async function login(request, response) {
  const verifier = oidc.randomPKCECodeVerifier(); // only who knows it can use the code (PKCE)
  const state = oidc.randomState(); // the answer belongs to this browser
  const nonce = oidc.randomNonce(); // the ID token belongs to this login
  const dpopKey = await oidc.randomDPoPKeyPair('ES256'); // tokens work only together with this key (DPoP)
  const location = await oidc.buildAuthorizationUrlWithPAR(
    config,
    {
      redirect_uri: settings.redirect_uri,
      scope: kScope,
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    },
    { DPoP: oidc.getDPoPHandle(config, dpopKey) },
  );
  const cookie = startSession(sessionOf(request).id, { login: { verifier, state, nonce, dpopKey } });
  response.writeHead(303, { location: location.href, ...cookie }).end();
}

// ---------------------------------------------------------------------------------------------------------------------
// 4. GET /callback: the resident is back. Exchange the code for tokens, fetch the data, keep only what the card shows.

async function callback(request, response) {
  const { id, login } = sessionOf(request);
  const language = languageOf(request);
  if (!login) return send(response, 400, errorPage(language)); // another browser, or a reload
  sessions.delete(id);
  try {
    const DPoP = oidc.getDPoPHandle(config, login.dpopKey);
    // Checks state and iss of the answer, then the ID token: signature, issuer, audience, times, nonce.
    const tokens = await oidc.authorizationCodeGrant(
      config,
      new URL(request.url, settings.redirect_uri),
      { pkceCodeVerifier: login.verifier, expectedState: login.state, expectedNonce: login.nonce, idTokenExpected: true },
      undefined,
      { DPoP },
    );
    const { sub } = tokens.claims();
    // Fetches, decrypts and checks the data; `sub` must be the one who signed in.
    const { person_info } = await oidc.fetchUserInfo(config, tokens.access_token, sub, { DPoP });
    response.writeHead(303, { location: '/card', ...startSession(id, { card: makeCard(sub, person_info) }) }).end();
  } catch (error) {
    // The resident said no, or went back: that is an answer, not a fault.
    if (error.error === 'access_denied') return send(response, 200, refusedPage(language));
    console.log(`library: login failed: ${error.code ?? error.name}: ${error.error ?? error.message}`);
    send(response, 400, errorPage(language));
  }
}

// makeCard turns what we were given into a library card. Each item is { value } or { code, desc } or { unavailable }.
function makeCard(sub, info) {
  const value = (item) => (item && !item.unavailable ? (item.value ?? item.desc ?? '') : '');
  const address = info.regadd && !info.regadd.unavailable ? info.regadd : {};
  const floorUnit = [value(address.floor), value(address.unit)].filter(Boolean).join('-');
  // `sub` names the resident for us; its hash makes a card number that stays the same at every visit.
  const digits = BigInt(`0x${createHash('sha256').update(`card:${sub}`).digest('hex').slice(0, 15)}`) % 10n ** 12n;
  return {
    number: String(digits).padStart(12, '0'),
    name: value(info.name),
    born: value(info.dob),
    address: [
      [value(address.block), value(address.street)].filter(Boolean).join(' '),
      floorUnit && `#${floorUnit}`,
      value(address.building),
      value(address.postal),
    ]
      .filter(Boolean)
      .join(', '),
    validUntil: new Date(Date.now() + 5 * 365.25 * 86_400_000),
  };
}

// ---------------------------------------------------------------------------------------------------------------------
// 5. The rest is an ordinary small web server.

function send(response, status, html) {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .end(html);
}

function card(request, response) {
  const { card } = sessionOf(request);
  if (!card) return response.writeHead(303, { location: '/' }).end();
  send(response, 200, cardPage(languageOf(request), card));
}

// Signing out here ends our session only; the resident stays signed in at Inkan until they sign out there.
function signOut(request, response) {
  sessions.delete(sessionOf(request).id);
  response.writeHead(303, { location: '/', 'set-cookie': 'library=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax' }).end();
}

function setLanguage(request, response) {
  const { searchParams } = new URL(request.url, settings.redirect_uri);
  const tag = searchParams.get('tag') === 'ja' ? 'ja' : 'en';
  const to = searchParams.get('to') === '/card' ? '/card' : '/';
  response.writeHead(303, { location: to, 'set-cookie': `library_language=${tag}; Path=/; SameSite=Lax` }).end();
}

const routes = {
  'GET /': (request, response) => send(response, 200, startPage(languageOf(request), sessionOf(request).card)),
  'GET /login': login,
  'GET /callback': callback,
  'GET /card': card,
  'POST /sign-out': signOut,
  'GET /language': setLanguage,
  'GET /style.css': (request, response) => response.writeHead(200, { 'content-type': 'text/css' }).end(style),
};

const server = createServer(async (request, response) => {
  const path = request.url.split('?')[0];
  const route = routes[`${request.method} ${path}`];
  try {
    if (!route) return send(response, 404, errorPage(languageOf(request)));
    if (!config && (route === login || route === callback)) return send(response, 503, waitingPage(languageOf(request)));
    await route(request, response);
  } catch (error) {
    // Inkan's error_description says what to fix: read it here while you connect your own service.
    console.log(`library: ${path} failed: ${error.code ?? error.name}: ${error.error_description ?? error.message}`);
    if (!response.headersSent) send(response, 502, errorPage(languageOf(request)));
  }
});

server.listen(settings.port, () => console.log(`library: ${new URL('/', settings.redirect_uri)}`));
keepSetUp();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
