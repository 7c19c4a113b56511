import { fieldCorpus } from './fieldCorpus';

/** Pools, machine tools, printers, waterworks, farms, cold chains, compressors, laboratories, lifts and gas detectors. */
export const WORKS = fieldCorpus(
  'Pools, machine tools, waterworks, farms, laboratories',
  `
@ pool/controller
.water_temp = 27.1 | temperature
.solar_panel_temp = 41.2 | temperature
.orp_mv = 712 | voltage mV or none
.redox = 712 | none or voltage
.ph = 7.21 | ph
.ph_setpoint = 7.2 | setpoint ph
.salt_ppm = 3121 | none
.chlorinator_output = 61 | none
.free_chlorine = 1.2 | none
.pump_watts = 612 | power W
.pump_gpm = 43 | volume_flow_rate
.pump_rpm = 2450 | none
.filter_pressure_psi = 12.1 | pressure [psi]
.filtration_hours_today = 6.1 | duration
.cover_position = 100 | none
.acid_tank_level = 81 | none
.heater_enabled = true | none
.freeze_protect = off | none or relay
.spa_heat_mode = solar | none
.saturation_index = 0.12 | none
@ mtconnect/mazak1
.Xload = 12 | none
.Sspeed = 1200 | none or speed
.Xact = 123.12 | none or distance
.path_feedrate = 312 | none or speed
.SpindleOverride = 100 | none
.Sovr = 100 | none
.part_count = 312 | none
.tool_id = 12 | none or meta
.program = O1234 | none or meta
.execution = ACTIVE | none
.servo_temp = 41 | temperature
.coolant_concentration = 7.1 | none
.coolant_temp = 24.1 | temperature
.coolant_level = 71 | none
.spindle_vibration_mm_s = 1.2 | speed mm/s or vibration or none
.hydraulic_pressure_bar = 61 | pressure bar
.air_pressure_mpa = 0.52 | pressure MPa or atmospheric_pressure MPa
.cutting_time = 312 | duration
.current_tool = 7 | none
.current_line = 112 | none
.power_on_time_h = 12312 | duration h
.cycle_start = 1 | none or meta
.e_stop = ARMED | none
.axis_count = 5 | none
octoprint/temperature | {"tool0":{"actual":210.1,"target":215},"bed":{"actual":60.1}} | temperature
> tool0/actual | temperature
> tool0/target | setpoint temperature
> bed/actual | temperature
printer/voron | {"nozzle_temper":215.1,"bed_target_temper":60,"chamber_temper":41,"mc_percent":43,"layer_num":12,"spd_lvl":2,"gcode_state":"RUNNING","heatbreak_fan_speed":"15"} | *
> nozzle_temper | temperature
> bed_target_temper | setpoint temperature
> chamber_temper | temperature
> mc_percent | none
> layer_num | none
> spd_lvl | none
> gcode_state | none
printer/voron/progress | 43 | none
printer/voron/time_left_s | 1231 | duration s
@ water/well4
.flow_m3h = 43.1 | volume_flow_rate m3/h
.totalizer_m3 = 123123 | volume m3 or water m3
.totalizer = 123123 | none or volume or water
.water_level_mAOD = 112.3 | none or distance
.water_level_m = 3.12 | distance m
.stage_ft = 4.31 | distance [ft_i] or none
.discharge_m3s = 12.1 | volume_flow_rate m3/s
.discharge_cfs = 312 | none or volume_flow_rate
.turbidity_ntu = 1.2 | none
.turbidity = 1.2 | none
.chlorine_mg_l = 0.41 | none
.dissolved_oxygen = 8.12 | none
.DO_mg_l = 8.12 | none
.specific_conductance_us_cm = 412 | conductivity uS/cm
.conductivity_uScm = 412 | conductivity uS/cm
.ammonium_mgl = 0.12 | none
.tds_ppm = 312 | none
.salinity_psu = 34.1 | none
.river_level = 1.21 | distance
.rain_gauge_tips = 12 | none or precipitation
.rainfall_15min = 0.2 | precipitation
.pump_starts_today = 12 | none
.wet_well_level_pct = 43 | none
.sewer_depth_mm = 312 | distance mm
.pressure_zone = 3 | none
.pressure_zone_name = North | none or meta
.reservoir_volume_ML = 12.1 | volume_storage ML or volume ML
.water_temperature = 12.1 | temperature
.uv_dose_mJ_cm2 = 41 | none
.dosing_pump_stroke = 43 | none
@ farm/barn2
.soil_vwc_20cm = 31.2 | moisture
.soil_temp_20cm = 14.1 | temperature
.soil_ec_ds_m = 1.21 | conductivity
.soil_tension_kpa = 31 | pressure kPa or none
.soil_matric_potential = -31 | none or pressure
.leaf_wetness = 7 | moisture or none
.milk_yield_kg = 31.2 | weight kg
.milk_conductivity = 5.1 | conductivity
.milk_temp = 37.1 | temperature
.milk_flow_kg_min = 3.1 | none
.fat_percent = 4.1 | none
.somatic_cell_count = 120000 | none
.vacuum_kpa = 42.1 | pressure kPa
.rumination_minutes = 412 | duration
.silo_level = 71 | none
.silo_weight_t = 12.1 | weight t
.feed_consumed_kg = 312 | weight kg
.bird_count = 21231 | none
.nh3_ppm = 12 | none
.ammonia = 12 | none
.co2_ppm = 1231 | carbon_dioxide ppm
.grain_moisture = 14.1 | moisture
.grain_temp_3 = 18.2 | temperature
.irrigation_minutes = 30 | duration
.drip_line_pressure = 1.21 | pressure
.fertilizer_ec = 1.8 | conductivity
.par_umol = 812 | none
.growing_degree_days = 312 | none
.animal_id = 3121 | none or meta
.lactation_number = 3 | none
.bee_hive_weight = 43.1 | weight
.water_consumption_l = 312 | water L or volume L
.vpd_kpa = 1.12 | pressure kPa
.ear_tag = DE1231 | none or meta
.tractor_fuel_l = 112 | none or volume L or volume_storage L
@ coldchain/truck3
.reefer_return_air = 3.1 | none or temperature
.supply_air_temp = 2.1 | temperature
.set_temp = 2 | setpoint temperature
.product_core_temp = 3.4 | temperature
.defrost_active = false | none
.door_open_seconds = 43 | duration
.door_open_count = 12 | none
.mkt_celsius = 5.1 | temperature Cel
.excursion_minutes = 0 | duration
.temp_alarm_high = false | alert
.compressor_state = on | none or relay or running
.evaporator_coil_temp = -7.1 | temperature
.suction_pressure_bar = 2.1 | pressure bar
.discharge_temp = 71 | temperature
.superheat_k = 6.1 | temperature_delta K or temperature K
.subcooling = 4.1 | temperature_delta or none or temperature
.logger_serial = A1231 | none or meta
.shock_g = 1.2 | none or vibration
@ compressor/ga37
.outlet_pressure_bar = 7.1 | pressure bar
.element_outlet_temp = 81 | temperature
.dew_point = 3.1 | temperature
.loaded_hours = 12312 | duration
.unloaded_hours = 312 | duration
.motor_starts = 1231 | none
.fad_m3_min = 5.1 | volume_flow_rate m3/min
.oil_filter_dp = 0.31 | pressure
.service_hours_left = 312 | duration
.load_unload_state = loaded | none
.specific_power = 6.1 | none or power
.vsd_percent = 71 | none
@ lab/incubator1
.chamber_temp = 37.01 | temperature
.chamber_co2 = 5.01 | carbon_dioxide
.o2_percent = 20.9 | none
.centrifuge_speed_rpm = 12000 | none
.stirrer_speed = 312 | none or speed
.optical_density = 0.61 | none
.absorbance_280 = 1.12 | none
.vacuum_mbar = 12.1 | pressure mbar
.ln2_level = 71 | none
.sample_weight_mg = 12.31 | weight mg
.sample_id = S-1231 | none or meta
.run_number = 12 | none
.dissolved_o2_pct = 41 | none
.bath_temperature = 25.01 | temperature
.fume_hood_face_velocity = 0.51 | speed
.particle_count_0_5um = 3121 | none
.room_dp_pa = 15.1 | pressure Pa
.balance_reading = 12.3123 | none or weight
@ lift/7
.car_position = 3 | none
.current_floor = 3 | none
.car_load_kg = 312 | weight kg or none
.door_cycles = 31231 | none
.motor_temp = 61 | temperature
.speed_m_s = 1.6 | speed m/s
.trip_counter = 31231 | none
.direction = up | none
.hoist_load_t = 12.1 | weight t or none
.boom_angle_deg = 43 | none
.radius_m = 12.1 | distance m or none
.wind_speed_ms = 7.1 | wind_speed m/s
.axle_temp_3 = 41 | temperature
.pantograph_voltage_kV = 15.1 | voltage kV
.brake_pipe_pressure = 5.01 | pressure
.track_circuit = clear | none
.train_number = 4711 | none or meta
.switch_position = left | none
@ gasdetector/4
.lel_percent = 3 | none
.ch4_pct_lel = 3 | none
.h2s_ppm = 1.2 | none
.co_ppm = 3.1 | carbon_monoxide ppm
.o2_vol = 20.9 | none
.so2_ppm = 0.1 | sulphur_dioxide ppm
.alarm_level = 1 | none or alert or limit
.sensor_life_remaining = 312 | none or duration
.bump_test_due = 2024-03-01 | none or meta
@ plant/area3
.PT-3101 = 4.12 | pressure
.TI-204 = 71.2 | none or temperature
.FIC-110.PV = 43.1 | volume_flow_rate or none
.FIC-110.SP = 45 | setpoint or setpoint volume_flow_rate or none
.FIC-110.OP = 43 | none
.LT-12.PV = 3.1 | none or distance
.PSH-101 = false | none or alert
.ZSO-301 = 1 | none
.XV-201 = open | none
.PDI-7 = 0.31 | none or pressure
.TAH-204 = false | none or alert
.P-101A.RunHours = 12312 | duration
.HV-4 = 43 | none
`,
);
