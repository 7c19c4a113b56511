import { fieldCorpus } from './fieldCorpus';

/** Abbreviations of power electronics, units told apart by case, names that look like currents, controller outputs. */
export const ABBREVIATIONS = fieldCorpus(
  'Abbreviations, the case of units, present currents',
  `
@ station/7
.batVol = 52.1 | voltage
.batCurr = 12.1 | current
.battPwr = 612 | power
.cmsBattVol = 52.1 | voltage
.mpptVol = 71.2 | voltage
.busVol = 391 | voltage
.maxCellVol = 3.41 | extreme voltage
.gridVol = 231.2 | voltage
.pv1InCurr = 3.1 | current
.batInputCur = 3.1 | current
.chgCurr = 12.1 | current
.inHvMpptPwr = 612 | power
.pcsActPwr = 612 | power
.pcsReactPwr = 31 | reactive_power
.powGetSysLoad = 612 | power
.CONNPWR = 612 | power
.outUsb1Vol = 5.1 | voltage
.outTypec1Amp = 1.2 | current
.inAc_5p8Amp = 3.1 | current
.rail_3v3 = 1 | none
.fuse_16amp = 1 | none
.tank_vol = 312.5 | volume or none
.powerStandbyMins = 30 | duration
.chgRemainTime = 43 | duration
.batteryFullCap = 3121 | none
.battery = 3121 | none
.battery = 255 | battery
.cell_voltages = 3.31 | voltage
.powerGenerationInWh = 312 | energy Wh
.power_wh = 312 | energy Wh
.pwr_mode = 2 | none
.pwr_factor = 0.98 | power_factor
.step_height_mm = 12.3 | distance mm
.file_size_mb = 31 | data_size MB
.profile_length_m = 3.1 | distance m
.pressure_switch = 1 | none
.flow_switch = 0 | none
.switch_temperature = 31.2 | temperature
.battery_modules = 3 | none
.battery_cells = 16 | none
.current_height = 71.2 | none or distance
.light_group = 2 | none
.power_save = 1 | none
.curTemp = 21.2 | temperature
.cur_profile = 2 | none
@ plant/line
.temperature_current = 21.2 | temperature
.humidity_current = 44 | humidity
.charging_current = 12.1 | current
.power_current = 3.1 | current
.peakActivePowerCurrentDay = 3121 | power or extreme power
.energy_current_month = 312.1 | energy
.motor_current_value = 3.1 | current
.phase_current_value = 3.1 | current
.current_neutral = 0.1 | current
.current_l1 = 3.1 | current
.current_bc = 3.1 | current
.current_users = 12 | none
.current_sessions_total = 12 | none
.StateCurrent = 6 | none
.UnitModeCurrent = 1 | none
.TIC-101.MV = 43 | none
.PIC_2031_CV = 43 | none
.LIC-100.OUT = 43 | none
.TIC-101.PV = 71.2 | temperature
.pump_mV = 312 | voltage mV
.plant_power_MW = 12.1 | power MW
.chip_power_mW = 12.1 | power mW
.POWER_MW = 12.1 | power
.heat_MJ = 12.1 | energy MJ
.pulse_mJ = 12.1 | energy mJ
.pulse_energy_mWh = 12.1 | energy mWh
.grid_energy_MWh = 12.1 | energy MWh
.dam_volume_ML = 12.1 | volume ML
.dose_volume_mL = 12.1 | volume mL
.resonator_frequency_mHz = 12.1 | frequency mHz
.radio_frequency_MHz = 868 | frequency MHz
.vbat_MV = 3612 | voltage mV
.weld_current_kA = 8.1 | current kA
.sample_weight_mg = 12.3 | weight mg
.acc_x_mg = 12.3 | none
.crop_yield_kg = 12.3 | weight kg
.rain_l_m2 = 3.1 | precipitation L/m2
.water_uptake_l_m2 = 3.1 | none
.soil_ec_ds_m = 1.2 | conductivity dS/m
.power_limit_reason = none | none
.temperature_limit_mode = auto | none
.freeze_protect = on | none or relay
.night_setback = true | none
.power_limit = 312 | limit power
plant/fan-3 | {"motor_temp":61.2} | temperature
plant/fan-3 | {"state":"ON","speed":3} | SENSOR_FAN
`,
);
