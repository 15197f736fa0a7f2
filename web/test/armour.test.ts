import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as openpgp from 'openpgp'
import { ofArmour, toArmour } from '../src/openpgp/armour'
import { type Octets, octetsOf, seeker } from '../src/openpgp/octets'
import { Random } from './random'

const textOf = (octets: Octets | undefined) => octets && new TextDecoder('latin1').decode(octets)

/** As newer browsers have it (TC39, "ArrayBuffer to/from base64"), for Node.js that has it not. */
function setFromBase64(this: Uint8Array, text: string, { lastChunkHandling }: { lastChunkHandling: string }) {
    const isWhole = lastChunkHandling === 'loose'
    let [read, end, count] = [0, 0, 0]
    for (const one of text) {
        end++
        if (/[^\s]/.test(one) && ++count % 4 === 0) read = end
    }
    if (isWhole || count % 4 === 0) read = text.length
    const clean = text.slice(0, read).replace(/[\t\n\f\r ]/g, '')
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(clean) || clean.includes('=') && clean.length % 4 !== 0) throw new SyntaxError()
    const octets = Buffer.from(clean, 'base64')
    this.set(octets)
    return { read, written: octets.length }
}

/** With what newer browsers have and without. */
function bothWays(text: string): string | undefined {
    const plain = textOf(ofArmour(octetsOf(text)))
    Object.assign(Uint8Array.prototype, { setFromBase64 })
    try {
        assert.equal(textOf(ofArmour(octetsOf(text))), plain)
    } finally {
        delete (Uint8Array.prototype as { setFromBase64?: unknown }).setFromBase64
    }
    return plain
}

const BEGIN = '-----BEGIN PGP MESSAGE-----'
const END = '-----END PGP MESSAGE-----'

test('armour as it is written by whom, and what is none', () => {
    const cases: [string, string | undefined][] = [
        [`${BEGIN}\n\nSGFsbG8=\n${END}\n`, 'Hallo'],
        [`${BEGIN}\r\n\r\nSGFs\r\nbG8=\r\n=abcd\r\n${END}\r\n`, 'Hallo'],
        [`before\n${BEGIN}\nVersion: 1\nComment: two words\n \nSGFsbG8\n=abcd \t\n${END}`, 'Hallo'],
        [`${BEGIN}\n\n SGFs bG8h\n\n\n${END} behind\n${BEGIN}\n\nSGFs\n${END}\n`, 'Hallo!'],
        [`${BEGIN}\n\n${END}\n`, ''],
        [`${BEGIN}\n\n=abcd\n${END}\n`, undefined],
        [`${BEGIN}\nSGFsbG8=\n${END}\n`, undefined],
        [`${BEGIN}\n\nSGFs-bG8=\n${END}\n`, undefined],
        [`${BEGIN}\n\nSGFsb===\n${END}\n`, undefined],
        [`${BEGIN}\n\nSGFs\n${BEGIN}\n\nSGFs\n${END}\n`, undefined],
        [`${BEGIN}\n\nSGFsbG8=\n`, undefined],
        [`${BEGIN}\n\n${'SGFs'.repeat(30_000)}\n`, undefined],
        [`${BEGIN}\n\n${'SGFs'.repeat(30_000)}\n=abcd\n${END}\n`, 'Hal'.repeat(30_000)],
        [`${END}\n${BEGIN}\n\nSGFsbG8=\n`, undefined],
        ['', undefined],
    ]
    for (const [text, wanted] of cases) assert.equal(bothWays(text), wanted, JSON.stringify(text))
})

test('of any length, by our armour and by the library, in lines of any length', () => {
    const random = new Random(1)
    for (const length of [0, 1, 2, 3, 56, 57, 58, 1_000, 36_863, 36_864, 36_865, 150_000 + random.below(1_000)]) {
        const octets = Uint8Array.from({ length }, () => random.below(256))
        const wanted = textOf(octets)
        const ours = textOf(toArmour(octets))!
        const theirs = openpgp.armor(openpgp.enums.armor.message, octets) as string
        const lines = Buffer.from(octets).toString('base64').replace(new RegExp(`.{${1 + random.below(90)}}`, 'g'), '$&\n')
        const odd = `${BEGIN}\n\n${lines}\n${END}`
        for (const text of [ours, theirs, odd]) assert.ok(bothWays(text) === wanted, `${length} octets`)
    }
})

test('a mark is found wherever it stands', () => {
    const random = new Random(2)
    for (let round = 0; round < 2_000; round++) {
        const text = Array.from({ length: random.below(40) }, () => random.pick(['a', 'b', '-'])).join('')
        const mark = Array.from({ length: 1 + random.below(5) }, () => random.pick(['a', 'b', '-'])).join('')
        const from = random.below(5)
        const wanted = from > text.length ? -1 : text.indexOf(mark, from)
        assert.equal(seeker(octetsOf(mark))(octetsOf(text), from), wanted, `${mark} in ${text}`)
    }
})
