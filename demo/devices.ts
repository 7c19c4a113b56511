/** A message as a device publishes it. */
export interface Publication {
  readonly topic: string;
  readonly payload: string;
}

export interface Device {
  /** Milliseconds between turns. */
  readonly everyMs: number;
  /** What it publishes in its next turn; often nothing. */
  next(): readonly Publication[];
}

/** Returns a number from 0 up to 1, as Math.random does. */
export type Random = () => number;

const json = (topic: string, data: object): Publication => ({ topic, payload: JSON.stringify(data) });

/** A sensor whose value wanders around a middle, mostly by less than a gateway's threshold. */
function sensor(topic: string, middle: number, step: number, everyMs: number, random: Random): Device {
  let value = middle;
  return {
    everyMs,
    next() {
      const pull = (middle - value) * 0.02;
      value += pull + (random() - 0.5) * 2 * step;
      return [{ topic, payload: value.toFixed(1) }];
    },
  };
}

/** A press: its motor runs up, works for a while and stops, and its relay follows. */
function press(random: Random): Device {
  let running = false;
  let turnsLeft = 0;
  let cycles = 20_418;
  const about = (value: number, spread: number) =>
    running ? round(value + (random() - 0.5) * spread, 1) : 0;
  const state = () =>
    json('machines/press/motor', {
      running,
      rpm: about(1480, 12),
      torque: about(182, 9),
      current: about(12.4, 0.9),
      bearing: { front: round(41 + random() * 2, 1), rear: round(44 + random() * 2, 1) },
      cycles,
    });
  return {
    everyMs: 250,
    next() {
      if (turnsLeft-- > 0) return [state()];
      running = !running;
      cycles += running ? 1 : 0;
      turnsLeft = 16 + Math.floor(random() * 24);
      return [state(), { topic: 'machines/press/relay', payload: running ? 'on' : 'off' }];
    },
  };
}

/** A door contact on an input pin, published whether it has changed or not. */
function doorContact(random: Random): Device {
  let open = 0;
  return {
    everyMs: 1000,
    next() {
      if (random() < 0.15) open = 1 - open;
      return [{ topic: 'building/gpio/17', payload: String(open) }];
    },
  };
}

const METRES_PER_DEGREE = 111_320;

/** A van that drives along, and stops now and then. */
function van(random: Random): Device {
  let lat = 52.52;
  let lon = 13.405;
  let speed = 8;
  return {
    everyMs: 2000,
    next() {
      speed = random() < 0.3 ? 0 : 4 + random() * 10;
      lat += (speed * 2) / METRES_PER_DEGREE;
      lon += speed / METRES_PER_DEGREE;
      return [json('fleet/van-7/gps', { lat: round(lat, 5), lon: round(lon, 5), speed: round(speed, 1) })];
    },
  };
}

/** A camera that gets a firmware update: start, chunks, verification, installation; then it rests. */
function cameraUpdate(): Device {
  const steps = [
    { phase: 'start', version: '2.4.1' },
    ...[25, 50, 75, 100].map((percent) => ({ phase: 'chunk', percent })),
    { phase: 'verify', sha256: 'ok' },
    { phase: 'apply', version: '2.4.1' },
  ];
  const REST = 30;
  let turn = 0;
  return {
    everyMs: 1000,
    next() {
      const step = steps[turn++ % (steps.length + REST)];
      return step ? [json('devices/camera-3/ota', step)] : [];
    },
  };
}

/** A computer in the plant. */
function hostMetrics(random: Random): Device {
  return {
    everyMs: 500,
    next: () => [
      json('hosts/edge-1/metrics', {
        cpu: { user: round(20 + random() * 10, 1), system: round(6 + random() * 3, 1) },
        memory: { used: round(61 + random() * 0.4, 1), cached: round(22 + random() * 0.2, 1) },
        disk: 48,
        network: { rx: Math.round(51_000 + random() * 9000), tx: Math.round(18_000 + random() * 4000) },
      }),
    ],
  };
}

/** An alert every now and then. */
function smokeDetector(random: Random): Device {
  return {
    everyMs: 1000,
    next: () =>
      random() < 0.07
        ? [json('building/hall/alert', { kind: 'smoke', level: round(0.5 + random() / 2, 2) })]
        : [],
  };
}

/** A small plant: all devices of the demo. */
export function simulatedDevices(random: Random = Math.random): Device[] {
  return [
    sensor('sensors/boiler/temperature', 71.4, 0.5, 100, random),
    sensor('sensors/coldstore/temperature', 4.2, 0.04, 100, random),
    sensor('sensors/greenhouse/humidity', 62, 0.3, 100, random),
    sensor('sensors/line-1/voltage', 230, 0.8, 100, random),
    sensor('sensors/pump/pressure', 6.1, 0.03, 100, random),
    press(random),
    doorContact(random),
    van(random),
    cameraUpdate(),
    hostMetrics(random),
    smokeDetector(random),
  ];
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
