// Client certificates by the openssl command, for RFC 8705.
import { execFileSync } from 'node:child_process';
import { X509Certificate, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export function makeCertificate(directory, name) {
  const keyFile = join(directory, `${name}.key`);
  const certificateFile = join(directory, `${name}.crt`);
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30',
    '-subj', `/CN=${name}`, '-keyout', keyFile, '-out', certificateFile], { stdio: 'ignore' });
  const certificate = readFileSync(certificateFile, 'utf8');
  const parsed = new X509Certificate(certificate);
  const jwk = createPublicKey(certificate).export({ format: 'jwk' });
  return { certificate, key: readFileSync(keyFile, 'utf8'), jwk: { ...jwk, x5c: [parsed.raw.toString('base64')] } };
}

// issueCertificate makes one that the development authority of the server vouches for (RFC 8705 §2.1).
export function issueCertificate(directory, name) {
  const files = Object.fromEntries(['key', 'csr', 'crt'].map((kind) => [kind, join(directory, `issued-${name}.${kind}`)]));
  const openssl = (...args) => execFileSync('openssl', args, { stdio: 'ignore' });
  openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`, '-keyout', files.key, '-out', files.csr);
  openssl('x509', '-req', '-in', files.csr, '-CA', join(directory, 'ca.pem'), '-CAkey', join(directory, 'ca.key'), '-CAcreateserial', '-days', '30', '-out', files.crt);
  return { certificate: readFileSync(files.crt, 'utf8'), key: readFileSync(files.key, 'utf8') };
}
