import type { LanguageWords } from './LanguageWords';

/** Italian words. */
// biome-ignore format: one word per line
export const ITALIAN: LanguageWords = {
  language: 'Italian',
  quantities: {
    temperature: {
      strong: [
        'temperatura',
        'temperature',
        'punto di rugiada',
      ],
    },
    humidity: {
      strong: [
        'umidità',
      ],
    },
    absolute_humidity: {
      strong: [
        'umidità assoluta',
      ],
    },
    moisture: {
      strong: [
        'umidità suolo',
        'umidità del suolo',
        'umidità terreno',
        'perdita acqua',
      ],
    },
    pressure: {
      strong: [
        'pressione',
      ],
    },
    atmospheric_pressure: {
      strong: [
        'pressione atmosferica',
      ],
    },
    voltage: {
      strong: [
        'tensione',
      ],
    },
    current: {
      strong: [
        'corrente',
      ],
    },
    power: {
      strong: [
        'potenza',
        'potenza attiva',
      ],
    },
    apparent_power: {
      strong: [
        'potenza apparente',
      ],
    },
    reactive_power: {
      strong: [
        'potenza reattiva',
      ],
    },
    power_factor: {
      strong: [
        'fattore di potenza',
        'fattore potenza',
      ],
    },
    energy: {
      strong: [
        'energia',
        'consumo elettrico',
      ],
    },
    frequency: {
      strong: [
        'frequenza',
      ],
    },
    illuminance: {
      strong: [
        'luminosità',
        'illuminamento',
      ],
    },
    irradiance: {
      strong: [
        'radiazione solare',
        'irraggiamento',
      ],
    },
    carbon_dioxide: {
      strong: [
        'anidride carbonica',
      ],
    },
    carbon_monoxide: {
      strong: [
        'monossido di carbonio',
      ],
    },
    conductivity: {
      strong: [
        'conducibilità',
        'conduttività',
      ],
    },
    water: {
      generic: [
        'consumo acqua',
        'consumo di acqua',
      ],
    },
    gas: {
      generic: [
        'consumo gas',
        'consumo di gas',
      ],
    },
    wind_speed: {
      strong: [
        'velocità vento',
        'velocità del vento',
        'raffica',
      ],
    },
    wind_direction: {
      strong: [
        'direzione vento',
        'direzione del vento',
      ],
    },
    precipitation: {
      strong: [
        'pioggia',
        'precipitazione',
        'precipitazioni',
      ],
    },
    sound_pressure: {
      strong: [
        'rumore',
        'livello sonoro',
      ],
    },
    volume_flow_rate: {
      strong: [
        'portata',
      ],
    },
    distance: {
      strong: [
        'distanza',
        'profondità',
      ],
    },
    weight: {
      strong: [
        'peso',
      ],
    },
    speed: {
      generic: [
        'velocità',
      ],
    },
    battery: {
      strong: [
        'livello batteria',
        'carica batteria',
      ],
      generic: [
        'batteria',
      ],
    },
    motion: {
      strong: [
        'movimento',
      ],
    },
    presence: {
      strong: [
        'presenza',
      ],
    },
    door: {
      generic: [
        'porta',
      ],
    },
    window: {
      generic: [
        'finestra',
      ],
    },
    smoke: {
      generic: [
        'fumo',
      ],
    },
  },
  modifiers: {
    command: [
      'comando',
    ],
    setpoint: [
      'obiettivo',
      'impostata',
      'impostato',
      'desiderata',
    ],
    limit: [
      'soglia',
      'limite',
    ],
    extreme: [
      'minimo',
      'massimo',
    ],
    alert: [
      'allarme',
      'guasto',
    ],
    state: [
      'stato',
      'prezzo',
    ],
    duration: [
      'durata',
    ],
    count: [
      'numero',
    ],
    switched: [
      'interruttore',
      'presa',
    ],
    place: [
      'esterna',
      'interna',
    ],
  },
};
