import { fieldCorpus } from './fieldCorpus';

/** Values of actuators and components, codes of meters (OBIS), points of plants that move air or water. */
export const PARTS_AND_CODES = fieldCorpus(
  'Parts of devices, codes of meters, plants',
  `
@ drive/3
.Motor/Current = 1.2 | current
.Motor/Temperature = 43 | temperature
.motor/rpm = 1231 | none or motor or actuator
.servo/voltage = 5.1 | voltage
.relay/power = 12.1 | power
.led/current_mA = 12 | current mA
.Motor/Run = true | actuator or none or motor
.position/alt = 43.1 | distance or geo
.position/lat = 52.1 | geo
.gps/altitude = 43.1 | distance
.gps/speed = 4.3 | speed
.Fan/Speed_rpm = 1231 | none or symbol or sensor
.buzzer/volume = 43 | none or actuator
machines/7 | {"Motor":{"Current":1.2,"Speed":1480}} | current
machines/8 | {"relay":{"state":"ON","power":12.2}} | power or relay
machines/9 | {"position":{"lat":52.1,"lon":13.1,"alt":43}} | geo
machines/10 | {"motor":{"voltage":400.1}} | voltage
shellypro3em-1/status/pm1:0 | {"id":0,"voltage":231.1,"current":0.4,"apower":90.1,"freq":50,"aenergy":{"total":12.1}} | power or voltage or current
> apower | power
> voltage | voltage
shellypm-1/events/rpc | {"src":"shellypmmini-1","method":"NotifyStatus","params":{"ts":1700000000.1,"pm1:0":{"apower":90.1,"current":0.4}}} | power or current
> pm1:0/apower | power
> pm1:0/current | current
shellyplus-1/status/temperature:0 | {"id":0,"tC":21,"tF":69.8} | temperature
room/7 | {"temperature":{"tC":21}} | temperature Cel
room/8 | {"temp":1,"temperature_unit":"F"} | temperature [degF]
> temp | temperature [degF]
tele/tasmota_1/SENSOR | {"BME680":{"Temperature":21.4,"Humidity":43,"Pressure":1001.2,"Gas":312.1},"PressureUnit":"hPa","TempUnit":"C"} | *
> BME680/Gas | none
> BME680/Temperature | temperature Cel
@ dsmr/reading
.electricity_delivered_1 = 1231.2 | energy
.electricity_returned_2 = 12.2 | energy
.electricity_currently_delivered = 0.31 | power
.phase_currently_delivered_l1 = 0.31 | power or none
.phase_voltage_l1 = 231.1 | voltage
.phase_power_current_l1 = 2 | current or none
.extra_device_delivered = 1231.2 | none or gas
.energy_delivered_tariff1 = 1231.2 | energy
.power_delivered_l1 = 0.31 | power
.voltage_sag_count_l1 = 3 | none
.electricity_tariff = 0002 | none
.gas_delivered = 1231.2 | gas
.electricity_failures = 3 | none
@ sml/meter
.1-0:1.8.0 = 12312.1 | energy
.1-0:2.8.0 = 12.1 | energy
.1-0:16.7.0 = 312 | power
.1-0:32.7.0 = 231.1 | voltage
.1-0:31.7.0 = 1.2 | current
.1-0:14.7.0 = 50.01 | frequency
.1-0:0.0.9 = 0A01 | none
.1-0:1.8.1 = 1231 | energy
.0-0:96.1.0 = ABC | none
@ smartmeter/1
.Import_kWh = 1231.2 | energy kWh
.Export_kWh = 12.2 | energy kWh
.Power_curr = 312 | power or none or current
.total_consumption_kwh = 1231.2 | energy kWh
.active_import_register_Wh = 1231 | energy Wh
.power_l1_w = 312 | power W
.max_demand_kw = 4.1 | power kW
.reactive_import_kvarh = 1.2 | reactive_energy kvarh
.Wirkarbeit_kWh = 1231 | energy kWh
.PAPP = 310 | apparent_power
.BASE = 12312312 | none
.IINST = 2 | current
@ sml/house
.1-0:21.7.0*255 = 112 | power
.1-0:52.7.0*255 = 231 | voltage
.1-0:96.1.0*255 = 0A01 | none
.7-0:3.0.0 = 1231 | gas
.1-0:3.8.0 = 12 | reactive_energy
meter/1-0_1_8_0 | 12312.1 | none or energy
meters/em340/1-0:2.8.0 | 12312.1 | energy
@ meter/ht
.Bezug_kWh = 1231 | energy kWh
.Momentanleistung = 312 | power
.Spannung_L1_V = 231 | voltage V
.Leistungsfaktor_L2 = 0.98 | power_factor
.water_total_m3 = 123.1 | water or volume
.gas_consumption_m3_h = 0.3 | volume_flow_rate m3/h or none
.heat_energy_MWh = 12.1 | energy MWh
.flow_temp_C = 61 | temperature Cel
.return_temp_C = 41 | temperature Cel
.volume_flow_l_h = 312 | volume_flow_rate L/h
.energy_price_ct_kwh = 31.2 | none
.thd_current_pct = 3.1 | none
.cos_phi_total = 0.97 | power_factor
@ bacnet/device-1201/analog-input
.AHU1_SAT = 13.2 | temperature
.AHU1_RAT = 22.4 | temperature
.AHU1_MAT = 18.1 | temperature
.AHU1_OAT = 4.3 | temperature
.VAV-203 ZoneTemp = 21.9 | temperature
.VAV-203 ZoneTempSp = 21.5 | setpoint temperature
.VAV-203 DmprPos = 43 | none
.VAV-203 AirFlow = 312 | volume_flow_rate
.VAV-203 AirFlowSp = 300 | setpoint volume_flow_rate
.AHU1_SF_Speed = 62 | none or speed
.AHU1_SF_Status = true | none
.AHU1_DuctStaticPress = 1.2 | pressure
.AHU1_FilterDP = 0.4 | pressure
.CHWP1_kW = 12.2 | power kW
.CH1_EntCHWTemp = 12.3 | temperature
.CH1_LvgCHWTemp = 6.7 | temperature
.BLR1_HWS_T = 65.1 | temperature
.MAU2_DA_RH = 43.1 | humidity
.RTU3_CO2 = 712 | carbon_dioxide
.RTU3_EconEnable = 1 | none
@ haystack/site/ahu-1
.discharge air temp sensor = 13.1 | temperature
.discharge air temp sp = 13 | setpoint temperature
.return air humidity sensor = 43 | humidity
.zone co2 sensor = 612 | carbon_dioxide
.elec power sensor = 31.2 | power
.elec energy sensor = 12313 | energy
.chilled water flow sensor = 12.1 | volume_flow_rate
.fan run cmd = true | command
.filter status = false | none
.outside air damper cmd = 20 | command
building/ahu/SAT | 13.4 | temperature
building/ahu/RAT | 22.4 | temperature
building/ahu3/OAT | 3.4 | temperature
building/rtu-2/MAT | 15.1 | temperature
phone/user3/SAT | 5 | none
@ niagara/plant
.HTG_VLV_CMD = 43 | command or none or limit
.CLG_VLV_POS = 43 | none
.SupplyFanVFDSpeed = 43 | none or speed or symbol or sensor
.ReturnAirHumidity = 43 | humidity
.BoilerEnteringWaterTemp = 61 | temperature
.CHW_DiffPress_kPa = 43 | pressure kPa
.CoolingTowerLeavingTemp_F = 71 | temperature [degF]
.MainMeter_kWh = 12312 | energy kWh
.MainMeter_kW_Demand = 312 | power kW
.OccupancyMode = 1 | none
.FreezeStat = false | none or alert
.HighStaticAlarm = true | alert
.ZoneCO2_ppm = 712 | carbon_dioxide ppm
.ExhaustFanAmps = 4.1 | current
.DuctPressureSetpoint = 1.2 | setpoint pressure
.SteamFlow_lb_hr = 312 | none
hvac/rtu7/SAT | 13.1 | temperature
site/ahu-2 | {"SAT":13.1,"status":"run"} | temperature
> SAT | temperature
gps/7 | {"SAT":9} | none
@ farm/plot3
.soil_temp_10cm = 12.1 | temperature
.vwc_pct = 31 | moisture %
.soil_ec_uS_cm = 312 | conductivity uS/cm
.leaf_wetness = 12 | moisture or none
.npk_nitrogen = 43 | none
.npk_nitrogen_mg_kg = 43 | none
.soil_tension_kPa = 31 | pressure or none
.par_umol = 312 | none
.et0_mm = 4.1 | none or precipitation
.rain_mm = 1.2 | precipitation mm
.tank_level_cm = 123 | distance cm
.irrigation_flow_lpm = 12.1 | volume_flow_rate L/min
.pump_running = true | running or none
.valve_1 = ON | none
.milk_temp = 4.1 | temperature
.feed_weight_kg = 312.1 | weight kg
.barn_nh3_ppm = 12 | none
.greenhouse_vpd_kPa = 1.1 | pressure kPa
@ water/plant1
.turbidity_ntu = 0.3 | none
.chlorine_mg_l = 0.43 | none
.ph = 7.2 | ph
.orp_mV = 650 | voltage mV
.dissolved_oxygen_mg_l = 8.1 | none
.tds_ppm = 312 | none
.salinity_ppt = 0.3 | none
.inlet_pressure_bar = 4.1 | pressure bar
.flow_m3h = 12.1 | volume_flow_rate m3/h
.reservoir_level_m = 3.12 | distance m
.totalizer_m3 = 12312 | volume m3 or water
.LT-205 = 43.1 | distance or none
.PT-101 = 4.1 | pressure
.FT-301 = 12.1 | volume_flow_rate
.TT-202 = 12.1 | temperature
.LIT-205 = 43.1 | distance or none
.AIT-101 = 7.1 | none
.PDT-110 = 0.3 | pressure
.XV-101 = true | none
.FCV-12 = 43 | none
plant/area1/LT-205/PV | 43.1 | distance or none
plant/area1/TT_4711/value | 43.1 | temperature
`,
);
