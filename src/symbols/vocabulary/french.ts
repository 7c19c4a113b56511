import type { LanguageWords } from './LanguageWords';

/** French words. */
// biome-ignore format: one word per line
export const FRENCH: LanguageWords = {
  language: 'French',
  quantities: {
    temperature: {
      strong: [
        'température',
        'températures',
        'point de rosée',
        'température ressentie',
      ],
    },
    temperature_delta: {
      strong: [
        'écart de température',
      ],
    },
    humidity: {
      strong: [
        'humidité',
        'hygrométrie',
      ],
    },
    absolute_humidity: {
      strong: [
        'humidité absolue',
      ],
    },
    moisture: {
      strong: [
        'humidité sol',
        'humidité du sol',
        'fuite eau',
      ],
    },
    pressure: {
      strong: [
        'pression',
      ],
    },
    atmospheric_pressure: {
      strong: [
        'pression atmosphérique',
      ],
    },
    voltage: {
      strong: [
        'tension',
      ],
    },
    current: {
      strong: [
        'courant',
        'intensité',
      ],
    },
    power: {
      strong: [
        'puissance',
        'puissance active',
      ],
    },
    apparent_power: {
      strong: [
        'puissance apparente',
      ],
    },
    reactive_power: {
      strong: [
        'puissance réactive',
      ],
    },
    power_factor: {
      strong: [
        'facteur de puissance',
        'facteur puissance',
      ],
    },
    energy: {
      strong: [
        'énergie',
        'consommation électrique',
      ],
    },
    frequency: {
      strong: [
        'fréquence',
      ],
    },
    illuminance: {
      strong: [
        'luminosité',
        'éclairement',
      ],
    },
    irradiance: {
      strong: [
        'rayonnement solaire',
        'ensoleillement',
      ],
    },
    carbon_dioxide: {
      strong: [
        'dioxyde de carbone',
      ],
    },
    carbon_monoxide: {
      strong: [
        'monoxyde de carbone',
      ],
    },
    conductivity: {
      strong: [
        'conductivité',
      ],
    },
    water: {
      generic: [
        'consommation eau',
        'volume eau',
      ],
    },
    gas: {
      generic: [
        'consommation gaz',
        'gaz',
      ],
    },
    wind_speed: {
      strong: [
        'vitesse vent',
        'vitesse du vent',
        'rafale',
      ],
    },
    wind_direction: {
      strong: [
        'direction vent',
        'direction du vent',
      ],
    },
    precipitation: {
      strong: [
        'pluie',
        'précipitations',
        'pluviométrie',
      ],
    },
    sound_pressure: {
      strong: [
        'bruit',
        'niveau sonore',
      ],
    },
    volume_flow_rate: {
      strong: [
        'débit',
      ],
    },
    distance: {
      strong: [
        'profondeur',
      ],
    },
    weight: {
      strong: [
        'poids',
      ],
    },
    speed: {
      generic: [
        'vitesse',
      ],
    },
    battery: {
      strong: [
        'niveau batterie',
        'charge batterie',
      ],
      generic: [
        'batterie',
      ],
    },
    motion: {
      strong: [
        'mouvement',
      ],
    },
    presence: {
      strong: [
        'présence',
      ],
    },
    door: {
      generic: [
        'porte',
      ],
    },
    window: {
      generic: [
        'fenêtre',
      ],
    },
    smoke: {
      generic: [
        'fumée',
      ],
    },
  },
  modifiers: {
    command: [
      'commande',
    ],
    setpoint: [
      'consigne',
      'souhaitée',
      'souhaité',
    ],
    limit: [
      'seuil',
      'limite',
    ],
    alert: [
      'alarme',
      'défaut',
      'erreur',
    ],
    state: [
      'état',
      'prix',
    ],
    duration: [
      'durée',
    ],
    count: [
      'nombre',
    ],
    time: [
      'temps',
    ],
    switched: [
      'interrupteur',
      'prise',
    ],
    place: [
      'extérieur',
      'intérieur',
      'tarif',
    ],
    electric: [
      'batterie',
    ],
    present: [
      'tarif',
    ],
  },
};
