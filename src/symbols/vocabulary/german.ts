import type { LanguageWords } from './LanguageWords';

/** German words. */
// biome-ignore format: one word per line
export const GERMAN: LanguageWords = {
  language: 'German',
  quantities: {
    temperature: {
      strong: [
        '-temperatur',
        'temperaturen',
        'taupunkt',
        'windchill',
      ],
    },
    temperature_delta: {
      strong: [
        'temperaturdifferenz',
        'spreizung',
      ],
    },
    humidity: {
      strong: [
        '-feuchte',
        '-feuchtigkeit',
        '-luftfeuchtigkeit',
        'luftfeuchte',
      ],
    },
    absolute_humidity: {
      strong: [
        'absolute feuchte',
        'absolute luftfeuchtigkeit',
      ],
    },
    moisture: {
      strong: [
        'bodenfeuchte',
        'bodenfeuchtigkeit',
        'wasserleck',
      ],
    },
    pressure: {
      strong: [
        '-druck',
        'druckdifferenz',
      ],
    },
    atmospheric_pressure: {
      strong: [
        'luftdruck',
      ],
    },
    voltage: {
      strong: [
        '-spannung',
      ],
    },
    current: {
      generic: [
        'strom',
        'stromstärke',
        'ladestrom',
        'motorstrom',
        'phasenstrom',
        'laststrom',
        'nennstrom',
        'batteriestrom',
        'entladestrom',
        'netzstrom',
      ],
    },
    power: {
      strong: [
        '-leistung',
        'wirkleistung',
        'netzbezug leistung',
        'einspeiseleistung',
      ],
    },
    apparent_power: {
      strong: [
        'scheinleistung',
      ],
    },
    reactive_power: {
      strong: [
        'blindleistung',
      ],
    },
    power_factor: {
      strong: [
        'leistungsfaktor',
      ],
    },
    energy: {
      strong: [
        '-energie',
        '-ertrag',
        'zählerstand',
        'stromverbrauch',
        'wirkarbeit',
        'tagesertrag',
        'gesamtertrag',
        'wärmemenge',
      ],
    },
    frequency: {
      strong: [
        '-frequenz',
        'netzfrequenz',
      ],
    },
    illuminance: {
      strong: [
        '-helligkeit',
        'beleuchtungsstärke',
      ],
    },
    irradiance: {
      strong: [
        'einstrahlung',
        'globalstrahlung',
        'sonnenstrahlung',
      ],
    },
    carbon_dioxide: {
      strong: [
        'kohlendioxid',
      ],
    },
    carbon_monoxide: {
      strong: [
        'kohlenmonoxid',
      ],
    },
    pm25: {
      weak: [
        'feinstaub',
      ],
    },
    conductivity: {
      strong: [
        'leitfähigkeit',
      ],
    },
    gas: {
      generic: [
        'gasverbrauch',
        'gasmenge',
        'gaszähler',
      ],
    },
    water: {
      generic: [
        'wasserverbrauch',
        'wassermenge',
        'wasserzähler',
      ],
    },
    volume: {
      weak: [
        'volumen',
      ],
    },
    wind_speed: {
      strong: [
        'windgeschwindigkeit',
        'windböe',
        'böe',
        'windböen',
      ],
    },
    wind_direction: {
      strong: [
        'windrichtung',
      ],
    },
    precipitation: {
      strong: [
        'regen',
        'niederschlag',
        'regenmenge',
        'niederschlagsmenge',
      ],
    },
    precipitation_intensity: {
      strong: [
        'regenrate',
        'niederschlagsrate',
        'regenintensität',
      ],
    },
    sound_pressure: {
      strong: [
        'lautstärke',
        'schallpegel',
        'schalldruck',
        'lärmpegel',
      ],
    },
    volume_flow_rate: {
      strong: [
        '-durchfluss',
        'volumenstrom',
        'durchflussmenge',
      ],
    },
    distance: {
      strong: [
        'entfernung',
        'abstand',
        'höhe über',
        'schneehöhe',
      ],
      weak: [
        'füllstand',
        'pegel',
        'wasserstand',
        'höhe',
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
        'masse',
      ],
    },
    speed: {
      generic: [
        'geschwindigkeit',
      ],
    },
    battery: {
      strong: [
        'ladezustand',
        'batteriestand',
        'akkustand',
        'batterieladung',
      ],
      generic: [
        'batterie',
        'akku',
      ],
    },
    motion: {
      strong: [
        'bewegung',
        'bewegungsmelder',
      ],
    },
    door: {
      generic: [
        'tür',
        'haustür',
      ],
    },
    garage_door: {
      generic: [
        'garagentor',
      ],
    },
    window: {
      generic: [
        'fenster',
      ],
    },
    smoke: {
      generic: [
        'rauch',
        'rauchmelder',
      ],
    },
    presence: {
      strong: [
        'anwesenheit',
      ],
    },
  },
  modifiers: {
    command: [
      'befehl',
    ],
    setpoint: [
      'soll',
      'sollwert',
      'gewünscht',
      'gewünschte',
      'ziel',
    ],
    limit: [
      '-grenze',
      '-grenzwert',
      'schwelle',
    ],
    alert: [
      '-fehler',
      '-störung',
    ],
    state: [
      'zustand',
      'modus',
      'wahrscheinlichkeit',
      'preis',
      'strompreis',
      'gaspreis',
      'rollladen position',
      'rolladen position',
      'jalousie position',
    ],
    duration: [
      '-laufzeit',
      'betriebszeit',
      'betriebsstunden',
      'restlaufzeit',
    ],
    count: [
      'anzahl',
    ],
    meta: [
      'zeit',
      'datum',
    ],
    time: [
      'zeit',
    ],
    switched: [
      'schalter',
      'steckdose',
    ],
    place: [
      'innen',
      'aussen',
      'raum',
      'vorlauf',
      'rücklauf',
      'wasser',
      'luft',
      'boden',
      'keller',
      'gesamt',
      'tarif',
    ],
    electric: [
      'akku',
      'batterie',
      'wechselrichter',
      'erzeugung',
      'einspeisung',
      'bezug',
      'netzbezug',
      'verbrauch',
      'evu',
    ],
    present: [
      'tarif',
    ],
    accompanied: [
      'volumen',
    ],
  },
};
