/** A store that is asked each question once: many mails name the same few partners and opportunities. */

import type { Fields, Kind, RecordOf } from '../records/kind.ts'
import type { RecordReader, Stored } from '../store/store.ts'

/** So many answers to one question are kept; the oldest are asked again. */
const MOST = 1_000

/**
 * The store's answers on partners and records, as they were when each was first asked. Only for a run that records nothing of what it
 * asks, and whose entries are refused where someone else wrote meanwhile.
 */
export function askedOnce(store: RecordReader): RecordReader {
  const own: Partial<RecordReader> = {
    account: once((...asked: Parameters<RecordReader['account']>) => store.account(...asked)),
    accountsNamed: once((...asked: Parameters<RecordReader['accountsNamed']>) => store.accountsNamed(...asked)),
    goneAccounts: once((...asked: Parameters<RecordReader['goneAccounts']>) => store.goneAccounts(...asked)),
    formerNames: once((...asked: Parameters<RecordReader['formerNames']>) => store.formerNames(...asked)),
    aliases: once((...asked: Parameters<RecordReader['aliases']>) => store.aliases(...asked)),
    recordWithKey: keyedOnce(store),
    spellings: once((...asked: Parameters<RecordReader['spellings']>) => store.spellings(...asked)),
  }
  // Not a copy: that would lack what the store has from its class.
  return new Proxy(store, {
    get: (whole, name) => {
      const value: unknown = Reflect.get(Object.hasOwn(own, name) ? own : whole, name)
      return typeof value === 'function' ? value.bind(whole) : value
    },
  })
}

/** The record of a kind with a key. */
function keyedOnce(store: RecordReader): RecordReader['recordWithKey'] {
  const known = new Map<Kind, (key: string) => Promise<unknown>>()
  return <F extends Fields>(kind: Kind<F>, key: string) => {
    const ask = known.get(kind) ?? once((asked: string) => store.recordWithKey(kind, asked))
    known.set(kind, ask)
    return ask(key) as Promise<Stored<RecordOf<F>> | null>
  }
}

function once<Asked extends unknown[], Answer>(ask: (...asked: Asked) => Promise<Answer>): (...asked: Asked) => Promise<Answer> {
  const known = new Map<string, Promise<Answer>>()
  return (...asked) => {
    const key = JSON.stringify(asked)
    const before = known.get(key)
    if (before) return before
    const answer = ask(...asked)
    known.set(key, answer)
    const [oldest] = known.keys()
    if (known.size > MOST && oldest !== undefined) known.delete(oldest)
    return answer
  }
}
