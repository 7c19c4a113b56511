import { kindSets } from './kindSets';

/** Messages that are only counted: they guide no choice of rules or words. */
export const COUNTED_SETS = kindSets(`
# inherited quantity
energy/unit9 | {"puzzle":3,"flavour":"mint"} | puzzle=- flavour=-
power/inverter2 | {"firmware_slot":3,"watts":812} | watts=power W
cellar/humidity | {"value":61,"label":"north wall"} | =humidity label=x|-
pool/ph/probe | {"slope":58.1,"value":7.2} | slope=- =ph
battery/rack1 | {"mosfet":1,"balance":"off","soc":71} | mosfet=- balance=- soc=battery
heatpump/temperature | {"flow":41.5,"return":35.2,"comment":"ok"} | flow=temperature return=temperature comment=-
tibber/energy | {"markup":0.07,"tariff_zone":"ht"} | markup=- tariff_zone=-
evse/current | {"l1":15.9,"l2":15.8,"mode":"fast"} | l1=current l2=current mode=-
wetter/luftdruck | {"wert":1003.1,"tendenz":"fallend"} | wert=atmospheric_pressure|pressure tendenz=-
brew/temperature | {"fermenter":{"beer":"stout","value":19.5}} | fermenter/beer=- fermenter=temperature

# codes
plant/KA12/state | 1 | =-
shed/WH2/q | 7 | =-
yard/PA33/reading | 9 | =-|pressure
lab/mA4/x | 2 | =-
block/KW21/count9 | 31 | =-
opc | {"NodeId":"ns=2;s=T7.11","Value":{"Value":3.25}} | *=-
hall/MB3/x | 5 | =-

# modifiers
gw/x | {"moisture_channel_1":31,"moisture_channel_2":33} | *=moisture
rack/x | {"voltage_port_12":48.1,"temperature_unit_3":28.5} | volt*=voltage temp*=temperature
psu/x | {"power_unit_2":312.5,"current_channel_b":1.2} | power*=power current*=current
pv/x | {"voltage_strings_4":612,"power_modules_9":280} | volt*=voltage power*=power
x/y | {"humidity_sensor_name":"attic","temperature_model":"x1"} | *=x|-

# trailing nouns
robot/x | {"temp_servo_4":41.2,"voltage_motor_1":24.1} | temp*=temperature volt*=voltage
nas/x | {"temp_fan_2":38,"power_led_3":0.4} | temp*=temperature power*=power
board/x | {"voltage_adc_1":1.21,"temp_dac_2":44.5} | volt*=voltage temp*=temperature
chiller/x | {"pressure_relay_2":7.5,"current_pwm_1":0.31} | press*=pressure curr*=current

# limits
pack/x | {"overvoltage_alarm":3650,"TempHighAlarm":62} | over*=voltage|- Temp*=temperature|-
room/x | {"co2_alarm_level":1200,"noise_warning":85} | co2*=carbon_dioxide|- noise*=sound_pressure|-
tank/x | {"level_alarm":1,"leak_alarm":false} | level*=- leak*=moisture|-

# letters
meter/x | {"wh_ph_b":1200,"VPhN":3.2,"TotVArhExpQ4PhC":17} | wh*=energy VPhN=voltage Tot*=reactive_energy|-
truck/x | {"water_gallon":12,"polygon":7} | water*=volume|water|- polygon=-
net/x | {"CoDec":"h264","cocoon":3} | *=-
vine/x | {"matric_potential":-33.5} | *=pressure|-
pv/x | {"max_voc":41.2,"tvoc":312} | max*=voltage|- tvoc=volatile_organic_compounds_parts|volatile_organic_compounds
box/x | {"Distance In Shaft":"3.2 m"} | *=distance m

# related quantities
meter/x | {"total_reactive_energy":12,"apparent_import_energy":7,"reactive_power_l1":120} | total*=reactive_energy apparent*=- reactive_power*=reactive_power
rig/x | {"vibration_x":{"value":1.2,"unit":"m/s²"},"torque":{"value":31,"unit":"Nm"}} | vib*=-|vibration torque=- N.m
lora/x | {"noise":11,"lsnr":3.2} | noise=-|x lsnr=-|x|signal_strength
pack/x | {"remaining":{"value":61.2,"unit":"Ah"},"resistance":{"value":31,"unit":"mΩ"}} | rem*=- Ah res*=- mOhm
key/x | {"batt":2.91} | *=voltage|-
fan/x | {"fan_speed":{"value":1210,"unit":"rpm"}} | *=- 1/min

# second quantity
bore/x | {"water_temperature_at_depth_3":9.5,"flow_at_pressure":12} | water*=temperature flow*=volume_flow_rate|-
grid/x | {"number_of_voltage_dips":4,"time_since_power_loss":312} | num*=- time*=duration|-
dyno/x | {"torque_at_peak_power":312,"speed_for_max_torque":31} | torque*=- speed*=speed|-
air/x | {"pm1_mass_concentration":3,"co2_sensor_temperature":41.5} | pm1*=pm1 co2*=temperature

# one field
box/x | {"A":3.1,"V":229,"led":"on"} | A=current V=voltage led=-
mesh/x | {"location_updates":3,"gateway_pin":7} | *=-|x
node/x | {"data":"AAE=","txInfo":{"frequency":868100000},"fCnt":4} | *=x|-
dash/x | {"brightness":40,"frobs":7} | *=-

# units
x/y | {"pressure":{"low":1.1,"high":2.4,"uom":"bar"}} | *low=pressure bar *high=pressure bar
x/y | {"value":41,"unit":"kg⋅m⁻³"} | =- kg/m3
x/y | {"value":12.5,"unit":"A DC"} | =current A
x/y | {"value":3.2,"unit":"mg·L⁻¹"} | =- mg/L
meter/x | 1.27*kW | =power kW
x/y | {"water":{"today":112,"total":8123,"unit":"L"}} | *today=water|volume L *total=water|volume L

# silences
boiler | {"wwworkmin":312,"pumpworktime":400,"uptimecompheating":700} | *=duration
nas | {"disk_used":4123,"memory_free":512,"rx_bytes":98123} | *=data_size
mill | {"wnd_spd":7.1,"wd_dir":33} | wnd*=wind_speed wd*=wind_direction
watch | {"sleep_duration":412,"stride_length":0.71} | sleep*=duration stride*=distance
meter | {"energy_exported":12.1,"daily_yield":3.4} | *=energy
ev | {"charge_level":71,"charging_time":31} | charge_level=battery charging_time=duration

# context
x/y | {"enable":{"pressure":"off","co2":"on"}} | *=-
ws/x | {"groups":[{"title":"Wind Speed","list":[["Gust","5.1","mph"],["Direction","123","°"]]}]} | *Gust=wind_speed|speed *Direction=wind_direction|-

# names of systems
N/d1720bc3/vebus/276 | {"Ac/ActiveIn/L1/P":812.5,"Ac/Out/L1/V":230.5,"Ac/Out/L1/I":3.1,"Ac/Out/L1/F":49.9,"Dc/0/Temperature":31.5,"Energy/AcIn1ToAcOut":412.3,"Leds/Mains":1} | *L1/P=power *L1/V=voltage *L1/I=current *L1/F=frequency *Temperature=temperature Energy*=energy Leds*=-
N/d1720bc3/tank/3 | {"Level":61.5,"Remaining":0.312,"Capacity":0.5,"FluidType":1,"RawValue":1.2} | Level=- Rem*=- Cap*=- Fluid*=- Raw*=-
N/d1720bc3/system/0 | {"Dc/Battery/Soc":71.5,"Dc/Pv/Power":812.5,"Ac/Consumption/L2/Power":412.5,"Dc/System/Power":31.5,"Dc/Battery/TimeToGo":31200,"Timers/TimeOnGrid":8123} | *Soc=battery *Pv/Power=power *L2/Power=power *System/Power=power *TimeToGo=duration *OnGrid=duration|-
N/d1720bc3/temperature/24 | {"Temperature":4.5,"Humidity":61.5,"Pressure":1012.3,"BatteryVoltage":2.95,"Offset":0.5} | Temp*=temperature Hum*=humidity Press*=pressure|atmospheric_pressure Batt*=voltage Offset=-|temperature
sunspec/124 | {"WChaMax":5012.5,"WChaGra":100.5,"ChaState":71.5,"InBatV":51.2,"StorAval":12.5,"MinRsvPct":10.5} | WChaMax=power|- WChaGra=- ChaState=battery|- InBatV=voltage StorAval=- MinRsvPct=-
sunspec/160 | {"DCA":2.1,"DCV":412.3,"DCW":812.5,"DCWH":8123.5,"Tmp":41.5,"Tms":31.5} | DCA=current DCV=voltage DCW=power DCWH=energy Tmp=temperature Tms=duration|x
sunspec/204 | {"WphA":312.5,"VAphB":340.5,"PFphC":0.97,"TotVAhExp":31.5,"TotWhExp":812.5,"PhVphBC":401.5,"AphN":0.2} | WphA=power VAphB=apparent_power PFphC=power_factor TotVAh*=- TotWh*=energy PhV*=voltage AphN=current
modbus/eastron | {"frequency_hz":50.01,"import_active_energy":812.3,"export_reactive_energy":12.5,"l2_apparent_power":340.5,"l3_power_factor":0.97,"total_system_power":912.5,"l1_l2_voltage":401.5,"l1_current_demand":3.2,"total_kwh":824.5,"resettable_total_active_energy":3.1} | freq*=frequency import*=energy export_r*=reactive_energy *apparent*=apparent_power *factor=power_factor total_system*=power *voltage=voltage *demand=current total_kwh=energy reset*=energy
modbus/abb | {"active_energy_net_total":812.3,"reactive_power_q_l1":31.5,"voltage_l1_n":231.2,"current_n":0.3,"phase_angle_power_l1":12.5,"apparent_power_s_total":940.5} | active*=energy reactive*=reactive_power voltage*=voltage current_n=current phase_angle*=- apparent*=apparent_power
shellyplus/ht | {"temperature:0":{"tC":21.4},"humidity:0":{"rh":44.5},"devicepower:0":{"battery":{"V":5.91,"percent":87}}} | *tC=temperature *rh=humidity *V=voltage *percent=battery
shellypro/em1 | {"em1:0":{"act_power":312.5,"aprt_power":340.1,"pf":0.92,"freq":50},"em1data:0":{"total_act_energy":8123.4,"total_act_ret_energy":12.5}} | *act_power=power *aprt_power=apparent_power *pf=power_factor *freq=frequency *energy=energy
shellies/plug | {"relays":[{"ison":true}],"meters":[{"power":31.2,"total":8123}],"temperature":44.2,"overtemperature":false} | *ison=- *power=power *meters/0/total=energy temp*=temperature over*=-
tele/dev8/SENSOR | {"BME280":{"Temperature":21.4,"Humidity":44.5,"DewPoint":9.1,"Pressure":1003.2},"DS18B20":{"Temperature":18.5},"AM2301":{"DewPoint":8.2},"MHZ19B":{"CarbonDioxide":712},"BH1750":{"Illuminance":312},"HX711":{"WeightRaw":8123}} | BME280/T*=temperature BME280/H*=humidity *DewPoint=temperature *Pressure=atmospheric_pressure|pressure DS18B20*=temperature *CarbonDioxide=carbon_dioxide *Illuminance=illuminance *WeightRaw=-
fronius/powerflow | {"P_Akku":-312.5,"P_Grid":431.5,"P_Load":-912.5,"P_PV":812.5,"E_Day":3121.5,"E_Total":812312.5,"rel_SelfConsumption":71.5,"SOC":61.5} | P_*=power E_*=energy rel*=- SOC=battery
growatt/sph | {"pBat":312.5,"vBat":51.2,"SOC":71,"pToGrid":31.5,"pToUser":12.5,"eChargeToday":3.1,"eDischargeTotal":312.4,"eToGridToday":1.2,"pLocalLoad":412.5,"tempIpm":41.5,"dwFrequency":50.01} | pBat=power vBat=voltage SOC=battery pTo*=power e*=energy pLocal*=power temp*=temperature dw*=frequency
solax/data | {"PowerDc1":812.5,"GridVoltage":231.2,"BatCap":71,"TodayEnergy":3.1,"FeedInPower":312.5,"BatTemp":21.5,"TotalYield":812.3} | PowerDc1=power Grid*=voltage BatCap=-|battery Today*=energy FeedIn*=power BatTemp=temperature TotalYield=energy
sma/inv | {"grid_measurements_total_power":812.5,"metering_total_yield":8123.5,"dc_measurements_voltage":412.3,"battery_state_of_charge":71,"GridMs_TotW":912.5,"GridMs_Hz":50.01,"DcMs_Watt":312.5,"Metering_TotWhOut":812312} | grid_m*=power metering_t*=energy dc_*=voltage battery*=battery *TotW=power *Hz=frequency *Watt=power *TotWhOut=energy
huawei/inv | {"input_power":812.5,"grid_A_voltage":231.2,"active_power_fast":810.5,"efficiency":98.1,"internal_temperature":41.5,"daily_yield_energy":3.1,"accumulated_yield_energy":812.3,"storage_state_of_capacity":71,"insulation_resistance":1.9} | input*=power grid_A*=voltage active*=power eff*=- internal*=temperature *yield_energy=energy storage*=battery insul*=-
bacnet/vav3 | {"SpaceTemp":21.5,"DuctStaticPress":1.2,"SupplyFanSpeed":61.5,"CoolingValve":31.5,"OccCoolSetpt":24.5,"RoomRH":44.5} | SpaceTemp=temperature Duct*=pressure Supply*=- CoolingV*=- Occ*=temperature|- RoomRH=humidity
opcua/werk | {"Istdrehzahl":1480.5,"Solltemperatur":61.5,"Raumfeuchte":44.5,"Leistungsfaktor":0.97,"Spannung_L1_L2":401.2,"Durchfluss":12.3,"Zaehlerstand_Energie":8123.5,"Schwinggeschwindigkeit":2.1,"Oeltemperatur":61.5,"Aussenluftfeuchte":71.5} | Ist*=- Soll*=temperature Raum*=humidity Leistungsf*=power_factor Spannung*=voltage Durch*=volume_flow_rate Zaehler*=energy Schwing*=-|speed Oel*=temperature Aussen*=humidity
meter/obis | {"1-0:1.7.0":312.5,"1-0:52.7.0":231.5,"1-0:71.7.0":1.2,"1-0:33.7.0":0.97,"1-0:3.8.0":31.5,"0-0:96.1.0":"4c475a"} | *:1.7.0=power *52.7.0=voltage *71.7.0=current *33.7.0=power_factor *3.8.0=reactive_energy *96.1.0=-|x
zigbee2mqtt/0x00158d00045b2c3c | {"local_temperature":21.4,"occupied_heating_setpoint":21,"pi_heating_demand":31,"eco2":712,"voc":312,"ac_frequency":50,"current_phase_b":1.2,"battery_low":false,"water_leak":false} | local*=temperature occupied*=temperature pi*=- eco2=carbon_dioxide voc=volatile_organic_compounds_parts|volatile_organic_compounds ac*=frequency current*=current battery_low=battery|- water*=moisture
homeassistant/node | {"bathroom_humidity":61,"hot_water_tank_temperature":48.5,"solar_production_today":3.1,"grid_import_power":312.5,"car_charger_session_energy":12.3,"router_download_speed":41.2,"printer_toner_level":71,"wind_gust_speed":7.1} | bath*=humidity hot*=temperature solar*=energy|- grid*=power car*=energy router*=data_rate printer*=- wind*=wind_speed|speed
`);
