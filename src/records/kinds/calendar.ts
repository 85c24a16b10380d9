import { foldCode, joinKey } from '../key.ts'
import { date, defineKind, text } from '../kind.ts'

/** Days the desk is closed or slow; business days are counted without them (Partner Help Desk, Setting an Out of Office response). */
export const calendar = defineKind({
  kind: 'calendar',
  title: 'calendar of the desk',
  from: 'a sheet of the holidays, Family and Friends Days and off-sites, one day a row, as CSV',
  fields: {
    day: date(['Date', 'Day'], 'The day', { required: true, filled: true }),
    lastDay: date(['Last Date', 'Last Day', 'Until'], 'Last day, where it is more than one'),
    name: text(['Name', 'Occasion', 'Holiday'], 'What it is called', { required: true, filled: true }),
    what: text(['What', 'Kind of Day', 'Day Type'], 'Holiday, Family and Friends Day, off-site', {
      required: true,
      filled: true,
    }),
    region: text(['Region', 'Country', 'Where'], 'Where it holds; blank is everywhere', { required: true }),
  },
  key: ({ day, region, name }) => joinKey(day, foldCode(region ?? ''), name === null ? null : foldCode(name)),
  keyFields: ['day', 'region', 'name'],
})
