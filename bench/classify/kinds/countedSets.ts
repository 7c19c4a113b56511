import { kindSets } from './kindSets';

/** Messages that are only counted: nothing is chosen by them. */
export const COUNTED_SETS = kindSets(`
# lent quantity
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

# things behind
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

# kin
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

# surroundings
x/y | {"enable":{"pressure":"off","co2":"on"}} | *=-
ws/x | {"groups":[{"title":"Wind Speed","list":[["Gust","5.1","mph"],["Direction","123","°"]]}]} | *Gust=wind_speed|speed *Direction=wind_direction|-
`);
