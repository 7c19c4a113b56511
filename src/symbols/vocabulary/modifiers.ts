/** Words that say what kind of value a name speaks of, or that stand beside quantities and say nothing (`place`). */
export type Modifier =
  | 'command'
  | 'setpoint'
  | 'limit'
  | 'extreme'
  | 'alert'
  | 'state'
  | 'duration'
  | 'count'
  | 'meta'
  | 'place'
  | 'rms';

/** Words with commas between, in all five languages. */
// biome-ignore format: a table reads best with aligned columns
export const MODIFIERS: readonly (readonly [modifier: Modifier, words: string])[] = [
  ['command',  'cmd, cmnd, command, befehl'],
  ['setpoint', 'set, target, setpoint, set point, stpt, spt, sp, desired, requested, soll, sollwert, consigne, consigna, wanted, eco, comfort, holiday, vacation, away, boost, antifreeze, party, open window, heat setpoint, cool setpoint, heating setpoint, cooling setpoint, setback, heat protect, frost protect'],
  ['limit',    'limit, limits, threshold, hysteresis, deadband, deadzone, offset, calibration, correction, compensation, sensitivity, tolerance, setting, settings, config, configuration, grenze, grenzwert, schwelle, seuil, umbral, soglia, startup, factor, scale'],
  ['extreme',  'min, max, minimum, maximum, mini, maxi, peak, lowest, highest, high, low, record, minimo, maximo, massimo'],
  ['alert',    'alarm, alarme, alarma, allarme, alert, fault, error, err, warning, warn, problem, failure, fehler, storung, trouble, overtemperature, overheat, overpower, overvoltage, overcurrent'],
  ['state',    'state, status, mode, enabled, enable, online, availability, available, action, scene, effect, lwt, volume level, actions, resolution, color temp, colour temp, color temperature, colour temperature, color mode, preset, schedule, program, selector, type, behavior, behaviour, on off, lock, zustand, modus, etat, estado, stato, level text, text, direction mode'],
  ['duration', 'timeout, delay, interval, duration, period, uptime, runtime, time to go, elapsed, countdown, lifetime, laufzeit, duree, cooldown, reporting time, remaining time'],
  ['count',    'count, counts, pulses, clicks, steps, starts, cycles, presses, packets, retries, reconnects, anzahl'],
  ['meta',     'time, timestamp, datetime, date, ts, id, uid, uuid, guid, eui, mac, ip, ipaddress, ip address, ssid, bssid, fw, firmware, version, model, serial, seq, sequence, fcnt, port, fport, name, label, description, desc, unit, units, uom, linkquality, link quality, lqi, rssi, snr, channel, last seen, last update, last updated, last changed, updated at, update available, hostname, host, url, topic, manufacturer, vendor, src, source, icon, friendly name, sensor id, device id, temp unit, pressure unit, speed unit, zeit, datum'],
  ['rms',      'rms'],
  ['place',    'sensor, switch, room, zone, supply, return, air, outdoor, indoor, outside, inside, outer, inner, in, out, top, bottom, phase, line, total, sum, avg, mean, average, now, inst, instant, actual, measured, local, ambient, external, internal, ext, int, surface, floor, ceiling, tank, boiler, heater, heating, cooling, inlet, outlet, flow, grid, mains, solar, battery, input, output, load, house, home, kitchen, bath, bathroom, bedroom, living, garage, garden, office, hall, cellar, attic, pool, freezer, fridge, cpu, core, board, chip, device, probe, value, reading, data, today, yesterday, day, month, year, hour, daily, weekly, monthly, yearly, produced, consumed, delivered, returned, exported, imported, export, import, production, consumption, left, right, upper, lower, front, back, north, south, east, west, ch, channel, main, aux, hot, cold, warm, water, soil, raw, rel, abs, innen, aussen, raum, vorlauf, rucklauf, wasser, luft, boden, keller, gesamt, exterieur, interieur, esterna, interna, exterior, interior, meter, panel, module, inverter, string, leaf, pipe, duct, static'],
];
