import { atHome } from '../../app/user-files.ts'
import type { CopiesFinding } from '../../reports/health/copies.ts'
import type { SettingsFinding } from '../../reports/health/settings.ts'
import type { UpkeepFinding } from '../../reports/health/upkeep.ts'
import { plural } from '../../terminal/plural.ts'
import { type SentencesOf, size } from './sentence.ts'

/** What to say of the program, of what the database's file needs, of its backups, and of the settings. */
export const UPKEEP_SENTENCES: SentencesOf<(UpkeepFinding | CopiesFinding | SettingsFinding)['code']> = {
  node_untested: ({ node, tested }) => ({
    message: `phd is tested with Node ${tested.join(' and ')}; this is ${node}`,
    hint: `if something goes wrong, run it with Node ${tested[0]}`,
  }),
  engine_unusable: ({ why, node }) => ({
    message: `the engine of the database cannot be loaded: ${why}`,
    hint: `install phd again with this Node (${node}), on this machine`,
  }),
  schema_older: ({ file, schema, current }) => ({
    message: `${file} was written by an older phd (schema ${schema}; this one has ${current}); doctor left it as it is and checked its pages only`,
    hint: `the next command upgrades it, and first keeps a copy, ${file}.schema-${schema}: phd imports list`,
  }),
  indexes_damaged: ({ file, signs }) => ({
    message: `indexes of ${file} do not fit their tables, so answers may lack rows and nothing is written: ${signs.join('; ')}`,
    hint: 'the tables are whole; make the indexes again, after a checked copy: phd doctor --thorough --fix',
  }),
  backup_missing: ({ folder, days }) => ({
    message: `no backup in ${atHome(folder)}, and the database has what was imported ${days} days ago`,
    hint: 'make one: phd backup; then let cron make one every night',
  }),
  backup_old: ({ path, days, lacks }) => ({
    message: `the newest backup is ${days} days old${lacks === null ? '' : ` and lacks ${plural(lacks, 'audit entry', 'audit entries')}`}: ${atHome(path)}`,
    hint: 'make one: phd backup; if one should be made every night, see why it was not: phd runs',
  }),
  backups_unreadable: ({ folder, why }) => ({
    message: `the folder of backups, ${atHome(folder)}, cannot be read (${why})`,
    hint: 'check "folder" under "backups" in config.json, and that you can read it',
  }),
  log_long: ({ file, bytes }) => ({
    message: `${file}, what was changed and is not in the database's own file yet, has ${size(bytes)}`,
    hint: 'write it into the database: phd doctor --fix; if that does not help, a program has kept the database open: end it',
  }),
  not_erased: ({ file }) => ({
    message: `a person was forgotten, and old bytes may still be in ${file}, because phd was stopped or another program read it`,
    hint: 'end what has the database open, then rewrite it: phd doctor --fix',
  }),
  space_unused: ({ file, bytes, unused }) => ({
    message: `${size(unused)} of the ${size(bytes)} of ${file} hold nothing`,
    hint: 'new imports use that space first; removing old history also makes the file small, and first says what that costs: phd prune --older-than 1y --dry-run',
  }),
  settings_unusable: ({ message, hint }) => ({
    message: `${message}; doctor looked without the settings, and other commands refuse to run`,
    hint,
  }),
}
