/** Values of a member called `error` that mean there was no error. */
const NO_ERROR = ['', '0', 'false', 'no', 'none', 'null', 'ok'];

/** Members by which a JSON response denies success, and the values with which they do. */
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

/** Maximum number of characters of a quoted member. */
const MAX_QUOTE = 100;

/** The member by which a response denies its success, as JSON; undefined if none does. */
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

/** An HTTP status that does not mean success. */
function isFailure(value: unknown): boolean {
  const isStatus = typeof value === 'number' || typeof value === 'string';
  return isStatus && Number(value) >= 300 && Number(value) <= 599;
}
