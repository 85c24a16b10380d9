/** Adversities that phd does not stand yet, by name, with the rule they wait for. PHD_ADVERSITIES=all makes them all the same. */
const WAITING: Readonly<Record<string, readonly string[]>> = {
  'an id and a name that contradict each other': [
    'id of a partner, a name of nobody',
    'twin: the id of one, the name of the other',
    'id and name of two partners',
    'ids that differ in case alone',
    'twin: the id with another legal form',
  ],
  'rows of another legal form decide nothing': ['twin: a row of another legal form', 'names that differ by a sign'],
  'authorized needs a contract': [
    'contract: no date, no click-through',
    'contract: no date, click-through',
    'contract: a manual one',
  ],
  'a damaged word is not a no': [
    'status: damaged',
    'status: invisible characters around it',
    'status: invisible characters inside it',
    'track: damaged',
    'track: invisible characters around it',
    'track: invisible characters inside it',
    'answer: invisible characters inside it',
  ],
  'gone from the newest list': [
    'account: not in the newest list',
    'account: not in newer lists',
    'dashboard: not in the newest list',
    'users: not in the newest list',
    'licence: not in the newest list',
  ],
  'age is the age of the evidence': [
    'account: the same bytes once more',
    'account: old by the file’s name, imported today',
    'account: old by the footer, imported today',
    'account: old by the file’s date, imported today',
    'account: a day to come in the file’s name',
    'account: at the limit of age',
    'dashboard: old by its title, imported today',
    'dashboard: old by the file’s date, imported today',
    'dashboard: a day to come in its title',
    'users: old by the file’s name, imported today',
  ],
  'inactive people': ['people: only inactive ones certified'],
}

export const PENDING: readonly string[] = Object.values(WAITING).flat()
