// A passkey in software, with which an invited officer enrols as their browser would (WebAuthn: Ed25519, attestation
// "none", the user verified).
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { fetch } from 'undici';

const kPresentVerifiedAttested = 0x45;
const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

// attestationObject is {"fmt": "none", "attStmt": {}, "authData": …} as CBOR.
function attestationObject(host) {
  const { publicKey } = generateKeyPairSync('ed25519');
  const x = Buffer.from(publicKey.export({ format: 'jwk' }).x, 'base64url');
  const id = randomBytes(16);
  const key = Buffer.concat([Buffer.from([0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20]), x]);
  const data = Buffer.concat([sha256(host), Buffer.from([kPresentVerifiedAttested, 0, 0, 0, 0]), Buffer.alloc(16),
    Buffer.from([0, id.length]), id, key]);
  return Buffer.concat([Buffer.from('\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58', 'latin1'), Buffer.from([data.length]), data]);
}

// hireOfficer adds an officer, enrols their passkey with the link that the command prints, and gives their id. The server
// has to run.
export async function hireOfficer(server, name, role) {
  const added = server.inkan('officer', 'add', name, '--role', role);
  const officer = /^Officer (\S+)/.exec(added)[1];
  const code = /#code=(\S+)/.exec(added)[1];
  const page = await fetch(`${server.origin}/console/enrol`, { dispatcher: server.agent });
  const cookie = page.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
  const csrf = /data-csrf="([^"]+)"/.exec(await page.text())[1];
  const post = async (path, body) => {
    const answer = await fetch(`${server.origin}${path}`, {
      method: 'POST', dispatcher: server.agent,
      headers: { 'content-type': 'application/json', origin: server.origin, cookie },
      body: JSON.stringify({ csrf, code, ...body }),
    });
    assert.equal(answer.status, 200, await answer.clone().text());
    return answer.json();
  };
  const { challenge } = await post('/console/passkey/enrol/options', {});
  const clientData = JSON.stringify({ type: 'webauthn.create', challenge, origin: server.origin });
  const response = {
    clientDataJSON: Buffer.from(clientData).toString('base64url'),
    attestationObject: attestationObject(new URL(server.origin).hostname).toString('base64url'),
  };
  await post('/console/passkey/enrol', { credential: { response } });
  return officer;
}
