/** Words in a member called `error` that say that there was none. */
const NO_ERROR = ['', '0', 'false', 'no', 'none', 'null', 'ok'];

/** Members by which answers say in JSON that they are no success, and when they do. */
const DENIALS: Readonly<Record<string, (value: unknown) => boolean>> = {
  error: isSaid,
  errors: isSaid,
  success: isNo,
  ok: isNo,
  statusCode: isFailure,
  status_code: isFailure,
  code: isFailure,
  status: (value) => isFailure(value) || /^(error|fail|failed|failure)$/i.test(String(value)),
};

/** Of a member that is quoted. */
const MAX_QUOTE = 100;

/** The member by which an answer denies its success, as JSON; undefined if none does. */
export function denialOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = Object.entries(DENIALS).find(
    ([name, denies]) => Object.hasOwn(value, name) && denies(Reflect.get(value, name)),
  );
  if (!found) return undefined;
  return `"${found[0]}": ${JSON.stringify(Reflect.get(value, found[0]))}`.slice(0, MAX_QUOTE);
}

function isSaid(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && !NO_ERROR.includes(String(value).trim().toLowerCase());
}

function isNo(value: unknown): boolean {
  return value === false || value === 0 || /^(false|no)$/i.test(String(value));
}

/** A status of HTTP that is not one of success. */
function isFailure(value: unknown): boolean {
  const isStatus = typeof value === 'number' || typeof value === 'string';
  return isStatus && Number(value) >= 300 && Number(value) <= 599;
}
