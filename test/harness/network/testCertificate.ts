import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../fixtures/tls');

/** File with the certificate of the authority that signed the certificate below, PEM. */
export const testAuthorityFile = join(folder, 'ca.crt');

/** Key and certificate of a server at localhost or 127.0.0.1, PEM. For tests only: the key is public. */
export const testCertificate = {
  key: readFileSync(join(folder, 'server.key'), 'utf8'),
  cert: readFileSync(join(folder, 'server.crt'), 'utf8'),
};
