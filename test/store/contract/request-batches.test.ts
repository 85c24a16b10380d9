import { describe, expect, it } from 'vitest'
import { closedEntry, letterEntry, openedEntry } from '../../../src/requests/entries.ts'
import { eachRequest, requestsOf } from '../../../src/requests/request.ts'
import { allOf } from './all-of.ts'
import { ENGINES } from './engines.ts'

/*
 * Promise: all requests can be read without holding them, and are the same as when they are read at once.
 */

const ACME = { id: '0014M000AAAAAAMQY5', name: 'Acme' }
const REQUESTS = 700

const opened = (i: number) =>
  openedEntry({
    question: i % 2 === 0 ? 'loa' : 'nfr',
    ...{ partnerId: ACME.id, partnerName: ACME.name, requester: { name: null, address: null }, received: '2026-05-30' },
    ...{ envelopeId: null, ask: null, formKey: null, notice: null },
  })

describe.each(ENGINES)('batches of requests on $name', ({ desk: makeDesk }) => {
  it('have all of a request in one batch, requests in the order they were opened, and first what is of no request', async () => {
    const desk = await makeDesk([])
    const store = await desk.openToWrite()
    try {
      const requests = await store.record(Array.from({ length: REQUESTS }, (_, i) => opened(i)))
      const letters = Array.from({ length: 3 }, () => letterEntry(null, ACME, { date: '2026-05-30', requester: null }))
      await store.record(letters)
      // What comes later to early requests is far from them in the audit.
      await store.record(requests.map(({ id }) => closedEntry('withdrawn', id, ACME, 'it came twice')).reverse())
      const batches = await allOf(store.requestBatches())
      expect(batches.length).toBeGreaterThan(1)
      expect(batches.flat().toSorted((a, b) => a.id - b.id)).toEqual(await store.requestEntries())
      for (const { id } of requests)
        expect(batches.filter((batch) => batch.some(({ request }) => request === id))).toHaveLength(1)
      expect(batches[0]?.filter(({ request }) => request === null)).toHaveLength(3)
      expect((await allOf(eachRequest(store))).flat()).toEqual(requestsOf(await store.requestEntries()))
    } finally {
      await store.close()
      desk.remove()
    }
  })
})
