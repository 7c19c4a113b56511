import { fieldCorpus } from './fieldCorpus';

/** Words of quantities in names that mean something else: `current_recipe`, `co2_saved`, `first_pass_yield`. */
export const TWO_MEANINGS = fieldCorpus(
  'Words with two meanings',
  `
@ machine/line3/cell2
.belt_tension = 431 | none
.web_tension_N = 43 | none
.yield_pct = 98.2 | none
.first_pass_yield = 98.2 | none
.energy_regen = 12.3 | energy
.memory_leak = false | none
.ph1 = 231 | none or voltage
.sat = 9 | none
.boost_pressure = 1.2 | pressure
.turbo_boost_bar = 1.2 | pressure bar
.mass_flow_kg_h = 123 | none
.mass_flow = 12.3 | none or volume_flow_rate
.current_recipe = 12 | none
.current_tool = 2 | none
.current_batch = 1231 | none
.current_shift = 2 | none
.current_order = 12312 | none
.current_lap = 12 | none
.current_block = 3 | none
.current_players = 3 | none
.current_file = 2 | none
.current_cycle = 12 | none
.current_zone = 2 | none
.current_gear = 3 | none
.current_pos = 43 | none
.current_row = 3 | none
.current_rate = 3.2 | none
.current_stock = 12 | none
.power_button = 1 | none
.power_percent = 43 | none
.power_pct = 43 | none
.battery_replacement = true | none
.battery_health = 98 | none
.battery_capacity_ah = 100 | none
.voltage_imbalance_pct = 1.2 | none
.voltage_dips = 3 | none
.temperature_slope = 0.3 | none
.temperature_rate = 0.3 | none
.temp_file = 2 | none
.temp_coeff = 0.3 | none or limit
.humidity_ratio = 0.008 | none
.pressure_ratio = 1.2 | none
.energy_cost = 12.1 | monetary
.energy_star = 1 | none
.energy_score = 71 | none
.grid_carbon_gco2_kwh = 312 | none
.co2_saved_kg = 12.1 | none or weight
.co2_intensity = 312 | none
.co2_emissions = 12 | none
.co2_savings = 12 | none
.co2_emission_g = 12 | none or weight
.co2_valve = 1 | none
.gas_valve = true | none
.rain_probability = 43 | none
.rain_chance = 43 | none
.light_color = 312 | none
.link_speed = 1000 | none or data_rate
.download_speed = 12.1 | data_rate
.speed_level = 3 | none
.weight_factor = 0.3 | none or limit
.volume_pct = 43 | none
.area_m2 = 123 | area
.smoke_test = true | none
.cost_center = 1231 | none
.latency_ms = 12 | duration ms
.density_kg_m3 = 998 | none
.capacitance_pf = 12 | none
.acceleration_m_s2 = 0.1 | none
.angular_velocity_rad_s = 0.1 | none
.radiation_cpm = 12 | none
.elevation_m = 312 | distance m
.queue_depth = 12 | none
.color_depth = 8 | none
.bit_depth = 8 | none
.depth_of_discharge = 20 | none
.intensity = 50 | none
.color_intensity = 50 | none
.regen = 12 | none or precipitation
.debit = 12 | none or volume_flow_rate
.vacuum = 0.3 | none or pressure
.presence_penalty = 0.3 | none
.sats = 9 | none
.als = 12 | none or illuminance
.current_step = 4 | none
.current_phase = 1 | none or current
.current_month = 12.1 | none
.current_count = 3 | none
.current_price = 0.31 | monetary or none
.current_load = 43 | none or current
.current_total = 3 | none or current
.power_mode = 2 | none
.power_limit = 3000 | limit power
.power_supply_temp = 43 | temperature
.power_cycles = 12 | none
.power_index = 3 | none
.horsepower = 120 | none or power
.battery_count = 3 | none
.battery_cycles = 312 | none
.battery_resistance_mohm = 12 | none
.battery_power = -312 | power
.battery_mode = 3 | none
.voltage_thd = 1.2 | none
.temperature_sensor_ok = true | none
.tmp_bytes = 12312 | data_size B or none
.template = 12 | none
.contempt = 3 | none
.pressure_drop_kPa = 12 | pressure kPa
.frequency_count = 3 | none
.cpu_frequency_mhz = 1800 | frequency MHz
.energy_class = A | none
.energy_price = 0.31 | monetary or none
.energy_dashboard = 1 | none or energy
.co2_tank_pressure = 43 | pressure
.water_level_cm = 43 | distance cm
.water_valve = true | none
.water_hardness = 12 | none
.water_filter_life = 43 | none
.gas_price = 0.1 | monetary or none
.rain_delay = 24 | none or duration
.rain_detected = true | none or moisture
.wind_power = 312 | power
.wind_run_km = 123 | distance km or none
.light_on_time = 21 | none or duration
.daylight = true | none
.door_lock = locked | none
.door_open_count = 12 | none
.indoor = 21 | none
.window_days = 12 | duration d or none
.window_position = 43 | none
.speed_mode = 2 | none
.upload_speed_mbps = 12.1 | data_rate Mbit/s
.distance_mode = 2 | none
.weight_g = 123 | weight g
.load_avg_1 = 0.3 | none
.load1 = 0.32 | none
.system_load = 0.3 | none
.level = 43 | none
.noise_level = 43 | sound_pressure
.volume_flow = 12.1 | volume_flow_rate
.sound_volume = 43 | none
.signal_quality = 43 | none or meta
.height_mm = 312 | distance mm
.width = 1920 | none
.packet_size = 123 | none or data_size
.queue_length = 12 | none
.area_id = 3 | meta or none
.motion_count = 3 | none
.smoke_sensor_battery = 71 | battery
.soil_temp = 12.1 | temperature
.ozone_generator = true | none
.uv_index = 3 | none
.used = 43 | none
.memory_used = 12312 | data_size or none
.cpu_percent = 43 | none
.disk_usage = 43 | none
.response_time = 12 | duration or none
.duration_s = 12 | duration s
.time_s = 12 | duration s or none
.in = 12 | none
.torque_nm = 43 | none
.strain = 43 | none
.salinity = 32 | none
.resistance_ohm = 1231 | none
.magnetic_field_ut = 43 | none
.accel_x_ms2 = 0.1 | none
.mag_x = 12 | none
.pitch = 12 | none
.bearing_temp = 43 | temperature
.pm_count = 12 | none
.co = 0.3 | carbon_monoxide or none
.no = 3 | none
.ch4_ppm = 1.2 | none
.o2_pct = 20.9 | none
.lpg = 12 | none
.no2_aqi = 12 | aqi or nitrogen_dioxide
.pollen_grass = 3 | none
.ppfd_umol = 412 | none
.dli = 12 | none
.abv = 5.2 | none
.sg = 1.05 | none
.respiration_rate = 12 | none
.sleep_score = 71 | none
.calories = 312 | none or energy
.bmi = 23.1 | none
.lift_count = 12 | none
.water_depth_m = 1.2 | distance m
.ssrc = 12 | none
.set_temp = 21 | setpoint temperature
.tset = 21 | setpoint temperature or none
.setTemp = 21 | setpoint temperature
.temp_target = 21 | setpoint temperature
.max_temp_today = 31 | extreme temperature
.temp_low_alarm = false | alert
.batteryLow = true | battery or alert
.overvoltage = false | alert
.temp_fault = true | alert
.fault_code = 3 | none or alert
.warning_temp = 81 | limit temperature
N/b827eb/battery/258/ConsumedAmphours | {"value":-12.3} | none
N/b827eb/battery/258/Capacity | {"value":100} | none
N/b827eb/battery/258/Soc | {"value":71} | battery
go-eCharger/012345/car | 2 | none
go-eCharger/012345/nrg | [231,230,232,1,16,16,16,3600,3600,3600,0,10800] | none
go-eCharger/012345/tma | [31.2,30.1] | none or temperature
go-eCharger/012345/wh | 1231.2 | energy Wh
$SYS/broker/heap/current | 123123 | none or data_size or meta
shellyplus2pm-1/status/cover:0 | {"id":0,"state":"open","apower":0,"current_pos":72} | *
> current_pos | none
shellyhtg3-1/status/devicepower:0 | {"id":0,"battery":{"V":5.9,"percent":95},"external":{"present":false}} | battery or voltage
tele/hall/SENSOR | {"MHZ19B":{"CarbonDioxide":1243}} | carbon_dioxide
valetudo/robot/CurrentStatisticsCapability/area | 123123 | none or area
home/current/zone1 | 2.1 | current
air/h2s | 0.3 | none
@ home/flat
.living_area_m2 = 72 | area m2
@ air/radon
.radon_bq_m3 = 43 | none
@ body/blood
.glucose_mg_dl = 101 | blood_glucose_concentration mg/dL
@ printer
.nozzle_target_temper = 210 | setpoint temperature
.bed_temper = 60.1 | temperature
@ vehicle
.boost_psi = 12.3 | pressure [psi]
.vehicleRange = 312 | distance
@ linky
.PAPP = 412 | apparent_power
.IINST = 2 | current
@ zigbee2mqtt/trv
.open_window = OFF | none or window
.open_window_temperature = 12 | setpoint temperature
@ field/dev7
.voltage_pct = 98 | none
.current_pct = 98 | none
.flow_pct = 43 | none
.pressure_pct = 43 | none
.speed_pct = 43 | none
.temp_pct = 43 | none
.humidity_pct = 43 | humidity
.battery_pct = 43 | battery
.power_ah = 12 | none
.battery_ah = 12 | none
.temp_ohm = 1031 | none
.ntc_ohm = 10312 | none
.gas_kohm = 12 | none
.humidity_deficit = 12 | none
.pressure_altitude = 431 | distance
.rain_days = 12 | duration d or none
.moon_illumination = 0.7 | none
.cooling_rate = 0.3 | none
.power_per_day = 3.2 | none or power
.energy_tariff = 2 | none
.frequency_band = 2 | none
.load_factor = 0.3 | none
.motion_sensor_battery = 98 | battery
.leak_sensor_battery = 98 | battery
.noise_reduction = 3 | none
.gps_speed = 12 | speed
.crest_factor = 1.4 | none
.target_speed = 12 | setpoint speed
.water_temp_c = 21 | temperature Cel
.lightning_distance_km = 12 | distance km
`,
);
