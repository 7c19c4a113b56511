import { fieldCorpus } from './fieldCorpus';

/** Boilers, heat pumps and ventilation: EMS-ESP, ebusd, NIBE, Vaillant, Daikin, room units, and ships (SignalK). */
export const HEATING = fieldCorpus(
  'Heating, heat pumps, SignalK',
  `
@ ems-esp/boiler_data
.curflowtemp = 51.2 | temperature
.selflowtemp = 55 | setpoint temperature
.rettemp = 41.2 | temperature
.outdoortemp = 4.1 | temperature
.exhausttemp = 61 | temperature
.curburnpow = 31 | none or power or power_factor
.selburnpow = 100 | none or setpoint or power or setpoint power
.syspress = 1.6 | pressure
.heatingtemp = 61 | setpoint temperature or temperature or limit temperature
.flamecurr = 12.1 | current
.burnstarts = 31231 | none
.burnworkmin = 31231 | duration
.servicecode = =H | none or meta
.nrgtotal = 123.2 | energy
.nrgheat = 123.2 | energy
.wwseltemp = 50 | setpoint temperature
.wwcurtemp = 51.2 | temperature
.wwactivated = on | none or relay
.curtemp = 20.1 | temperature
.seltemp = 21 | setpoint temperature
.currtemp = 20.1 | temperature
.roomtemp = 20.1 | temperature
.lastcode = A01 | none or meta or alert
.hc1/seltemp = 21 | setpoint temperature
.hc1/currtemp = 20.1 | temperature
.hc1/mode = auto | none
.dhw/curtemp = 51 | temperature
.dhw/settemp = 51 | setpoint temperature
.collectortemp = 71.2 | temperature
.cylbottomtemp = 41.2 | temperature
.airhumidity = 44 | humidity
.dewtemperature = 9.1 | temperature
ebusd/bai/FlowTemp | {"temp":{"value":51.2},"sensor":{"value":"ok"}} | temperature
ebusd/bai/ReturnTemp | {"tempmirror":{"value":41.2}} | temperature
ebusd/bai/WaterPressure | {"press":{"value":1.61}} | pressure
ebusd/bai/Flame | {"onoff":{"value":"on"}} | none or heat or running
ebusd/700/OutsideTemp | 4.1 | temperature
ebusd/700/HwcStorageTemp | 51.2 | temperature
ebusd/700/z1RoomHumidity | 44 | humidity
ebusd/700/z1DayTemp | 21 | setpoint temperature or temperature
ebusd/700/Hc1FlowTempDesired | 41 | setpoint temperature
ebusd/700/Date | 01.03.2024 | none or meta or date or timestamp
@ heatpump
.BT1_outdoor_temperature = 4.1 | temperature
.outdoor_air_temperature = 4.1 | temperature
.supply_temperature = 35.2 | temperature
.return_temp = 31.2 | temperature
.leaving_water_temperature = 35.1 | temperature
.LWT_setpoint = 35 | setpoint temperature or setpoint
.dhw_setpoint_temperature = 51 | setpoint temperature
.target_temperature = 21 | setpoint temperature
.temperature_setpoint = 21 | setpoint temperature
.setpointTemperature = 21 | setpoint temperature
.room_setpoint_C = 21 | setpoint temperature Cel
.desired_temperature = 21 | setpoint temperature
.DesiredTemp = 21 | setpoint temperature
.temp_set = 21 | setpoint temperature or command temperature
.compressor_speed_rpm = 3123 | none 1/min or speed or SENSOR_FAN or frequency or SENSOR_POLL
.compressor_frequency_hz = 61 | frequency Hz
.compressor_starts = 312 | none
.compressor_hours = 31231 | duration
.operating_hours = 31231 | duration
.runtime_h = 31231 | duration h
.electric_power_input_w = 1231 | power W
.heat_output_kw = 6.1 | power kW
.thermal_power = 6123 | power
.cop = 4.1 | none
.brine_in_temp = 3.1 | temperature
.evaporator_temp = -3.1 | temperature
.suction_gas_temperature = 9.1 | temperature
.high_pressure_bar = 21.2 | pressure bar
.low_pressure = 7.1 | pressure
.flow_rate_lpm = 17.1 | volume_flow_rate L/min
.volume_flow_l_h = 1012 | volume_flow_rate L/h
.degree_minutes = -312 | none
.deltaT = 4.1 | temperature_delta or temperature
.delta_t_K = 4.1 | temperature_delta K or temperature K
.operation_mode = heating | none
.defrost_active = false | none or running
.hysteresis_temp = 3 | limit temperature or setpoint temperature or temperature_delta or temperature
.alarm_code = 0 | alert or none
.error_message = none | none or alert or meta
.fan_speed_rpm = 812 | SENSOR_FAN
.fan_rpm = 812 | SENSOR_FAN
.supply_fan_speed = 812 | SENSOR_FAN
.exhaust_air_humidity = 44 | humidity
.filter_remaining_days = 31 | duration
.bypass_state = closed | none
@ vessels/self
.navigation/speedOverGround = 3.12 | speed
.navigation/courseOverGroundTrue = 1.21 | none or wind_direction
.navigation/position/latitude = 52.1 | geo
.navigation/position/longitude = 13.2 | geo
.environment/wind/speedApparent = 7.1 | wind_speed
.environment/wind/directionTrue = 1.31 | wind_direction
.environment/outside/pressure = 101231 | pressure or atmospheric_pressure
.environment/outside/temperature = 281.2 | temperature
.environment/water/temperature = 287.2 | temperature
.environment/depth/belowKeel = 3.12 | distance
.environment/inside/humidity = 0.61 | humidity
.electrical/batteries/house/voltage = 12.61 | voltage
.electrical/batteries/house/current = -3.1 | current
.electrical/batteries/house/capacity/stateOfCharge = 0.71 | battery
.propulsion/port/oilPressure = 312000 | pressure
.propulsion/port/oilTemperature = 361.2 | temperature
.propulsion/port/coolantTemperature = 351.2 | temperature
.propulsion/port/runTime = 312312 | duration
.propulsion/port/fuel/rate = 0.0000012 | volume_flow_rate or none
.tanks/freshWater/0/currentVolume = 0.12 | volume_storage or volume or water
@ climate/room
.co2 = 712 | carbon_dioxide
.eco2 = 712 | carbon_dioxide
.room_co2_ppm = 712 | carbon_dioxide ppm
.rh = 44 | humidity
.rH_pct = 44 | humidity
.hum = 44 | humidity
.humi = 44 | humidity
.relHumidity = 44 | humidity
.abs_humidity_g_m3 = 8.1 | absolute_humidity
.iaq = 51 | aqi or none
.aqi = 51 | aqi
.pm2.5 = 9 | pm25
.pm_2_5 = 9 | pm25
.voc_ppb = 112 | volatile_organic_compounds_parts ppb
.noise_db = 41 | sound_pressure dB
.light_level_lx = 312 | illuminance lx
.lux = 312 | illuminance
.windowOpen = false | window or opening or none
.setpoint = 21 | setpoint or none
`,
);
