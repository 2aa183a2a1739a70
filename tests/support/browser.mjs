// A browser without JavaScript: cookies, redirects and forms, on undici. For flows that need no pixels.
import { createHmac } from 'node:crypto';
import { request } from 'undici';

const unescape = (text) =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&#x3D;', '=').replaceAll('&#61;', '=')
    .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

function attribute(tag, name) {
  const found = tag.match(new RegExp(`\\s${name}\\s*=\\s*("([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i'));
  return found ? unescape(found[2] ?? found[3] ?? found[4]) : undefined;
}

export class Page {
  constructor(url, status, headers, body) {
    Object.assign(this, { url, status, headers, body });
  }
  get path() {
    return new URL(this.url).pathname;
  }
  has(id) {
    return new RegExp(`\\sid="${id}"`).test(this.body);
  }
  // form(id): the form that holds the element with this id or name.
  form(id) {
    for (const [whole] of this.body.matchAll(/<form[\s\S]*?<\/form>/gi)) {
      if (!new RegExp(`\\s(id|name)="${id}"`).test(whole)) continue;
      const open = whole.match(/<form[^>]*>/i)[0];
      const fields = {};
      for (const [tag] of whole.matchAll(/<input[^>]*>/gi)) {
        const type = (attribute(tag, 'type') ?? 'text').toLowerCase();
        const name = attribute(tag, 'name');
        if (name && type === 'hidden') fields[name] = attribute(tag, 'value') ?? '';
      }
      return { action: attribute(open, 'action') ?? this.url, fields };
    }
    throw new Error(`no form with ${id} on ${this.path} (${this.status})`);
  }
  text() {
    return unescape(this.body.replace(/<(style|script)[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '));
  }
}

export class Browser {
  constructor(agent, { stopAt = [], language = 'en' } = {}) {
    this.agent = agent;
    this.stopAt = stopAt;
    this.language = language;
    this.cookies = new Map();
  }

  async open(url, { method = 'GET', form, headers = {} } = {}) {
    for (let hop = 0; hop < 20; ++hop) {
      if (this.stopAt.some((start) => url.startsWith(start))) return new Page(url, 0, {}, '');
      const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await request(url, {
        dispatcher: this.agent,
        method,
        headers: {
          'accept-language': this.language,
          ...(cookie ? { cookie } : {}),
          ...(form ? { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(url).origin } : {}),
          ...headers,
        },
        body: form ? new URLSearchParams(form).toString() : undefined,
      });
      this.remember(answer.headers['set-cookie']);
      const body = await answer.body.text();
      if (answer.statusCode >= 300 && answer.statusCode < 400) {
        url = new URL(answer.headers.location, url).href;
        method = 'GET';
        form = undefined;
        continue;
      }
      return new Page(url, answer.statusCode, answer.headers, body);
    }
    throw new Error('more than 20 redirects');
  }

  remember(lines) {
    for (const line of [lines ?? []].flat()) {
      const [pair, ...rest] = line.split(';');
      const at = pair.indexOf('=');
      const name = pair.slice(0, at);
      if (rest.some((part) => /^\s*max-age=0$/i.test(part))) this.cookies.delete(name);
      else this.cookies.set(name, pair.slice(at + 1));
    }
  }

  // submit fills the form that holds `control` and presses it (button name = its value "yes" unless given).
  async submit(page, control, values = {}, extra = {}) {
    const { action, fields } = page.form(control);
    return this.open(new URL(action, page.url).href, { method: 'POST', form: { ...fields, ...values }, ...extra });
  }
}

// totp gives the code of RFC 6238 for a base32 secret; `shift` moves by steps of 30 seconds.
export function totp(secret, shift = 0, now = Date.now()) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = '';
  for (const letter of secret) bits += alphabet.indexOf(letter).toString(2).padStart(5, '0');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30000) + shift));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

// signIn walks through whatever pages come (login, otp, consent) until the browser leaves to `stopAt`.
export async function signIn(browser, page, resident, { consent = 'allow' } = {}) {
  for (let step = 0; step < 8; ++step) {
    if (page.status === 0 || page.status >= 400) return page;
    if (page.has('login-password')) {
      page = await browser.submit(page, 'login-password', { 'login-id': resident.login_id, 'login-password': resident.password });
    } else if (page.has('otp')) {
      page = await browser.submit(page, 'otp', { otp: totp(resident.totp_secret) });
    } else if (page.has('consent-allow')) {
      const button = consent === 'allow' ? 'consent-allow' : 'consent-deny';
      page = await browser.submit(page, button, { [button]: 'yes' });
    } else {
      return page;
    }
  }
  throw new Error(`the sign-in does not end: ${page.path}`);
}
