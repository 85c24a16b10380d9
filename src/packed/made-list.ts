/** Lists whose items are made when they are asked for, and not kept: a report of all partners may have more than memory holds. */

import type { Listed } from './packed-list.ts'

/** A list of which each item is made by its place. */
export class MadeList<T> implements Listed<T> {
  readonly length: number
  readonly #make: (i: number) => T

  constructor(length: number, make: (i: number) => T) {
    this.length = length
    this.#make = make
  }

  at(i: number): T {
    return this.#make(i)
  }

  *[Symbol.iterator](): Generator<T> {
    for (let i = 0; i < this.length; i++) yield this.#make(i)
  }

  map<Made>(make: (item: T, i: number) => Made): Made[] {
    return Array.from({ length: this.length }, (_, i) => make(this.#make(i), i))
  }

  slice(from: number, to: number): T[] {
    const last = Math.min(to, this.length)
    return Array.from({ length: Math.max(0, last - from) }, (_, i) => this.#make(from + i))
  }
}

/** What is made of each item of a list: of an array at once, of another when it is asked for. */
export function madeOf<T, Made>(list: Listed<T>, make: (item: T, i: number) => Made): Listed<Made> {
  return Array.isArray(list) ? list.map(make) : new MadeOf(list, make)
}

/** Two lists, one after the other. */
export function both<T>(first: Listed<T>, second: Listed<T>): Listed<T> {
  return new Both(first, second)
}

class Both<T> implements Listed<T> {
  readonly #first: Listed<T>
  readonly #second: Listed<T>

  constructor(first: Listed<T>, second: Listed<T>) {
    this.#first = first
    this.#second = second
  }

  get length(): number {
    return this.#first.length + this.#second.length
  }

  *[Symbol.iterator](): Generator<T> {
    yield* this.#first
    yield* this.#second
  }

  map<Made>(make: (item: T, i: number) => Made): Made[] {
    const { length } = this.#first
    return [...this.#first.map(make), ...this.#second.map((item, i) => make(item, length + i))]
  }

  slice(from: number, to: number): T[] {
    const { length } = this.#first
    return [...this.#first.slice(from, to), ...this.#second.slice(Math.max(0, from - length), Math.max(0, to - length))]
  }
}

class MadeOf<T, Made> implements Listed<Made> {
  readonly #list: Listed<T>
  readonly #make: (item: T, i: number) => Made

  constructor(list: Listed<T>, make: (item: T, i: number) => Made) {
    this.#list = list
    this.#make = make
  }

  get length(): number {
    return this.#list.length
  }

  *[Symbol.iterator](): Generator<Made> {
    let i = 0
    for (const item of this.#list) yield this.#make(item, i++)
  }

  map<Other>(make: (item: Made, i: number) => Other): Other[] {
    return this.#list.map((item, i) => make(this.#make(item, i), i))
  }

  slice(from: number, to: number): Made[] {
    return this.#list.slice(from, to).map((item, i) => this.#make(item, from + i))
  }
}
