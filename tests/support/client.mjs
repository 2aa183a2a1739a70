// A relying party of ours for tests: openid-client with the keys it needs, and a registration for `inkan client add`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as oidc from 'openid-client';
import { exportJWK, generateKeyPair } from 'jose';
import { fetch as undiciFetch } from 'undici';

const purposes = (scope) => ({
  scope,
  purpose: { en: `To test ${scope}`, ja: `${scope}の試験` },
  legal_basis: { en: 'Test Act s 1', ja: '試験法 第1条' },
});

let counter = 0;

// makeClient generates keys, registers the client with the running server and gives its pieces.
export async function makeClient(server, changes = {}) {
  const signing = await generateKeyPair('ES256', { extractable: true });
  const encryption = await generateKeyPair('ECDH-ES+A256KW', { extractable: true, crv: 'P-256' });
  const id = `test${String(process.pid).padStart(8, '0')}${String(++counter).padStart(20, '0')}`;
  const redirect = changes.redirect_uris?.[0] ?? `https://rp.example/${id}/cb`;
  const scope = changes.scope ?? 'openid uinfin name';
  const registration = {
    client_id: id,
    client_name: 'Test service',
    'client_name#ja': '試験サービス',
    redirect_uris: [redirect],
    scope,
    token_endpoint_auth_method: 'private_key_jwt',
    grant_types: ['authorization_code'],
    jwks: {
      keys: [
        { ...(await exportJWK(signing.publicKey)), kid: 'sig', use: 'sig', alg: 'ES256' },
        { ...(await exportJWK(encryption.publicKey)), kid: 'enc', use: 'enc', alg: 'ECDH-ES+A256KW' },
      ],
    },
    id_token_encrypted_response_alg: 'ECDH-ES+A256KW',
    id_token_encrypted_response_enc: 'A256CBC-HS512',
    userinfo_signed_response_alg: 'ES256',
    userinfo_encrypted_response_alg: 'ECDH-ES+A256KW',
    userinfo_encrypted_response_enc: 'A256GCM',
    inkan_kind: 'myinfo',
    inkan_entitlements: scope.split(' ').filter((one) => one !== 'openid').map(purposes),
    ...changes,
  };
  const file = join(server.data, `${id}.json`);
  writeFileSync(file, JSON.stringify(registration));
  server.inkan('client', 'add', file);
  return { id, redirect, scope, registration, signing, encryption };
}

// discover gives openid-client's configuration for a client made above.
export async function discover(server, client, { agent = server.agent, authentication, mtls = false } = {}) {
  const authenticate =
    authentication ?? oidc.PrivateKeyJwt({ key: client.signing.privateKey, kid: 'sig' });
  const config = await oidc.discovery(
    new URL(server.issuer),
    client.id,
    { use_mtls_endpoint_aliases: mtls, id_token_signed_response_alg: 'ES256' },
    authenticate,
    { [oidc.customFetch]: (url, options) => undiciFetch(url, { ...options, dispatcher: agent }) },
  );
  oidc.enableDecryptingResponses(config, ['A256CBC-HS512', 'A256GCM'], {
    key: client.encryption.privateKey,
    alg: 'ECDH-ES+A256KW',
    kid: 'enc',
  });
  return config;
}

// begin pushes a request and gives everything the rest of a login needs.
export async function begin(config, client, { parameters = {}, dpop = true } = {}) {
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const handle = dpop ? oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256')) : undefined;
  const url = await oidc.buildAuthorizationUrlWithPAR(
    config,
    {
      redirect_uri: client.redirect,
      scope: client.scope,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ...parameters,
    },
    { DPoP: handle },
  );
  return { url, verifier, state, nonce, handle };
}

export async function redeem(config, login, callbackUrl) {
  return oidc.authorizationCodeGrant(
    config,
    new URL(callbackUrl),
    { pkceCodeVerifier: login.verifier, expectedState: login.state, expectedNonce: login.nonce, idTokenExpected: true },
    undefined,
    { DPoP: login.handle },
  );
}

export { oidc };
