import { fieldCorpus } from './fieldCorpus';

/** Zigbee2MQTT with friendly names that hold other quantities' words, and Zigbee gateways of other makers. */
export const ZIGBEE2MQTT = fieldCorpus(
  'Zigbee2MQTT and friendly names',
  `
zigbee2mqtt/kitchen | {"temperature":21.5,"humidity":40,"battery":90,"linkquality":120} | *
> temperature | temperature
> humidity | humidity
> battery | battery
> linkquality | meta
zigbee2mqtt/kitchen | {"temperature":21.5} | temperature
zigbee2mqtt/temp sensor | {"humidity":40.1,"battery":81,"voltage":2985,"pressure":1001.2} | *
> humidity | humidity
> battery | battery
> voltage | voltage
> pressure | pressure or atmospheric_pressure
zigbee2mqtt/temp sensor/humidity | 40.1 | humidity
zigbee2mqtt/battery room | {"temperature":18.2,"humidity":52,"occupancy":false} | *
> temperature | temperature
> humidity | humidity
> occupancy | occupancy
zigbee2mqtt/battery room/temperature | 18.2 | temperature
zigbee2mqtt/Motion Hallway | {"illuminance":12,"illuminance_lux":12,"temperature":21,"battery":99,"device_temperature":24} | *
> illuminance | illuminance
> illuminance_lux | illuminance
> temperature | temperature
> device_temperature | temperature
> battery | battery
zigbee2mqtt/pressure cooker plug | {"power":812.1,"current":3.5,"voltage":232,"energy":12.41,"state":"ON","child_lock":"UNLOCK"} | *
> power | power
> current | current
> voltage | voltage
> energy | energy
> state | relay
zigbee2mqtt/washer power | {"state":"OFF","linkquality":51,"update":{"state":"idle","installed_version":587757105,"latest_version":587757105}} | *
> state | relay
> linkquality | meta
> update/installed_version | meta
zigbee2mqtt/Water tank | {"water_leak":false,"battery_low":false,"tamper":false} | *
> water_leak | moisture
> tamper | tamper
zigbee2mqtt/smoke_kitchen | {"smoke":false,"temperature":31,"battery":100} | *
> smoke | smoke
> temperature | temperature
zigbee2mqtt/humidity probe/soil | {"soil_moisture":31,"temperature":17.2} | *
> soil_moisture | moisture
> temperature | temperature
zigbee2mqtt/voltage panel | {"co2":811,"voc":121,"pm25":9,"formaldehyd":3} | *
> co2 | carbon_dioxide
> voc | volatile_organic_compounds or volatile_organic_compounds_parts
> pm25 | pm25
zigbee2mqtt/window left | {"contact":true,"temperature":15.1} | *
> temperature | temperature
zigbee2mqtt/trv office | {"local_temperature":20.5,"current_heating_setpoint":21,"occupied_heating_setpoint":21,"local_temperature_calibration":-1.5,"system_mode":"heat","running_state":"idle"} | *
> local_temperature | temperature
> current_heating_setpoint | setpoint temperature
> occupied_heating_setpoint | setpoint temperature
> system_mode | none
> running_state | none
zigbee2mqtt/trv bath | {"max_temperature":30,"min_temperature":5,"comfort_temperature":21,"eco_temperature":16,"position":34} | *
> comfort_temperature | setpoint temperature
> eco_temperature | setpoint temperature
zigbee2mqtt/bulb | {"brightness":254,"color_temp":370,"color_mode":"color_temp","color":{"x":0.4,"y":0.4},"state":"ON","power_on_behavior":"previous"} | *
> brightness | none
> color_temp | none
> color_mode | none
> power_on_behavior | none
> state | relay
zigbee2mqtt/bulb/set | {"state":"ON"} | command
zigbee2mqtt/bulb/set/brightness | 120 | command
zigbee2mqtt/trv office/set | {"occupied_heating_setpoint":21} | command temperature or actuator
zigbee2mqtt/bulb/availability | {"state":"online"} | none or connectivity
zigbee2mqtt/bulb/availability | online | none or connectivity
zigbee2mqtt/bridge/state | online | none or connectivity
zigbee2mqtt/bridge/info | {"version":"1.35.0","permit_join":false} | none or meta
zigbee2mqtt/hall/vibration | {"vibration":true,"strength":12} | SENSOR_VIBRATION
zigbee2mqtt/kitchen/temperature | 21.5 | temperature
zigbee2mqtt/kitchen/humidity | 41 | humidity
zigbee2mqtt/kitchen/linkquality | 41 | meta or signal_strength
zigbee2mqtt/lamp power meter/voltage | 231 | voltage
zigbee2mqtt/current clamp/power | 231 | power
zigbee2mqtt/power strip/current | 0.31 | current
zigbee2mqtt/fan room/temperature | 22 | temperature
zigbee2mqtt/light corridor/battery | 87 | battery
zigbee2mqtt/gas room/humidity | 44 | humidity
zigbee2mqtt/alarm panel/temperature | 24 | temperature
zigbee2mqtt/garage/alarm clock | {"battery":71,"temperature":19} | *
> battery | battery
> temperature | temperature
zigbee2mqtt/noise wall | {"occupancy":true,"illuminance":80} | *
> occupancy | occupancy
> illuminance | illuminance
zigbee2mqtt/EVSE current | {"energy":123.1,"power":7200} | *
> energy | energy
> power | power
zigbee2mqtt/meter | {"power_phase_b":120,"voltage_phase_c":231,"current_phase_b":0.4,"energy_phase_c":21.2,"power_factor":0.91,"ac_frequency":50,"produced_energy":3.1,"power_apparent":140,"power_reactive":-20} | *
> power_phase_b | power
> voltage_phase_c | voltage
> current_phase_b | current
> energy_phase_c | energy
> power_factor | power_factor
> ac_frequency | frequency
> produced_energy | energy
> power_apparent | apparent_power
> power_reactive | reactive_power
zigbee2mqtt/weather mast | {"wind_speed":3.4,"wind_direction":210,"rain_rate":0.3,"uv_index":3,"temperature":11} | *
> wind_speed | wind_speed
> wind_direction | wind_direction
> rain_rate | precipitation_intensity
> temperature | temperature
zigbee2mqtt/presence living | {"presence":true,"target_distance":1.42,"motion_sensitivity":5,"detection_delay":0.1,"fading_time":30} | *
> presence | presence or occupancy
> target_distance | distance or setpoint distance
> motion_sensitivity | none or limit or limit motion
zigbee2mqtt/tank valve | {"flow":12,"water_consumed":1231,"valve_state":"open"} | *
> valve_state | none or relay
zigbee2mqtt/outdoor | {"temperature_unit":"celsius","temperature_alarm":false,"humidity_alarm":false,"temperature":3.2,"humidity":81} | *
> temperature_unit | none or meta
> temperature_alarm | alert
> humidity_alarm | alert
> temperature | temperature
zigbee2mqtt/outdoor | {"max_temperature_alarm":30,"temperature_max":12,"last_seen":"2024-03-01T10:00:00+01:00","elapsed":5012} | *
> last_seen | meta
zigbee2mqtt/plug | {"power_outage_memory":"restore","power_outage_count":3,"indicator_mode":"off","countdown":0} | *
> power_outage_memory | none
> power_outage_count | none
> indicator_mode | none
deconz/sensors/12 | {"state":{"temperature":2131,"lastupdated":"2024-03-01T10:00:00"}} | *
> state/temperature | temperature
> state/lastupdated | meta
deconz/sensors/13 | {"state":{"lightlevel":12112,"lux":16,"dark":false},"config":{"battery":91,"reachable":true}} | *
> state/lux | illuminance lx or illuminance
> config/battery | battery
`,
);
