import { fieldCorpus } from './fieldCorpus';

/** Point names of building automation, and tags of plants: Sparkplug, OPC UA, PLC. */
export const BUILDINGS_AND_PLANTS = fieldCorpus(
  'Building automation and plant tags',
  `
@ bms
.SDH_AH2A_SupplyAirTemp = 55.1 | temperature
.SDH_AH2A_ReturnAirTemp = 71.2 | temperature
.SDH_AH2A_OutsideAirTemp = 61.2 | temperature
.SDH_AH2A_MixedAirTemp = 61.2 | temperature
.SDH_CH1_CHWSupplyTemp = 44.1 | temperature
.ZN-T = 71.1 | temperature
.ZN_T = 71.1 | temperature
.DA-T = 55.1 | temperature
.RA-T = 71.1 | temperature
.OA-T = 61.1 | temperature
.MA-T = 61.1 | temperature
.CHWS-T = 44.1 | temperature
.CHWR-T = 54.1 | temperature
.CHW-DP = 12.1 | pressure
.DA-H = 44 | humidity
.OA-RH = 44 | humidity
.RA-HUM = 44 | humidity
.OA-CO2 = 412 | carbon_dioxide
.RM_CO2 = 712 | carbon_dioxide
.ZN-CO2 = 712 | carbon_dioxide
.ZONE_TEMP = 71.1 | temperature
.Zone_Air_Temperature_Sensor = 21.2 | temperature
.Zone_Air_Temperature_Setpoint = 21 | setpoint temperature
.Supply_Air_Temperature_Sensor = 14.1 | temperature
.Supply_Air_Static_Pressure_Sensor = 1.2 | pressure
.Supply_Air_Static_Pressure_Setpoint = 1.2 | setpoint pressure
.Supply_Air_Flow_Sensor = 612 | volume_flow_rate
.Zone_Air_Humidity_Sensor = 44 | humidity
.CO2_Level_Sensor = 712 | carbon_dioxide
.Chilled_Water_Differential_Pressure_Sensor = 12 | pressure
.Outside_Air_Enthalpy_Sensor = 31 | none
.Active_Power_Sensor = 3120 | power
.Electrical_Energy_Usage_Sensor = 31231 | energy
.Building_Electrical_Meter.Peak_Demand = 312 | power or extreme power
.VAV-101.ZoneTemp = 71.2 | temperature
.VAV-101.DischAirTemp = 55.2 | temperature
.VAV3.DMPR_POS = 51 | none
.VAV3.DMPR POS = 51 | none
.AHU-1/SAT = 55.1 | temperature
.AHU-1/RAT = 71.1 | temperature
.AHU-1/OAT = 61.1 | temperature
.AHU-1/MAT = 61.1 | temperature
.AHU-1/SupplyAirTempSp = 55 | setpoint temperature
.AHU-1/SAT-SP = 55 | setpoint temperature
.ZN-SP = 71 | setpoint or setpoint temperature or none
.CLG-SP = 74 | setpoint or setpoint temperature or none
.ZNT-SP = 71 | setpoint temperature
.ClgStpt = 74 | setpoint or setpoint temperature
.RmTmp = 71.2 | temperature
.RoomTmpSpt = 71 | setpoint temperature
.OutdoorAirTempLowLimit = 41 | limit temperature
.HighTempAlarm = false | alert
.LowTempAlm = false | alert
.FilterAlarm = false | alert
.SmokeAlarm = false | alert or smoke
.SF-SPD = 71 | SENSOR_FAN or none
.SupplyFanStatus = on | none or running or relay
.SFanSts = on | none or running
.OccMode = occupied | none
.CoolValvePos = 31 | none
.ReheatValveCmd = 31 | command or none
.BoilerEnable = true | none or command or relay
.kW = 312.1 | power kW
.kWh = 31231.2 | energy kWh
.Total_kW = 312.1 | power kW
.MeterKWH = 31231 | energy kWh
.DemandKW = 312 | power kW
.CHW_Flow_GPM = 312 | volume_flow_rate
.SupplyFlow_CFM = 612 | volume_flow_rate
.DuctStaticPress = 1.21 | pressure
.DuctStaticPressureSp = 1.2 | setpoint pressure
.BuildingStaticPressure_Pa = 12 | pressure Pa
.HwSupplyTemp_degF = 161 | temperature [degF]
.HWST = 161 | temperature
.HWRT = 141 | temperature
.WetBulbTemp = 61 | temperature
.zoneAirTempCoolingSp = 74 | setpoint temperature
.dischargeAirTempSensor = 55 | temperature
.discharge_air_temp_sp = 55 | setpoint temperature
.elecPowerSensor = 3120 | power
.elecActiveEnergyImport = 31231 | energy
spBv1.0/Plant/NDATA/edge/plc | {"timestamp":1700000000000,"metrics":[{"name":"Line1/Oven/Temperature","timestamp":1700000000000,"dataType":"Float","value":181.2},{"name":"Line1/Pump/Pressure_bar","value":3.1},{"name":"Line1/Motor/Current_A","value":12.1},{"name":"Line1/Motor/Speed_rpm","value":1431},{"name":"Line1/Tank/Level_pct","value":51}],"seq":12} | *
> Oven/Temperature | temperature
> Pump/Pressure_bar | pressure bar
> Motor/Current_A | current A
> Tank/Level_pct | none % or volume_storage % or none
> seq | meta
spBv1.0/Plant/DDATA/edge/meter | {"timestamp":1700000000000,"metrics":[{"name":"Properties/Firmware","value":"1.2"},{"name":"Node Control/Rebirth","value":false},{"name":"Power/Active","value":312.1},{"name":"Voltage L1","value":231.1},{"name":"bdSeq","value":3}],"seq":13} | *
> Properties/Firmware | meta
> Power/Active | power
> Voltage L1 | voltage
> bdSeq | meta
STATE/scada | ONLINE | none or connectivity
spBv1.0/Plant/NCMD/edge | {"timestamp":1700000000000,"metrics":[{"name":"Node Control/Rebirth","value":true}]} | command or none or meta
@ opcua/ns=3
.s=Boiler.TemperatureActual = 81.2 | temperature
.Boiler.PressureActual = 3.1 | pressure
.TT101.PV = 81.2 | temperature or none
.PT101.PV = 3.1 | pressure or none
.DB10.Tank1.Temp_PV = 61.2 | temperature
.DB10.Tank1.Temp_SP = 61 | setpoint temperature
.DB10.Tank1.Press_PV = 3.1 | pressure
.DB10.Tank1.Temp_HiHi_Limit = 91 | limit temperature
.DB10.Tank1.Temp_HighAlarm = false | alert
.MotorCurrent = 12.1 | current
.Motor1.Temperature = 61.2 | temperature
.Drive1.DcLinkVoltage = 561 | voltage
.Drive1.OutputFrequency = 41.2 | frequency
.Drive1.OutputPower_kW = 7.1 | power kW
.Drive1.Torque_Nm = 31.2 | none
.Spindle.Vibration_mm_s = 3.1 | vibration or SENSOR_VIBRATION
.bearing_vibration = 3.1 | vibration or SENSOR_VIBRATION
.vibrationRmsX = 3.1 | vibration or SENSOR_VIBRATION
.Pump1.FlowRate = 12.1 | volume_flow_rate
.Pump1.DischargePressure = 3.1 | pressure
.Compressor.OilPressure_kPa = 312 | pressure kPa
.Silo1.Weight_kg = 31231 | weight kg
.Silo1.Level_m = 3.1 | distance m
.Line.PartCount = 3123 | none
.Line.CycleTime_ms = 3123 | duration ms
.Line.Downtime_min = 12 | duration min
.Line.OEE = 0.81 | none
.Press1.Cycles = 3123 | none
.Extruder.MeltPressure_bar = 121 | pressure bar
.Furnace.Zone1Temp = 812 | temperature
.Conveyor.Speed_m_s = 0.41 | speed m/s
.Mixer.Fault = false | alert or problem
.Mixer.Running = true | running or none
.EStop = false | none or safety or alert
.PLC.CpuLoad = 31 | none
.PLC.HeartBeat = 31 | none or meta
KKS/10LBA10CT001 | 531.2 | temperature or none
enterprise/site/area/line/cell/temperature | 71.2 | temperature
factory/press-4/hydraulics/oil-pressure | 121 | pressure
factory/cnc/7/spindle/load_current | 12 | current
factory/compressed-air/flow_m3_h | 121 | volume_flow_rate m3/h
modbus/sdm630/L1/voltage_V | 231.1 | voltage V
modbus/sdm630/total_system_power_W | 312 | power W
modbus/sdm630/frequency | 50.01 | frequency
modbus/sdm630/import_active_energy | 31231 | energy
`,
);
