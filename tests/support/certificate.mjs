// Self-signed client certificates by the openssl command, for RFC 8705.
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
