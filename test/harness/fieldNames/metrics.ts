import { fieldCorpus } from './fieldCorpus';

/** Names from metrics exporters, from vehicles and their buses, and from trackers. */
export const METRICS = fieldCorpus(
  'Metrics of servers, vehicles and trackers',
  `
@ prometheus/node
.node_memory_MemAvailable_bytes = 8123123712 | data_size B
.node_memory_MemTotal_bytes = 16123123712 | data_size B
.node_memory_SwapFree_bytes = 2123123712 | data_size B
.node_filesystem_avail_bytes = 81231231231 | data_size B
.node_filesystem_size_bytes = 81231231231 | data_size B
.node_network_receive_bytes_total = 123123123 | data_size B
.node_network_transmit_packets_total = 1231 | none
.node_cpu_seconds_total = 12312.1 | duration
.node_load1 = 0.43 | none
.node_load15 = 0.31 | none
.node_hwmon_temp_celsius = 43.1 | temperature Cel
.node_hwmon_fan_rpm = 1200 | none or fan
.node_hwmon_in_volts = 12.1 | voltage V
.node_boot_time_seconds = 1700000000 | meta or none
.node_time_seconds = 1700000000.1 | meta or none
.node_disk_io_time_seconds_total = 123.1 | duration
.node_disk_read_bytes_total = 1231231 | data_size B
.node_filefd_allocated = 1231 | none
.node_procs_running = 3 | none
.node_cpu_frequency_hertz = 2400000000 | frequency Hz
.node_power_supply_voltage_volt = 12.3 | voltage V
.node_thermal_zone_temp = 43.1 | temperature
.process_resident_memory_bytes = 12312312 | data_size B
.process_open_fds = 12 | none
.go_goroutines = 31 | none
.go_gc_duration_seconds = 0.00012 | duration
.http_requests_total = 1231 | none
.http_request_duration_seconds = 0.12 | duration
.mqtt2prometheus_received_messages = 1231 | none
.windows_cs_physical_memory_bytes = 1.6e10 | data_size B
.container_memory_usage_bytes = 12312312 | data_size B
.smartmon_temperature_celsius_raw_value = 38 | temperature
.nut_battery_voltage = 27.1 | voltage
.nut_ups_load = 43 | none
.ipmi_power_watts = 312 | power W
@ exporter/host1
.cpu_usage_percent = 43 | none
.disk_used_bytes = 1231231231 | data_size B
.disk_free_GB = 43.1 | data_size GB
.net_rx_kbps = 312 | data_rate kbit/s
.load_avg_5m = 0.43 | none
.temp1_input_celsius = 43 | temperature Cel
.fan1_rpm = 1200 | none or fan or symbol or sensor
.ups_battery_runtime_seconds = 1231 | duration s
.ups_input_voltage_volts = 231 | voltage V
.queue_length = 12 | none
.swap_total_MiB = 2048 | data_size MiB
.gpu_power_draw_watts = 121 | power W
.gpu_memory_used_MB = 4121 | data_size MB
.nvme_wear_pct = 3 | none
.http_errors_total = 12 | none or alert
.last_scrape_timestamp_seconds = 1700000000 | meta or none
.room_humidity_ratio = 0.43 | none or humidity
.node_textfile_mtime_seconds = 1700000000 | meta or none
.probe_success = 1 | none
.network_latency_p99_ms = 43 | duration ms
@ obd/car1
.engine_rpm = 2100 | none
.vehicle_speed = 87 | speed
.coolant_temp = 91 | temperature
.intake_air_temp = 31 | temperature
.intake_manifold_pressure = 101 | pressure
.fuel_level = 43 | none
.fuel_rate = 3.1 | none or volume_flow_rate
.throttle_pos = 12.1 | none
.engine_load = 31.2 | none
.maf = 4.31 | none
.short_term_fuel_trim_1 = 1.2 | none
.timing_advance = 12 | none
.control_module_voltage = 14.1 | voltage
.ambient_air_temp = 12 | temperature
.oil_temp = 98 | temperature
.fuel_rail_pressure = 31231 | pressure
.barometric_pressure = 99 | atmospheric_pressure or pressure
.distance_w_mil = 12 | distance
.run_time = 312 | duration
.dtc_count = 0 | none
@ j1939/truck7
.EngineCoolantTemperature = 88 | temperature
.EngineOilPressure = 412 | pressure
.EngineSpeed = 1312.5 | none or speed
.EngineTotalFuelUsed = 123123 | none or volume
.EngineFuelRate = 12.3 | none or volume_flow_rate
.WheelBasedVehicleSpeed = 81.2 | speed
.TotalVehicleDistance = 123123.5 | distance
.AcceleratorPedalPosition1 = 43 | none
.TransmissionCurrentGear = 9 | none
.TransmissionOilTemperature = 81 | temperature
.EngineTotalHoursOfOperation = 12312.1 | duration or none
.BrakeSwitch = 1 | none
.AmbientAirTemperature = 12.1 | temperature
.EngineTurboBoostPressure = 212 | pressure
.DPFSootLoad = 43 | none
.EngineTorquePercent = 43 | none
@ tesla/car
.battery_level = 81 | battery
.charge_energy_added = 12.1 | energy
.charger_actual_current = 16 | current
.charger_voltage = 231 | voltage
.est_battery_range_km = 312.1 | distance km
.odometer_km = 31231 | distance km
.outside_temp = 12.1 | temperature
.shift_state = D | none
.tpms_pressure_fl = 2.9 | pressure
.usable_battery_level = 80 | battery
.driver_temp_setting = 21 | setpoint temperature or limit temperature
.charge_limit_soc = 90 | setpoint battery or limit battery or none
.heading = 213 | none
.time_to_full_charge = 1.5 | duration
@ can/vehicle9
.BatteryPackVoltage = 391 | voltage
.BatteryPackCurrent = -43 | current
.CellVoltageMin_mV = 3612 | voltage mV
.MotorTemp = 61 | temperature
.MotorSpeedRPM = 3100 | none or symbol or actuator
.TirePressureFL_psi = 33 | pressure [psi]
.FuelLevel_pct = 43 | none
.Odometer_km = 31231 | distance km
.BrakePedal_pct = 12 | none
.SteeringAngle_deg = 3 | none
.LateralAccel_g = 0.1 | none or weight
.CabinTemp = 21 | temperature
.ChargePower_kW = 11 | power kW
.AltitudeGPS_m = 312 | distance m
.GearPosition = 4 | none
.EngineOilTemp_F = 198 | temperature [degF]
.CoolantLevel = 80 | none or distance
.hv_isolation_kohm = 1200 | none
.regen_energy_wh = 312 | energy Wh
fleet/8 | {"position":{"lat":52.1,"lon":13.1},"speed_kmh":43} | speed or geo
> speed_kmh | speed km/h
> position/lat | geo
owntracks/jane/phone | {"_type":"location","lat":52.1,"lon":13.1,"acc":12,"alt":43,"batt":81,"vel":12,"cog":213,"vac":3,"tid":"jp","tst":1700000000,"conn":"w"} | geo
> lat | geo
> lon | geo
> batt | battery
> vel | speed or none
> cog | none
> acc | none
> tst | meta or none
traccar/positions/7 | {"latitude":52.1,"longitude":13.1,"altitude":43.1,"speed":12.1,"course":213,"accuracy":5,"attributes":{"batteryLevel":81,"distance":12.3,"totalDistance":123123,"motion":true,"ignition":true,"sat":9,"hdop":0.9,"power":12.4,"rssi":21}} | geo
> latitude | geo
> altitude | distance
> speed | speed
> course | none
@ tracker/7
.hdop = 0.9 | none
.satellites = 9 | none
.ignition = true | none
.fixType = 3 | none
.gps_accuracy_m = 4.1 | none or distance
.extVoltage = 12.4 | voltage
.geofence = home | none
.odo_km = 12312 | distance km
`,
);
