import type { LanguageWords } from '../LanguageWords';

/** English words for amounts, movement, data, and what a sensor detects. */
// biome-ignore format: one word per line
export const THINGS: LanguageWords = {
  language: 'English',
  quantities: {
    ph: {
      strong: [
        'ph value',
        'ph level',
      ],
      generic: [
        'ph',
      ],
    },
    conductivity: {
      strong: [
        'conductivity',
        'soil conductivity',
        'soil fertility',
        'ec',
      ],
      generic: [
        'conduct',
        'fertility',
      ],
    },
    gas: {
      generic: [
        'gas',
        'gas leak',
        'gas delivered',
        'gas consumption',
        'gas usage',
        'gas volume',
        'gas consumed',
        'gas meter',
      ],
    },
    water: {
      generic: [
        'water consumed',
        'water consumption',
        'water usage',
        'water meter',
        'water total',
        'total water',
        'water volume',
        'water delivered',
      ],
    },
    volume: {
      generic: [
        'total volume',
        'cumulative volume',
        'fluid volume',
        'liquid volume',
        'fuel used',
        'fuel consumed',
      ],
      weak: [
        'volume',
      ],
    },
    volume_storage: {
      strong: [
        'stored volume',
        'volume stored',
        'tank volume',
        'remaining volume',
      ],
    },
    volume_flow_rate: {
      strong: [
        'flow rate',
        'water flow',
        'volume flow',
        'air flow',
        'gpm',
        'cfm',
      ],
      generic: [
        'flow',
        'fuel rate',
        'fuel average rate',
        'fuel flow',
      ],
      weak: [
        'ft',
        'fit',
        'fic',
      ],
    },
    distance: {
      strong: [
        'distance',
        'altitude',
        'depth',
        'target distance',
        'visibility',
        'odometer',
        'mileage',
        'battery range',
        'driving range',
        'snow depth',
        'rangefinder',
        'vehicle range',
        'electric range',
        'ev range',
        'estimated range',
        'cloud base',
        'diameter',
        'thickness',
        'circumference',
        'swell height',
        'significant wave height',
        'snow height',
        'trip distance',
        'travel distance',
        'distance traveled',
        'distance travelled',
        'remaining range',
        'range remaining',
        'range left',
        'tide height',
        'water depth',
        'ground clearance',
        'stride length',
        'focal length',
        'cloud ceiling',
        'altitude agl',
        'altitude msl',
        'driven distance',
        'distance driven',
        'cross track error',
        'xte',
        'cable length',
        'radius',
      ],
      generic: [
        'dist',
        'alt',
        'river level',
        'lake level',
        'tide level',
        'groundwater level',
        'gauge height',
      ],
      weak: [
        'range',
        'level',
        'height',
        'length',
        'lt',
        'elevation',
      ],
    },
    area: {
      weak: [
        'area',
      ],
    },
    weight: {
      strong: [
        'weight',
        'mass',
      ],
      generic: [
        'weight scale',
      ],
      weak: [
        'load',
      ],
    },
    speed: {
      strong: [
        'gps speed',
      ],
      generic: [
        'speed',
        'velocity',
        'speed over ground',
        'ground speed',
        'current speed',
        'sog',
        'vertical speed',
        'climb rate',
        'cruise speed',
        'vehicle speed',
        'belt speed',
      ],
    },
    monetary: {
      strong: [
        'cost',
        'costs',
      ],
    },
    blood_glucose_concentration: {
      strong: [
        'blood glucose',
        'glucose',
      ],
    },
    motion: {
      strong: [
        'motion',
        'pir',
        'motion detected',
        'movement',
      ],
    },
    moving: {
      generic: [
        'moving',
      ],
    },
    occupancy: {
      strong: [
        'occupancy',
        'occupied',
      ],
      generic: [
        'occ',
      ],
    },
    presence: {
      strong: [
        'presence',
      ],
    },
    door: {
      generic: [
        'door',
        'contact',
        'door open',
        'doors open',
      ],
    },
    garage_door: {
      generic: [
        'garage door',
        'garage door contact',
        'garage door open',
      ],
    },
    window: {
      generic: [
        'window',
        'window open',
        'windows open',
      ],
    },
    opening: {
      generic: [
        'opening',
      ],
    },
    smoke: {
      generic: [
        'smoke',
      ],
    },
    tamper: {
      generic: [
        'tamper',
      ],
    },
    vibration: {
      strong: [
        'vibration',
      ],
      generic: [
        'vib',
      ],
    },
    connectivity: {
      generic: [
        'connected',
        'connectivity',
        'reachable',
      ],
    },
    running: {
      generic: [
        'running',
      ],
    },
    plug: {
      strong: [
        'plugged in',
      ],
    },
  },
};
