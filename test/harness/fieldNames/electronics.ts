import { fieldCorpus } from './fieldCorpus';

/** Keys of self-made boards, computers, vehicles and SenML, with units in the name or beside the value. */
export const ELECTRONICS = fieldCorpus(
  'Boards, computers, vehicles, SenML',
  `
@ node-7/data
.bme280_press_hPa = 1003.1 | pressure hPa or atmospheric_pressure hPa
.bme280_temp_C = 21.2 | temperature Cel
.bme280_hum_pct = 44 | humidity
.bme_t = 21.2 | temperature
.dht22_t = 21.2 | temperature
.dht22_h = 44 | humidity
.ds18b20 = 21.2 | temperature
.ntc1 = 21.2 | temperature
.pt1000_1 = 61.2 | temperature
.i_rms = 1.21 | current
.u_rms = 231.2 | voltage
.v_rms = 231.2 | voltage
.vbat_mV = 3712 | voltage mV
.vbat = 3.71 | voltage
.vcc = 3.31 | voltage
.vin = 12.1 | voltage
.v_in = 12.1 | voltage
.vbus_V = 5.1 | voltage V
.vsolar = 6.1 | voltage
.v_bus_mv = 5012 | voltage mV
.i_load_mA = 312 | current mA
.ibat_mA = 312 | current mA
.adc_raw = 2312 | gpio
.adc0 = 2312 | gpio
.gpio_4 = 1 | gpio
.pwm_duty = 51 | gpio
.battVolts = 3.71 | voltage
.batt_pct = 81 | battery %
.battery_percent = 81 | battery %
.battery_percentage = 81 | battery
.bat_lvl = 81 | battery
.bat_soc = 81 | battery
.tempC = 21.2 | temperature Cel
.temp_c = 21.2 | temperature Cel
.tempF = 71.2 | temperature [degF]
.temp_f = 71.2 | temperature [degF]
.temp_K = 291.2 | temperature K
.temperature_celsius = 21.2 | temperature Cel
.temperatureC = 21.2 | temperature Cel
.temperatureFahrenheit = 71.2 | temperature [degF]
.tmp = 21.2 | temperature
.tmp36 = 21.2 | temperature
.t_ambient = 21.2 | temperature
.t_out = 4.1 | temperature
.T_room = 21 | temperature
.press_mbar = 1003 | pressure mbar or atmospheric_pressure mbar
.pressure_pa = 100312 | pressure Pa or atmospheric_pressure Pa
.pressureKpa = 100.3 | pressure kPa or atmospheric_pressure kPa
.p_bar = 3.1 | pressure bar
.p_psi = 31 | pressure [psi]
.hum_percent = 44 | humidity %
.rh_pct = 44 | humidity
.power_mW = 312 | power
.power_w = 312 | power W
.p_watts = 312 | power W
.watts = 312 | power W
.volts = 231 | voltage V
.amps = 1.2 | current A
.milliamps = 312 | current mA
.energy_wh = 3123 | energy Wh
.charge_mAh = 3123 | none or energy or energy_storage
.freq_hz = 50.01 | frequency Hz
.freq_MHz = 868 | frequency MHz
.lux = 312 | illuminance
.als_lux = 312 | illuminance lx
.ldr = 312 | illuminance or none
.light_lx = 312 | illuminance lx
.distance_mm = 312 | distance mm
.dist_cm = 31.2 | distance cm
.range_m = 3.12 | distance m
.weight_g = 312 | weight g
.mass_kg = 31.2 | weight kg
.load_kg = 31.2 | weight kg
.speed_kmh = 51 | speed km/h
.speed_mph = 51 | speed [mi_i]/h
.wind_kn = 12 | wind_speed [kn_i]
.flow_l_min = 12.1 | volume_flow_rate L/min
.flow_lpm = 12.1 | volume_flow_rate L/min
.volume_l = 12.1 | volume L
.co2_ppm = 712 | carbon_dioxide ppm
.co_ppm = 3 | carbon_monoxide ppm
.tvoc_ppb = 112 | volatile_organic_compounds_parts ppb
.pm25_ugm3 = 9 | pm25 ug/m3
.spl_dBA = 51 | sound_pressure dBA
.noise_dB = 51 | sound_pressure dB
.rssi_dBm = -71 | meta or signal_strength
.snr_dB = 7 | meta or none or signal_strength
.ec_mS_cm = 1.2 | conductivity mS/cm
.ph = 6.9 | ph
.accel_x_g = 0.01 | none
.gyro_z = 0.01 | none
.mag_y = 12 | none
.heading_deg = 210 | none or wind_direction
.uptime_s = 3123 | meta or duration s
.uptime_ms = 3123123 | meta or duration ms
.free_heap = 112312 | none or meta or data_size
.heap_bytes = 112312 | none or meta or data_size B
.loop_count = 3123 | none
.reset_cause = 3 | none or meta
.fw_version = 1.2.3 | meta
.ip_address = 10.0.0.3 | meta
.chip_id = 123123 | meta
.mac_addr = AA:BB:CC | meta
.boot_time = 1700000000 | meta or timestamp
.sample_interval_s = 61 | duration s or none or setpoint duration or meta
.msg_id = 3123 | meta
@ server/pi4
.cpu_temp = 51.2 | temperature
.cpu_temperature = 51.2 | temperature
.cpu_load = 31 | none
.cpu_usage_percent = 31 | none
.cpu_freq_mhz = 1501 | frequency MHz
.disk_free_gb = 31.2 | data_size
.memory_used_mb = 312 | data_size
.net_rx_bytes = 31231 | data_size B
.gpu_temp = 61.2 | temperature
.fan_rpm = 3123 | SENSOR_FAN
.load1 = 0.31 | none
.swap_pct = 3 | none
.ups_battery_charge = 100 | battery
.ups_input_voltage = 231 | voltage
.battery_runtime = 1231 | duration
.os_version = 12 | meta
.hostname = pi4 | meta
@ car/obd
.coolant_temp = 91 | temperature
.engine_rpm = 2312 | none or speed or frequency or SENSOR_FAN
.vehicle_speed = 51 | speed
.fuel_level = 51 | none or volume_storage
.intake_air_temp = 31 | temperature
.odometer_km = 31231 | distance km
.tire_pressure_fl_bar = 2.4 | pressure bar
.tyre_pressure_fl = 2.4 | pressure
.battery_12v_voltage = 12.6 | voltage
.latitude = 52.1 | geo
.oil_pressure = 3.1 | pressure
.manifold_pressure_kpa = 91 | pressure kPa
@ vending/3
.door_open = false | door or opening
.water_leak = false | moisture
.motion_detected = true | motion
.smoke_detected = false | smoke
.tamper = false | tamper
.relay_1 = true | relay
.motor_current = 1.2 | current
.pump_power = 61 | power
.fan_temp = 31 | temperature
lab/x | {"value":21.4,"unit":"°C"} | temperature Cel
lab/x | {"value":312,"unit":"lx"} | illuminance lx
lab/x | {"value":1003.2,"unit":"hPa"} | pressure hPa or atmospheric_pressure hPa
lab/x | {"value":712,"unit":"kWh"} | energy kWh
lab/x | {"value":12.1,"uom":"V"} | voltage V
lab/x | {"value":712,"units":"W"} | power W
lab/x | {"v":21.1,"u":"Cel"} | temperature Cel
lab/temp | {"value":71.4,"unit":"°F"} | temperature [degF]
lab/temperature | {"value":21.4,"unit":"celsius"} | temperature Cel
lab/oven | {"name":"temperature","value":181.2,"unit":"C"} | temperature Cel
senml/dev | [{"bn":"urn:dev:mac:0024befffe804ff1:","n":"temp","u":"Cel","v":21.3},{"n":"hum","u":"%RH","v":44}] | *
> temp | temperature Cel
> hum | humidity %RH
senml/dev | [{"bn":"node/","bt":1700000000,"n":"voltage","u":"V","v":120.1},{"n":"current","u":"A","t":-5,"v":1.2},{"n":"current","u":"A","t":-4,"v":1.3}] | *
> voltage | voltage V
> current | current A
data/list | [{"name":"Temperature","value":21.2,"unit":"°C"},{"name":"Humidity","value":44,"unit":"%"}] | *
> Temperature | temperature Cel
> Humidity | humidity %
data/list | {"sensors":[{"name":"supply","type":"pressure","value":3.1,"unit":"bar"}]} | *
> supply | pressure bar
`,
);
