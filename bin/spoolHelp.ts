/** The text of `wireband-edge spool --help`. */
export const SPOOL_HELP = `Usage: wireband-edge spool list    [--user-dir FOLDER] [--json]
       wireband-edge spool inspect SPOOL [--user-dir FOLDER] [--json]
       wireband-edge spool verify  SPOOL [--user-dir FOLDER] [--json]
       wireband-edge spool export  SPOOL [--user-dir FOLDER] [--format FORMAT] [--output FILE]
       wireband-edge spool discard SPOOL [--user-dir FOLDER] [--yes]

Examines and clears spools, where events wait on disk until they are delivered. Works whether or not the
gateway is running.

  list     lists every spool, including those of deleted nodes
  inspect  shows the contents of a spool: events, series, quarantine, drops, damage
  verify   reads every record; exit code 1 if anything is damaged
  export   writes the undelivered events, including quarantined ones
  discard  deletes the undelivered events and, unless the gateway is running, the spool

SPOOL is the ID of a node, as shown by list, or a directory (containing a slash: ./spool).

  --user-dir FOLDER  user directory of Node-RED [default: ~/.node-red and ~/.wireband-edge]
  --json             output for programs
  --format FORMAT    ndjson, one event per line, or json-batch, a request body as sent to a backend
                     [default: ndjson]
  --output FILE      a new file, readable only by you [default: standard output]
  --yes              discard without asking

Exit codes: 0 success, 1 damage found or not done, 2 invalid command line.
`;
