import type { Octets } from './octets'
import { type Code, get, int, type Local, Locals, moduleOf, set, times, vector, type WasmFunction } from './wasm'

/**
 * AES (FIPS 197) for WebAssembly, of eight blocks at a time, without any look-up or branch that depends on what is
 * secret: bit i of all octets of all eight is in vector i, and the S-box is a circuit (Käsper and Schwabe, "Faster and
 * Timing-Attack Resistant AES-GCM", 2009). Within a vector the octet of row r and column c is at 4r + c, so that rows
 * turn by whole words. There is no decryption of blocks: CFB needs none.
 */
export const MEMORY_PAGES = 2
/** Round keys: each of eight vectors, 0x00 or 0xFF in each octet. After the first with what the circuit leaves out. */
export const KEYS_AT = 0
export const ROUND_KEY_OCTETS = 128
/** The block before the first one, and the blocks themselves. */
export const DATA_AT = 2048
export const BLOCK = 16
/** Eight blocks. */
export const BATCH = 128

/** What the module gives. */
export interface AesExports {
    memory: WebAssembly.Memory
    /**
     * What CFB decrypts, in its place: `batches` of them (at least one), `last` is where the block before the last
     * batch is. `middle`: rounds without the last one.
     */
    decrypt(last: number, batches: number, middle: number): void
    /** The S-box, of the eight vectors there. */
    substitute(at: number): void
}

export function aesModule(): Octets { return moduleOf([decryption(), substitution()], MEMORY_PAGES) }

/** A round key as the module has it, into `vectors`. */
export function roundKey(octets: Uint8Array, isFirst: boolean, vectors: Uint8Array): void {
    for (let i = 0; i < BLOCK; i++) {
        const octet = octets[TURNED[i]!]! ^ (isFirst ? 0 : LEFT_OUT)
        for (let bit = 0; bit < 8; bit++) vectors[BLOCK * bit + i] = -(octet >> bit & 1)
    }
}

/** What the S-box adds at its end: it goes into the next round key. */
const LEFT_OUT = 0x63
/** Octets by columns, as AES has them, and by rows: there and back is the same. */
const TURNED = lanes((row, column) => 4 * column + row)
const SHIFTED = lanes((row, column) => 4 * row + (column + row) % 4)
/** The rows below. */
const NEXT_ROWS = [1, 2, 3, 0]
const ROWS_AFTER = [2, 3, 0, 1]

function lanes(from: (row: number, column: number) => number): number[] {
    return Array.from({ length: BLOCK }, (_, i) => from(i >> 2, i % 4))
}

/** From the last batch to the first: what is overwritten is not needed any more. */
function decryption(): WasmFunction {
    const locals = new Locals(3)
    const [at, batches, middle] = [locals.parameter(0), locals.parameter(1), locals.parameter(2)]
    const [key, rounds] = [locals.integer(), locals.integer()]
    const state = locals.vectors(8)
    const [spare, substituted] = [locals.vector(), locals.vectors(8)]
    const box = sBox(locals, state, substituted)
    const code = times(batches, [
        state.map((one, i) => set(one, vector.permute(vector.load(get(at), BLOCK * i), TURNED))),
        transposed(state, spare),
        set(key, int.of(KEYS_AT)),
        state.map((one, i) => set(one, withKey(get(one), key, i))),
        set(rounds, get(middle)),
        times(rounds, [nextKey(key), box, shiftRows(substituted), mixColumns(locals, substituted, state, key)]),
        nextKey(key), box, shiftRows(substituted),
        state.map((one, i) => set(one, withKey(get(substituted[i]!), key, i))),
        transposed(state, spare),
        state.map((one, i) => {
            const offset = BLOCK * (i + 1)
            const block = vector.load(get(at), offset)
            return vector.store(get(at), offset, vector.xor(vector.permute(get(one), TURNED), block))
        }),
        set(at, int.add(get(at), int.of(-BATCH))),
    ])
    return { name: 'decrypt', code, locals }
}

/** For the schedule of keys: with the 0x63. */
function substitution(): WasmFunction {
    const locals = new Locals(1)
    const at = get(locals.parameter(0))
    const [state, spare, substituted] = [locals.vectors(8), locals.vector(), locals.vectors(8)]
    const code = [
        state.map((one, i) => set(one, vector.load(at, BLOCK * i))),
        transposed(state, spare),
        sBox(locals, state, substituted),
        state.map((one, i) => set(one, LEFT_OUT >> i & 1 ? vector.not(get(substituted[i]!)) : get(substituted[i]!))),
        transposed(state, spare),
        state.map((one, i) => vector.store(at, BLOCK * i, get(one))),
    ]
    return { name: 'substitute', code, locals }
}

/** Bit i of an octet of vector j changes places with bit j of that octet of vector i. */
function transposed(all: readonly Local[], spare: Local): Code {
    return ([[1, 0x55], [2, 0x33], [4, 0x0f]] as const).map(([bits, mask]) => all.map((one, i) => {
        const other = all[i + bits]
        if (i & bits || !other) return []
        const differing = vector.xor(vector.shiftRight(get(one), bits), get(other))
        return [
            set(spare, vector.and(differing, vector.of(Array.from({ length: 16 }, () => mask)))),
            set(other, vector.xor(get(other), get(spare))),
            set(one, vector.xor(get(one), vector.shiftLeft(get(spare), bits))),
        ]
    }))
}

