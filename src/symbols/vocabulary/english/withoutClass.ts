import type { LanguageWords } from '../LanguageWords';

/** English words for what is measured but has no class of its own, so that it is not taken for a related quantity. */
// biome-ignore format: one word per line
export const WITHOUT_CLASS: LanguageWords = {
  language: 'English',
  quantities: {
    acceleration: {
      strong: [
        'acceleration',
        'accel',
        'accelerometer',
        'peak ground acceleration',
      ],
      generic: [
        'acc',
        'gravity',
      ],
    },
    angle: {
      generic: [
        'angle',
        'tilt',
        'pitch',
        'roll',
        'yaw',
        'heading',
        'azimuth',
        'bearing',
        'rudder',
        'course over ground',
        'cog',
      ],
    },
    angular_velocity: {
      strong: [
        'angular velocity',
        'angular speed',
        'rotation speed',
        'rotational speed',
        'rotor speed',
        'generator speed',
        'revolutions',
        'gyro',
        'gyroscope',
        'roll speed',
        'pitch speed',
        'yaw speed',
        'roll rate',
        'pitch rate',
        'yaw rate',
        'blade speed',
        'spindle speed',
        'drum speed',
        'impeller speed',
        'turbine speed',
        'engine speed',
        'shaft speed',
        'compressor speed',
        'pump speed',
        'crank speed',
      ],
    },
    apparent_energy: {
      strong: [
        'apparent energy',
        'energy apparent',
        'tot vah',
      ],
    },
    capacitance: {
      strong: [
        'capacitance',
        'capacitance pf',
      ],
    },
    colour_temperature: {
      strong: [
        'color temp',
        'colour temp',
        'color temperature',
        'colour temperature',
        'mired',
        'mireds',
      ],
    },
    concentration: {
      strong: [
        'dissolved oxygen',
        'tds',
        'total dissolved solids',
        'salinity',
        'formaldehyde',
        'hcho',
        'ch2o',
        'methane',
        'ammonia',
        'nh3',
        'hydrogen sulfide',
        'chlorophyll',
        'nitrate',
      ],
    },
    electric_charge: {
      strong: [
        'amp hour',
        'ampere hours',
        'amphours',
        'battery capacity ah',
      ],
    },
    emission_intensity: {
      strong: [
        'co2 intensity',
        'co2 emission',
        'co2 emissions',
        'carbon intensity',
      ],
    },
    force: {
      strong: [
        'thrust',
        'tensile force',
        'clamping force',
      ],
    },
    magnetic_field: {
      strong: [
        'magnetometer',
        'magnetic field',
        'magnetic flux',
      ],
    },
    mass_flow: {
      strong: [
        'mass flow',
        'mass flow rate',
        'flow kg',
      ],
    },
    radiation_dose: {
      strong: [
        'radiation dose',
        'radiation cpm',
        'geiger',
        'dose rate',
        'cpm',
        'gamma radiation',
        'nuclear radiation',
        'radiation level',
      ],
    },
    radioactivity: {
      strong: [
        'radon',
        'radioactivity',
      ],
    },
    resistance: {
      strong: [
        'resistance',
        'impedance',
        'gas resistance',
      ],
    },
    torque: {
      strong: [
        'torque',
        'regen torque',
      ],
    },
    turbidity: {
      strong: [
        'turbidity',
      ],
    },
  },
};
