/** The driver of PostgreSQL, apart: no other file has a way to the network. It is read for a desk on a server alone. */

import { existsSync, readFileSync } from 'node:fs'
import Client from 'pg/lib/client.js'

const { Query } = Client

export type { ConnectionOfDriver } from 'pg/lib/client.js'
export { Client, Query }

/** Where Debian, Red Hat and Alpine keep the authorities that a machine trusts, in one file. */
const BUNDLES = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem']

/**
 * The certificates of authorities that this machine trusts, as PEM. To ask Node takes five times as long as to read the file: it gives
 * each as often as it finds it. On a socket nothing is encrypted, so that what encrypts is loaded when it is needed.
 */
export function systemCertificates(): string[] {
  const file = BUNDLES.find((path) => existsSync(path))
  return file === undefined ? process.getBuiltinModule('node:tls').getCACertificates('system') : [readFileSync(file, 'utf8')]
}
