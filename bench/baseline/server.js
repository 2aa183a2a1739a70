// A second provider to measure against: npm oidc-provider, in memory, FAPI 2.0 profile, with the same
// obligations per login as ours (PAR, private_key_jwt, DPoP, encrypted ID token and userinfo), consenting by itself.
import { generateKeyPairSync, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { parseArgs } from 'node:util';

import Provider from 'oidc-provider';

const { values: options } = parseArgs({
  options: {
    issuer: { type: 'string', default: 'https://localhost:9443/fapi' },
    cert: { type: 'string' },
    key: { type: 'string' },
    jwks: { type: 'string' },
    'client-id': { type: 'string', default: 'bench-rp' },
    'redirect-uri': { type: 'string', default: 'https://rp.example/cb' },
  },
});
if (!options.cert || !options.key || !options.jwks) {
  console.error('usage: server.js --cert FILE --key FILE --jwks CLIENT-PUBLIC-JWKS [--issuer URL] [--client-id ID] [--redirect-uri URI]');
  process.exit(2);
}
const issuer = new URL(options.issuer);
const prefix = issuer.pathname === '/' ? '' : issuer.pathname;

function signingKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: 'baseline-1' };
}

function item(value) {
  return { value, source: '1', classification: 'C', lastupdated: '2026-01-01' };
}

const provider = new Provider(options.issuer, {
  clients: [{
    client_id: options['client-id'],
    redirect_uris: [options['redirect-uri']],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    jwks: JSON.parse(readFileSync(options.jwks)),
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    dpop_bound_access_tokens: true,
    id_token_signed_response_alg: 'ES256',
    id_token_encrypted_response_alg: 'ECDH-ES+A256KW',
    id_token_encrypted_response_enc: 'A256CBC-HS512',
    userinfo_signed_response_alg: 'ES256',
    userinfo_encrypted_response_alg: 'ECDH-ES+A256KW',
    userinfo_encrypted_response_enc: 'A256GCM',
  }],
  jwks: { keys: [signingKey()] },
  scopes: ['openid'],
  claims: { openid: ['sub'], name: ['person_info'], uinfin: ['person_info'] },
  clientAuthMethods: ['private_key_jwt'],
  enabledJWA: {
    clientAuthSigningAlgValues: ['ES256'],
    idTokenSigningAlgValues: ['ES256'],
    idTokenEncryptionAlgValues: ['ECDH-ES+A256KW'],
    idTokenEncryptionEncValues: ['A256CBC-HS512'],
    userinfoSigningAlgValues: ['ES256'],
    userinfoEncryptionAlgValues: ['ECDH-ES+A256KW'],
    userinfoEncryptionEncValues: ['A256GCM'],
    dPoPSigningAlgValues: ['ES256'],
  },
  features: {
    devInteractions: { enabled: false },
    dPoP: { enabled: true },
    encryption: { enabled: true },
    fapi: { enabled: true, profile: '2.0' },
    jwtUserinfo: { enabled: true },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
  },
  cookies: { keys: ['not a secret: it protects nothing but a benchmark'] },
  ttl: { AuthorizationCode: 60, AccessToken: 1800, IdToken: 600, Interaction: 600, Session: 3600, Grant: 3600 },
  interactions: { url: (_, interaction) => `${prefix}/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, person_info: { name: item('TAN XIAO HUI'), uinfin: item('S9812381D') } }),
  }),
});

// Signs a new resident in and consents to everything asked, in one step.
async function interact(request, response) {
  const { params, session } = await provider.interactionDetails(request, response);
  const accountId = session?.accountId ?? `resident-${randomInt(1e9)}`;
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const result = { login: { accountId }, consent: { grantId: await grant.save() } };
  await provider.interactionFinished(request, response, result);
}

const callback = provider.callback();

function handle(request, response) {
  request.originalUrl = request.url;
  if (!request.url.startsWith(`${prefix}/`)) {
    response.writeHead(404).end();
    return;
  }
  if (request.url.startsWith(`${prefix}/interaction/`)) {
    interact(request, response).catch((error) => response.writeHead(400).end(error.message));
    return;
  }
  request.url = request.url.slice(prefix.length);
  callback(request, response);
}

const server = https.createServer({ cert: readFileSync(options.cert), key: readFileSync(options.key) }, handle);
server.keepAliveTimeout = 60_000;
server.listen(Number(issuer.port || 443), () => console.log(`listening for ${options.issuer}, pid ${process.pid}`));
