/** Phrases that phd does not use, each with what it says instead. `docs/style.md` has the rules behind them. */

export interface Phrase {
  /** Found in any case, and across line breaks. */
  phrase: RegExp
  instead: string
  /** Texts that have the phrase. */
  found: readonly string[]
  /** Texts that come close and are fine. */
  fine: readonly string[]
}

const OLD_GRAMMAR: readonly Phrase[] = [
  banned(
    "(?<!there |there's |answer )(?:is|are|was|were) no(?! (?:longer|different|better|worse|\\w+ than)\\b)(?= \\w)",
    '"is not a …"',
    ['"XX" is no country', 'which are no partners', 'the export is\nno list'],
    ['no longer', 'is no longer active', 'there is no request 5', 'the answer is no if one fails', 'is no older than', 'is no:'],
  ),
  banned('(?<!there )(?:is|are|was|were) none', '"is not one"', ['"12" is none', 'blank is none'], ['where there is none']),
  banned('none that', '"not one that", "invalid"', ['its date is none that could be']),
  banned(
    '(?:is|are|was|were)(?: not)? to be',
    '"must be", "will be", "to …"',
    ['What is to be done?', 'a plan that is not to be followed', 'what they are to\nbe filled with'],
    ['it has to be signed'],
  ),
  banned('be had', '"available", "left"', ['15 can still be had', 'it is to be had from Salesforce'], ['has been had']),
  banned(
    'any more(?! than\\b| \\w+s\\b)',
    '"no longer", "anymore"',
    ['it is not active any more', 'no change holds any more: 3 of them'],
    ['any more rows', 'any more than that'],
  ),
  banned(
    'no more(?:[.,;:!?)]|$)|(?:counts?|holds?|offends?|is|are) no more(?! than\\b)',
    '"no longer"',
    ['what counts no more', 'where the file is no more as it was', 'names they had and have no more: all of them'],
    ['no more than 25 users', 'no more rows'],
  ),
  banned('not known (?:is|are)', '"Missing: …"', ['not known are requester_email'], ['what is not known']),
  banned(
    'whose (?:is|are|it|they|each|an?|the|turn)',
    '"which partner", "who owns"',
    ['Whose is the account?', 'whose a row is'],
    ['a partner whose track is Open'],
  ),
  banned('of which there (?:is|are)', '"has no"', ['a column of which there is only one']),
  banned('but for (?:the|its|their|`)', '"except"', ['the same name but for the legal form'], ['but for now']),
  banned('(?<!looks?[ -])alike', '"the same", "both"', ['all rules alike'], ['headings that look alike', 'look-alike domains']),
  banned('at the most(?! \\w)', '"at most"', ['two words at the most'], ['at the most recent import']),
  banned('at most how many', '"maximum number of …"', ['at most how many (default: "20")'], ['at most 20 partners']),
  banned('does not go with', '"cannot be combined with"', ['--merge does not go with --snapshot']),
  banned('fits? (?:several|\\d+ partners)', '"matches several"', ['the name fits several partners', '"Acme" fits 2 partners']),
  banned('last seen \\S+ (?:\\S+ UTC )?by (?:its|the)', '"per its footer"', ['last seen 2026-11-20 06:02 UTC by its footer']),
  banned(
    'there is no (?:file|folder) [\\w/-]*[./]\\w+',
    '"no file x.csv"',
    ['there is no file no-such.eml'],
    ['there is no file here'],
  ),
  banned('evaluated for', '"evaluated at"', ['evaluated for 2026-11-20']),
  banned('imported as number', '"imported (import 1)"', ['accounts, imported as number 1']),
  banned('(?:is|are) there twice', '"appears twice"', ['the heading "a" is there twice']),
  banned('one a line|a (?:partner|name) a line', '"one per line"', ['the partners in a file, one a line']),
  banned('(?:goes|go) by the tables?', '"follows the tables"', ['the account goes by the tables again']),
  banned('cannot be told', '"cannot tell", "unknown"', ['2 cannot be told', 'a lead that cannot be told'], ['cannot tell for 2']),
  banned('(?:has|have|had) it so', '"agrees"', ['whether Salesforce has it so'], ['has it, so']),
  banned(
    'says? nothing of(?! (?:the|its) text)',
    '"says nothing about"',
    ['the page says nothing of that track'],
    ['says nothing about other tracks'],
  ),
  banned('no page (?:says|tells)(?! how long)', '"the handbook does not say"', ['no page says whether the source stays']),
  banned('(?:it is )?said by the page', '"the page says"', ['is said by the page of 2023']),
  banned('waits? for (?:its|their) approval', '"waiting for approval"', ['still waits for its approval']),
  banned('status words?', '"status", "statuses"', ['status words of both eras', 'a status word'], ['status, words']),
  banned('(?:an?) (?:row|line|file|mail) each', '"one row each"', ['for a spreadsheet, a row each']),
  banned('one an? manager', '"one for each manager"', ['mails, one a manager']),
  banned('(?:goes|go) before (?:that|those) of', '"comes before"', ['go before that of its region']),
  banned('phd does not know the', '"unknown …"', ['phd does not know the encoding "klingon"'], ['where phd does not know it']),
]

