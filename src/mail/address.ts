/** Email addresses. They are compared and written whole. */

/** Some systems have addresses with dots that no standard allows (at the beginning, or two in a row); they are written in quotes. */
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+$/
const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])$/

/** Whether a text is one plain address and nothing else: no name, no comment, no second address, no line break. */
export function isAddress(text: string): boolean {
  const at = text.lastIndexOf('@')
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)]
  return at > 0 && local.length <= 64 && domain.length <= 253 && LOCAL.test(local) && DOMAIN.test(domain)
}

/** The domain of an address in lower case; empty where the text is not an address. */
export function domainOf(address: string): string {
  return isAddress(address) ? address.slice(address.lastIndexOf('@') + 1).toLowerCase() : ''
}

/** Whether a domain is one of these, or below one. */
export function isBelow(domain: string, domains: readonly string[]): boolean {
  return domains.some((each) => domain === each || domain.endsWith(`.${each}`))
}
