/** Adversities that phd does not stand yet, by name, with the rule they wait for. PHD_ADVERSITIES=all makes them all the same. */
const WAITING: Readonly<Record<string, readonly string[]>> = {
  'gone from the newest list': [
    'account: not in the newest list',
    'account: not in newer lists',
    'dashboard: not in the newest list',
    'dashboard: a region that left',
    'users: not in the newest list',
    'licence: not in the newest list',
  ],
  'age is the age of the evidence': [
    'account: the same bytes once more',
    'account: old by the file’s name, imported today',
    'account: old by the footer, imported today',
    'account: old by the file’s date, imported today',
    'account: an older file after a newer one, by the files’ dates',
    'files in the wrong order',
    'account: old by what a person says',
    'account: a day to come in the file’s name',
    'account: at the limit of age',
    'dashboard: old by its title, imported today',
    'dashboard: old by the file’s date, imported today',
    'dashboard: a day to come in its title',
    'users: old by the file’s name, imported today',
  ],
}

export const PENDING: readonly string[] = Object.values(WAITING).flat()

/** Facts of the table that phd does not keep yet. */
export const PENDING_CASES: readonly string[] = [
  'a certified person whom the newer list lacks does not count, and is no reason for a no',
  'nor does such a person count beside others without the credential',
  'a day in the file’s name is when its rows were last seen, however late it is imported',
  'a report’s own number is when its rows were last seen',
  'the footer of a report is when its rows were last seen',
  'the title of a sheet is when its rows were last seen',
  'a file that says nothing of its time is as old as it was last changed',
  'the same bytes a year later are still a year old',
  'the same bytes again are not younger for the day they came again',
  'a second more is',
  'a file of six days ago is evidence today, and not in two days',
  'a person may say when the file was exported',
  'a partner that the newer dashboard lacks is unknown at once, and the file that lacks it is named',
  'a newer file with the same title is the same list, whatever it is called',
  'an account that the newer list lacks is unknown, not authorized and not refused',
]