const SAID_ONCE: readonly Phrase[] = [
  banned('(?:sets?|setting) aside', '"rejected rows", "reject"', ['3 rows set aside'], ['the set']),
  banned('must not have an?', '"not eligible for"', ['the partner must not have a letter'], ['must not have been edited']),
  banned(
    'may have an? (?:letter|licen[cs]e|not-for-resale)',
    '"eligible for"',
    ['the partner may have a letter of authorization'],
    ['a partner may have an older name'],
  ),
  banned('a person must look', '"needs review"', ['CANNOT TELL: a person must look']),
  banned('(?:is|are) there already|(?:was|were) left alone', '"already exists; not overwritten"', [
    'is there already',
    'was left alone',
  ]),
  banned("(?:some|any|no)body['’]s word|takes? the word for", '"approved by"', [
    'by somebody’s word',
    'who takes the word for it',
  ]),
  banned('(?:no \\w+|nobody) is called', '"no partner named"', ['no partner is called "X"', 'nobody is called that']),
  banned(
    "NOBODY:|(?:is|are) nobody(?:['’]s)?",
    '"NO OWNER"; "has no partner"',
    ['NOBODY: 3 accounts', 'the row is nobody’s'],
    ['Nobody & Sons'],
  ),
  banned('partner is meant', '"which one do you mean?"', ['which partner is meant?']),
  banned('nothing was chosen', '"Canceled"', ['nothing was chosen']),
  banned(
    'there is no (?:command|option) ["-]',
    '"unknown command", "unknown option"',
    ['there is no command "x"', 'there is no option --x'],
    ['there is no command for it'],
  ),
  banned('(?<=--\\S+ (?:\\S+ )?)is not known', '"unknown --x"', ['--kind foo is not known'], ['the track is not known']),
  banned('say(?:s|ing)? --', '"use --x", "add --x"', ['if it is complete, say --snapshot'], ['the settings say so']),
  banned('leaves? out|leaving out', '"remove", "skip", "without"', ['or leave out --sheet'], ['2 lines left out']),
  banned('take[ns]? away|taking away|took away', '"remove", "delete"', ['a version is never taken away']),
  banned('puts? back|putting back', '"restore"', ['the records were put back']),
  banned('(?:an?|the|each|every) undoing', '"undo"', ['the undoing can be undone'], ['and undoing it']),
  banned('ma(?:kes?|de|king) good', '"repair"', ['makes good what is missing']),
  banned('(?:tells?|told|telling) (?:\\w+ )?apart', '"distinguish"', ['mails told apart', 'to tell them apart']),
]

const OLD_WORDS: Readonly<Record<string, string>> = {
  amiss: 'wrong',
  amongst: 'among',
  anew: 'again',
  besides: 'also, other than',
  hence: 'so',
  hereby: 'now',
  herein: 'here',
  lest: 'so that … not',
  likewise: 'also',
  nought: 'zero',
  shall: 'must, will',
  somebody: 'someone',
  stead: 'place',
  thereby: 'so',
  therein: 'in it',
  thereof: 'of it',
  thus: 'so',
  upon: 'on',
  wherefore: 'why',
  wherein: 'in which',
  whereof: 'of which',
  whilst: 'while',
  wished: 'wanted',
}

/** How a word is spelled elsewhere, and in the United States. */
const SPELLINGS: Readonly<Record<string, string>> = {
  analyse: 'analyze',
  artefact: 'artifact',
  behaviour: 'behavior',
  cancelled: 'canceled',
  cancelling: 'canceling',
  centre: 'center',
  colour: 'color',
  defence: 'defense',
  'e-mail': 'email',
  favour: 'favor',
  fulfil: 'fulfill',
  grey: 'gray',
  honour: 'honor',
  judgement: 'judgment',
  labelled: 'labeled',
  labelling: 'labeling',
  learnt: 'learned',
  licence: 'license',
  neighbour: 'neighbor',
  programme: 'program',
  spelt: 'spelled',
}

const ENDINGS = banned(
  '\\w*(?:organi|recogni|authori|normali|summari|initiali|seriali|capitali|categori|minimi|maximi|optimi|finali|standardi)s(?:e|es|ed|er|ing|ations?|able)',
  'a "z"',
  ['organisation', 'not recognised', 'unauthorised'],
  ['organization', 'raised', 'promises'],
)

export const PHRASES: readonly Phrase[] = [
  ...OLD_GRAMMAR,
  ...SAID_ONCE,
  ...Object.entries(OLD_WORDS).map(([word, instead]) => banned(word, `"${instead}"`, [word, `${word.toUpperCase()}:`])),
  ...Object.entries(SPELLINGS).map(([word, instead]) => banned(`${word}(?:d|s|ed|ing)?`, `"${instead}"`, [word, `two ${word}s`])),
  ENDINGS,
]

/** Bans a pattern of whole words, in which a blank stands for a line break too. */
function banned(pattern: string, instead: string, found: readonly string[], fine: readonly string[] = []): Phrase {
  const before = /^\w|^\(\?:\w/.test(pattern) ? '\\b' : ''
  const after = /[\w)?]$/.test(pattern) && !/\]$/.test(pattern) ? '(?!\\w)' : ''
  return { phrase: new RegExp(`${before}(?:${pattern.replaceAll(' ', '\\s+')})${after}`, 'gi'), instead, found, fine }
}
