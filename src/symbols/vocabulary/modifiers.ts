/** What a word says of a name, beside naming a quantity. */
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
  /** Stands beside quantities and says nothing: a room, a medium, a chip. */
  | 'place'
  /** Root mean square: an alternating voltage or current. */
  | 'rms'
  /** Of an electrical installation: single letters beside it are its quantities (`P_Grid`, `Ac/L1/V`). */
  | 'electric'
  /** What `current` stands before when it means the present: `current_position`. */
  | 'present'
  /** An electrical current, or the present one of what stands beside it. */
  | 'moment'
  /** A time of day, or a duration if more is said and the number is small: `total_time`. */
  | 'time'
  /** Letters of a plant's tags (ISA-5.1), which need a loop number: `TT-101`. */
  | 'tag'
  /** Says something only of a plant that moves air: `SAT`, supply air temperature. */
  | 'airside'
  /** A part of a plant that moves air. */
  | 'hvac'
  /** A set point that is in force at times: a flag beside it says that it is. */
  | 'preset'
  /** What is switched: `ON` beside it is a relay's state. */
  | 'switched'
  /** Says something only with other words beside it: a bare `volume` is as often a loudness. */
  | 'accompanied';

/** Words with commas between, in all languages; a modifier may have several rows. */
// biome-ignore format: a table reads best with aligned columns
export const MODIFIERS: readonly (readonly [modifier: Modifier, words: string])[] = [
  ['command',  'cmd, cmnd, command, befehl, commande, comando'],
  ['setpoint', 'set, target, targets, setpoint, setpoints, set point, stpt, spt, sp, desired, requested, sel, selected, soll, sollwert, consigne, consigna, wanted, eco, comfort, holiday, vacation, away, boost, antifreeze, party, open window temperature, window open temperature, heat setpoint, cool setpoint, heating setpoint, cooling setpoint, heat sp, cool sp, htg sp, clg sp, heat stpt, cool stpt, htg stpt, clg stpt, zn sp, rm sp, sat sp, setback, heat protect, frost protect, objetivo, obiettivo, impostata, impostato, desiderata, deseada, deseado, souhaitée, souhaité, ingesteld, ingestelde, gewenst, gewenste, gewünscht, gewünschte, ziel'],
  ['moment',   'current, cur, curr'],
  ['preset',   'eco, comfort, holiday, vacation, away, boost, antifreeze, party, setback'],
  ['limit',    'limit, limits, threshold, hysteresis, deadband, deadzone, offset, calibration, correction, compensation, sensitivity, tolerance, setting, settings, config, configuration, -grenze, -grenzwert, schwelle, seuil, umbral, soglia, limite, startup, range, rating, rated, protect, sensibility, scale factor, correction factor, conversion factor, calibration factor, scale'],
  ['extreme',  'min, max, minimum, maximum, mini, maxi, minimal, maximal, peak, lowest, highest, high, low, hi, lo, hihi, lolo, record, minimo, maximo, massimo'],
  ['alert',    '-alarm, alarms, alm, alarme, alarma, allarme, alert, alerts, fault, faults, error, errors, err, warning, warnings, warn, problem, failure, fail, -fehler, -störung, défaut, erreur, fallo, guasto, trouble, overtemperature, overheat, overheated, overpower, overvoltage, undervoltage, overcurrent, overload'],
  ['state',    'state, status, mode, enabled, enable, online, availability, available, action, scene, effect, muted, actions, resolution, brightness, preset, schedule, program, selector, type, behavior, behaviour, lock, zustand, modus, etat, état, estado, stato, text, trend, tendency, resistance, torque, price, class, chemistry, reason, cause, result, reference, history, quality, index, protection, detection, backlight, accuracy, effort, progress, thd, distortion, harmonic, harmonics, ok, sts, stt, efficiency, gain, display, song, title, ratio, slope, gradient, coefficient, coeff, score, imbalance, unbalance, asymmetry, probability, chance, wahrscheinlichkeit, health, replacement, capacitance, deficit'],
  ['state',    'color temp, colour temp, color temperature, colour temperature, color mode, on off, level text, direction mode, price level, price per, quality text, degree minutes, power off, power on, power outage, power cut, power source, power supply, pwr on, pwr off, pow on, pow off, pwr mode, pow mode, lcd light, radiation dose, update frequency, refresh frequency, sampling frequency, polling frequency, percentage hour, energy star, power button, temperature rate, temp rate, humidity rate, pressure rate, temp file, temp files, cost center, cost centre, gas valve, water valve, co2 valve, smoke test, battery test, light color, light colour, weight factor, load factor, capacity factor, temperature factor, temp factor, battery capacity ah, radiation cpm, capacitance pf, open window, moon illumination, soh, state of health, battery soh, energy tariff, energy level, frequency band, frequency hop, noise reduction, speed test'],
  ['state',    'volume level, volume muted, alarm volume, sound volume, ring volume, siren volume, speaker volume, melody volume, master volume, music volume, media volume, beep volume, chime volume, tv volume, volume pct, volume percent'],
  ['state',    'memory position, valve position, cover position, current position, curtain position, blind position, motor position, damper position, blinds position, shade position, rollladen position, rolladen position, jalousie position, servo position, tilt position, shutter position, target position, position current'],
  ['state',    'co2 emission, co2 emissions, co2 intensity, photosynthetically active radiation, photosynthetic radiation, co2 footprint, co2 saved, co2 saving, co2 savings, co2 avoided, co2 reduction, belt tension, web tension, strip tension, film tension, wire tension, cable tension, rope tension, chain tension, string tension, thread tension, spring tension, surface tension, first pass yield, pass yield, process yield, production yield, yield rate, yield pct, yield percent, memory leak, air leak, oil leak, fuel leak, leak test, leak rate'],
  ['state',    'effect speed, dimming speed, bit depth, color depth, colour depth, queue depth, depth of discharge, discharge depth, mass flow, mass flow rate, angular velocity, angular speed, rotation speed, rotational speed, inference speed, speed level'],
  ['state',    'override, penalty, power save, power saver, power good, power profile, power user, power strip, energy saving, energy saver, battery saver, battery heater, charging cable, frequency plan, flow control, light group, noise gate, noise filter, smoke machine, speed factor, speed step, volume step, door bell, ph pump, ec pump, distance metric, lagging, cap, impedance, accel, acceleration, percent load, at current speed, flow kg, degree days, degree hours, regen level, regen mode, regen braking, regen torque, dpf regen, pedal, blur, decay, theme, password, token, strategy, policy, algorithm, supported, capable, allowed, permitted, installed, invalid, calibrated, dirty, stuck, passed, goal, category, confidence, priority, curve, pattern, pressure zone, memory pressure, cpu pressure, io pressure, swap pressure, spanning tree, gas resistance, gas price, prix, precio, prezzo, prijs, preis, strompreis, gaspreis'],
  ['state',    'ohm, ohms, kohm, ah, mah, amphours, amp hours, amp hour, ampere hours, usv h, usvh, rad s, m s2, mps2'],
  ['duration', 'timeout, delay, interval, duration, period, uptime, runtime, time to go, elapsed, countdown, lifetime, -laufzeit, betriebszeit, betriebsstunden, durée, duración, durata, cooldown, reporting time, remaining time, time remaining, time left, left time, downtime, operating hours, run hours, hours run, burn hours, compressor hours, fan hours, pump hours, operation time, operating time, on time, off time, runtime hours, latency, standby min, standby mins, standby minutes, standby time, remain time, remain min, chg remain, dsg remain, power on hours, powered on hours, laufzeit, restlaufzeit'],
  ['count',    'count, counts, pulses, clicks, number, packs, modules, banks, strings, slots, cells, calibrations, steps, starts, cycles, presses, packets, retries, reconnects, anzahl, nombre, número, numero, times, dips, sags, swells, rain days'],
  ['meta',     'time, timestamp, datetime, date, ts, id, uid, uuid, guid, eui, mac, ip, ipaddress, ip address, ssid, bssid, fw, firmware, version, model, serial, seq, sequence, instance, fcnt, port, fport, name, label, description, desc, unit, units, uom, unit of measurement, linkquality, link quality, lqi, rssi, snr, channel, last seen, last update, last updated, last changed, updated at, update available, hostname, host, url, topic, manufacturer, vendor, src, source, icon, friendly name, sensor id, device id, temp unit, pressure unit, speed unit, zeit, datum, boot time, start time, end time, starttime, endtime, format'],
  ['time',     'time, zeit, temps, tiempo'],
  ['place',    'm2m, accel'],
  ['state',    'status update, state update'],
  ['rms',      'rms'],
  ['electric', 'ac, dc, pv, grid, solar, battery, batt, bat, akku, inverter, wechselrichter, mppt, phase, mains, load, meter, emeter, vebus, bus, electrical, electric, batteries, batterie, string, pack, cell, chg, dsg, dischg, inv, bms, dcdc, acdc, pfc, usb, typec, charger, solarcharger, erzeugung, einspeisung, bezug, netzbezug, verbrauch, l, ph1, ph2, ph3, e charger'],
  ['present',  'value, position, state, status, mode, count, cost, height, reserve, price, tariff, tarif, index, song, user, version, program, track, title, day, week, month, time, date, level, summ, summation, calendar, hour, year, volume, speed, fan, rpm, weather, activity, operation, temp, temperature, humidity, page, room, source, artist, stage, step, playlist, app, profile, preset, action, target, setpoint, set point, heating, cooling, heat, distance, firmware, station, task, job, layer, script, slot, floor, effect, scene, theme, language, direction, angle, heading, consumption, demand, flow, level, capacity, energy, illuminance, brightness, file, recipe, tool, batch, shift, order, lap, block, players, period, cycle, zone, gear, pos, row, rate, stock, media, statistics, word, line number, index, route, stop, lane, session, player, round, turn, chapter, item, product, part, pallet, sequence, segment, waypoint, location'],
  ['airside',  'sat'],
  ['hvac',     'hvac, ahu, rtu, vav, mau, fcu, doas, erv, hrv, crac, crah, air handler, air handling unit'],
  ['tag',      'tt, tit, tic, te, pt, pit, pic, pdt, pdic, dpt, ft, fit, fic, lt, lit, lic'],
  ['switched', 'light, lamp, switch, output, outlet, socket, plug, schalter, steckdose, interrupteur, interruptor, interruttore, prise, presa'],
  ['accompanied', 'volume, volumen'],
  ['place',    'sensor, switch, room, zone, zn, rm, supply, return, discharge, mixed, exhaust, intake, suction, air, outdoor, indoor, outside, inside, outer, inner, in, out, top, bottom, line, total, tot, sum, avg, mean, average, now, inst, instant, actual, act, measured, local, ambient, external, internal, ext, int, surface, ceiling, tank, boiler, heater, heat, heating, cooling, inlet, outlet, flow, input, house, home, kitchen, bath, bathroom, bedroom, living, garage, garden, office, hall, cellar, attic, pool, freezer, fridge, cpu, core, board, chip, mcu, device, probe, reading, data, today, yesterday, weekly, monthly, yearly, hourly, daily, produced, consumed, delivered, returned, exported, imported, export, import, production, left, right, upper, lower, front, back, north, south, east, west, ch, main, aux, hot, cold, warm, water, soil, raw, rel, abs, innen, aussen, raum, vorlauf, rücklauf, wasser, luft, boden, keller, gesamt, exterieur, interieur, extérieur, intérieur, esterna, interna, exterior, interior, panel, module, leaf, pipe, duct, static, demand, measurement period, meas period, measure period, tariff, tarif, tier, bme, bmp, dht, sht, aht, hdc, htu, scd, si7021, am2302, ina, pzem, true, apparent, h2s, mhz14, mhz14a, mhz16, mhz19, mhz19b, mhz19c, devicepower, draw, hardware, feedback, offered, neutral, pump, compressor, import interval, export interval, net interval, rain barrel, rain tank, rain butt, rainwater, rain water tank, rainwater tank'],
];
