import type { Octets } from './octets'

/**
 * As much of WebAssembly's binary format (core specification 2.0, chapter 5) as is needed by a module that computes
 * with vectors of 128 bits. Code is the octets of instructions, in pieces; what takes operands has their code before
 * its own.
 */
export type Code = readonly (number | Code)[]
export interface Local { readonly number: number }
export interface WasmFunction { name: string, code: Code, locals: Locals }

const [I32, V128, FUNCTION, NO_RESULT] = [0x7f, 0x7b, 0x60, 0x40]
/** What loads and stores may be aligned to: nothing. */
const ALIGNMENT = 0

/** The parameters of a function (integers), and what else it keeps. */
export class Locals {
    readonly kinds: number[] = []

    constructor(readonly parameters: number) {}

    parameter(number: number): Local { return { number } }

    integer(): Local { return this.another(I32) }

    vector(): Local { return this.another(V128) }

    vectors(count: number): Local[] { return Array.from({ length: count }, () => this.vector()) }

    private another(kind: number): Local { return { number: this.parameters + this.kinds.push(kind) - 1 } }
}

export function get({ number }: Local): Code { return [0x20, unsigned(number)] }
export function set({ number }: Local, value: Code): Code { return [value, 0x21, unsigned(number)] }

export const int = {
    of: (value: number): Code => [0x41, signed(value)],
    add: (a: Code, b: Code): Code => [a, b, 0x6a],
}

export const vector = {
    load: (at: Code, offset: number): Code => [at, ofVector(0), ALIGNMENT, unsigned(offset)],
    store: (at: Code, offset: number, value: Code): Code => [at, value, ofVector(11), ALIGNMENT, unsigned(offset)],
    of: (octets: readonly number[]): Code => [ofVector(12), octets],
    xor: (a: Code, b: Code): Code => [a, b, ofVector(81)],
    and: (a: Code, b: Code): Code => [a, b, ofVector(78)],
    not: (a: Code): Code => [a, ofVector(77)],
    /** Of each of the two halves by itself. */
    shiftLeft: (a: Code, bits: number): Code => [a, int.of(bits), ofVector(203)],
    shiftRight: (a: Code, bits: number): Code => [a, int.of(bits), ofVector(205)],
    /** Octet i of what comes out is octet `from[i]` of what is there: known when it is compiled, and no look-up. */
    permute: (a: Code, from: readonly number[]): Code => [a, vector.of(from), ofVector(14)],
    /** The same of words of four octets, which engines do in less. */
    permuteWords: (a: Local, from: readonly number[]): Code => [get(a), get(a), ofVector(13), octetsOfWords(from)],
}

/** Does `code` as often as `count` says, at least once; it is 0 behind it. */
export function times(count: Local, code: Code): Code {
    return [0x03, NO_RESULT, code, set(count, int.add(get(count), int.of(-1))), get(count), 0x0d, 0, 0x0b]
}

/** With one memory of so many pages of 64 KiB, that never grows. */
export function moduleOf(functions: readonly WasmFunction[], pages: number): Octets {
    const parameters = (locals: Locals) => list(Array.from({ length: locals.parameters }, () => [I32]))
    const types = functions.map(({ locals }) => [FUNCTION, parameters(locals), list([])])
    const exported = functions.map(({ name }, i) => [text(name), 0, unsigned(i)])
    const bodies = functions.map(({ code, locals }) => sized([list(locals.kinds.map(kind => [1, kind])), code, 0x0b]))
    return new Uint8Array(octetsIn([
        0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
        section(1, types),
        section(3, functions.map((_, i) => unsigned(i))),
        section(5, [[1, unsigned(pages), unsigned(pages)]]),
        section(7, [[text('memory'), 2, 0], ...exported]),
        section(10, bodies),
    ]))
}

function octetsOfWords(words: readonly number[]): number[] {
    return words.flatMap(i => [0, 1, 2, 3].map(j => 4 * i + j))
}

function ofVector(instruction: number): Code { return [0xfd, unsigned(instruction)] }
function section(id: number, entries: readonly Code[]): Code { return [id, sized(list(entries))] }
function list(entries: readonly Code[]): Code { return [unsigned(entries.length), entries] }
function text(name: string): Code { return sized([...new TextEncoder().encode(name)]) }

function sized(code: Code): Code {
    const octets = octetsIn(code)
    return [unsigned(octets.length), octets]
}

function octetsIn(code: Code, into: number[] = []): number[] {
    for (const one of code) {
        if (typeof one === 'number') into.push(one)
        else octetsIn(one, into)
    }
    return into
}

/** LEB128. */
function unsigned(value: number): Code {
    return value < 0x80 ? [value] : [value & 0x7f | 0x80, ...unsigned(value >>> 7)]
}

function signed(value: number): Code {
    return value >= -0x40 && value < 0x40 ? [value & 0x7f] : [value & 0x7f | 0x80, ...signed(value >> 7)]
}
