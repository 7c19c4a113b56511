import type { LanguageWords } from './LanguageWords';

/** Spanish words. */
// biome-ignore format: one word per line
export const SPANISH: LanguageWords = {
  language: 'Spanish',
  quantities: {
    temperature: {
      strong: [
        'temperatura',
        'temperaturas',
        'punto de rocío',
        'sensación térmica',
      ],
    },
    humidity: {
      strong: [
        'humedad',
      ],
    },
    absolute_humidity: {
      strong: [
        'humedad absoluta',
      ],
    },
    moisture: {
      strong: [
        'humedad suelo',
        'humedad del suelo',
        'fuga agua',
        'fuga de agua',
      ],
    },
    pressure: {
      strong: [
        'presión',
      ],
    },
    atmospheric_pressure: {
      strong: [
        'presión atmosférica',
      ],
    },
    voltage: {
      strong: [
        'voltaje',
        'tensión',
      ],
    },
    current: {
      strong: [
        'corriente',
        'intensidad corriente',
      ],
    },
    power: {
      strong: [
        'potencia',
        'potencia activa',
      ],
    },
    apparent_power: {
      strong: [
        'potencia aparente',
      ],
    },
    reactive_power: {
      strong: [
        'potencia reactiva',
      ],
    },
    power_factor: {
      strong: [
        'factor de potencia',
        'factor potencia',
      ],
    },
    energy: {
      strong: [
        'energía',
        'consumo eléctrico',
      ],
    },
    frequency: {
      strong: [
        'frecuencia',
      ],
    },
    illuminance: {
      strong: [
        'luminosidad',
        'iluminancia',
      ],
    },
    irradiance: {
      strong: [
        'radiación solar',
        'irradiancia',
      ],
    },
    carbon_dioxide: {
      strong: [
        'dióxido de carbono',
      ],
    },
    carbon_monoxide: {
      strong: [
        'monóxido de carbono',
      ],
    },
    conductivity: {
      strong: [
        'conductividad',
      ],
    },
    water: {
      generic: [
        'consumo agua',
        'consumo de agua',
      ],
    },
    gas: {
      generic: [
        'consumo gas',
        'consumo de gas',
      ],
    },
    wind_speed: {
      strong: [
        'velocidad viento',
        'velocidad del viento',
        'ráfaga',
      ],
    },
    wind_direction: {
      strong: [
        'dirección viento',
        'dirección del viento',
      ],
    },
    precipitation: {
      strong: [
        'lluvia',
        'precipitación',
      ],
    },
    sound_pressure: {
      strong: [
        'ruido',
        'nivel de ruido',
      ],
    },
    volume_flow_rate: {
      strong: [
        'caudal',
      ],
    },
    distance: {
      strong: [
        'distancia',
        'profundidad',
      ],
    },
    weight: {
      strong: [
        'peso',
      ],
    },
    speed: {
      generic: [
        'velocidad',
      ],
    },
    battery: {
      strong: [
        'nivel batería',
        'nivel de batería',
      ],
      generic: [
        'batería',
      ],
    },
    motion: {
      strong: [
        'movimiento',
      ],
    },
    presence: {
      strong: [
        'presencia',
      ],
    },
    door: {
      generic: [
        'puerta',
      ],
    },
    window: {
      generic: [
        'ventana',
      ],
    },
    smoke: {
      generic: [
        'humo',
      ],
    },
  },
  modifiers: {
    command: [
      'comando',
    ],
    setpoint: [
      'consigna',
      'deseada',
      'deseado',
      'objetivo',
    ],
    limit: [
      'umbral',
      'limite',
    ],
    extreme: [
      'minimo',
      'maximo',
    ],
    alert: [
      'alarma',
      'fallo',
    ],
    state: [
      'estado',
      'precio',
    ],
    duration: [
      'duración',
    ],
    count: [
      'número',
    ],
    time: [
      'tiempo',
    ],
    switched: [
      'interruptor',
    ],
  },
};
