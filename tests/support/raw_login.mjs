// A login step by step with every message kept, so that each can be sent again, byte for byte.
import { createHash, randomUUID } from 'node:crypto';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { request } from 'undici';

const kAssertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const sha256 = (text) => createHash('sha256').update(text).digest('base64url');
const seconds = () => Math.floor(Date.now() / 1000);

export class RawClient {
  constructor(server, client) {
    this.server = server;
    this.client = client;
  }

  async prepare() {
    this.keys = await generateKeyPair('ES256', { extractable: true });
    this.jwk = await exportJWK(this.keys.publicKey);
    return this;
  }

  assertion() {
    const { id, signing } = this.client;
    return new SignJWT({ iss: id, sub: id, aud: this.server.issuer, iat: seconds(), exp: seconds() + 120, jti: randomUUID() })
      .setProtectedHeader({ alg: 'ES256', kid: 'sig' })
      .sign(signing.privateKey);
  }

  proof(htm, path, extra = {}) {
    return new SignJWT({ htm, htu: this.server.issuer + path, iat: seconds(), jti: randomUUID(), ...extra })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: this.jwk })
      .sign(this.keys.privateKey);
  }

  // send posts or gets exactly this message; messages are plain objects so that they can be kept and sent again.
  async send({ method, path, headers, form }) {
    const answer = await request(this.server.issuer + path, {
      dispatcher: this.server.agent,
      method,
      headers: { ...headers, ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) },
      body: form ? new URLSearchParams(form).toString() : undefined,
    });
    const text = await answer.body.text();
    let body = text;
    try {
      body = JSON.parse(text);
    } catch {
      // userinfo answers are JWTs
    }
    return { status: answer.statusCode, headers: answer.headers, body };
  }

  async parMessage() {
    this.verifier = randomUUID() + randomUUID();
    return {
      method: 'POST',
      path: '/par',
      headers: { dpop: await this.proof('POST', '/par') },
      form: {
        response_type: 'code', client_id: this.client.id, redirect_uri: this.client.redirect, scope: this.client.scope,
        state: randomUUID(), nonce: randomUUID(), code_challenge: sha256(this.verifier), code_challenge_method: 'S256',
        client_assertion_type: kAssertionType, client_assertion: await this.assertion(),
      },
    };
  }

  authorizePath(requestUri) {
    return `/auth?client_id=${this.client.id}&request_uri=${encodeURIComponent(requestUri)}`;
  }

  // authorize follows the silent path with a browser's cookies: signed in before, consent given before.
  async authorize(requestUri, cookie) {
    const answer = await this.send({ method: 'GET', path: this.authorizePath(requestUri), headers: { cookie } });
    const location = answer.headers.location ?? '';
    if (answer.status !== 303 || !location.startsWith(this.client.redirect)) return { status: answer.status, location };
    const back = new URL(location).searchParams;
    return { status: 303, code: back.get('code'), error: back.get('error') };
  }

  async tokenMessage(code) {
    return {
      method: 'POST',
      path: '/token',
      headers: { dpop: await this.proof('POST', '/token') },
      form: {
        grant_type: 'authorization_code', code, redirect_uri: this.client.redirect, code_verifier: this.verifier,
        client_assertion_type: kAssertionType, client_assertion: await this.assertion(),
      },
    };
  }

  async userinfoMessage(token) {
    return {
      method: 'GET',
      path: '/userinfo',
      headers: { authorization: `DPoP ${token}`, dpop: await this.proof('GET', '/userinfo', { ath: sha256(token) }) },
    };
  }
}
