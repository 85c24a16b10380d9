import { atHome } from '../../app/user-files.ts'
import type { Place, PlaceFinding } from '../../reports/health/places.ts'
import { plural } from '../../terminal/plural.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { named, type SentencesOf, size } from './sentence.ts'

const WHAT: Readonly<Record<Place['of'], string>> = {
  database: 'the database',
  database_log: 'the log of the database',
  database_folder: 'the folder of the database',
  settings: 'the settings',
  settings_folder: 'the folder of the settings',
  drafts: 'a folder of drafts',
  backups: 'the folder of backups',
  log: 'the log of runs',
}

function octal({ mode }: Place): string {
  return `mode 0${mode.toString(8).padStart(3, '0')}`
}

function closing({ path, isFolder }: Place): string {
  return `remove their access: phd doctor --fix, or chmod ${isFolder ? '700' : '600'} ${shellWord(path)}`
}

/** What to say of places, disks and what was left there. */
export const PLACE_SENTENCES: SentencesOf<PlaceFinding['code']> = {
  place_exposed: ({ place }) => ({
    message: `${place.path}, ${WHAT[place.of]}, can be changed by other users of this machine (${octal(place)})`,
    hint:
      place.of === 'database_folder'
        ? `remove their access: phd doctor --fix, or chmod go-w ${shellWord(place.path)}`
        : closing(place),
  }),
  place_readable_by_others: ({ place }) => ({
    message: `${place.path}, ${WHAT[place.of]}, can be read by other users of this machine (${octal(place)})`,
    hint: closing(place),
  }),
  place_of_another_user: ({ place }) => ({
    message: `${place.path}, ${WHAT[place.of]}, belongs to another user (number ${place.otherOwner})`,
    hint: `run phd as that user; or make it yours, as the administrator: chown "$USER" ${shellWord(place.path)}`,
  }),
  place_is_link: ({ place }) => ({
    message: `${place.path}, ${WHAT[place.of]}, is a link to ${place.leadsTo}`,
    hint: null,
  }),
  disk_nearly_full: ({ file, free, needed }) => ({
    message: `${size(free)} free on the disk of ${file}; an upgrade or a backup may need ${size(needed)}`,
    hint: `free some space: df -h ${shellWord(file)} shows the disk`,
  }),
  database_on_network: ({ file, network }) => ({
    message: `${file} is on a network disk (${network}), where two programs that write at once can damage it`,
    hint: 'move it to a disk of this machine, and name it with --db, PHD_DB or "db" in config.json',
  }),
  leftover_files: ({ files, bytes }) => ({
    message: `${plural(files.length, 'temporary file')} of phd ${files.length === 1 ? 'was' : 'were'} left behind by runs that were stopped (${size(bytes)})`,
    details: named(files.map(atHome)),
    hint: `remove ${files.length === 1 ? 'it' : 'them'}: phd doctor --fix`,
  }),
  old_copies: ({ files, bytes }) => ({
    message: `${plural(files.length, 'copy', 'copies')} of the database from before an upgrade, a repair or a restore (${size(bytes)})`,
    details: named(files.map(atHome)),
    hint: `once everything works and a newer backup was made, remove ${files.length === 1 ? 'it' : 'them'}: rm ${files.map(shellWord).join(' ')}`,
  }),
}
