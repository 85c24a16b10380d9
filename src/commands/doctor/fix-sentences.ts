import { atHome } from '../../app/user-files.ts'
import type { Fix } from '../../reports/health/fixes.ts'
import { plural } from '../../terminal/plural.ts'
import { named } from './sentence.ts'

/** Whether something is to come, would be done without a dry run, or is done. */
type Tense = 'will' | 'would' | 'did'

/** What a fix does, with the files it is about. */
export function fixWords(fix: Fix, tense: Tense): string[] {
  const say = (verb: string, done: string, what: string): string =>
    tense === 'did' ? `${done} ${what}` : `${tense} ${verb} ${what}`
  const files = 'files' in fix ? named(fix.files.map(atHome)).map((file) => `  - ${file}`) : []
  switch (fix.code) {
    case 'close_to_others':
      return [say('close', 'closed', `${atHome(fix.path)} to other users (mode 0${fix.mode.toString(8).padStart(3, '0')})`)]
    case 'place_files':
      return [say('put', 'put', `${plural(fix.files.length, 'recorded file')} in place:`), ...files]
    case 'remove_leftovers':
      return [say('remove', 'removed', `${plural(fix.files.length, 'temporary file')} that stopped runs left behind:`), ...files]
    case 'empty_log':
      return [say('write', 'wrote', `${atHome(fix.file)} into the database, and empty it`)]
    case 'erase_forgotten':
      return [say('rewrite', 'rewrote', `${atHome(fix.file)} without the people who were forgotten`)]
    case 'rebuild_indexes':
      return [say('make', 'made', `the indexes of ${atHome(fix.file)} again, after a checked copy`)]
  }
}
