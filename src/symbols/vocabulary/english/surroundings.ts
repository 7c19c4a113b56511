import type { LanguageWords } from '../LanguageWords';

/** English words for light, air, weather and noise. */
// biome-ignore format: one word per line
export const SURROUNDINGS: LanguageWords = {
  language: 'English',
  quantities: {
    illuminance: {
      strong: [
        'illuminance',
        'lux',
        'illumination',
        'light level',
        'ambient light',
        'light intensity',
        'luminance',
        'als',
        'ill',
      ],
      generic: [
        'luminosity',
        'light',
        'ldr',
      ],
    },
    irradiance: {
      strong: [
        'irradiance',
        'solar radiation',
        'solar rad',
        'global radiation',
        'ghi',
        'pyranometer',
        'poai',
        'dni',
        'gti',
        'dhi',
        'solar irradiance',
        'global horizontal irradiance',
        'plane of array irradiance',
        'solar intensity',
      ],
      generic: [
        'radiation',
        'insolation',
      ],
    },
    carbon_dioxide: {
      strong: [
        'co2',
        'eco2',
        'rco2',
        'carbon dioxide',
      ],
    },
    carbon_monoxide: {
      strong: [
        'carbon monoxide',
      ],
      generic: [
        'co',
      ],
    },
    nitrogen_dioxide: {
      strong: [
        'no2',
        'nitrogen dioxide',
      ],
    },
    nitrogen_monoxide: {
      weak: [
        'no',
      ],
      strong: [
        'nitrogen monoxide',
        'nitric oxide',
      ],
    },
    nitrous_oxide: {
      strong: [
        'n2o',
        'nitrous oxide',
      ],
    },
    ozone: {
      strong: [
        'o3',
        'ozone',
      ],
    },
    sulphur_dioxide: {
      strong: [
        'so2',
        'sulphur dioxide',
        'sulfur dioxide',
      ],
    },
    volatile_organic_compounds_parts: {
      strong: [
        'voc parts',
      ],
    },
    volatile_organic_compounds: {},
    pm1: {
      strong: [
        'pm1',
        'pm1 0',
        'pm 1',
        'pm01',
        'pm1p0',
        'particulate matter 1 0um',
      ],
    },
    pm25: {
      strong: [
        'pm 25',
        'pm 2 5',
        'pm2p5',
        'pm02',
        'sds p2',
        'particulate matter 2 5um',
        'fine dust',
      ],
    },
    pm4: {
      strong: [
        'pm4',
        'pm4 0',
        'pm4p0',
      ],
    },
    pm10: {
      strong: [
        'pm10 0',
        'pm 10',
        'pm10p0',
        'sds p1',
        'particulate matter 10 0um',
      ],
    },
    aqi: {
      strong: [
        'aqi',
        'air quality index',
        'iaq',
      ],
    },
    moisture: {
      strong: [
        'moisture',
        'soil moisture',
        'soil moist',
        'soil humidity',
        'water leak',
        'leak',
        'flood',
        'water detected',
        'water soil',
        'volumetric water content',
        'vwc',
        'wetness',
      ],
      generic: [
        'moist',
      ],
    },
    wind_speed: {
      strong: [
        'wind speed',
        'speed wind',
        'wind velocity',
        'wind gust',
        'gust',
        'gusts',
        'wind gusts',
        'gust speed',
        'wind avg',
        'wind average',
        'wind max',
        'wind speed apparent',
        'wind speed true',
        'wnd spd',
        'wd spd',
        'wind spd',
        'hor wd spd',
        'gust spd',
        'wind force speed',
        'min wind',
        'max wind',
        'minimum wind',
        'maximum wind',
      ],
      weak: [
        'wind',
      ],
    },
    wind_direction: {
      strong: [
        'wind direction',
        'wind dir',
        'wind bearing',
        'wind deg',
        'wind degrees',
        'wind heading',
        'wind angle',
        'gust dir',
        'gust direction',
        'wind gust dir',
        'wind gust direction',
        'gust bearing',
        'wnd dir',
        'wd dir',
        'hor wd dir',
        'wind direct',
      ],
    },
    precipitation: {
      strong: [
        'rain',
        'rainfall',
        'precipitation',
        'precip',
        'daily rain',
        'rain total',
        'event rain',
        'hourly rain',
        'weekly rain',
        'monthly rain',
        'yearly rain',
        'rain in',
        'daily rain in',
        'hourly rain in',
        'weekly rain in',
        'monthly rain in',
        'yearly rain in',
        'event rain in',
        'total rain in',
      ],
    },
    precipitation_intensity: {
      strong: [
        'rain rate',
        'rain rate in',
        'rain intensity',
        'precipitation intensity',
        'precipitation rate',
        'precip rate',
        'precip intensity',
      ],
    },
    sound_pressure: {
      strong: [
        'noise',
        'sound pressure',
        'sound level',
        'noise level',
        'spl',
        'loudness',
        'laeq',
        'leq',
        'lamax',
        'lafmax',
        'sound peak',
        'sound avg',
      ],
      weak: [
        'sound',
      ],
    },
    sound: {
      strong: [
        'sound detected',
        'noise detected',
      ],
    },
  },
  ambiguous: {
    strong: {
      voc: ['volatile_organic_compounds_parts', 'volatile_organic_compounds'],
      tvoc: ['volatile_organic_compounds_parts', 'volatile_organic_compounds'],
      'volatile organic compounds': ['volatile_organic_compounds', 'volatile_organic_compounds_parts'],
    },
  },
};
