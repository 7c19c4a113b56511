import { fieldCorpus } from './fieldCorpus';

/** Photovoltaics, batteries, inverters, electricity, gas and water meters, wallboxes. */
export const ENERGY = fieldCorpus(
  'Solar, meters, wallboxes',
  `
@ N/c0619ab1/system/0
.Dc/Battery/Voltage = 52.1 | voltage
.Dc/Battery/Current = -12.1 | current
.Dc/Battery/Power = -612 | power
.Dc/Battery/Soc = 71 | battery
.Dc/Pv/Power = 1231 | power
.Ac/Consumption/L1/Power = 312 | power
.Ac/Grid/L1/Current = 1.2 | current
.Ac/ActiveIn/Source = 1 | none
.Dc/0/Temperature = 21 | temperature
.Info/MaxChargeVoltage = 56.8 | limit voltage or extreme voltage
.ProductId = 1231 | meta
.FirmwareVersion = 1231 | meta
N/c0619ab1/battery/512/Dc/0/Voltage | {"value":52.12} | voltage
N/c0619ab1/battery/512/Soc | {"value":71.2} | battery
N/c0619ab1/solarcharger/258/Yield/Power | {"value":312} | power
N/c0619ab1/solarcharger/258/Pv/V | {"value":71.3} | voltage
N/c0619ab1/vebus/276/Ac/Out/L1/F | {"value":50.01} | frequency
N/c0619ab1/vebus/276/Ac/Out/L1/V | {"value":230.1} | voltage
N/c0619ab1/vebus/276/Ac/Out/L1/P | {"value":312} | power
N/c0619ab1/tank/20/Level | {"value":71} | none or volume_storage
N/c0619ab1/temperature/24/Temperature | {"value":21.2} | temperature
N/c0619ab1/grid/30/Ac/Energy/Forward | {"value":1231.2} | energy
N/c0619ab1/grid/30/Ac/Power | {"value":-312} | power
N/c0619ab1/battery/512/Alarms/LowVoltage | {"value":0} | alert or problem
W/c0619ab1/vebus/276/Mode | {"value":3} | command or none
@ solar/inverter
.pv1_voltage = 312.1 | voltage
.pv1_current = 3.1 | current
.pv1_power = 1012 | power
.PV1Voltage = 312.1 | voltage
.ac_power = 3120 | power
.activePower = 3120 | power
.total_active_power = 3120 | power
.reactivePower = 12 | reactive_power
.apparent_power_va = 3121 | apparent_power VA
.power_factor = 0.99 | power_factor
.cosphi = 0.99 | power_factor
.grid_frequency = 49.98 | frequency
.gridFrequencyHz = 49.98 | frequency Hz
.inverter_temperature = 41.2 | temperature
.heatsink_temp = 51.2 | temperature
.daily_yield = 12.1 | energy
.total_yield_kWh = 12312 | energy kWh
.energy_today_kwh = 12.1 | energy kWh
.e_total_kWh = 12312 | energy kWh
.lifetime_energy = 12312 | energy
.battery_soc = 71 | battery
.SOC = 71 | battery
.soc_pct = 71 | battery %
.state_of_charge = 71 | battery
.battery_temperature = 21 | temperature
.battery_current = 12.1 | current
.battery_power = -612 | power
.house_consumption_w = 612 | power W
.feed_in_power = 2120 | power
.grid_import_energy_kwh = 312.2 | energy kWh
.grid_export_kwh = 312.2 | energy kWh
.irradiance = 812 | irradiance
.module_temp = 41 | temperature
.inverter_status = running | none
.fault_code = 0 | alert or none or problem
.isolation_resistance_kohm = 3123 | none
.work_mode = Self-use | none
.serial_number = SA3.6K-1231 | meta
.ac_voltage_l1 = 231 | voltage
.Vdc = 612 | voltage
.Idc = 3.2 | current
.Pac = 3120 | power
.Uac = 231 | voltage
.Iac = 13.1 | current
.Fac = 50.01 | frequency
.PAC = 3120 | power
.UDC = 612 | voltage
.IDC = 3.2 | current
.FAC = 50 | frequency
.P_Grid = -2120 | power
.P_Akku = 312 | power
.P_PV = 3120 | power
.P_Load = -912 | power
.E_Day = 12312 | energy
.E_Total = 123123 | energy
.rel_Autonomy = 91.2 | none
.PhVphA = 231.1 | voltage
.GridMs.Hz = 50.01 | frequency Hz
.GridMs.PhV.phsA = 231.1 | voltage
.GridMs.TotW = 3120 | power W
.GridMs.TotVAr = 12 | reactive_power
.Bat.ChaStt = 71 | battery or none
.Metering.TotWhOut = 123123 | energy Wh
@ opendtu/116180
.0/power = 312.1 | power
.0/yieldday = 1231 | energy
.0/yieldtotal = 312.2 | energy
.0/temperature = 31.2 | temperature
.0/powerdc = 330 | power
.0/powerfactor = 1 | power_factor
.0/reactivepower = 0 | reactive_power
.1/voltage = 31.2 | voltage
.0/efficiency = 95.1 | none or power_factor
.status/reachable = 1 | connectivity or none or meta
.status/limit_relative = 100 | none or limit
@ dsmr/reading
.power_delivered = 0.312 | power
.power_returned = 0 | power
.energy_delivered_tariff1 = 1231.1 | energy
.energy_returned_tariff2 = 12.1 | energy
.electricity_currently_delivered = 0.312 | power
.electricity_delivered_1 = 1231.1 | energy
.phase_voltage_l1 = 231 | voltage
.phase_power_current_l1 = 1 | current
.extra_device_delivered = 1231.1 | gas or none
.voltage_sag_count_l1 = 3 | none
.gas_delivered = 1231.1 | gas or volume
.power_failure_count = 3 | none
.voltage_l1 = 231 | voltage
.current_l1 = 1.2 | current
.power_delivered_l1 = 0.3 | power
.electricity_tariff = 0002 | none or meta
.equipment_id = 4530303 | meta
.message_short = hello | none or meta
@ p1monitor/smartmeter
.active_power_w = 312 | power W
.active_power_l1_w = 112 | power W
.total_power_import_kwh = 12312.1 | energy kWh
.total_power_import_t1_kwh = 12312.1 | energy kWh
.active_voltage_l1_v = 231 | voltage V
.active_current_l1_a = 1.2 | current A
.active_frequency_hz = 50 | frequency Hz
.total_gas_m3 = 1231.2 | gas m3
.gas_timestamp = 240301100000 | meta or timestamp or none
.total_liter_m3 = 31.2 | water m3 or volume m3
.active_liter_lpm = 7.2 | volume_flow_rate L/min
.wifi_strength = 71 | meta or signal_strength
.wifi_ssid = home | meta
.smr_version = 50 | meta
.any_power_fail_count = 3 | none
@ tibber/pulse
.accumulatedConsumption = 12.1 | energy
.lastMeterConsumption = 12312.1 | energy
.powerProduction = 0 | power
.minPower = 112 | extreme power
.maxPower = 4112 | extreme power
.averagePower = 412 | power
.voltagePhase1 = 231 | voltage
.currentL1 = 1.2 | current
.accumulatedCost = 3.12 | monetary
.currency = NOK | none or meta
.signalStrength = -71 | meta or signal_strength
@ emon/emonpi
.power1 = 312 | power
.vrms = 231.2 | voltage
.Vrms = 231.2 | voltage
.i_rms = 1.21 | current
.irms1 = 1.21 | current
.real_power = 312 | power
.temperature1 = 21.2 | temperature
.pulse1count = 31231 | none
@ watermeter/main
.total_m3 = 312.21 | volume m3 or water m3 or gas m3
.flow_lpm = 12.1 | volume_flow_rate L/min
.flow_rate_m3h = 1.21 | volume_flow_rate m3/h
.total_volume_l = 31231 | volume L or water L
.water_consumption_l = 31231 | water L or volume L
.target_m3 = 312 | setpoint volume or volume or water
.heat_energy_mwh = 12.1 | energy MWh
.flow_temperature_c = 61.2 | temperature Cel
.return_temperature_c = 41.2 | temperature Cel
@ wallbox/garage
.charge_power_kW = 11.1 | power kW
.session_energy_kWh = 12.1 | energy kWh
.chargePower = 11100 | power
.chargedEnergy = 12100 | energy
.max_current_A = 16 | limit current A or extreme current A
.current_limit = 16 | limit current
.target_current = 16 | setpoint current
.vehicle_soc = 71 | battery
.charging_state = charging | none or battery_charging
.session_duration_s = 3123 | duration s
.cable_locked = true | none or lock
.phases_used = 3 | none
@ glowmarkt/electricitymeter
.energy/import/cumulative = 12312.1 | energy
.power/value = 0.312 | power
.energy/import/units = kWh | meta or none or energy
`,
);
