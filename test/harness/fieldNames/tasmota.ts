import { fieldCorpus } from './fieldCorpus';

/** Tasmota: telemetry of sensor chips and meters, state, status answers and commands. */
export const TASMOTA = fieldCorpus(
  'Tasmota',
  `
tele/sonoff-4/SENSOR | {"DS18B20":{"Temperature":21.4}} | temperature
tele/sonoff-4/SENSOR | {"Time":"2024-03-01T10:00:00","DS18B20":{"Id":"01131B123456","Temperature":21.4},"TempUnit":"C"} | temperature Cel
> DS18B20/Temperature | temperature Cel
> DS18B20/Id | meta
> Time | meta
tele/attic/SENSOR | {"Time":"2024-03-01T10:00:00","AM2301":{"Temperature":22.9,"Humidity":55.2,"DewPoint":13.4},"TempUnit":"F"} | *
> AM2301/Temperature | temperature [degF]
> AM2301/Humidity | humidity
> AM2301/DewPoint | temperature
tele/weather/SENSOR | {"Time":"2024-03-01T10:00:00","BME280":{"Temperature":4.9,"Humidity":85.2,"DewPoint":3.4,"Pressure":1003.1,"SeaPressure":1013.4},"PressureUnit":"hPa","TempUnit":"C"} | *
> BME280/Temperature | temperature Cel
> BME280/Humidity | humidity
> BME280/Pressure | pressure hPa or atmospheric_pressure hPa
> BME280/SeaPressure | pressure or atmospheric_pressure
tele/lab/SENSOR | {"Time":"2024-03-01T10:00:00","BMP280":{"Temperature":24.9,"Pressure":752.1},"PressureUnit":"mmHg","TempUnit":"C"} | *
> BMP280/Pressure | pressure mm[Hg] or atmospheric_pressure mm[Hg]
> PressureUnit | meta
tele/lab2/SENSOR | {"Time":"2024-03-01T10:00:00","SHT3X-0x44":{"Temperature":24.9,"Humidity":41},"SHT3X-0x45":{"Temperature":23.9,"Humidity":43},"TempUnit":"C"} | *
> SHT3X-0x44/Temperature | temperature Cel
> SHT3X-0x45/Humidity | humidity
tele/pond/SENSOR | {"Time":"2024-03-01T10:00:00","DS18B20-1":{"Id":"0113","Temperature":14.9},"DS18B20-2":{"Id":"0114","Temperature":13.9},"TempUnit":"C"} | *
> DS18B20-1/Temperature | temperature Cel
> DS18B20-2/Temperature | temperature Cel
tele/window/SENSOR | {"BH1750":{"Illuminance":123}} | illuminance
tele/shelf/SENSOR | {"TSL2561":{"Illuminance":22.1}} | illuminance
tele/office/SENSOR | {"MHZ19B":{"Model":"B","CarbonDioxide":612,"Temperature":23}} | *
> MHZ19B/CarbonDioxide | carbon_dioxide
> MHZ19B/Temperature | temperature
tele/office/SENSOR | {"SCD30":{"CarbonDioxide":700,"eCO2":690,"Temperature":21.2,"Humidity":40.1}} | *
> SCD30/CarbonDioxide | carbon_dioxide
> SCD30/eCO2 | carbon_dioxide
> SCD30/Humidity | humidity
tele/office/SENSOR | {"SGP30":{"eCO2":450,"TVOC":125}} | *
> SGP30/eCO2 | carbon_dioxide
> SGP30/TVOC | volatile_organic_compounds or volatile_organic_compounds_parts
tele/balcony/SENSOR | {"SDS0X1":{"PM2.5":12.1,"PM10":20.3}} | *
> SDS0X1/PM2.5 | pm25
> SDS0X1/PM10 | pm10
tele/balcony/SENSOR | {"PMS5003":{"CF1":0,"PM1":1,"PM2.5":3,"PM10":4}} | *
> PMS5003/PM1 | pm1
> PMS5003/PM2.5 | pm25
tele/hive/SENSOR | {"HX711":{"Weight":21.4}} | weight
tele/cistern/SENSOR | {"SR04":{"Distance":121.3}} | distance
tele/desk/SENSOR | {"VL53L0X":{"Distance":1213}} | distance
tele/panel/SENSOR | {"INA219":{"Voltage":4.494,"Current":0.02,"Power":0.09}} | *
> INA219/Voltage | voltage
> INA219/Current | current
> INA219/Power | power
tele/oven/SENSOR | {"MAX31855":{"ProbeTemperature":121,"ReferenceTemperature":24.5}} | *
> MAX31855/ProbeTemperature | temperature
> MAX31855/ReferenceTemperature | temperature
tele/mug/SENSOR | {"MLX90614":{"OBJTMP":31.2,"AMBTMP":21}} | *
> MLX90614/OBJTMP | temperature
> MLX90614/AMBTMP | temperature
tele/cellar/SENSOR | {"ANALOG":{"Temperature1":21.2,"Illuminance2":12,"A0":512}} | *
> ANALOG/Temperature1 | temperature
> ANALOG/Illuminance2 | illuminance
tele/esp/SENSOR | {"ESP32":{"Temperature":43.3},"TempUnit":"C"} | temperature Cel
tele/washer/SENSOR | {"Time":"2024-03-01T10:00:00","ENERGY":{"TotalStartTime":"2023-01-01T00:00:00","Total":24.911,"Yesterday":0.104,"Today":0.051,"Period":2,"Power":21,"ApparentPower":43,"ReactivePower":37,"Factor":0.49,"Frequency":50,"Voltage":231,"Current":0.186}} | *
> ENERGY/Total | energy
> ENERGY/Yesterday | energy
> ENERGY/Today | energy
> ENERGY/Power | power
> ENERGY/ApparentPower | apparent_power
> ENERGY/ReactivePower | reactive_power
> ENERGY/Factor | power_factor
> ENERGY/Frequency | frequency
> ENERGY/Voltage | voltage
> ENERGY/Current | current
> ENERGY/TotalStartTime | meta
tele/washer/STATE | {"Time":"2024-03-01T10:00:00","Uptime":"0T01:00:00","UptimeSec":3600,"Heap":27,"SleepMode":"Dynamic","Sleep":50,"LoadAvg":19,"MqttCount":1,"POWER":"ON","Wifi":{"AP":1,"SSId":"home","BSSId":"AA:BB:CC:DD:EE:FF","Channel":6,"Mode":"11n","RSSI":100,"Signal":-45,"LinkCount":1,"Downtime":"0T00:00:03"}} | *
> POWER | relay
> Wifi/RSSI | meta
> Wifi/SSId | meta
> Wifi/BSSId | meta
tele/strip/STATE | {"Time":"2024-03-01T10:00:00","POWER1":"ON","POWER2":"OFF","Dimmer":50} | *
> POWER1 | relay
> POWER2 | relay
stat/washer/POWER | ON | relay
stat/washer/POWER1 | OFF | relay
stat/washer/POWER12 | ON | relay
stat/washer/RESULT | {"POWER":"OFF"} | relay
stat/washer/RESULT | {"POWER3":"ON"} | relay
cmnd/washer/POWER | TOGGLE | command
cmnd/washer/Power1 | ON | command
cmnd/heater/POWER2 | 1 | command
cmnd/lamp/Dimmer | 50 | command
cmnd/lamp/Color | FF0000 | command
tele/washer/LWT | Online | none or connectivity
stat/attic/STATUS8 | {"StatusSNS":{"Time":"2024-03-01T10:00:00","SI7021":{"Temperature":20.1,"Humidity":51.1},"TempUnit":"C"}} | *
> SI7021/Temperature | temperature Cel
> SI7021/Humidity | humidity
stat/washer/STATUS10 | {"StatusSNS":{"ENERGY":{"Total":1.2,"Power":11,"Voltage":229}}} | *
> ENERGY/Power | power
> ENERGY/Voltage | voltage
tele/ble/SENSOR | {"ATC1a2b3c":{"mac":"a4c1381a2b3c","Temperature":22.1,"Humidity":41.2,"DewPoint":8.3,"Battery":87,"RSSI":-71}} | *
> ATC1a2b3c/mac | meta
> ATC1a2b3c/Temperature | temperature
> ATC1a2b3c/Humidity | humidity
> ATC1a2b3c/Battery | battery
> ATC1a2b3c/RSSI | meta
tele/zb/SENSOR | {"ZbReceived":{"0x1A2B":{"Device":"0x1A2B","Name":"bath","Pressure":1002,"Endpoint":1,"LinkQuality":92}}} | *
> 0x1A2B/Pressure | pressure or atmospheric_pressure
> 0x1A2B/LinkQuality | meta
tele/zb/SENSOR | {"ZbReceived":{"0x1A2C":{"Device":"0x1A2C","Humidity":57.1,"BatteryPercentage":97,"LinkQuality":92}}} | *
> 0x1A2C/Humidity | humidity
> 0x1A2C/BatteryPercentage | battery
tele/meter/SENSOR | {"SML":{"Power_curr":312,"Total_in":10231.2,"Total_out":512.3}} | *
> SML/Power_curr | power
tele/meter/SENSOR | {"MT631":{"power":-120.4,"volt_p1":230.1,"amp_p1":0.7,"freq":49.99}} | *
> MT631/power | power
> MT631/volt_p1 | voltage
> MT631/amp_p1 | current
> MT631/freq | frequency
tele/hall/SENSOR | {"SHT4X":{"Temperature":20.3}} | temperature
tele/hall/SENSOR | {"HTU21":{"Humidity":44.9}} | humidity
tele/hall/SENSOR | {"DHT11":{"Humidity":44}} | humidity
tele/hall/SENSOR | {"AHT2X":{"Temperature":19.3}} | temperature
tele/hall/SENSOR | {"MCP9808":{"Temperature":19.4}} | temperature
tele/roof/SENSOR | {"VEML7700":{"Illuminance":1120,"White":3201}} | *
> VEML7700/Illuminance | illuminance
tele/boat/SENSOR | {"BMP180":{"Pressure":1011.4}} | pressure or atmospheric_pressure
tele/pump/SENSOR | {"PZEM":{"Frequency":50.1}} | frequency
home/tele/garage/SENSOR | {"LM75AD":{"Temperature":11.5}} | temperature
tasmota/garage/tele/SENSOR | {"DS3231":{"Temperature":21.75}} | temperature
tasmota/garage/cmnd/POWER | ON | command
tasmota/garage/stat/POWER | ON | relay
`,
);
