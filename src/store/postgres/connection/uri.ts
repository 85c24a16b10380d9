import { usageError } from '../../../errors.ts'
import { type Settings, settingsFrom } from './parameters.ts'

/** What an address is called in messages, which never repeat it: it may have a password in a place where nobody looks for one. */
const ADDRESS = 'the address of the desk'
const FORM = 'write it as postgres://host/database, with what is special in a name percent-encoded'

/** What an address `postgres://…` says. Throws `usage`, in words that repeat nothing but the name of a parameter. */
export function settingsOfUri(uri: string): Settings {
  const rest = uri.replace(/^postgres(?:ql)?:\/\//, '')
  if (rest === uri) throw unusable('begins with something else than postgres://')
  if (/[\0-\x1F\x7F]/.test(uri)) throw unusable('has a control character')
  const { user, hosts, path, query } = partsOf(rest)
  const pairs: [string, string][] = []
  if (user !== '') pairs.push(['user', decoded(user)])
  pairs.push(...hostsAndPorts(hosts))
  if (path !== '') pairs.push(['dbname', decoded(path)])
  pairs.push(...parameters(query))
  if (pairs.some(([name]) => /^(?:ssl)?password$/.test(name))) throw hasPassword()
  return settingsFrom(pairs, ADDRESS)
}

interface UriParts {
  user: string
  hosts: string
  path: string
  query: string
}

/** The parts as libpq cuts them: what is before an @ is about the user, also where it has a question mark. */
function partsOf(rest: string): UriParts {
  const [, login] = /^([^@/]*)@/.exec(rest) ?? []
  if (login?.includes(':')) throw hasPassword()
  const [, hosts = '', path = '', query = ''] =
    /^([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/s.exec(rest.slice(login === undefined ? 0 : login.length + 1)) ?? []
  // Either is part of a password that was not encoded.
  if (/[@/]/.test(path)) throw unusable('has an @ or a / in the name of the database')
  if (/@/.test(query)) throw unusable('has an @ after its question mark')
  return { user: login ?? '', hosts, path, query }
}

/** The hosts and their ports, each list with commas; nothing where nothing is said. */
function hostsAndPorts(hosts: string): [string, string][] {
  if (hosts === '') return []
  const each = hosts.split(',').map((host) => {
    const [, six, name, port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d*))?$/.exec(host) ?? []
    if (six === '') throw unusable('has an empty address in brackets')
    if (six === undefined && name === undefined) throw unusable('has a host or a port that cannot be read')
    return { name: six ?? decoded(name ?? ''), port: port ?? '' }
  })
  const names = each.map(({ name }) => name).join(',')
  const ports = each.map(({ port }) => port).join(',')
  return [
    ...(names === '' ? [] : ([['host', names]] as [string, string][])),
    ...(/^,*$/.test(ports) ? [] : ([['port', ports]] as [string, string][])),
  ]
}

function parameters(query: string): [string, string][] {
  if (query === '') return []
  return query.split('&').map((pair) => {
    const parts = pair.split('=')
    if (parts.length !== 2) throw unusable('has a parameter that is not written as name=value')
    const [name = '', value = ''] = parts.map((part) => decoded(part.trim()))
    if (/\s/.test(parts.map((part) => part.trim()).join(''))) throw unusable('has a blank in a parameter')
    // As JDBC has it.
    return name === 'ssl' && value === 'true' ? ['sslmode', 'require'] : [name, value]
  })
}

function decoded(text: string): string {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) throw unusable('has a % that encodes nothing')
  try {
    const plain = decodeURIComponent(text)
    if (/[\0-\x1F\x7F]/.test(plain)) throw unusable('has a control character')
    return plain
  } catch (error) {
    throw error instanceof URIError ? unusable('encodes something that is not UTF-8') : error
  }
}

function unusable(why: string): Error {
  return usageError(`${ADDRESS} ${why}`, FORM)
}

/** A command line is seen by others, and kept in the history of the shell. */
function hasPassword(): Error {
  return usageError(
    `${ADDRESS} has a password in it`,
    'remove it, and change it where others may have seen it; passwords belong in ~/.pgpass',
  )
}
