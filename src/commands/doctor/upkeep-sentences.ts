import type { SettingsFinding } from '../../reports/health/settings.ts'
import type { UpkeepFinding } from '../../reports/health/upkeep.ts'
import { type SentencesOf, size } from './sentence.ts'

/** What to say of the program, of what the database's file needs, and of the settings. */
export const UPKEEP_SENTENCES: SentencesOf<(UpkeepFinding | SettingsFinding)['code']> = {
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
