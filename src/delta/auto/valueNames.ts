/*
 * What names say about a number: that it is not a measurement, that it is a coordinate, that it is a time. Names in
 * several languages, as words in lower case.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** A name that ends in one of these has a value that stands for something: a state, a code, a choice. */
const LAST_WORDS = words(`
  state states status stat mode modes code codes id ids uid uuid qc quality fault faults error errors err alarm alarms
  alert alerts warning warnings flag flags bitmask word program programme programm recipe order job lot batch type enum
  reason cause command cmd result version revision rev scene profile preset address addr barcode
  zustand modus betriebsart fehler stoerung störung auftrag rezept charge
  etat état statut erreur ordre recette estado modo codigo código pedido stato codice errore ordine toestand storing fout`);

/** Ends of one-word names: `faultcode`, `opmode`. */
const LAST_LETTERS = /(?:code|status|state|mode)$/;

/** A word for number makes a name of one of these: `order_no`, `program_number`. */
const NUMBERED = words(`
  order program programme programm recipe job lot batch serial part item article tool pallet charge auftrag rezept step
  product material model`);

const NUMBERS = words('no nr num number nummer numero numéro index idx step');

const LATITUDE = words('lat latitude breitengrad');
const LONGITUDE = words('lon lng long longitude laengengrad längengrad');

/** Longer names are not split into words. */
const MAX_NAME = 80;

/** The words of a name: `fault`, `state`, `2` for `faultState_2`. */
export function wordsOfName(name: string): readonly string[] {
  if (name.length > MAX_NAME) return [];
  return name
    .replace(/(\p{Ll}|\d)(?=\p{Lu})/gu, '$1 ')
    .replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '');
}

/** Whether an integer with this name stands for something: a state, a code, an order number. */
export function namesState(name: string): boolean {
  const parts = wordsOfName(name);
  // `state2`, `alarm_1`: one of several.
  const last = parts
    .filter((part) => !/^\d+$/.test(part))
    .at(-1)
    ?.replace(/\d+$/, '');
  if (last === undefined) return false;
  if (LAST_WORDS.has(last)) return true;
  if (NUMBERS.has(last)) return parts.some((part) => NUMBERED.has(part));
  return parts.length === 1 && LAST_LETTERS.test(last);
}

/** Which coordinate a number with this name is. */
export function coordinateOf(name: string): 'latitude' | 'longitude' | undefined {
  const last = wordsOfName(name).at(-1) ?? '';
  if (LATITUDE.has(last)) return 'latitude';
  return LONGITUDE.has(last) ? 'longitude' : undefined;
}

/** A name that ends in one of these may be a time: `minute_ts`, `lastBootTime`, `Time`. */
const TIME_WORDS = words(`
  time timestamp ts datetime date at seen utc epoch zeit zeitstempel datum horodatage fecha data_hora tijd tijdstip`);

/** Whether a value with this name may be a time. */
export function namesTime(name: string): boolean {
  return TIME_WORDS.has(wordsOfName(name).at(-1) ?? '');
}
