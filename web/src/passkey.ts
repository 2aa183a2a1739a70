// The passkey button of the sign-in and account pages. Everything it needs stands in data attributes of #passkey, which
// stays hidden where there is no JavaScript or no WebAuthn: the pages work without it.
import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser';

type Kind = 'sign-in' | 'register';

class Refused extends Error {}

async function post(path: string, body: unknown): Promise<any> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body),
    credentials: 'same-origin',
    redirect: 'error',
  });
  if (!response.ok) throw new Refused(String(response.status));
  return response.json();
}

// Residents' pages name no path, officers' pages name their own.
async function signIn(box: HTMLElement): Promise<string> {
  const path = box.dataset.path ?? '/webauthn/sign-in';
  const shared = { csrf: box.dataset.csrf, flow: box.dataset.flow };
  const optionsJSON = await post(`${path}/options`, shared);
  const credential = await startAuthentication({ optionsJSON });
  return (await post(path, { ...shared, credential })).location;
}

async function register(box: HTMLElement): Promise<string> {
  const path = box.dataset.path ?? '/webauthn/register';
  const name = document.querySelector<HTMLInputElement>('#passkey-name')?.value ?? '';
  const code = document.querySelector<HTMLInputElement>('#passkey-code')?.value;
  const shared = { csrf: box.dataset.csrf, code };
  const optionsJSON = await post(`${path}/options`, shared);
  const credential = await startRegistration({ optionsJSON });
  return (await post(path, { ...shared, name, credential })).location;
}

// An invitation's link carries its code behind the #, which browsers never send: no server's log holds it.
function takeCode(): void {
  const input = document.querySelector<HTMLInputElement>('#passkey-code');
  const code = new URLSearchParams(window.location.hash.slice(1)).get('code');
  if (!input || !code) return;
  input.value = code;
  window.history.replaceState(null, '', window.location.pathname);
}

// Only our own paths: what comes back is never taken for another site.
function goTo(location: string): void {
  const target = new URL(location, window.location.origin);
  if (target.origin !== window.location.origin) throw new Refused('location');
  window.location.assign(target.href);
}

function setUp(box: HTMLElement): void {
  const button = box.querySelector<HTMLButtonElement>('button');
  const error = box.querySelector<HTMLElement>('#passkey-error');
  if (!button || !error) return;
  const kind = box.dataset.passkey as Kind;
  const label = button.textContent ?? '';
  const say = (text: string) => {
    error.textContent = text;
    error.hidden = text === '';
  };
  button.addEventListener('click', async () => {
    say('');
    button.disabled = true;
    button.textContent = box.dataset.busy ?? label;
    try {
      goTo(await (kind === 'register' ? register(box) : signIn(box)));
    } catch (problem) {
      const cancelled =
        (problem instanceof WebAuthnError && problem.code === 'ERROR_CEREMONY_ABORTED') ||
        (problem instanceof Error && problem.name === 'NotAllowedError');
      say((cancelled ? box.dataset.cancelled : box.dataset.failed) ?? '');
      button.disabled = false;
      button.textContent = label;
      button.focus();
    }
  });
  box.hidden = false;
}

takeCode();
const box = document.querySelector<HTMLElement>('#passkey');
if (box && browserSupportsWebAuthn()) setUp(box);
