import { readOccupancy } from '../../test/fixtures/series/occupancy';
import { SeededRandom } from '../../test/harness/seededRandom';

/** A series as a gateway receives it, with a topic that tells what it is or one that tells nothing. */
export interface KindOfSeries {
  readonly name: string;
  readonly topic: string;
  readonly payloads: readonly { readonly time: number; readonly value: number }[];
}

const START = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

type Make = (random: SeededRandom, count: number) => readonly number[];

/** Approximately normally distributed, with mean 0 and standard deviation 1. */
function gaussian(random: SeededRandom): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random.next();
  return sum;
}

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

function series(count: number, next: (i: number) => number): readonly number[] {
  return Array.from({ length: count }, (_, i) => next(i));
}

const energy: Make = (random, count) => {
  let register = 12_345.678;
  return series(count, (i) => {
    register += (i % 1440 > 480 ? 1.2 : 0.2) / 60 + Math.abs(gaussian(random)) * 0.001;
    return rounded(register, 3);
  });
};

const latitude: Make = (random, count) => {
  let [position, speed] = [51.45, 0];
  return series(count, (i) => {
    if (i % 120 === 0) speed = random.chance(0.5) ? random.between(-0.004, 0.004) : 0;
    position += speed;
    return rounded(position + gaussian(random) * 0.00002, 6);
  });
};

const codes: Make = (random, count) => {
  let state = 254;
  return series(count, () => {
    if (random.chance(0.02)) state = random.oneOf([1, 2, 254, 255]);
    return state;
  });
};

const order: Make = (random, count) => {
  let id = 100_234;
  return series(count, () => {
    if (random.chance(0.01)) id++;
    return id;
  });
};

const mains: Make = (random, count) => {
  let drift = 0;
  return series(count, () => {
    drift = 0.98 * drift + 0.3 * gaussian(random);
    return rounded(231 + drift + 0.1 * gaussian(random), 1);
  });
};

const grid: Make = (random, count) => {
  let drift = 0;
  return series(count, (i) => {
    drift = 0.95 * drift + 0.004 * gaussian(random);
    const dip = i > 1000 && i < 1010 ? -0.99 : 0;
    return rounded(50 + drift + dip, 3);
  });
};

const air: Make = (random, count) =>
  series(count, (i) => rounded(1003 + 10 * Math.cos(i / 900) + 0.03 * gaussian(random), 1));

const machine: Make = (random, count) => {
  let heat = 25;
  return series(count, (i) => {
    heat += 0.01 * ((i % 700 < 400 ? 82 : 25) - heat);
    return rounded(heat + 0.08 * gaussian(random), 1);
  });
};

const load: Make = (random, count) => {
  let base = 0.4;
  return series(count, () => {
    if (random.chance(0.01)) base = random.chance(0.7) ? 0.4 : random.between(50, 2000);
    return rounded(Math.abs(base + (0.02 * base + 0.2) * 0.2 * gaussian(random)), 1);
  });
};

const noise: Make = (random, count) => series(count, () => gaussian(random));

const MADE: readonly (readonly [name: string, topic: string, make: Make])[] = [
  ['meter, kWh', 'site/meter/energy_kwh', energy],
  ['the same without a name', 'site/r1', energy],
  ['GPS latitude', 'truck/latitude', latitude],
  ['state codes', 'press/state', codes],
  ['the same without a name', 'press/p7', codes],
  ['order numbers', 'press/order_id', order],
  ['mains voltage, V', 'grid/voltage', mains],
  ['grid frequency, Hz', 'grid/frequency', grid],
  ['air pressure, hPa', 'roof/pressure_hpa', air],
  ['machine temperature, °C', 'machine/temperature', machine],
  ['the same without a name', 'machine/m1', machine],
  ['load near zero, W', 'plug/power_w', load],
  ['noise without a name', 'x/n1', noise],
];

const OFFICE = [
  ['office temperature, °F', 'office/temp_f', ({ temperature }: Row) => rounded(32 + 1.8 * temperature, 2)],
  ['office humidity, %', 'office/humidity', ({ humidity }: Row) => humidity],
  ['office light, lx', 'office/illuminance', ({ light }: Row) => light],
  ['office CO2, ppm', 'office/co2', ({ co2 }: Row) => co2],
  ['office CO2 without a name', 'office/o4', ({ co2 }: Row) => co2],
] as const;

type Row = ReturnType<typeof readOccupancy>[number];

/** One series of each kind, one value per minute; the office ones are real. */
export function kindsOfSeries(count: number, seed: number): readonly KindOfSeries[] {
  const made = MADE.map(([name, topic, make]): KindOfSeries => {
    const values = make(new SeededRandom(seed), count);
    return { name, topic, payloads: values.map((value, i) => ({ time: START + i * MINUTE_MS, value })) };
  });
  const rows = readOccupancy().slice(0, count);
  const office = OFFICE.map(([name, topic, read]): KindOfSeries => {
    return { name, topic, payloads: rows.map((row) => ({ time: row.time, value: read(row) })) };
  });
  return [...made, ...office];
}
