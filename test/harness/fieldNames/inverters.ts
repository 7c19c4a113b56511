import { fieldCorpus } from './fieldCorpus';

/** Register names of inverters, uplinks of weather stations, and medical devices. */
export const INVERTERS = fieldCorpus(
  'Inverters, weather uplinks, medical devices',
  `
@ modbus/inverter1/103
.A = 12.1 | none or current
.AphA = 4.1 | current
.PPVphAB = 402.1 | voltage
.PhVphA = 231.2 | voltage
.W = 4312 | none or power
.Hz = 50.01 | frequency
.VA = 4410 | apparent_power
.VAr = 120 | reactive_power
.PF = 0.98 | power_factor
.WH = 1231231 | energy
.DCA = 11.2 | current
.DCV = 612.2 | voltage
.DCW = 4500 | power
.TmpCab = 43.1 | temperature
.TmpSnk = 51.2 | temperature
.St = 4 | none
.Evt1 = 0 | none
.A_SF = -2 | none or limit
.W_SF = 0 | none or limit
@ modbus/sma/1
.GridMs.TotW = 4121 | power
.GridMs.PhV.phsA = 231.1 | voltage
.GridMs.Hz = 50.0 | frequency
.Metering.TotWhOut = 1231231 | energy
.Metering.DyWhOut = 12131 | energy
.DcMs.Amp = 4.1 | current
.DcMs.Watt = 1812 | power
@ solaredge/modbus
.ac_power = 3211 | power
.ac_current = 13.1 | current
.l1_voltage = 231.1 | voltage
.dc_voltage = 712.1 | voltage
.energy_total = 12312311 | energy
.heatsink_temp = 43 | temperature
.power_apparent = 3300 | apparent_power
@ growatt/inverter
.pvserial = ABC123 | meta or none
.pv1voltage = 312.1 | voltage
.pv1current = 4.1 | current
.pv1watt = 1312 | power
.pvgridvoltage = 231 | voltage
.pvfrequency = 50.01 | frequency
.pvenergytoday = 12.1 | energy
.pvenergytotal = 12121 | energy
.pvtemperature = 43.1 | temperature
.pvipmtemperature = 41 | temperature
.BDCStatus = 1 | none
.Vbat = 52.1 | voltage
.SOC = 87 | battery
@ fronius/inverter
.PAC.Value = 1231 | power
.UDC.Value = 412 | voltage
.IDC.Value = 3.1 | current
.DAY_ENERGY.Value = 12121 | energy
.P_Akku = -312 | power
.P_PV = 3123 | power
.rel_Autonomy = 100 | none
.E_Day = 12312 | energy
@ deye/sun12k
.battery_charge_power = 312 | power
.battery_discharge_today_kwh = 4.1 | energy kWh
.battery_temp = 21 | temperature
.grid_l1_voltage = 231 | voltage
.inverter_l2_current = 1.2 | current
.day_pv_energy = 12.1 | energy
.load_frequency = 50.01 | frequency
.radiator_temp = 43 | temperature
.max_charge_current_a = 100 | current A or limit current or limit
.work_mode = 2 | none
.total_grid_import_kwh = 1231 | energy kWh
.battery_soh = 98 | none
.pv1_power_w = 1312 | power W
.generator_status = 0 | none
.running_hours = 1231 | duration
@ huawei/sun2000
.phase_A_voltage = 231.1 | voltage
.line_voltage_A_B = 401 | voltage
.active_power_kW = 4.1 | power kW
.insulation_resistance_MOhm = 1.2 | none
.daily_yield_energy_kWh = 12.1 | energy kWh
.internal_temperature_C = 43 | temperature Cel
.efficiency_pct = 98 | none
.startup_time = 1700000000 | meta or none or limit
.reactive_power_kvar = 0.1 | reactive_power kvar
ecowitt/gw1000 | {"tempf":70.2,"humidity":43,"tempinf":72.1,"humidityin":40,"baromrelin":29.92,"baromabsin":29.1,"winddir":213,"windspeedmph":4.2,"windgustmph":7.1,"maxdailygust":12,"rainratein":0.0,"eventrainin":0.1,"hourlyrainin":0.0,"solarradiation":312.1,"uv":3,"soilmoisture1":43,"soilbatt1":1.4,"temp1f":68.1,"wh65batt":0,"pm25_ch1":4.1,"pm25_avg_24h_ch1":5.2,"lightning_num":3,"lightning":12,"tf_co2":71.2,"humi_co2":44,"co2":612,"leak_ch1":0,"freq":"868M","model":"GW1000","stationtype":"GW1000B","dateutc":"2024-03-01 10:00:00"} | *
> tempf | temperature [degF]
> humidity | humidity
> tempinf | temperature [degF]
> humidityin | humidity
> baromrelin | atmospheric_pressure or pressure
> winddir | wind_direction
> windspeedmph | wind_speed [mi_i]/h
> windgustmph | wind_speed [mi_i]/h
> maxdailygust | wind_speed
> rainratein | precipitation_intensity
> eventrainin | precipitation
> solarradiation | irradiance
> uv | none
> soilmoisture1 | moisture
> soilbatt1 | battery or voltage or none
> temp1f | temperature [degF]
> pm25_ch1 | pm25
> pm25_avg_24h_ch1 | pm25
> lightning_num | none
> lightning | none or distance
> humi_co2 | humidity
> co2 | carbon_dioxide
> leak_ch1 | moisture
> model | meta or none
> dateutc | meta or none
@ davis/vp2
.barSeaLevel = 29.98 | atmospheric_pressure or pressure
.inTemp = 71.2 | temperature
.outHumidity = 43 | humidity
.windSpeed10 = 3.2 | wind_speed
.rainRate_in_per_hr = 0.12 | precipitation_intensity
.dewpoint_F = 51.2 | temperature [degF]
.UV = 3.1 | none
.dayET = 0.12 | none
.txBatteryStatus = 0 | none or battery
.consBatteryVoltage_V = 4.6 | voltage V
.forecastRule = 45 | none
@ weewx
.outTemp_C = 12.1 | temperature Cel
.windChill_F = 51.2 | temperature [degF]
.barometer_mbar = 1013.1 | atmospheric_pressure mbar
.altimeter_mbar = 1014.1 | atmospheric_pressure mbar
.windSpeed_kph = 12.1 | wind_speed km/h
.windGustDir = 213 | wind_direction or none
.rain_cm = 0.12 | precipitation cm
.hourRain_mm = 0.3 | precipitation mm
.radiation_Wpm2 = 312 | irradiance W/m2
.rxCheckPercent = 97.3 | none or signal_strength
.maxSolarRad_Wpm2 = 512 | irradiance
@ station/meteo
.air_temp_degC = 12.1 | temperature Cel
.RH_pct = 43 | humidity %
.BP_mbar = 1013 | pressure mbar or atmospheric_pressure mbar
.WS_ms = 3.1 | wind_speed m/s or speed m/s or none or duration
.WD_deg = 213 | wind_direction or none
.Rain_mm_Tot = 0.2 | precipitation mm
.SlrW_Avg = 312 | irradiance or power or none
.wind_gust_knots = 12 | wind_speed [kn_i]
.snow_depth_cm = 12 | distance cm
.cloud_cover_pct = 43 | none
.uv_index = 3 | none
.pressure_tendency_hPa = 0.3 | none
.dew_point_depression = 4.1 | none or temperature or temperature_delta
.lightning_distance_km = 12 | distance km
.visibility_m = 8000 | distance m
.evapotranspiration_mm = 3.1 | none or precipitation
.wbgt = 21 | none or temperature
.leaf_wetness_pct = 43 | moisture or none
.soil_temp_f = 51 | temperature [degF]
.feels_like_c = 11 | temperature Cel
@ cgm/patient7
.glucose_mg_dl = 112 | blood_glucose_concentration mg/dL
.sgv = 112 | none
.trend = Flat | none
.delta = -3 | none
.glucose_mmol_l = 6.1 | blood_glucose_concentration mmol/L
.heart_rate_bpm = 71 | none
.spo2_pct = 97 | none
.respiration_rate = 16 | none
.systolic_mmHg = 121 | pressure mm[Hg]
.diastolic_mmHg = 81 | pressure mm[Hg]
.body_temperature_C = 36.8 | temperature Cel
.body_weight_kg = 81.2 | weight kg
.body_fat_pct = 18.1 | none
.steps = 12312 | none
.insulin_units = 3.1 | none
.bmi = 24.1 | none
.sleep_minutes = 412 | duration
.oxygen_flow_lpm = 2.1 | volume_flow_rate
N/c0619ab/system/0/Dc/Battery/Power | {"value":-312} | power
N/c0619ab/system/0/Dc/Battery/Soc | {"value":87} | battery
N/c0619ab/system/0/Ac/Grid/L1/Power | {"value":312} | power
N/c0619ab/solarcharger/278/Yield/Power | {"value":312} | power
N/c0619ab/solarcharger/278/Pv/V | {"value":61.2} | voltage
N/c0619ab/solarcharger/278/History/Daily/0/Yield | {"value":2.3} | energy
N/c0619ab/solarcharger/278/State | {"value":3} | none
N/c0619ab/vebus/276/Ac/ActiveIn/L1/I | {"value":2.1} | current
N/c0619ab/vebus/276/Ac/Out/L1/F | {"value":50.01} | frequency
N/c0619ab/vebus/276/Ac/Out/L1/S | {"value":712} | none or apparent_power
N/c0619ab/vebus/276/Mode | {"value":3} | none
N/c0619ab/battery/512/Dc/0/Temperature | {"value":21} | temperature
N/c0619ab/battery/512/ConsumedAmphours | {"value":-12.1} | none
N/c0619ab/battery/512/TimeToGo | {"value":86400} | duration
N/c0619ab/tank/20/Level | {"value":43.1} | none
N/c0619ab/tank/20/Remaining | {"value":0.12} | none or volume_storage
N/c0619ab/tank/20/Capacity | {"value":0.3} | none
N/c0619ab/temperature/24/Temperature | {"value":4.1} | temperature
N/c0619ab/gps/1/Position/Latitude | {"value":52.1} | geo
N/c0619ab/gps/1/Speed | {"value":3.1} | speed
N/c0619ab/gps/1/Course | {"value":213} | none
N/c0619ab/grid/30/Ac/L2/Energy/Forward | {"value":1231.2} | energy
N/c0619ab/evcharger/40/ChargingTime | {"value":312} | duration
N/c0619ab/pvinverter/20/Ac/MaxPower | {"value":5000} | power
`,
);
