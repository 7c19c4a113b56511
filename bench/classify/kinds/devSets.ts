import { kindSets } from './kindSets';

/** Messages that may be looked at when rules and words are chosen: of documented devices, written for this bench. */
export const DEV_SETS = kindSets(`
# lent quantity
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

# things behind
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

# kin
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

# surroundings
x/y | {"sensor_enable":{"temperature":"disable","humidity":"enable"}} | *=-
ws/x | {"sensors":[{"title":"Rainfall","list":[["Rate","0.5","in/hr"],["Hour","0.25","inch","17"]]}]} | *Rate=precipitation_intensity *Hour=precipitation
`);
