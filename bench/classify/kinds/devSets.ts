import { kindSets } from './kindSets';

/** Messages that may guide the choice of rules and words: from documented devices, written for this benchmark. */
export const DEV_SETS = kindSets(`
# inherited quantity
energy/box7 | {"riddle":7} | riddle=-
solar/energy | {"autonomy_rate":61.5,"today":3.4} | autonomy_rate=- today=energy
haus/temperatur | {"wert":21.5} | wert=temperature
klima/temperature/fühler | {"ort":"keller"} | ort=-
akku | {"batteries":[{"state":"idle"},{"state":"charging"}]} | batteries/0/state=- batteries/1/state=-
meter/energy/m4 | {"ct":5,"pt":1} | ct=- pt=-
wr/power | {"pv":{"string1":812,"efficiency":97.1}} | pv/string1=power|- pv/efficiency=-
garden/moisture | {"bed1":31,"note":"dry"} | bed1=moisture|- note=-

# codes
halle/KV3/wert | 12 | =-
werk/MA12/x | 4 | =-
site/PA7/value | 3.5 | =-
sensors/WH65/4 | {"value":12} | =-
anlage/kw9/count3 | 17 | =-
opc | {"NodeId":"ns=3;s=A1.20","Value":{"Value":7.5}} | *=-
line/MV2/x | 44 | =-
rack/GB4/port | 3 | =-

# modifiers
hub/x | {"humidity":44,"temperature_channel_2":21.4,"voltage_channel_3":3.1} | humidity=humidity temperature_channel_2=temperature voltage_channel_3=voltage
io/x | {"pressure_port_1":3.2,"current_port_2":0.4} | pressure_port_1=pressure current_port_2=current
ups/x | {"temp_unit_1":31.5,"power_slot_2":120} | temp_unit_1=temperature power_slot_2=power
bms/x | {"voltage_cells_3":3.31,"temp_modules_2":24.5} | voltage_cells_3=voltage temp_modules_2=temperature
x/y | {"temperature_source":21.4} | temperature_source=temperature|-

# trailing nouns
cnc/x | {"temp_motor_1":61,"current_motor_2":3.1} | temp_motor_1=temperature current_motor_2=current
pc/x | {"temp_fan_1":41,"power_fan_2":3} | temp_fan_1=temperature power_fan_2=power
plc/x | {"temp_relay_2":33,"voltage_dac_1":1.2,"current_servo_3":0.4} | temp_relay_2=temperature voltage_dac_1=voltage current_servo_3=current
ahu/x | {"mixed_air_temp_return_fan":18.5} | *=temperature
lamp/x | {"temp_led_1":51,"power_led":9} | temp_led_1=temperature power_led=power

# limits
bms/x | {"CellOverVoltageAlarm":3650,"cell_under_voltage_alarm":2700} | *Over*=voltage|- *under*=voltage|-
room/x | {"temperature_warn_upper":60,"humidity_alarm_low":20} | temperature*=temperature|- humidity*=humidity|-
tank/x | {"pressure_alarm":true} | *=-

# letters
meter/x | {"TotVAhImpQ2PhB":12,"IPhC":3.1,"varh_ph_c":7} | Tot*=- IPhC=current varh*=reactive_energy|-
tank/x | {"diesel_gallon":44} | *=volume|-
soil/x | {"soil_water_tension":23} | *=pressure
net/CoAP/retry | 3 | =-
N/a/vebus/2/Settings/CGwacs/AcPowerSetPoint | 100 | =power|-
inverter/x | {"DayMaxVOC":612} | *=voltage|-
silo/x | {"Height In Silo":"44 %"} | *=- %
esp/x | {"heap_fragmentation":31,"voltage_deviation":1.2} | *=-

# related quantities
meter/x | {"apparent_energy":12.5,"ReactiveExportEnergy":3.4,"power_VA":340} | apparent*=- Reactive*=reactive_energy power_VA=apparent_power VA
imu/x | {"accel_x":{"value":0.98,"unit":"g"}} | *=- [g]
geiger/radiation | 0.11 | =-
lora/x | {"noise":-97,"snr":7.2,"rssi":-101} | noise=-|x|signal_strength snr=x|signal_strength rssi=x|signal_strength
bms/x | {"capacity":{"value":104,"unit":"Ah"},"shunt":{"value":0.5,"unit":"mΩ"}} | capacity=- Ah shunt=- mOhm
tag/x | {"battery":3.71} | *=voltage|-
tag/y | {"battery":71} | *=battery
motor/x | {"speed":{"value":1480,"unit":"rpm"}} | *=- 1/min

# second quantity
soil/x | {"soil_temperature_at_depth_10":12.5} | *=temperature
grid/x | {"duration_of_last_power_cut":312} | *=duration
pv/x | {"power_at_max_voltage":312,"CurrentAtMaxPower":8.1} | power*=power Current*=current
air/x | {"pm10_mass_concentration":12} | *=pm10
hvac/x | {"temperature_during_defrost":4.5,"pressure_for_flow":2.1} | temp*=temperature press*=pressure

# one field
cp/x | {"V":231,"W":2100,"Relay":"OFF"} | V=voltage W=power|- Relay=-
mesh/x | {"hops_away":2} | *=-
track/x | {"position_changes":4} | *=-
vac/WifiConfigurationCapability/signal | -52 | =-|signal_strength

# units
x/y | {"temperature":{"min":20.5,"max":22,"unit":"°C"}} | *min=temperature Cel *max=temperature Cel
x/y | {"energy":{"day":1.2,"week":3.4,"units":"kWh"}} | *day=energy kWh *week=energy kWh
x/y | {"value":3.5,"unit":"m⋅s⁻¹"} | =speed|wind_speed m/s
x/y | {"value":612,"unit":"µS⋅cm⁻¹"} | =conductivity uS/cm
x/y | {"value":231,"unit":"V AC"} | =voltage V
p1/x | 231.4*V | =voltage V
x/y | {"carOutAmp":150} | *=current
ws/x | {"hourlyrainin":0.01,"maxdailygust":12.1} | hourly*=precipitation [in_i] max*=wind_speed|speed|-

# silences
boiler | {"burnworkmin":620,"pump2worktime":312,"heatstarts":41} | burn*=duration pump2*=duration heatstarts=-
esp | {"free_heap":21000,"flash_size":4194304,"uptime_s":312} | free*=data_size flash*=data_size uptime*=duration
wind | {"WndSpd":7.1,"WndDir":211} | WndSpd=wind_speed WndDir=wind_direction
car | {"remaining_range":312,"time_to_full_charge":1.5} | rem*=distance time*=duration
lora | {"snr":7.5} | *=x|signal_strength
air | {"NO":{"value":12,"unit":"ppb"}} | NO=nitrogen_monoxide ppb

# context
x/y | {"sensor_enable":{"temperature":"disable","humidity":"enable"}} | *=-
ws/x | {"sensors":[{"title":"Rainfall","list":[["Rate","0.5","in/hr"],["Hour","0.25","inch","17"]]}]} | *Rate=precipitation_intensity *Hour=precipitation

# names of systems
N/c0619ab2/battery/512 | {"Dc/0/Voltage":26.41,"Dc/0/Current":-3.2,"Dc/0/Power":-84,"Soc":71.5,"ConsumedAmphours":-40.2,"TimeToGo":31200,"History/DeepestDischarge":-81.5} | *Voltage=voltage *Current=current *Power=power Soc=battery *Amphours=- TimeToGo=duration *Deepest*=-
N/c0619ab2/solarcharger/279 | {"Pv/V":61.2,"Yield/Power":312,"Yield/User":812.4,"History/Daily/0/MaxPower":640,"History/Daily/0/MaxBatteryVoltage":28.4,"MppOperationMode":2} | Pv/V=voltage Yield/Power=power Yield/User=energy *MaxPower=power *MaxBattery*=voltage Mpp*=-
N/c0619ab2/grid/30 | {"Ac/L1/Voltage":231.2,"Ac/L1/Energy/Forward":412.3,"Ac/Power":1210.5,"Ac/Frequency":50.02,"Ac/PowerFactor":0.97} | *Voltage=voltage *Forward=energy Ac/Power=power *Frequency=frequency *Factor=power_factor
sunspec/103 | {"A":4.1,"AphA":4.1,"PPVphAB":401.2,"PhVphA":231.5,"W":912.5,"Hz":50.01,"VA":920.5,"VAr":-31.5,"PF":-0.99,"WH":812300.5,"DCV":612.4,"DCW":940.5,"TmpCab":41.5,"TmpSnk":44.5} | A=current AphA=current PPVphAB=voltage PhVphA=voltage W=power Hz=frequency VA=apparent_power VAr=reactive_power PF=power_factor WH=energy DCV=voltage DCW=power Tmp*=temperature
sunspec/203 | {"TotWhImp":8123.5,"TotVArhImpQ1PhA":31.5,"WphB":312.5,"VARphC":12.5,"TotWhExpPhA":812.5,"PhVphCA":401.5} | TotWhImp=energy TotVArh*=reactive_energy WphB=power VARphC=reactive_power TotWhExp*=energy PhV*=voltage
modbus/sdm630 | {"phase_1_line_to_neutral_volts":231.2,"phase_2_current":3.1,"phase_3_power":712.5,"total_import_kwh":812.3,"total_kvarh":31.5,"average_line_to_line_volts":401.2,"l1_voltage_thd":2.1,"neutral_current":0.4,"maximum_total_system_power_demand":4012.5} | *neutral_volts=voltage phase_2*=current phase_3*=power total_import*=energy total_kvarh=reactive_energy *line_volts=voltage *thd=- neutral*=current maximum*=power
shellyplus/status | {"switch:0":{"apower":31.2,"voltage":229.5,"current":0.14,"pf":0.97,"freq":50,"aenergy":{"total":812.5},"temperature":{"tC":44.2,"tF":111.6}}} | *apower=power *voltage=voltage *current=current *pf=power_factor *freq=frequency *total=energy *tC=temperature *tF=temperature
shellypro/em | {"a_act_power":312.5,"a_aprt_power":340.1,"b_voltage":230.1,"c_current":1.21,"total_act_power":612.5,"total_act_energy":8123.4,"total_act_ret_energy":12.5,"n_current":0.2} | a_act*=power a_aprt*=apparent_power b_*=voltage c_*=current total_act_power=power *energy=energy n_current=current
tele/dev7/SENSOR | {"ENERGY":{"Total":812.312,"Yesterday":3.21,"Today":1.12,"Power":212,"ApparentPower":231,"ReactivePower":41,"Factor":0.92,"Voltage":229,"Current":1.012}} | *Total=energy *Yesterday=energy *Today=energy ENERGY/Power=power *Apparent*=apparent_power *Reactive*=reactive_power *Factor=power_factor *Voltage=voltage *Current=current
fronius/common | {"PAC":{"Value":812,"Unit":"W"},"UDC":{"Value":412.3,"Unit":"V"},"IAC":{"Value":3.51,"Unit":"A"},"DAY_ENERGY":{"Value":3121,"Unit":"Wh"}} | PAC=power UDC=voltage IAC=current DAY_ENERGY=energy
fronius/inverter | {"PAC":812.5,"UAC":231.2,"UDC":412.3,"IDC":2.11,"IAC":3.51,"FAC":50.01,"DAY_ENERGY":3121.5,"YEAR_ENERGY":812312.5,"TOTAL_ENERGY":8123124.5} | PAC=power UAC=voltage UDC=voltage IDC=current IAC=current FAC=frequency *ENERGY=energy
growatt/inv1 | {"Pac":812.5,"Ppv1":431.2,"Vpv1":312.4,"Ipv2":1.31,"Vac1":231.2,"Iac1":3.5,"Fac":49.98,"EtotalToday":3.1,"EacToday":3.1,"EacTotal":812.3,"Epv1Today":1.7,"Tinverter":41.2} | Pac=power Ppv1=power Vpv1=voltage Ipv2=current Vac1=voltage Iac1=current Fac=frequency E*=energy Tinverter=temperature
sonnen/status | {"Consumption_W":412.5,"Production_W":912.5,"GridFeedIn_W":312.5,"USOC":71,"RSOC":74,"Pac_total_W":-112.5,"RemainingCapacity_Wh":4123.5,"Uac":231,"Ubat":52,"Fac":50.01} | Cons*=power Prod*=power GridFeedIn_W=power USOC=battery RSOC=battery Pac*=power Rem*=energy_storage Uac=voltage Ubat=voltage Fac=frequency
sma/em | {"pregard":312.5,"p1regard":101.2,"u1":231.2,"i2":1.41,"pregardcounter":812.3,"cosphi1":0.98,"psurplus":0.5} | pregard=power|- p1regard=power|- u1=voltage i2=current *counter=energy|- cosphi1=power_factor psurplus=power|-
bacnet/ahu1 | {"DA-T":17.3,"RA-T":21.5,"ZN-T":21.4,"SF-SPD":61.5,"DSP":1.2,"CHWV":31.5,"OA-FLOW":812.5,"ZN-CO2":712} | *-T=temperature SF*=- DSP=-|pressure CHWV=- OA-FLOW=volume_flow_rate|- ZN-CO2=carbon_dioxide
haystack/eq | {"dischargeAirTemp":17.3,"zoneAirHumidity":44.5,"elecActivePower":312.5,"elecEnergy":8123.5,"chilledWaterLeavingTemp":7.2,"airFlow":412.5,"ductStaticPressure":1.2} | *Temp=temperature *Humidity=humidity elecActive*=power elecEnergy=energy airFlow=volume_flow_rate duct*=pressure
opcua/anlage | {"Vorlauftemperatur":61.2,"Ruecklauftemperatur":48.5,"Volumenstrom":1.21,"Motorstrom_L1":3.4,"Wirkleistung":12.3,"Drehzahl":1480.5,"Fuellstand":61.5,"Druck_Vorlauf":2.1,"Betriebsstunden":8123.5} | *temperatur=temperature Volumenstrom=volume_flow_rate Motorstrom*=current Wirk*=power Drehzahl=- Fuell*=- Druck*=pressure Betriebs*=duration
meter/dlms | {"1-0:1.8.0":812.312,"1-0:2.8.0":12.5,"1-0:16.7.0":312.5,"1-0:32.7.0":231.2,"1-0:31.7.0":1.41,"1-0:14.7.0":50.01} | *1.8.0=energy *2.8.0=energy *16.7.0=power *32.7.0=voltage *31.7.0=current *14.7.0=frequency
zigbee2mqtt/0x00158d00045b2c3b | {"soil_moisture":31,"device_temperature":28,"illuminance_lux":312,"power_outage_count":3,"produced_energy":12.4,"linkquality":87,"voltage":2985,"pm25":7} | soil*=moisture device*=temperature illum*=illuminance power_outage*=- produced*=energy link*=x|- voltage=voltage pm25=pm25
homeassistant/esp | {"wifi_signal":-61,"uptime_sensor":8123.5,"living_room_co2":712,"fridge_door_contact":true,"outdoor_pm_2_5":7.2,"water_pressure":2.3,"daily_energy_cost":1.2} | wifi*=signal_strength|x|- uptime*=duration *co2=carbon_dioxide fridge*=door|opening|- *pm_2_5=pm25 water*=pressure daily*=monetary
`);
