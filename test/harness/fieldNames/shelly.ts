import { fieldCorpus } from './fieldCorpus';

/** Shelly devices of both generations. */
export const SHELLY = fieldCorpus(
  'Shelly',
  `
shellies/shellyem-1/emeter/0/power | 312.1 | power
shellies/shellyem-1/emeter/0/voltage | 231.2 | voltage
shellies/shellyem-1/emeter/0/energy | 12312 | energy
shellies/shellyem-1/emeter/0/returned_energy | 12 | energy
shellies/shellyem-1/emeter/0/total | 231231.2 | energy or none
shellies/shellyem-1/emeter/0/reactive_power | -31.2 | reactive_power
shellies/shellyem3-ABC/emeter/1/current | 1.23 | current
shellies/shellyem3-ABC/emeter/2/pf | 0.97 | power_factor
shellies/shelly1pm-ABC/relay/0 | on | relay
shellies/shelly1pm-ABC/relay/0/power | 12.4 | power
shellies/shelly1pm-ABC/relay/0/energy | 4123 | energy
shellies/shelly1pm-ABC/relay/0/command | off | command
shellies/shelly1pm-ABC/temperature | 44.1 | temperature
shellies/shelly1pm-ABC/temperature_f | 111.4 | temperature [degF]
shellies/shelly1pm-ABC/overtemperature | 0 | alert or heat or problem
shellies/shelly1pm-ABC/temperature_status | Normal | none
shellies/shelly1pm-ABC/online | true | connectivity or none
shellies/shelly1pm-ABC/announce | {"id":"shelly1pm-ABC","mac":"AABB","ip":"10.0.0.2","new_fw":false,"fw_ver":"1.11"} | none or meta
shellies/shellyplug-s-1/relay/0/overpower | 0 | alert or problem
shellies/shelly1-1/ext_temperature/0 | 21.4 | temperature
shellies/shelly1-1/ext_temperature_f/0 | 70.5 | temperature [degF]
shellies/shelly1-1/ext_humidity/0 | 51 | humidity
shellies/shellyht-1/sensor/temperature | 21.5 | temperature
shellies/shellyht-1/sensor/humidity | 51.5 | humidity
shellies/shellyht-1/sensor/battery | 88 | battery
shellies/shellyflood-1/sensor/flood | false | moisture
shellies/shellysmoke-1/sensor/smoke | false | smoke
shellies/shellydw2-1/sensor/lux | 31 | illuminance
shellies/shellydw2-1/sensor/tilt | 12 | none
shellies/shellydw2-1/sensor/vibration | 0 | vibration
shellies/shellymotion-1/status | {"motion":true,"timestamp":1616161616,"active":true,"vibration":false,"lux":210,"bat":88} | *
> motion | motion
> lux | illuminance
> bat | battery
> timestamp | meta
shellies/shellytrv-1/thermostat/0/command/target_t | 21 | command temperature
shellies/shellydimmer-1/light/0/status | {"ison":true,"brightness":50} | *
> brightness | none
shellies/shellyuni-1/adc/0 | 3.31 | gpio
shellyplus1pm-ABC/status/switch:0 | {"id":0,"source":"MQTT","output":true,"apower":12.3,"voltage":231.4,"current":0.051,"pf":0.98,"freq":50,"aenergy":{"total":1123.1,"by_minute":[1.2,0.3,0.1],"minute_ts":1700000000},"temperature":{"tC":41.2,"tF":106.2}} | *
> id | meta
> output | relay
> apower | power
> voltage | voltage
> current | current
> pf | power_factor
> freq | frequency
> aenergy/total | energy
> aenergy/minute_ts | meta
> temperature/tC | temperature Cel
> temperature/tF | temperature [degF]
shellypro3em-ABC/status/em:0 | {"id":0,"a_current":1.02,"a_voltage":230.1,"a_act_power":221.1,"a_aprt_power":241.2,"a_pf":0.92,"a_freq":50,"total_current":3.1,"total_act_power":612.2,"total_aprt_power":712.2,"n_current":null} | *
> a_current | current
> a_voltage | voltage
> a_act_power | power
> a_aprt_power | apparent_power
> a_pf | power_factor
> a_freq | frequency
> total_current | current
> total_act_power | power
> total_aprt_power | apparent_power
shellypro3em-ABC/status/emdata:0 | {"id":0,"a_total_act_energy":12312.2,"a_total_act_ret_energy":12.1,"total_act":13123.1,"total_act_ret":12.2} | *
> a_total_act_energy | energy
> a_total_act_ret_energy | energy
shellyplusht-ABC/status/temperature:0 | {"id":0,"tC":22.3,"tF":72.1} | *
> tC | temperature Cel
> tF | temperature [degF]
shellyplusht-ABC/status/humidity:0 | {"id":0,"rh":44.1} | humidity
> rh | humidity
shellyplusht-ABC/status/devicepower:0 | {"id":0,"battery":{"V":5.24,"percent":78},"external":{"present":false}} | *
> battery/V | voltage V
> battery/percent | battery %
shellyplus1-ABC/status/input:0 | {"id":0,"state":false} | none or relay
shellyplussmoke-ABC/status/smoke:0 | {"id":0,"alarm":false,"mute":false} | *
> alarm | alert or smoke
shellyplus1-ABC/events/rpc | {"src":"shellyplus1-ABC","dst":"shellyplus1-ABC/events","method":"NotifyStatus","params":{"ts":1700000000.12,"switch:0":{"id":0,"apower":8.9,"output":true}}} | *
> switch:0/apower | power
> switch:0/output | relay
> params/ts | meta
shellyplus1-ABC/online | true | connectivity or none
shellyplus1-ABC/command/switch:0 | on | command
shellyplusuni-ABC/status/voltmeter:100 | {"id":100,"voltage":4.32} | voltage
shellyblugw-ABC/events/rpc | {"params":{"ts":1700000000,"events":[{"component":"script:1","data":{"battery":100,"illuminance":12,"rotation":0,"rssi":-67,"address":"aa:bb:cc:dd:ee:ff"}}]}} | *
> data/battery | battery
> data/illuminance | illuminance
> data/rssi | meta
> data/address | meta
`,
);
