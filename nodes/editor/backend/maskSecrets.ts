import { isEnvReference } from '../envReference';

/** Shown in place of a secret. */
export const MASK = '••••••';

const SECRET_HEADER = /auth|cookie|key|token|secret|passw/i;
const SECRET_PARAMETER = /^(p|.*(auth|key|token|secret|passw|pwd).*)$/i;

/** The value of a header, masked if it is secret. The name of an environment variable is not. */
export function maskHeader(name: string, value: string): string {
  return SECRET_HEADER.test(name) && !isEnvReference(value) ? MASK : value;
}

/** The query of an address with its secrets masked: InfluxDB 1 takes a password there. */
export function maskQuery(query: string): string {
  return query
    .split('&')
    .map((part) => {
      const [name = '', ...value] = part.split('=');
      return value.length > 0 && SECRET_PARAMETER.test(name) ? `${name}=${MASK}` : part;
    })
    .join('&');
}
