import { fieldCorpus } from './fieldCorpus';

/** Uninterruptible supplies (NUT), charge points (OCPP), battery packs, vehicles, ships, drones and racks of servers. */
export const SUPPLIES = fieldCorpus(
  'Supplies, charge points, packs, ships, drones, racks',
  `
@ nut/rackups
.battery.charge = 89 | battery
.battery.charge.low = 10 | limit battery or extreme battery
.battery.runtime = 1476 | duration
.battery.runtime.low = 120 | limit duration or duration
.battery.voltage = 27.38 | voltage
.battery.voltage.nominal = 24 | voltage or limit voltage or none
.battery.packs = 1 | none
.battery.mfr.date = 2023/07/01 | none or meta
.input.voltage = 228.1 | voltage
.input.transfer.high = 266 | none or voltage or limit or extreme voltage or limit voltage
.input.frequency = 50.34 | frequency
.input.L1.realpower = 4218 | power
.input.L1-N.voltage = 231.2 | voltage
.output.current = 1.9 | current
.ups.load = 46.1 | none
.ups.realpower = 312 | power
.ups.realpower.nominal = 900 | power or limit power or none
.ups.power = 341 | power or apparent_power
.ups.temperature = 31.2 | temperature
.ups.beeper.status = enabled | none
.ups.delay.shutdown = 20 | duration or none or limit duration
.ups.firmware = 617.3.D | none or meta
.ups.test.result = No test initiated | none
.ups.status = OL CHRG | none
.ambient.humidity = 43 | humidity
.outlet.1.switchable = yes | none
.driver.parameter.pollfreq = 30 | none
@ ocpp/cp1/meterValues
.Current.Import = 15.9 | current
.Current.Offered = 32 | current or limit current
.Energy.Active.Import.Register = 123123 | energy
.Energy.Reactive.Export.Register = 312 | reactive_energy
.Energy.Active.Import.Interval = 312 | energy
.Power.Active.Import = 7312 | power
.Power.Reactive.Import = 112 | reactive_power
.Power.Factor = 0.98 | power_factor
.Power.Offered = 11000 | power or limit power
.Voltage.L1-N = 231.2 | voltage
.SoC = 71 | battery
.RPM = 1200 | none or SENSOR_FAN
.transactionId = 3123 | meta or none
.connectorId = 1 | meta or none
.meterStart = 123123 | none or energy
.meterStop = 123412 | none or energy
.chargingRateUnit = A | none or meta
.maxChargingProfilesInstalled = 10 | none
@ bms/pack1
.cell_voltage_min = 3.312 | extreme voltage
.cell_voltage_max_cell_number = 7 | none
.min_voltage_cell = 12 | none or extreme voltage
.delta_cell_voltage = 0.012 | voltage
.average_cell_voltage = 3.321 | voltage
.pack_v = 52.12 | voltage
.pack_i = -12.3 | current
.cell_07_mV = 3312 | voltage mV
.cell_resistance_7 = 0.31 | none
.charging_cycles = 112 | none
.capacity_remaining = 212.1 | none or battery
.full_charge_capacity_Ah = 280 | none
.power_tube_temperature = 31 | temperature
.balance_current = 0.12 | current
.balancing = true | none
.charging_power = 312 | power
.discharging_power = 0 | power
.dischg_mos = 1 | none
.chg_fet_status = on | none or relay
.pack_soh_pct = 98 | none
.isolation_resistance_kOhm = 1200 | none
.max_discharge_current = 100 | limit current or extreme current
.temp_sensor_count = 4 | none
.error_bitmask = 0 | none or alert
.total_runtime = 312312 | duration
.bms_cycle_count = 312 | none
.charge_mosfet_temperature = 32 | temperature
@ obd2/live
.ENGINE_COOLANT_TEMP = 91 | temperature
.COMMANDED_EGR = 12 | none
.CATALYST_TEMP_B1S1 = 512 | temperature
.O2_B1S1_voltage = 0.45 | voltage
.FUEL_TRIM_LONG = 1.6 | none
.ABSOLUTE_LOAD = 31 | none
.HYBRID_BATTERY_REMAINING = 71 | battery
.EVAPORATIVE_PURGE = 12 | none
.SPEED = 61 | speed
.RUN_TIME_MIL = 0 | duration or none
.ACCELERATOR_POS_D = 14 | none
.WARMUPS_SINCE_DTC_CLEAR = 12 | none
.ETHANOL_PERCENT = 10 | none
.ELM_VOLTAGE = 14.1 | voltage
.MONITOR_STATUS = ok | none
@ j1939/tractor
.EngPercentLoadAtCurrentSpeed = 43 | none
.EngOilTemp1 = 92.1 | temperature
.AftertreatmentDEFTankLevel = 61 | none
.BarometricPress = 99.5 | atmospheric_pressure or pressure
.HydraulicTemperature = 51.2 | temperature
.RearPTOOutputShaftSpeed = 540 | none or speed
.NetBatteryCurrent = 3.1 | current
.TripFuel = 31.2 | none or volume
.SPN_110 = 88 | none
.EngAirIntakePress = 101.2 | pressure
.ParkingBrakeSwitch = 1 | none
.FrontAxleSpeed = 12.3 | speed
@ n2k/engine0
.Water Temperature = 289.1 | temperature
.Oil pressure = 412 | pressure
.Alternator Potential = 14.1 | voltage
.Fuel Rate = 12.3 | volume_flow_rate or none
.Tilt/Trim = 12 | none
.Speed Water Referenced = 3.12 | speed
.SID = 12 | none or meta
.Rate of Turn = 0.02 | none
.Wind Angle = 1.12 | wind_direction
.Magnetic Variation = 0.03 | none
.COG = 3.1 | none
.Battery SOC = 81 | battery
.Depth = 12.3 | distance
.Rudder Position = 0.1 | none
.Atmospheric Pressure = 100312 | atmospheric_pressure or pressure
.Instance = 0 | none or meta
.Heave = 0.12 | none or distance
@ mavlink/1/SYS_STATUS
.voltage_battery = 12312 | voltage
.current_battery = 1231 | current
.battery_remaining = 71 | battery
.drop_rate_comm = 0 | none
.errors_count1 = 0 | none or alert
.load = 312 | none
mavlink/1/VFR_HUD | {"airspeed":12.1,"groundspeed":13.2,"alt":312.1,"climb":0.31,"heading":213,"throttle":43} | *
> airspeed | speed
> groundspeed | speed
> alt | distance
> climb | speed or none
> heading | none
> throttle | none
mavlink/1/SCALED_PRESSURE | {"press_abs":1003.1,"press_diff":0.12,"temperature":3121} | *
> press_abs | pressure or atmospheric_pressure
> press_diff | pressure
mavlink/1/ATTITUDE | {"roll":0.12,"pitch":0.03,"yaw":1.2,"rollspeed":0.01} | *
> roll | none
> yaw | none
> rollspeed | none
mavlink/1/GPS_RAW_INT | {"fix_type":3,"eph":121,"epv":131,"vel":312,"satellites_visible":12} | *
> fix_type | none
> satellites_visible | none
> vel | speed or none
@ snmp/rack7
.sysUpTime = 312312312 | duration or none or meta
.ifInOctets.1 = 123123123 | none or data_size
.ifSpeed = 1000000000 | data_rate or none
.hrProcessorLoad.1 = 12 | none
.entPhySensorValue.12 = 43 | none
.upsBatteryTemperature = 28 | temperature
.upsEstimatedMinutesRemaining = 43 | duration
.upsInputLineBads = 2 | none
.rPDULoadStatusLoad = 31 | none or current
.cpu_temp_max_c = 71 | extreme temperature Cel
.psu1_fan_speed = 8120 | none or SENSOR_FAN or speed
.inlet_temp = 23.1 | temperature
.dimm_temp_a1 = 41 | temperature
.pdu_outlet_3_state = on | none or relay
.smart_power_on_hours = 31231 | duration
.raid_rebuild_pct = 12 | none
.disk_temp_sda = 38 | temperature
.reallocated_sectors = 0 | none
.crac_return_air_temp = 26.1 | temperature
.hot_aisle_temp_f = 92.1 | temperature [degF]
.pue = 1.41 | none
.rack_power_kva = 3.1 | apparent_power kVA
.temp_count = 3 | none
.power_supply_redundancy = full | none
.open_files_limit = 65536 | none
.current_connections = 312 | none
.load_balancer_state = active | none
.memory_pressure = 0.12 | none
.voltage_rail_5v = 5.02 | voltage
`,
);