function withKey(value: Code, key: Local, bit: number): Code {
    return vector.xor(value, vector.load(get(key), BLOCK * bit))
}

function nextKey(key: Local): Code { return set(key, int.add(get(key), int.of(ROUND_KEY_OCTETS))) }

function shiftRows(all: readonly Local[]): Code { return all.map(one => set(one, vector.permute(get(one), SHIFTED))) }

/** FIPS 197 section 5.1.3: each octet becomes 2(a + b) + b + c + d, of it and the three below it. */
function mixColumns(locals: Locals, from: readonly Local[], to: readonly Local[], key: Local): Code {
    const [below, sums] = [locals.vectors(8), locals.vectors(8)]
    return [
        from.map((one, i) => [
            set(below[i]!, vector.permuteWords(one, NEXT_ROWS)),
            set(sums[i]!, vector.xor(get(one), get(below[i]!))),
        ]),
        to.map((one, i) => {
            const shifted = i === 0 ? get(sums[7]!) : get(sums[i - 1]!)
            // what leaves at the top comes back as 0x1B
            const doubled = i === 1 || i === 3 || i === 4 ? vector.xor(shifted, get(sums[7]!)) : shifted
            const near = withKey(vector.xor(get(below[i]!), doubled), key, i)
            return set(one, vector.xor(near, vector.permuteWords(sums[i]!, ROWS_AFTER)))
        }),
    ]
}

/**
 * The S-box but for its 0x63, a gate after the other: Boyar and Peralta, "A New Combinational Logic Minimization
 * Technique with Applications to Cryptology", 2009 (eprint 2009/191). x0 and s0 are the highest bits.
 */
const CIRCUIT = `
    y14=x3^x5 y13=x0^x6 y9=x0^x3 y8=x0^x5 t0=x1^x2 y1=t0^x7 y4=y1^x3 y12=y13^y14 y2=y1^x0 y5=y1^x6 y3=y5^y8
    t1=x4^y12 y15=t1^x5 y20=t1^x1 y6=y15^x7 y10=y15^t0 y11=y20^y9 y7=x7^y11 y17=y10^y11 y19=y10^y8 y16=t0^y11
    y21=y13^y16 y18=x0^y16 t2=y12&y15 t3=y3&y6 t4=t3^t2 t5=y4&x7 t6=t5^t2 t7=y13&y16 t8=y5&y1 t9=t8^t7 t10=y2&y7
    t11=t10^t7 t12=y9&y11 t13=y14&y17 t14=t13^t12 t15=y8&y10 t16=t15^t12 t17=t4^t14 t18=t6^t16 t19=t9^t14
    t20=t11^t16 t21=t17^y20 t22=t18^y19 t23=t19^y21 t24=t20^y18 t25=t21^t22 t26=t21&t23 t27=t24^t26 t28=t25&t27
    t29=t28^t22 t30=t23^t24 t31=t22^t26 t32=t31&t30 t33=t32^t24 t34=t23^t33 t35=t27^t33 t36=t24&t35 t37=t36^t34
    t38=t27^t36 t39=t29&t38 t40=t25^t39 t41=t40^t37 t42=t29^t33 t43=t29^t40 t44=t33^t37 t45=t42^t41 z0=t44&y15
    z1=t37&y6 z2=t33&x7 z3=t43&y16 z4=t40&y1 z5=t29&y7 z6=t42&y11 z7=t45&y17 z8=t41&y10 z9=t44&y12 z10=t37&y3
    z11=t33&y4 z12=t43&y13 z13=t40&y5 z14=t29&y2 z15=t42&y9 z16=t45&y14 z17=t41&y8 t46=z15^z16 t47=z10^z11
    t48=z5^z13 t49=z9^z10 t50=z2^z12 t51=z2^z5 t52=z7^z8 t53=z0^z3 t54=z6^z7 t55=z16^z17 t56=z12^t48 t57=t50^t53
    t58=z4^t46 t59=z3^t54 t60=t46^t57 t61=z14^t57 t62=t52^t58 t63=t49^t58 t64=z4^t59 t65=t61^t62 t66=z1^t63
    s0=t59^t63 s6=t56^t62 s7=t48^t60 t67=t64^t65 s3=t53^t66 s4=t51^t66 s5=t47^t65 s1=t64^s3 s2=t55^t67`

function sBox(locals: Locals, from: readonly Local[], to: readonly Local[]): Code {
    const named = new Map<string, Local>()
    for (let i = 0; i < 8; i++) named.set(`x${i}`, from[7 - i]!).set(`s${i}`, to[7 - i]!)
    const localOf = (name: string) => {
        const there = named.get(name) ?? locals.vector()
        named.set(name, there)
        return there
    }
    return [...CIRCUIT.matchAll(/(\w+)=(\w+)([&^])(\w+)/g)].map(([, name, a, gate, b]) => {
        const [left, right] = [get(localOf(a!)), get(localOf(b!))]
        return set(localOf(name!), gate === '&' ? vector.and(left, right) : vector.xor(left, right))
    })
}
