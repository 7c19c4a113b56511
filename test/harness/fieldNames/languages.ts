import { fieldCorpus } from './fieldCorpus';

/** Names in German, French, Spanish and Italian, with and without their accents. */
export const LANGUAGES = fieldCorpus(
  'German, French, Spanish, Italian',
  `
@ haus/keller
.Temperatur = 21.2 | temperature
.temperatur_aussen = 4.1 | temperature
.Außentemperatur = 4.1 | temperature
.Aussentemperatur = 4.1 | temperature
.Raumtemperatur = 21 | temperature
.Vorlauftemperatur = 41.2 | temperature
.Rücklauftemperatur = 31.2 | temperature
.Ruecklauftemperatur = 31.2 | temperature
.Kesseltemperatur = 61.2 | temperature
.Warmwassertemperatur = 51.2 | temperature
.Solltemperatur = 21 | setpoint temperature
.Raumsolltemperatur = 21 | setpoint temperature
.Temperatur_Soll = 21 | setpoint temperature
.Temperatur_Ist = 20.1 | temperature
.Luftfeuchtigkeit = 44 | humidity
.Luftfeuchte = 44 | humidity
.relative_Feuchte = 44 | humidity
.Luftdruck = 1003 | pressure or atmospheric_pressure
.Druck = 3.1 | pressure
.Wasserdruck = 1.6 | pressure
.Spannung = 231 | voltage
.Netzspannung = 231 | voltage
.Batteriespannung = 3.1 | voltage
.Strom_L1 = 1.2 | current
.Leistung = 312 | power
.Wirkleistung = 312 | power
.Blindleistung = 31 | reactive_power
.Scheinleistung = 331 | apparent_power
.Leistung_W = 312 | power W
.Netzfrequenz = 50.01 | frequency
.Frequenz = 50.01 | frequency
.Energie = 31231 | energy
.Zählerstand_kWh = 31231.2 | energy kWh
.Helligkeit = 312 | illuminance
.Beleuchtungsstärke = 312 | illuminance
.Windgeschwindigkeit = 3.1 | wind_speed
.Windrichtung = 210 | wind_direction
.Niederschlag = 3.1 | precipitation
.Regenmenge_mm = 3.1 | precipitation mm
.Taupunkt = 8.1 | temperature
.Bodenfeuchte = 31 | moisture
.Durchfluss = 12.1 | volume_flow_rate
.Gewicht = 31.2 | weight
.Abstand_cm = 31 | distance cm
.Batterie = 81 | battery
.Ladezustand = 71 | battery
.Betriebsstunden = 31231 | duration
.Störung = false | alert or problem
.Stoerung = false | alert or problem
.Betriebsart = Heizen | none
.Schalter = ON | relay or none
.Gasverbrauch_m3 = 31.2 | gas m3 or volume m3
.Geschwindigkeit = 51 | speed
.Lautstärke_dB = 51 | sound_pressure dB
.Fenster = offen | window or none or opening
.Bewegung = true | motion
.Maximaltemperatur = 31.2 | extreme temperature or limit temperature or temperature
@ maison/salon
.température = 21.2 | temperature
.temperature_exterieure = 4.1 | temperature
.température_extérieure = 4.1 | temperature
.température_consigne = 21 | setpoint temperature
.consigne_temperature = 21 | setpoint temperature
.humidité = 44 | humidity
.humidite = 44 | humidity
.pression = 1003 | pressure or atmospheric_pressure
.pression_atmosphérique = 1003 | pressure or atmospheric_pressure
.tension = 231 | voltage
.tension_batterie = 3.1 | voltage
.courant = 1.2 | current
.puissance = 312 | power
.puissance_active = 312 | power
.puissance_apparente = 331 | apparent_power
.puissance_W = 312 | power W
.énergie = 31231 | energy
.energie_totale = 31231 | energy
.fréquence = 50 | frequency
.luminosité = 312 | illuminance
.eclairement = 312 | illuminance
.vitesse_vent = 3.1 | wind_speed
.direction_vent = 210 | wind_direction
.débit = 12.1 | volume_flow_rate
.poids = 31 | weight
.batterie = 81 | battery
.alarme = false | alert
.défaut = false | alert or problem
.pluie_mm = 3.1 | precipitation mm
.niveau_batterie = 81 | battery
.durée = 31 | duration
@ casa/salon
.temperatura = 21.2 | temperature
.temperatura_exterior = 4.1 | temperature
.temperatura_consigna = 21 | setpoint temperature
.humedad = 44 | humidity
.humedad_relativa = 44 | humidity
.presión = 1003 | pressure or atmospheric_pressure
.presion = 1003 | pressure or atmospheric_pressure
.presión_atmosférica = 1003 | pressure or atmospheric_pressure
.voltaje = 231 | voltage
.corriente = 1.2 | current
.potencia = 312 | power
.potencia_activa = 312 | power
.energía = 31231 | energy
.frecuencia = 50 | frequency
.batería = 81 | battery
.bateria = 81 | battery
.velocidad_viento = 3.1 | wind_speed
.dirección_viento = 210 | wind_direction
.lluvia = 3.1 | precipitation
.caudal = 12.1 | volume_flow_rate
.peso = 31 | weight
.alarma = false | alert
.humedad_suelo = 31 | moisture or humidity
.iluminancia = 312 | illuminance
.distancia = 31 | distance
@ casa/cucina
.temperatura_esterna = 4.1 | temperature
.temperatura_interna = 21 | temperature
.umidità = 44 | humidity
.umidita = 44 | humidity
.umidità_relativa = 44 | humidity
.pressione = 1003 | pressure or atmospheric_pressure
.tensione = 231 | voltage
.corrente = 1.2 | current
.potenza = 312 | power
.potenza_attiva = 312 | power
.energia = 31231 | energy
.frequenza = 50 | frequency
.luminosità = 312 | illuminance
.velocità_vento = 3.1 | wind_speed
.pioggia = 3.1 | precipitation
.portata = 12.1 | volume_flow_rate
.allarme = false | alert
.illuminamento = 312 | illuminance
haus/wohnzimmer/temperatur | 21.2 | temperature
haus/wohnzimmer/luftfeuchtigkeit | 44 | humidity
haus/dach/windgeschwindigkeit_kmh | 12 | wind_speed km/h
haus/zaehler/leistung | 312 | power
heizung/vorlauf/soll-temperatur | 41 | setpoint temperature
heizung/kessel/temperatur | 61.2 | temperature
maison/cave/humidite | 61 | humidity
maison/compteur/puissance | 312 | power
casa/cocina/temperatura | 21.2 | temperature
casa/bagno/umidita | 61 | humidity
casa/contatore/potenza | 312 | power
`,
);
