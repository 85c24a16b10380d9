/**
 * What a record is. A kind is one declaration: its fields, the headings each field goes by, how its cells read, its key.
 * Reading a file, storing it, typing it and documenting it all follow from the declaration.
 */

interface FieldBase {
  /** The headings the field goes by, current label first, then API name and older labels. */
  headings: readonly string[]
  /** `true`: the file must have the column. A word: it must have one of the columns that share the word. */
  required: boolean | string
  /** A blank cell makes the row a reject. */
  filled: boolean
  /** One line for the documentation. */
  about: string
}

interface TextField extends FieldBase {
  type: 'text'
  /** Longest text the source system can hold; a longer one is not its data. */
  max: number | null
  /** A blank cell is kept as the empty text, so that it differs from what no export ever said. */
  keepsBlank: boolean
  /** A word that decides something, without the invisible characters around it. */
  isWord: boolean
}
interface EmailField extends FieldBase {
  type: 'email'
}
interface IdField extends FieldBase {
  type: 'id'
  /** Key prefix of the Salesforce object; empty where the object is not the same one everywhere. */
  prefix: string
}
interface DateField extends FieldBase {
  type: 'date'
}
interface BooleanField extends FieldBase {
  type: 'boolean'
}
interface CountField extends FieldBase {
  type: 'count'
}
interface MoneyField extends FieldBase {
  type: 'money'
  /** The field of the same row that names the currency, where the cell does not; null for a number that is of no currency. */
  currency: string | null
  /** The field of the currency of this amount alone, which is kept with it: reports print one beside each amount. */
  ownCurrency: string | null
}
export type Field = TextField | EmailField | IdField | DateField | BooleanField | CountField | MoneyField
export type Fields = Readonly<Record<string, Field>>

/**
 * How a value of each type is kept: text, id, email as text; date as YYYY-MM-DD; money as "1234.50", with the currency that the cell
 * names in front ("USD 1234.50"); blank or absent as null (see `keepsBlank`).
 */
export type Value = string | number | boolean | null
type ValueOf<F extends Field> = F extends BooleanField ? boolean | null : F extends CountField ? number | null : string | null
export type RecordOf<F extends Fields> = { [Name in keyof F]: ValueOf<F[Name]> }

export interface Kind<F extends Fields = Fields> {
  /** Name in the command line, in JSON and of the table. */
  kind: string
  /** "Salesforce partner accounts": what people call such a file. */
  title: string
  /** Where a person gets the export. */
  from: string
  fields: F
  /**
   * The text that makes a record the same one in two files; never a guess. It is made of the `keyFields` alone, and null only where
   * they do not say which record it is: never for a row that can be used.
   */
  key(record: RecordOf<F>): string | null
  keyFields: readonly (keyof F & string)[]
  /** Objects whose "Object: " a report may print before a heading. */
  objects: readonly string[]
  /** Headings that no file of the kind has beside its own: a file with one of them is of another kind. */
  notWith: readonly string[]
  /** Headings that only a report of phd's own has, whose cells were made safe for a spreadsheet. */
  reportHeadings: readonly string[]
  /** Whether the records are the partners themselves, and not rows about a partner. */
  isPartner: boolean
  /** Whether a record may be a partner's, for kinds that hold other accounts too. */
  mayBePartner(record: RecordOf<F>): boolean
  /** The field that names a partner, when rows of this kind are linked to accounts by name. */
  partnerName: (keyof F & string) | null
  /** The field that holds a partner's account id, when the source has one. */
  partnerId: (keyof F & string) | null
  /**
   * Pairs of a name and an id that say the same (`owner` and `ownerId`; the partner's name and its id): what an earlier file said
   * in the one is not kept when a file that lacks it changes the other.
   */
  pairs: readonly (readonly [keyof F & string, keyof F & string])[]
  /**
   * Of a table that people keep as a whole: a file replaces it, so what the file lacks is gone. With a field, each value of it is a
   * table of its own, and a file replaces those it has rows of.
   */
  whole: { by: (keyof F & string) | null } | null
  /**
   * Whether a newer list of the same report ends the records that it lacks: so of lists of what there is, and not of what happened,
   * which go back so far only.
   */
  endsByList: boolean
  /**
   * The people of a record that an address leads to: the field of the address, and those that are about the same person. What is not
   * named here a person is not forgotten by, so every field of an address is; a test holds that.
   */
  people: ReadonlyArray<{ email: keyof F & string; name: (keyof F & string) | null; more: readonly (keyof F & string)[] }>
  /** Fields the store indexes together with the partner's name, for counting over all partners at once. */
  counted: readonly (keyof F & string)[]
}

