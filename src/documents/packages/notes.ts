/** The notes, links and fields of a page. */

/** A note, link or field of a page, as far as it is read. */
export interface Note {
  subtype?: string
  annotationFlags?: number
  hasAppearance?: boolean
  rect?: readonly number[]
  defaultAppearanceData?: { fontColor?: ArrayLike<number> }
  url?: string
  unsafeUrl?: string
  contentsObj?: { str?: string }
  titleObj?: { str?: string }
  fieldValue?: unknown
  buttonValue?: unknown
  alternativeText?: unknown
}

/** The flags of what is not shown: invisible, hidden, not to be viewed. */
const UNSHOWN = 1 | 2 | 32
/** Paler letters do not show on paper, from 0 to 255. */
const PALE = 235

/**
 * What was filled into the fields of a form, or written onto the page, and is not drawn by the document itself: every reader draws it
 * then.
 */
export function filledIn(notes: readonly Note[]): string[] {
  return notes.filter(isDrawn).flatMap(({ subtype, fieldValue, contentsObj }) => {
    const values = subtype === 'Widget' ? [fieldValue].flat() : subtype === 'FreeText' ? [contentsObj?.str] : []
    return values.filter((each) => typeof each === 'string' && each !== '') as string[]
  })
}

function isDrawn({ annotationFlags = 0, hasAppearance, rect, defaultAppearanceData }: Note): boolean {
  const [left = 0, bottom = 0, right = 0, top = 0] = rect ?? []
  const color = Array.from(defaultAppearanceData?.fontColor ?? [0])
  const isPale = color.every((part) => part > PALE)
  return (annotationFlags & UNSHOWN) === 0 && hasAppearance !== true && right - left > 4 && top - bottom > 4 && !isPale
}

/** What a page holds beside its text: notes, addresses of links, fields of forms. */
export function besideText(notes: readonly Note[]): string {
  const found = notes.flatMap(({ url, unsafeUrl, contentsObj, titleObj, fieldValue, buttonValue, alternativeText }) =>
    [url, unsafeUrl, contentsObj?.str, titleObj?.str, fieldValue, buttonValue, alternativeText].flat(),
  )
  return [...new Set(found.filter((each) => typeof each === 'string'))].join('\n')
}
