import type { Message } from './asks';

const ROOMS = ['kitchen', 'bath', 'hall', 'office', 'cellar', 'attic', 'garage', 'garden'];

/** Typical messages, each about device `n`; the topics of different devices differ. */
const STYLES: readonly ((n: number, room: string) => Message)[] = [
  (n, room) => ({ topic: `home/${room}/sensor-${n}/temperature`, payload: 21.4 }),
  (n, room) => ({ topic: `home/${room}/${n}/humidity`, payload: '44.1' }),
  (n) => ({ topic: `zigbee2mqtt/0x00158d${n.toString(16).padStart(8, '0')}`, payload: ZIGBEE }),
  (n) => ({ topic: `tele/sonoff-${n}/SENSOR`, payload: TASMOTA }),
  (n) => ({ topic: `stat/plug-${n}/POWER`, payload: 'ON' }),
  (n) => ({ topic: `shellies/shellyem-${n}/emeter/0/power`, payload: '312.1' }),
  (n) => ({ topic: `homie/node-${n}/heater/set-temperature`, payload: '60' }),
  (n) => ({ topic: `homeassistant/sensor/plant_${n}_soil_moisture/state`, payload: '31' }),
  (n) => ({ topic: `N/c0619ab1/vebus/${n}/Ac/Out/L1/V`, payload: { value: 230.1 } }),
  (n) => ({ topic: `site-${n}/bms/SDH_AH2A_SupplyAirTemp`, payload: 55.1 }),
  (n) => ({ topic: `plant/line-${n}/press/4/oil_pressure_bar`, payload: 121 }),
  (n) => ({ topic: `haus/${n}/Heizung/Vorlauftemperatur`, payload: 41.2 }),
  (n) => ({ topic: `node-${n}/data`, payload: { bme280_press_hPa: 1003.1, vbat_mV: 3712, uptime_s: 3123 } }),
  (n) => ({ topic: `rtl_433/host/devices/Acurite-Tower/A/${n}`, payload: RTL_433 }),
  (n, room) => ({ topic: `${room}-${n}/sensor/wifi_signal/state`, payload: '-61' }),
  (n) => ({ topic: `devices/${n}/status`, payload: 'online' }),
];

const ZIGBEE = { battery: 90, humidity: 40, linkquality: 120, temperature: 21.5, voltage: 2985 };
const TASMOTA = { Time: '2024-03-01T10:00:00', AM2301: { Temperature: 22.9, Humidity: 55.2 }, TempUnit: 'C' };
const RTL_433 = { time: '2024-03-01 10:00:00', model: 'Acurite-Tower', id: 1231, temperature_C: 11.2 };

/** `count` messages of mixed styles, each with its own topic. */
export function mixedMessages(count: number): Message[] {
  return Array.from({ length: count }, (_, n) => {
    const style = STYLES[n % STYLES.length];
    const room = ROOMS[n % ROOMS.length] ?? 'hall';
    const { topic, payload } = style?.(n, room) ?? { topic: '', payload: undefined };
    // From bytes, as an MQTT client does: concatenated text is stored differently in memory, and is slower to read.
    return { topic: Buffer.from(topic).toString(), payload };
  });
}
