import { describe, expect, it } from 'vitest'
import { HAS_POSTGRES, sharedCluster } from './cluster.ts'

describe.skipIf(!HAS_POSTGRES)('a cluster for tests', () => {
  it('answers, and sorts in the database of a language as people do', async () => {
    const cluster = await sharedCluster()
    cluster.createDatabase('cluster_plain')
    cluster.createDatabase('cluster_german', 'de-DE')
    const sorted = "SELECT string_agg(name, ' ' ORDER BY name) FROM (VALUES ('b'), ('B'), ('a')) t (name)"
    expect(['cluster_plain', 'cluster_german'].map((name) => cluster.sql(name, sorted))).toEqual(['B a b', 'a b B'])
  })
})
