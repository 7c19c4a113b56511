/** The text of `wireband-edge spool --help`. */
export const SPOOL_HELP = `Usage: wireband-edge spool list    [--user-dir FOLDER] [--json]
       wireband-edge spool inspect SPOOL [--user-dir FOLDER] [--json]
       wireband-edge spool verify  SPOOL [--user-dir FOLDER] [--json]
       wireband-edge spool export  SPOOL [--user-dir FOLDER] [--format FORMAT] [--output FILE]
       wireband-edge spool discard SPOOL [--user-dir FOLDER] [--yes]

Looks into the spools, where events wait on disk until the backend has them. Works while the gateway runs, and
when it does not.

  list     every spool, also those of nodes that were deleted
  inspect  what a spool holds: events, series, quarantine, drops, damage
  verify   reads every record; exit code 1 when something is damaged
  export   writes the events that were not delivered, quarantined ones too
  discard  deletes the events that were not delivered, and the spool of a gateway that does not run

SPOOL is the id of a node, as list shows it, or a directory (with a slash in it: ./spool).

  --user-dir FOLDER  user directory of Node-RED [default: ~/.node-red and ~/.wireband-edge]
  --json             for programs
  --format FORMAT    ndjson, one event a line, or json-batch, a request body as a backend takes it
                     [default: ndjson]
  --output FILE      a new file, readable by you only [default: standard output]
  --yes              discard without asking

Exit codes: 0 done, 1 damage found or not done, 2 a command line that cannot be used.
`;
