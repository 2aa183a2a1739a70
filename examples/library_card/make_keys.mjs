// make_keys.mjs OUT_DIR [--issuer URL] [--port 3000]
//
// Makes what the library needs to be a service of Inkan:
//   OUT_DIR/library.json         the service's own configuration with its private keys: keep it secret
//   OUT_DIR/library-client.json  its registration with the public keys: `inkan client add library-client.json`
// When library.json is there already its client_id and keys are kept, so that a registration stays valid.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    issuer: { type: 'string', default: 'https://localhost:8443/fapi' },
    port: { type: 'string', default: '3000' },
  },
});
if (positionals.length !== 1) {
  console.error('usage: node make_keys.mjs OUT_DIR [--issuer URL] [--port 3000]');
  process.exit(2);
}
const directory = positionals[0];
mkdirSync(directory, { recursive: true });
const configFile = join(directory, 'library.json');
const registrationFile = join(directory, 'library-client.json');

async function makeKey(algorithm, uses, marks) {
  const { privateKey } = await crypto.subtle.generateKey({ name: algorithm, namedCurve: 'P-256' }, true, uses);
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey('jwk', privateKey);
  return { kty, crv, x, y, d, ...marks };
}
const publicHalf = ({ d, ...rest }) => rest;

const known = existsSync(configFile) ? JSON.parse(readFileSync(configFile, 'utf8')) : undefined;
const keys = known?.keys ?? {
  signing: await makeKey('ECDSA', ['sign', 'verify'], { kid: 'library-sig', use: 'sig', alg: 'ES256' }),
  encryption: await makeKey('ECDH', ['deriveBits'], { kid: 'library-enc', use: 'enc', alg: 'ECDH-ES+A256KW' }),
};
const config = {
  issuer: options.issuer,
  client_id: known?.client_id ?? randomBytes(16).toString('hex'),
  redirect_uri: `http://localhost:${options.port}/callback`,
  port: Number(options.port),
  keys,
};

// Each scope says for what it is needed and which law allows asking for it: residents read this on the consent page and
// in their access record.
const entitlement = (scope, purpose, purposeJa, law, lawJa) => ({
  scope,
  purpose: { en: purpose, ja: purposeJa },
  legal_basis: { en: law, ja: lawJa },
});
const registration = {
  client_id: config.client_id,
  client_name: 'Momiji City Library',
  'client_name#ja': 'もみじ市立図書館',
  redirect_uris: [config.redirect_uri],
  scope: 'openid name dob regadd',
  inkan_kind: 'myinfo',
  inkan_entitlements: [
    entitlement(
      'name',
      'To make out the library card to you',
      '貸出カードを本人の名義で発行するため',
      'Public Libraries Act s 12(1)',
      '公共図書館法 第12条第1項',
    ),
    entitlement(
      'dob',
      'To give children and seniors the right kind of card',
      '年齢に応じた種類のカードを発行するため',
      'Public Libraries Act s 12(2)',
      '公共図書館法 第12条第2項',
    ),
    entitlement(
      'regadd',
      'To see that you live in the city and to send reminders',
      '市内にお住まいであることの確認と督促状の送付のため',
      'Public Libraries Act s 14',
      '公共図書館法 第14条',
    ),
  ],
  jwks: { keys: [publicHalf(keys.signing), publicHalf(keys.encryption)] },
  token_endpoint_auth_method: 'private_key_jwt',
  grant_types: ['authorization_code'],
  id_token_encrypted_response_alg: 'ECDH-ES+A256KW',
  id_token_encrypted_response_enc: 'A256CBC-HS512',
  userinfo_signed_response_alg: 'ES256',
  userinfo_encrypted_response_alg: 'ECDH-ES+A256KW',
  userinfo_encrypted_response_enc: 'A256GCM',
};

const write = (file, content, mode) => writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { mode });
write(configFile, config, 0o600);
write(registrationFile, registration, 0o644);
console.log(`${configFile}\n${registrationFile}`);
