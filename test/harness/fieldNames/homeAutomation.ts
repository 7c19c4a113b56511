import { fieldCorpus } from './fieldCorpus';

/** Homie, ESPHome, Home Assistant's statestream and discovery, openHAB, Domoticz, FHEM and EspEasy. */
export const HOME_AUTOMATION = fieldCorpus(
  'Homie, ESPHome, Home Assistant',
  `
homie/boiler/heater/temperature | 61.2 | temperature
homie/boiler/heater/set-temperature | 60 | setpoint temperature or command temperature
homie/boiler/heater/temperature/set | 60 | command temperature
homie/boiler/heater/temperature/$unit | °C | none or meta
homie/boiler/heater/temperature/$datatype | float | none or meta
homie/boiler/heater/temperature/$name | Flow temperature | none or meta
homie/boiler/$state | ready | none or connectivity or meta
homie/boiler/$homie | 4.0.0 | none or meta
homie/boiler/$stats/uptime | 31231 | meta or duration
homie/boiler/$stats/signal | 81 | meta or signal_strength
homie/plant-sensor/soil/moisture | 31 | moisture
homie/plant-sensor/ambient/lux | 1231 | illuminance
homie/plant-sensor/power/battery-voltage | 3.71 | voltage
homie/plant-sensor/power/battery-level | 87 | battery
homie/kitchen/air/relative-humidity | 44 | humidity
homie/kitchen/air/co2 | 712 | carbon_dioxide
homie/kitchen/air/pressure | 1003 | pressure or atmospheric_pressure
homie/5/meter/main/active-power | 230 | power
homie/5/meter/main/imported-energy | 12312.2 | energy
homie/garage/switch/relay-1 | true | relay
homie/garage/switch/relay-1/set | true | command
esphome/living/sensor/bme280_temperature/state | 21.3 | temperature
esphome/living/sensor/living_room_humidity/state | 45.1 | humidity
living-node/sensor/bme680_gas_resistance/state | 23123 | none
living-node/sensor/wifi_signal/state | -61 | signal_strength or meta
living-node/sensor/uptime/state | 3123 | duration or meta
living-node/sensor/mh-z19_co2_value/state | 612 | carbon_dioxide
living-node/sensor/particulate_matter_2_5um/state | 7 | pm25
living-node/sensor/pm_10_0/state | 7 | pm10
living-node/sensor/supply_voltage/state | 3.29 | voltage
living-node/sensor/water_flow_rate/state | 4.2 | volume_flow_rate
living-node/sensor/esp_internal_temperature/state | 51 | temperature
living-node/sensor/daily_energy/state | 1.31 | energy
living-node/sensor/illuminance/state | 120 | illuminance
living-node/binary_sensor/hallway_motion/state | ON | motion
living-node/binary_sensor/hallway_occupancy/state | ON | occupancy
living-node/binary_sensor/front_door/state | OFF | door
living-node/switch/heater_relay/state | ON | relay
living-node/switch/heater_relay/command | OFF | command
living-node/status | online | none or connectivity
living-node/debug | [I][app:102] ESPHome version 2024.2 compiled | none or meta
statestream/sensor/outdoor_temperature/state | 4.2 | temperature
statestream/sensor/outdoor_temperature/unit_of_measurement | "°C" | none or meta
statestream/sensor/outdoor_temperature/friendly_name | "Outdoor Temperature" | none or meta
statestream/sensor/outdoor_temperature/last_updated | "2024-03-01T10:00:00+00:00" | none or meta or timestamp
statestream/sensor/outdoor_temperature/icon | "mdi:thermometer" | none or meta
statestream/sensor/bath_humidity/state | 71 | humidity
statestream/sensor/phone_battery_level/state | 71 | battery
statestream/sensor/grid_power/state | 712 | power
statestream/sensor/tesla_battery_range/state | 312 | distance
statestream/climate/office/current_temperature | 21.5 | temperature
statestream/climate/office/target_temp_high | 24 | setpoint temperature
statestream/climate/office/hvac_action | "heating" | none
statestream/climate/office/fan_mode | "auto" | none or fan
statestream/climate/office/preset_mode | "eco" | none
statestream/weather/home/wind_bearing | 231 | wind_direction
statestream/weather/home/wind_speed | 12 | wind_speed
statestream/media_player/tv/volume_level | 0.4 | none
statestream/media_player/tv/media_title | "Temperature rising" | none or meta
statestream/sun/sun/elevation | 31.2 | none or SENSOR_ALTITUDE
statestream/light/desk/brightness | 120 | none
homeassistant/sensor/living/temperature/config | {"name":"Temperature","state_topic":"x/state","device_class":"temperature","unit_of_measurement":"°C"} | none or meta
homeassistant/binary_sensor/door/config | {"name":"Door","state_topic":"x/state","device_class":"door"} | none or meta
homeassistant/status | online | none or connectivity
openhab/LivingRoom_Temperature/state | 21.2 | temperature
openhab/LivingRoom_Humidity/state | 41.2 | humidity
openhab/Boiler_Switch/command | ON | command
openhab/Power_Consumption_Now/state | 412 | power
fhem/bathroom/measured-temp | 21.3 | temperature
fhem/bathroom/desired-temp | 22 | setpoint temperature
fhem/bathroom/batteryLevel | 2.9 | voltage or battery
fhem/bathroom/humidity | 64 | humidity
espeasy/cellar/bme/Temperature | 12.2 | temperature
espeasy/cellar/bme/Humidity | 71 | humidity
espeasy/cellar/adc/Analog | 512 | gpio
domoticz/out | {"Battery":255,"RSSI":12,"dtype":"Temp","idx":12,"name":"Cellar","nvalue":0,"svalue1":"12.1"} | *
> RSSI | meta
> idx | meta
> Battery | battery
wled/desk/v | <vs>255</vs> | none
wled/desk/g | 128 | none
octoPrint/temperature/tool0 | {"actual":201.2,"target":210,"_timestamp":1700000000} | *
> target | setpoint temperature
> _timestamp | meta
rhasspy/audioServer/kitchen/playFinished | {"id":"3"} | none or meta
frigate/front/person | 1 | none or occupancy or presence
frigate/stats | {"detectors":{"coral":{"inference_speed":8.9,"pid":231}},"service":{"uptime":312,"version":"0.13"}} | *
> service/uptime | meta or duration
> service/version | meta
owntracks/jane/phone | {"_type":"location","tst":1700000000,"lat":52.1,"lon":13.2,"acc":12,"batt":81,"vel":12,"alt":31,"tid":"jp"} | *
> lat | geo
> lon | geo
> batt | battery
> tst | meta
> alt | SENSOR_ALTITUDE or distance
valetudo/robot/BatteryStateAttribute/level | 81 | battery
valetudo/robot/StatusStateAttribute/status | docked | none
nuki/door/batteryCritical | false | battery or alert
nuki/door/state | locked | none or lock
glances/host/cpu/total | 12.1 | none or metrics
glances/host/mem/percent | 41 | none or metrics
$SYS/broker/uptime | 3123 seconds | duration or meta or metrics
$SYS/broker/clients/connected | 12 | none or metrics
$SYS/broker/version | mosquitto version 2.0.18 | none or meta or metrics
$SYS/broker/messages/received | 31231 | none or metrics
$SYS/broker/load/bytes/sent/1min | 312.2 | data_size or data_rate or none or metrics
`,
);
