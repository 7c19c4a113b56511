import { fieldCorpus } from './fieldCorpus';

/** Weather stations (Ecowitt, Weather Underground, WeeWX, Davis), rtl_433, and Bluetooth gateways. */
export const WEATHER = fieldCorpus(
  'Weather stations, rtl_433, Bluetooth',
  `
@ ecowitt
.tempf = 61.2 | temperature [degF]
.tempinf = 71.2 | temperature [degF]
.temp1f = 61.2 | temperature [degF]
.humidityin = 41 | humidity
.humidity1 = 51 | humidity
.baromrelin = 29.91 | pressure or atmospheric_pressure
.baromabsin = 29.71 | pressure or atmospheric_pressure
.winddir = 210 | wind_direction
.windspeedmph = 4.2 | wind_speed [mi_i]/h
.windgustmph = 9.2 | wind_speed [mi_i]/h
.rainratein = 0.02 | precipitation_intensity
.dailyrainin = 0.31 | precipitation
.solarradiation = 312.1 | irradiance
.soilmoisture1 = 31 | moisture
.pm25_ch1 = 9 | pm25
.co2_24h = 512 | carbon_dioxide
.lightning_num = 3 | none
.stationtype = GW1000B_V1.7 | none or meta
.dateutc = 2024-03-01 10:00:00 | meta or timestamp or none
.freq = 868M | frequency or none or meta
.PASSKEY = ABCDEF | none or meta
@ wunderground
.dewptf = 51.2 | temperature [degF]
.indoortempf = 70.1 | temperature [degF]
.baromin = 29.92 | pressure or atmospheric_pressure
.indoorhumidity = 41 | humidity
.softwaretype = weewx-4.1 | none or meta
.UV = 4 | none
@ weewx/loop
.outTemp_F = 61.2 | temperature [degF]
.outTemp_C = 16.2 | temperature Cel
.inTemp_C = 21.2 | temperature Cel
.outHumidity = 81 | humidity
.inHumidity = 41 | humidity
.barometer_mbar = 1013.2 | pressure mbar or atmospheric_pressure mbar
.altimeter_inHg = 29.9 | pressure [in_i'Hg] or atmospheric_pressure [in_i'Hg]
.windSpeed_mph = 4.2 | wind_speed [mi_i]/h
.windSpeed_kph = 7.2 | wind_speed km/h
.windGust_kph = 9.2 | wind_speed km/h
.windDir = 210 | wind_direction
.rain_mm = 0.2 | precipitation mm
.dewpoint_C = 8.1 | temperature Cel
.windchill_C = 2.1 | temperature Cel
.heatindex_F = 81.1 | temperature [degF]
.radiation_Wpm2 = 412 | irradiance W/m2
.consBatteryVoltage_volt = 4.61 | voltage V
.extraTemp1_C = 4.61 | temperature Cel
.soilTemp2_C = 9.1 | temperature Cel
.soilMoist1 = 31 | moisture
rtl_433/host/devices/Acurite-Tower/A/1231 | {"time":"2024-03-01 10:00:00","model":"Acurite-Tower","id":1231,"channel":"A","battery_ok":1,"temperature_C":11.2,"humidity":61,"mic":"CHECKSUM"} | *
> time | meta
> model | meta
> id | meta
> temperature_C | temperature Cel
> humidity | humidity
> battery_ok | battery
rtl_433/host/devices/Bresser-5in1/12 | {"temperature_C":7.1,"humidity":81,"wind_max_m_s":4.1,"wind_avg_m_s":2.2,"wind_dir_deg":210,"rain_mm":31.2,"light_klx":12.1} | *
> wind_max_m_s | wind_speed m/s or extreme wind_speed m/s
> wind_avg_m_s | wind_speed m/s
> wind_dir_deg | wind_direction deg
> rain_mm | precipitation mm
rtl_433/host/devices/TPMS/12 | {"pressure_kPa":231.2,"temperature_C":21} | *
> pressure_kPa | pressure kPa
> temperature_C | temperature Cel
@ rtl_433/host
.temperature_F = 61.2 | temperature [degF]
.pressure_hPa = 1003.2 | pressure hPa or atmospheric_pressure hPa
.pressure_PSI = 32.1 | pressure [psi]
.wind_avg_km_h = 12.2 | wind_speed km/h
.wind_avg_mi_h = 12.2 | wind_speed [mi_i]/h
.rain_in = 1.31 | precipitation [in_i]
.rain_rate_mm_h = 1.31 | precipitation_intensity mm/h
.light_lux = 1231 | illuminance lx
.moisture = 31 | moisture
.pm2_5_ug_m3 = 9 | pm25 ug/m3
.pm10_ug_m3 = 12 | pm10 ug/m3
.co2_ppm = 712 | carbon_dioxide ppm
.depth_cm = 121 | distance cm
.power_W = 312 | power W
.energy_kWh = 31.2 | energy kWh
.current_A = 1.3 | current A
.storm_dist = 12 | distance
.battery_mV = 2981 | voltage mV or battery mV
home/OMG_ESP32/BTtoMQTT/A4C1381A2B3C | {"id":"A4:C1:38:1A:2B:3C","name":"LYWSD03MMC","rssi":-71,"brand":"Xiaomi","model":"TH Sensor","model_id":"LYWSD03MMC_ATC","type":"THB","tempc":21.2,"tempf":70.16,"hum":41.2,"batt":87,"volt":2.96,"mac":"A4:C1:38:1A:2B:3C"} | *
> id | meta
> rssi | meta
> mac | meta
> tempc | temperature Cel
> tempf | temperature [degF]
> hum | humidity
> batt | battery
> volt | voltage
home/OMG_ESP32/BTtoMQTT/C47C8D | {"id":"C4:7C:8D:01","rssi":-81,"lux":312,"moi":31,"fer":212,"tempc":20.1} | *
> lux | illuminance
> tempc | temperature Cel
home/OMG/RFtoMQTT | {"value":1231231,"protocol":1,"length":24,"delay":350} | none
> protocol | none or meta
home/OMG/SYStoMQTT | {"uptime":312,"version":"1.7.0","freemem":112312,"rssi":-61,"SSID":"home","ip":"10.0.0.3","mac":"AA"} | *
> version | meta
> SSID | meta
> rssi | meta
> ip | meta
ble2mqtt/ruuvi/aabb | {"temperature":21.2,"humidity":41,"pressure":100312,"accelX":0.012,"accelY":0.1,"accelZ":1.01,"voltage":2.991,"txpower":4,"seq":3123} | *
> temperature | temperature
> pressure | pressure or atmospheric_pressure
> voltage | voltage
> seq | meta or none
> txpower | meta or signal_strength or none
ruuvi/aa/bb | {"dewPoint":8.1,"batteryVoltage":2.99,"absoluteHumidity":8.2,"equilibriumVaporPressure":2480,"airDensity":1.2} | *
> dewPoint | temperature
> batteryVoltage | voltage
> absoluteHumidity | absolute_humidity
> equilibriumVaporPressure | pressure
@ meteo/davis
.barometer = 1012.2 | pressure or atmospheric_pressure
.rainfall = 2.1 | precipitation
.rain_1h = 2.1 | precipitation
.gust = 12.1 | wind_speed
.feelsLike = 4 | temperature
.feels_like = 4 | temperature
.apparent_temperature = 4 | temperature
.dew_point = 4 | temperature
.uvi = 4 | none
.cloud_cover = 70 | none
.visibility_km = 12 | distance km
.sea_level_pressure = 1013.1 | pressure or atmospheric_pressure
.sunrise = 1700000000 | timestamp or none or meta
.snow_depth_cm = 12 | distance cm or precipitation cm
openweathermap/home/main | {"temp":281.2,"feels_like":279,"temp_min":280,"temp_max":283,"pressure":1012,"humidity":81} | *
> temp | temperature
> pressure | pressure or atmospheric_pressure
> humidity | humidity
> temp_min | extreme temperature
> temp_max | extreme temperature
netatmo/indoor | {"Temperature":21.2,"CO2":712,"Humidity":44,"Noise":38,"Pressure":1012.1,"AbsolutePressure":1001.1,"min_temp":20,"max_temp":22,"date_max_temp":1700000000} | *
> CO2 | carbon_dioxide
> Noise | sound_pressure
> AbsolutePressure | pressure or atmospheric_pressure
> Temperature | temperature
> min_temp | extreme temperature
luftdaten/1231 | {"SDS_P1":12.1,"SDS_P2":7.1,"BME280_temperature":11.2,"BME280_pressure":100312,"signal":-71} | *
> SDS_P1 | pm10
> SDS_P2 | pm25
> BME280_temperature | temperature
> BME280_pressure | pressure or atmospheric_pressure
airgradient/readings/84fce6 | {"wifi":-51,"serialno":"84fce6","rco2":712,"pm01":3,"pm02":7,"pm10":8,"atmp":21.2,"rhum":44,"tvocIndex":101,"noxIndex":1,"boot":3} | *
> rco2 | carbon_dioxide
> pm02 | pm25
> pm10 | pm10
> atmp | temperature
> rhum | humidity
> serialno | meta
awair/office | {"score":91,"temp":21,"humid":44,"co2":712,"voc":312,"pm25":4,"dew_point":8.1,"abs_humid":8.2} | *
> humid | humidity
> co2 | carbon_dioxide
> voc | volatile_organic_compounds or volatile_organic_compounds_parts
> dew_point | temperature
`,
);
