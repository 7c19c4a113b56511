import { fieldCorpus } from './fieldCorpus';

/** Units that a quantity cannot have, units whose case matters, and texts that contain one. */
export const UNITS_AND_NAMES = fieldCorpus(
  'Units that unseat, confirm and tell apart',
  `
@ odd/device
.humidity_V = 1.23 | voltage or none
.temperature_pct = 43 | none
.temperature_hPa = 1001 | pressure or none
.humidity_mV = 1231 | voltage or none
.co2_V = 1.2 | voltage or none
.wind_speed_pct = 12 | none
.rain_pct = 12 | none
.illuminance_pct = 43 | none
.frequency_pct = 12 | none
.co2_pct = 0.04 | none or carbon_dioxide
.weight_pct = 43 | none
.distance_pct = 43 | none
.noise_pct = 43 | none
.power_kWh = 12 | energy kWh or none
.energy_kW = 12 | power kW or none
.temperature_A = 21.2 | temperature
.voltage_a = 231 | voltage
.current_V = 1.2 | none or voltage or current
.pressure_V = 2.1 | voltage or none
units/1 | {"value":12,"unit":"Mb"} | data_size Mbit
units/2 | {"value":12,"unit":"MB"} | data_size MB
units/3 | {"value":1012,"unit":"mb"} | pressure mbar
units/4 | {"value":12,"unit":"mW"} | power mW
units/5 | {"value":12,"unit":"MW"} | power MW
units/6 | {"value":12,"unit":"ms"} | duration ms
units/7 | {"value":12,"unit":"S"} | none
units/8 | {"value":290,"unit":"K"} | temperature K
units/9 | {"value":12,"unit":"k"} | none
units/10 | {"value":12,"unit":"M"} | none
units/11 | {"value":12,"unit":"MS"} | none
units/12 | {"value":12,"unit":"KWH"} | energy kWh
units/13 | {"value":12,"unit":"hpa"} | pressure hPa
units/14 | {"value":12,"unit":"Mhz"} | frequency MHz or none
units/15 | {"value":12,"unit":"pa"} | pressure Pa
units/16 | {"value":12,"unit":"mPa"} | pressure mPa
units/17 | {"value":12,"unit":"MPa"} | pressure MPa
units/18 | {"value":12,"unit":"Gb"} | data_size Gbit
units/19 | {"value":12,"unit":"kb"} | none
units/20 | {"value":12,"unit":"PPM"} | none
sensor/tank/distance | 1231 mm | distance mm
sensor/room/temperature | 21.4 °C | temperature Cel
sensor/room/humidity | 43 % | humidity %
sensor/x1/value | 21.4 °C | temperature Cel or none
sensor/x1 | {"temperature":"21.4 °C","pressure":"1001 hPa"} | temperature Cel
> temperature | temperature Cel
> pressure | pressure hPa
@ text/units
.power = 312 W | power W
.voltage = 231.1V | voltage V
.energy_total = 12.3 kWh | energy kWh
.distance = 3 m | distance m
.size = 12 MB | data_size MB or none
.temp = 70.2F | temperature [degF]
@ text/odd
.temperature = 21,4 °C | temperature Cel
.flow = 12.1 L/min | volume_flow_rate L/min
.room_temp = 70 °F | temperature [degF]
.size = 12 kB | data_size kB or none
.model = 12 V | none or meta
.pressure_pct = 43 | none
.co2_mV = 1231 | voltage mV
.speed_rpm = 1480 | none
.gas_ppm = 312 | none
.energy_kwh_m2 = 12.1 | none
.voltage_unbalance_pct = 1.2 | none
.temp_max_c = 31 | temperature Cel
.power_w_max = 312 | power W
.current_deg = 31 | none
.level_pct = 43 | none
.flow_kg_s = 1.2 | none
.torque_Nm = 43 | none
.weight_N = 431 | none or weight
.humidity_g_kg = 7.1 | none
.vibration_mm_s = 3.1 | vibration
.sound_pct = 43 | none
odd/7 | {"value":43,"unit":"kbit/s"} | data_rate kbit/s
odd/8 | {"value":43,"unit":"mS/cm"} | conductivity mS/cm
odd/9 | {"value":43,"unit":"uS"} | none
odd/10 | {"value":43,"unit":"Kwh"} | energy kWh
odd/11 | {"light":43,"light_unit":"%"} | none
odd/12 | {"humidity":43,"hum_unit":"%"} | humidity
odd/13 | {"pump":{"current":3.1,"running":true}} | current
odd/14 | {"servo":{"angle":43}} | symbol or actuator
odd/15 | {"relay":{"on":true}} | actuator or relay or none
odd/16 | {"led":{"temperature":43.1,"on":true}} | temperature
odd/17 | {"battery":{"voltage":3.1,"percent":81}} | voltage or battery
> voltage | voltage
odd/18 | {"outside":{"temp_c":12.1,"rh":43}} | temperature Cel
> rh | humidity
`,
);
