/** What of a text a person would want to know, or a terminal would obey. */

/** What the text of a file is known to hold, so that rows need not be searched where there is nothing to find. */
export interface TextTraits {
  /** Control characters, or halves of characters. */
  controls: boolean
  /** Bidirectional marks and zero-width characters: kept, but said. */
  invisible: boolean
  /** Text that was encoded twice, as `MÃ¼ller`. */
  mojibake: boolean
}

/** What any trait would need; text without it is not looked at again. */
const ANY_TRAIT =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009fÂÃâ\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/
export const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]/
export const MOJIBAKE = /Ã[\u0080-\u00bf]|Â[\u00a0-\u00bf]|â€|Ã[ƒ‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/

/** Adds to what is known of a text. */
export function note(traits: TextTraits, text: string): void {
  if (!ANY_TRAIT.test(text)) return
  traits.controls ||= CONTROLS.test(text) || !text.isWellFormed()
  traits.invisible ||= INVISIBLE.test(text)
  traits.mojibake ||= MOJIBAKE.test(text)
}

/** The traits of a text of which nothing was read yet. */
export function noTraits(): TextTraits {
  return { controls: false, invisible: false, mojibake: false }
}
