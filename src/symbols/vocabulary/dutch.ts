import type { LanguageWords } from './LanguageWords';

/** Dutch words. */
// biome-ignore format: one word per line
export const DUTCH: LanguageWords = {
  language: 'Dutch',
  quantities: {
    temperature: {
      strong: [
        '-temperatuur',
        'temperaturen',
        'dauwpunt',
        'gevoelstemperatuur',
      ],
    },
    temperature_delta: {
      strong: [
        'temperatuurverschil',
      ],
    },
    humidity: {
      strong: [
        '-vochtigheid',
      ],
    },
    moisture: {
      strong: [
        'bodemvochtigheid',
        'bodemvocht',
        'grondvochtigheid',
        'waterlek',
      ],
    },
    pressure: {
      strong: [
        'waterdruk',
        'systeemdruk',
        'gasdruk',
        'bandenspanning',
      ],
    },
    atmospheric_pressure: {
      strong: [
        'luchtdruk',
      ],
    },
    voltage: {
      strong: [
        '-spanning',
      ],
    },
    current: {
      strong: [
        'stroomsterkte',
      ],
    },
    power: {
      strong: [
        '-vermogen',
      ],
    },
    apparent_power: {
      strong: [
        'schijnbaar vermogen',
      ],
    },
    reactive_power: {
      strong: [
        'blindvermogen',
      ],
    },
    power_factor: {
      strong: [
        'arbeidsfactor',
      ],
    },
    energy: {
      strong: [
        'energieverbruik',
        'stroomverbruik',
        'elektriciteitsverbruik',
        'opbrengst',
      ],
    },
    frequency: {
      strong: [
        '-frequentie',
      ],
    },
    illuminance: {
      strong: [
        'lichtsterkte',
        'verlichtingssterkte',
      ],
    },
    irradiance: {
      strong: [
        'zonnestraling',
        'zonne instraling',
      ],
    },
    carbon_dioxide: {
      strong: [
        'kooldioxide',
        'koolstofdioxide',
      ],
    },
    carbon_monoxide: {
      strong: [
        'koolmonoxide',
      ],
    },
    pm25: {
      weak: [
        'fijnstof',
      ],
    },
    conductivity: {
      strong: [
        'geleidbaarheid',
      ],
    },
    gas: {
      generic: [
        'gasverbruik',
        'gasmeter',
      ],
    },
    water: {
      generic: [
        'waterverbruik',
        'watermeter',
      ],
    },
    wind_speed: {
      strong: [
        'windsnelheid',
        'windstoot',
        'windstoten',
        'windvlaag',
      ],
    },
    wind_direction: {
      strong: [
        'windrichting',
      ],
    },
    precipitation: {
      strong: [
        'neerslag',
        'regenval',
      ],
    },
    precipitation_intensity: {
      strong: [
        'neerslagintensiteit',
        'regenintensiteit',
      ],
    },
    sound_pressure: {
      strong: [
        'geluidsniveau',
        'geluidsdruk',
      ],
    },
    volume_flow_rate: {
      strong: [
        'debiet',
        'volumestroom',
      ],
    },
    distance: {
      strong: [
        'afstand',
        'diepte',
      ],
      weak: [
        'waterpeil',
        'waterstand',
        'hoogte',
      ],
    },
    monetary: {
      strong: [
        '-kosten',
      ],
    },
    weight: {
      strong: [
        'gewicht',
      ],
    },
    speed: {
      generic: [
        'snelheid',
      ],
    },
    battery: {
      strong: [
        'batterijniveau',
        'batterijpercentage',
        'acculading',
        'accupercentage',
      ],
      generic: [
        'batterij',
      ],
    },
    motion: {
      strong: [
        'beweging',
        'bewegingsmelder',
      ],
    },
    presence: {
      strong: [
        'aanwezigheid',
      ],
    },
    door: {
      generic: [
        'deur',
        'voordeur',
        'achterdeur',
      ],
    },
    garage_door: {
      generic: [
        'garagedeur',
      ],
    },
    window: {
      generic: [
        'raam',
        'venster',
      ],
    },
    smoke: {
      generic: [
        'rook',
        'rookmelder',
      ],
    },
  },
  modifiers: {
    setpoint: [
      'ingesteld',
      'ingestelde',
      'gewenst',
      'gewenste',
    ],
    state: [
      'modus',
      'prijs',
    ],
    meta: [
      'datum',
    ],
  },
};