type Options = Partial<Pick<FieldBase, 'required' | 'filled'>>

function base(headings: readonly string[], about: string, options: Options): FieldBase {
  return { headings, about, required: options.required ?? false, filled: options.filled ?? false }
}

/** A field of text, of any length up to `max`. */
export function text(
  headings: readonly string[],
  about: string,
  options: Options & { max?: number; keepsBlank?: boolean; isWord?: boolean } = {},
): TextField {
  const { max = null, keepsBlank = false, isWord = false } = options
  return { type: 'text', max, keepsBlank, isWord, ...base(headings, about, options) }
}

/** A field of an email address. */
export function email(headings: readonly string[], about: string, options: Options = {}): EmailField {
  return { type: 'email', ...base(headings, about, options) }
}

/** A field of a Salesforce id that begins with `prefix`. */
export function id(prefix: string, headings: readonly string[], about: string, options: Options = {}): IdField {
  return { type: 'id', prefix, ...base(headings, about, options) }
}

/** A field of a day. */
export function date(headings: readonly string[], about: string, options: Options = {}): DateField {
  return { type: 'date', ...base(headings, about, options) }
}

/** A field of yes or no. */
export function boolean(headings: readonly string[], about: string, options: Options = {}): BooleanField {
  return { type: 'boolean', ...base(headings, about, options) }
}

/** A field of a whole number. */
export function count(headings: readonly string[], about: string, options: Options = {}): CountField {
  return { type: 'count', ...base(headings, about, options) }
}

/** A field of an exact amount; `currency` names the field of the row's currency, "currency" where that is left out. */
export function money(
  headings: readonly string[],
  about: string,
  options: Options & { currency?: string | null; ownCurrency?: string } = {},
): MoneyField {
  const { currency = 'currency', ownCurrency = null } = options
  return { type: 'money', currency, ownCurrency, ...base(headings, about, options) }
}

type Optional =
  | 'objects'
  | 'notWith'
  | 'reportHeadings'
  | 'isPartner'
  | 'mayBePartner'
  | 'partnerName'
  | 'partnerId'
  | 'whole'
  | 'counted'
  | 'people'
  | 'endsByList'

/** Declares a kind; the compiler derives the record's type from the fields. */
export function defineKind<const F extends Fields>(
  kind: Omit<Kind<F>, Optional | 'pairs'> & Partial<Pick<Kind<F>, Optional>>,
): Kind<F> {
  return {
    objects: [],
    notWith: [],
    reportHeadings: [],
    isPartner: false,
    mayBePartner: () => true,
    partnerName: null,
    partnerId: null,
    whole: null,
    counted: [],
    people: [],
    endsByList: false,
    pairs: pairsOf(kind),
    ...kind,
  }
}

function pairsOf<F extends Fields>({
  fields,
  keyFields,
  partnerName,
  partnerId,
}: Pick<Kind<F>, 'fields' | 'keyFields'> & Partial<Pick<Kind<F>, 'partnerName' | 'partnerId'>>): Kind<F>['pairs'] {
  const named = Object.keys(fields).flatMap((name) => (`${name}Id` in fields ? [[name, `${name}Id`] as const] : []))
  const own = partnerName && partnerId && !keyFields.includes(partnerId) ? [[partnerName, partnerId] as const] : []
  return [...own, ...named]
}
