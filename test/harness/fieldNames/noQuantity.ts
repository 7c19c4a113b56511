import { fieldCorpus } from './fieldCorpus';

/** Names that contain the word or letters of a quantity but do not measure it. */
export const NO_QUANTITY = fieldCorpus(
  'Names without a quantity',
  `
@ unit-7
.template = default | none or meta
.attempt = 3 | none
.attempts = 3 | none
.contemporary = 3 | none
.temporary = true | none
.tempo = 121 | none
.tempered = 1 | none
.pressure_unit = hPa | none or meta
.temperature_unit = C | none or meta
.temp_unit = C | none or meta
.unit_of_measurement = W | none or meta
.temperature_mode = auto | none
.temperature_sensor_type = ntc | none or meta
.temperature_source = internal | none or meta
.temperature_display_mode = celsius | none
.power_on_behavior = previous | none
.power_mode = eco | none
.power_source = Mains (single phase) | none or meta
.power_type = battery | none or meta
.powersave = true | none
.power_supply_status = ok | none
.empowered = true | none
.light_effect = rainbow | none
.lightning = false | none
.highlight = red | none
.effect = colorloop | none
.window_title = Inbox | none or meta
.current_song = Blue | none or meta
.current_program = cotton | none or meta
.currently = cloudy | none or meta
.currency = EUR | none or meta
.current_user = jane | none or meta
.current_version = 1.2 | none or meta
.fan_mode = auto | none or SENSOR_FAN
.hvac_mode = heat | none
.air_quality_text = good | none or aqi
.voltage_status = normal | none
.humidity_status = normal | none
.temperature_trend = rising | none
.pressure_trend = falling | none
.pressure_tendency = falling | none
.pressure_trend_text = falling slowly | none
.battery_status = normal | none
.battery_type = CR2032 | none or meta
.battery_chemistry = LiFePO4 | none or meta
.display_brightness = 51 | none
.brightness_level = 51 | none
.backlight = on | none
.humidifier = on | none or relay
.dehumidifier = off | none or relay
.volume = 31 | none or volume or sound_pressure
.volume_muted = true | none
.water_heater/mode = eco | none
.washing_machine/program = 40C | none or meta
.energy_class = A++ | none or meta
.energy_price_level = CHEAP | none
.frequency_band = EU868 | none or meta
.distance_unit = km | none or meta
.weight_unit = kg | none or meta
.speed_mode = fast | none
.wind_mode = natural | none
.rain_mode = off | none
.gas_type = propane | none or meta
.door_name = front | none or meta
.presence_status = away | none or presence or occupancy
.motion_status = idle | none or motion
.phase = 1 | none
.description = temperature in the cellar | none or meta
.comment = voltage too low | none or meta
.message = Battery replaced | none or meta
.label = humidity | none or meta
.name = Temperature sensor | none or meta
.friendlyName = Power meter | none or meta
.model = TempStick 2 | none or meta
.device_class = temperature | none or meta
.measurement = power | none or meta
.hydration = 3 | none
.emptied = true | none
.complete = true | none
.prompt = yes | none or meta
.input = hdmi1 | none
.output_format = json | none or meta
.channel = 3 | none or meta
.scene = evening | none
.mode = cool | none
.state = idle | none
.status = ok | none
.action = single | none
.click = double | none
.program = eco | none
.program_phase = rinse | none
.operating_state = idle | none
.connection_status = connected | none or connectivity
.vacuum_status = docked | none
.lock_state = locked | none or lock
.language = de | none or meta
.timezone = Europe/Berlin | none or meta
.contemplation = 3 | none
.recurrent = true | none
.overcurrent_protection_enabled = true | none or alert
.concurrent_sessions = 3 | none
.powerwall_version = 1.2 | none or meta
.sensor_type = humidity | none or meta
.sensor_fault = false | alert or problem
.error = false | alert or problem or none
.warning = false | alert or problem
.fault = false | alert or problem
.alarm = false | alert or problem
.alert = false | alert or problem
.battery_alarm = false | alert or battery
.overtemperature_fault = false | alert or problem or heat
.temperature_alarm = false | alert
.high_pressure_alarm = false | alert
.low_voltage_warning = false | alert
.humidity_alert = false | alert
.temperature_setpoint = 21 | setpoint temperature
.humidity_setpoint = 45 | setpoint humidity
.pressure_setpoint_bar = 3 | setpoint pressure bar
.target_humidity = 45 | setpoint humidity
.co2_threshold_ppm = 1001 | limit carbon_dioxide ppm
.temperature_threshold = 31 | limit temperature
.temperature_high_limit = 31 | limit temperature
.temp_limit_high = 31 | limit temperature
.humidity_threshold = 61 | limit humidity
.overvoltage_threshold_V = 251 | limit voltage V
.power_limit_w = 3123 | limit power W
.temperature_alarm_threshold = 31 | limit temperature
.pressure_low_threshold_kPa = 91 | limit pressure kPa
.temperature_min = 12.1 | extreme temperature
.temperature_max = 31.2 | extreme temperature
.temperature_max_C = 31.2 | extreme temperature Cel
.min_humidity = 31 | extreme humidity or limit humidity or setpoint humidity
.voltage_min = 221.2 | extreme voltage
.power_max_w = 3123 | extreme power W
.peak_power = 3123 | extreme power or power
.temperature_avg = 21.2 | temperature
.avg_temperature = 21.2 | temperature
.mean_temp = 21.2 | temperature
.temperature_mean_1h = 21.2 | temperature
.temperature_offset = 0.5 | setpoint temperature or none or temperature or temperature_delta or limit temperature
.temperature_timestamp = 1700000000 | meta or timestamp or none
.temperature_updated_at = 2024-03-01T10:00:00Z | meta or timestamp or none
.last_temperature = 21.2 | temperature
.battery_last_replaced = 2024-03-01 | none or meta or timestamp or date
.power_on_time = 3123 | duration or none or timestamp
.motor_runtime_h = 312 | duration h
.pump_run_hours = 312 | duration
.heating_minutes = 31 | duration
.remaining_time = 31 | duration
.time_remaining_min = 31 | duration min
home/water_heater/mode | eco | none
home/thermostat/setpoint | 21 | setpoint or none or setpoint temperature
home/thermostat/temperature/set | 21 | command temperature or setpoint temperature
home/thermostat/target_temperature | 21 | setpoint temperature
home/heater/power/set | 1 | command
home/pump/cmd | start | command
home/pump/command | start | command
home/lamp/switch | ON | relay
home/lamp/power | ON | relay
home/lamp/power | OFF | relay
home/lamp/state | ON | relay
home/meter/power | 312.1 | power
home/socket/output | off | relay
home/template/render | x | none or meta
home/temple/bells | 1 | none
home/contempt/level | 1 | none
home/attempts | 3 | none
home/battery/status | charging | none or battery_charging
home/freezer/temperature/max | -12.1 | extreme temperature
home/freezer/temperature/min | -22.1 | extreme temperature
home/freezer/temperature/alarm | true | alert
home/freezer/alarm/temperature | true | alert
home/freezer/temperature/threshold | -12 | limit temperature
home/freezer/temperature/status | ok | none
home/freezer/temperature/unit | C | none or meta
home/freezer/temperature/timestamp | 1700000000 | none or meta or timestamp
`,
);
