import { fieldCorpus } from './fieldCorpus';

/** Uplinks of LoRaWAN network servers, and the names that manufacturers' payload decoders give. */
export const LORAWAN = fieldCorpus(
  'LoRaWAN uplinks',
  `
v3/app@ttn/devices/eui-70b3d5/up | {"end_device_ids":{"device_id":"lht65","dev_eui":"70B3D5"},"received_at":"2024-03-01T10:00:00Z","uplink_message":{"f_port":2,"f_cnt":1231,"frm_payload":"AQ==","decoded_payload":{"BatV":3.05,"Bat_status":3,"Hum_SHT":51.2,"TempC_SHT":21.4,"TempC_DS":19.2,"Ext_sensor":"Temperature Sensor"},"rx_metadata":[{"gateway_ids":{"gateway_id":"gw1"},"rssi":-101,"snr":5.2,"timestamp":123123}],"settings":{"data_rate":{"lora":{"bandwidth":125000,"spreading_factor":7}},"frequency":"868100000"}}} | *
> BatV | voltage V
> Hum_SHT | humidity
> TempC_SHT | temperature Cel
> TempC_DS | temperature Cel
> Ext_sensor | meta or none
> f_cnt | meta
> f_port | meta
> frm_payload | meta
> snr | meta
> device_id | meta
> received_at | meta
application/12/device/24e124/event/up | {"deviceInfo":{"deviceName":"em300","devEui":"24e124"},"fCnt":312,"fPort":85,"data":"AQ==","object":{"temperature":21.2,"humidity":44.5,"battery":92},"rxInfo":[{"gatewayId":"0016c0","rssi":-91,"snr":7.2}],"txInfo":{"frequency":868300000}} | *
> object/temperature | temperature
> object/humidity | humidity
> object/battery | battery
> fCnt | meta
> devEui | meta
> rxInfo/rssi | meta
> data | meta
application/3/device/a81758/event/up | {"object":{"externalTemperature":4.2,"vdd":3612,"light":120,"motion":3,"accMotion":0,"co2":641,"pulseAbs":3123}} | *
> externalTemperature | temperature
> vdd | voltage
> light | illuminance
> motion | motion or none
> co2 | carbon_dioxide
application/4/device/a84041/event/status | {"deviceInfo":{"devEui":"a84041"},"batteryLevel":87.1,"margin":12} | *
> batteryLevel | battery
@ lora/uplink
.temperature_1 = 21.2 | temperature
.relative_humidity_2 = 44.5 | humidity
.barometric_pressure_3 = 1003.1 | pressure or atmospheric_pressure
.luminosity_4 = 1231 | illuminance
.analog_in_2 = 3.31 | none or gpio
.digital_in_1 = 1 | none or gpio
.presence_5 = 1 | presence or occupancy
.gps_6 = 52.1 | geo
.voltage_7 = 3.71 | voltage
.current_8 = 0.31 | current
.power_9 = 71 | power
.distance_10 = 1.21 | distance
.energy_11 = 31.2 | energy
.direction_12 = 210 | wind_direction or none
.percentage_13 = 44 | none or battery
.altitude_14 = 312 | SENSOR_ALTITUDE or distance
.concentration_15 = 412 | none
.frequency_16 = 50 | frequency
.TempC1 = 21.4 | temperature Cel
.TempC2 = 21.4 | temperature Cel
.TempC3 = 21.4 | temperature Cel
.Hum_SHT = 51.2 | humidity
.ILL_lx = 312 | illuminance lx
.ADC_CH0V = 1.31 | voltage V or gpio
.Bat = 3.61 | battery or voltage
.BatV = 3.61 | voltage V
.BAT_V = 3.61 | voltage V
.Bat_mV = 3612 | voltage mV or battery mV
.temp_SOIL = 9.2 | temperature
.water_SOIL = 31.2 | moisture
.conduct_SOIL = 412 | conductivity
.PH1_SOIL = 6.5 | ph
.Water_deep_cm = 121 | distance cm
.IDC_intput_mA = 4.12 | current mA
.VDC_intput_V = 12.1 | voltage V
.Door_status = OPEN | none or door
.DOOR_OPEN_STATUS = 1 | door or opening or none
.LAST_DOOR_OPEN_DURATION = 12 | duration
.WATER_LEAK_STATUS = 0 | moisture or none or alert
.TEMP_ALARM = 0 | alert
.tempAlarm = false | alert
.internalTemperature = 21.1 | temperature
.externalTemperature2 = 21.1 | temperature
.ambient_temperature = 21.1 | temperature
.board_temp = 31 | temperature
.mcu_temperature = 41 | temperature
.battery_voltage = 3.61 | voltage
.batteryVoltage = 3.61 | voltage
.battery_level = 81 | battery
.batteryPercent = 81 | battery
.bat_pct = 81 | battery %
.battery_mv = 3612 | voltage mV or battery mV
.vbat = 3.61 | voltage
.soil_temp = 11.2 | temperature
.soil_humidity = 41 | moisture or humidity
.volumetric_water_content = 31.1 | moisture
.soil_moisture_raw = 2312 | moisture
.leaf_wetness = 12 | none or moisture
.water_level_mm = 312 | distance mm
.tank_level_percent = 71 | none or volume_storage or volume
.pulse_count = 3123 | none
.counter_1 = 3123 | metrics
.tvoc = 112 | volatile_organic_compounds or volatile_organic_compounds_parts
.pm2_5 = 9 | pm25
.PM25 = 9 | pm25
.pm1_0 = 2 | pm1
.hcho = 0.03 | none or volatile_organic_compounds or volatile_organic_compounds_parts
.o3 = 0.03 | ozone
.NO2 = 12 | nitrogen_dioxide
.so2_ugm3 = 3 | sulphur_dioxide ug/m3
.co = 3 | carbon_monoxide
.noise_level = 44 | sound_pressure
.LAeq = 51.2 | sound_pressure
.sound_db = 51.2 | sound_pressure dB
.leq_dBA = 51.2 | sound_pressure dBA
.wind_speed_ms = 3.1 | wind_speed m/s
.rain_total_mm = 31.2 | precipitation mm
.air_pressure = 1003 | pressure or atmospheric_pressure
.barometer_hpa = 1003 | pressure hPa or atmospheric_pressure hPa
.atmospheric_pressure = 1003 | atmospheric_pressure or pressure
.vpd_kPa = 1.1 | pressure kPa
.dew_point_C = 8.1 | temperature Cel
.ph_value = 6.9 | ph
.turbidity_NTU = 3 | none
.ec_uS_cm = 412 | conductivity uS/cm
.conductivity = 412 | conductivity
.orp_mV = 312 | voltage mV or none
.dissolved_oxygen_mg_l = 8.1 | none
.hardware_version = 2.1 | meta
.firmware_version = 1.3 | meta
.sn = 6136B1231 | meta
.FW = 1.3 | meta
.downlink_confirmed = true | none or meta
.reset_reason = watchdog | none or meta or edge
.people_count = 12 | none
.line_1_total_in = 12 | none
.tilt_status = normal | none
.gas_status = normal | none
.install_status = 0 | none
.pressure_bar = 3.1 | pressure bar
.pipe_pressure_kpa = 312 | pressure kPa
.valve_1 = open | none or relay
.accel_x = 0.012 | none
.acceleration_z_g = 1.01 | none
.cable_temp = 31.1 | temperature
.radar_distance_mm = 1231 | distance mm
helium/device/lht65 | {"name":"lht65","dev_eui":"A840","port":2,"decoded":{"payload":{"TempC_SHT":21.2,"Hum_SHT":44}},"hotspots":[{"rssi":-101,"snr":3.1,"lat":52.1,"long":13.2}]} | *
> TempC_SHT | temperature Cel
> Hum_SHT | humidity
> dev_eui | meta
milesight/uc300 | {"gpio_out_1":1,"adc_1":4.12,"chn1_temperature":21.2} | *
> chn1_temperature | temperature
`,
);
