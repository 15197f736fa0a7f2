import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ml_kem768_x25519 as xWing } from '@noble/post-quantum/hybrid.js'
import type { Result } from '../src/base/result'
import { ClientTexts } from '../src/mail/client-texts'
import { type SealedText, TextOpener } from '../src/openpgp/client-text'
import { Engine } from '../src/openpgp/engine'
import { toBase64 } from '../src/openpgp/octets'

const CASES = new URL('../../../src/test/cases/sealing/', import.meta.url)
const lines = (name: string) => readFileSync(new URL(name, CASES), 'utf8').split('\n').filter(one => one !== ''
    && !one.startsWith('#'))
const octets = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
const PEPPER = new Uint8Array(32)
const SECRET = new Uint8Array(32).fill(7)

/** What the server's program has written (ClientTextSealTest). */
const [seed, ...pairs] = lines('client-text.txt').map(octets) as [Uint8Array<ArrayBuffer>, ...Uint8Array<ArrayBuffer>[]]
const records = [pairs[1]!, pairs[3]!, pairs[5]!].map((record, i): SealedText => ({ id: `M${i + 1}`,
    ciphertext: record.slice(1, 1121),
    index: new DataView(record.buffer, record.byteOffset).getUint32(1121), sealed: record.slice(1125) }))

function got<T>(result: Result<T, string>): T {
    assert.ok(result.ok, `refused: ${result.ok ? '' : result.error}`)
    return result.value
}

test('X-Wing is the one of its draft', () => {
    const vectors = lines('x-wing.txt').map(line => octets(line.split(' ')[1]!))
    assert.equal(vectors.length, 12)
    for (let i = 0; i < vectors.length; i += 4) {
        assert.deepEqual(xWing.keygen(vectors[i]!).publicKey, new Uint8Array(vectors[i + 1]!))
        assert.deepEqual(xWing.decapsulate(vectors[i + 2]!, vectors[i]!), new Uint8Array(vectors[i + 3]!))
    }
})

test('what the server has sealed opens, in any order', async () => {
    const opener = new TextOpener('anna', seed.slice())
    assert.deepEqual(await opener.open(records[2]!), { subject: '', from: '', to: '', cc: '', names: '', text: '',
        hasAttachment: false })
    assert.deepEqual(await opener.open(records[0]!), { subject: 'Perché no?', from: 'Bea bea@elsewhere.test',
        to: 'anna@home.example', cc: 'Carl carl@elsewhere.test',
        names: 'conto.pdf', text: 'Il caffè di domani.', hasAttachment: true, date: Date.UTC(2026, 10, 30, 9) })
    assert.equal((await opener.open(records[1]!))?.subject, 'second')
})

test('what was changed, is of another message, account or key, or is no record is refused', async () => {
    const opener = new TextOpener('anna', seed.slice())
    const [one, two] = records as [SealedText, SealedText]
    const flipped = (all: Uint8Array<ArrayBuffer>, at: number) => Uint8Array.from(all, (octet, i) => i === at
        ? octet ^ 1 : octet)
    const bad: SealedText[] = [{ ...one, id: 'M2' }, { ...one, index: 1 }, { ...one, index: -1 }, { ...one,
        index: 4_096 }, { ...one, index: 0.5 }, { ...one, sealed: two.sealed },
        { ...one, sealed: flipped(one.sealed, 0) }, { ...one, sealed: flipped(one.sealed, one.sealed.length - 1) },
            { ...one, sealed: one.sealed.slice(0, -1) },
        { ...one, sealed: new Uint8Array() }, { ...one, sealed: new Uint8Array(25_000) }, { ...one,
            ciphertext: flipped(one.ciphertext, 3) }, { ...one, ciphertext: flipped(one.ciphertext, 1119) },
        { ...one, ciphertext: new Uint8Array(3) }]
    for (const [i, record] of bad.entries()) assert.equal(await opener.open(record), undefined, `case ${i}`)
    assert.equal(await new TextOpener('bruno', seed.slice()).open(one), undefined)
    assert.equal(await new TextOpener('anna', new Uint8Array(32)).open(one), undefined)
    assert.equal((await opener.open(one))?.hasAttachment, true, 'and the right one opens after them')
})

test('every device of the account has the same key, and nobody else', async () => {
    const engine = new Engine()
    assert.deepEqual(await engine.textsKey(), { ok: false, error: 'locked' })
    await engine.makeRoot('a1')
    const key = got(await engine.textsKey())
    assert.equal(key.length, 1216)
    const second = new Engine()
    got(await second.openRoot('a1', 'password', [got(await engine.wrapRoot('password', SECRET, PEPPER))], SECRET,
        PEPPER))
    assert.deepEqual(got(await second.textsKey()), key)
    await second.makeRoot('a1')
    assert.notDeepEqual(got(await second.textsKey()), key)
    await engine.lock()
    assert.deepEqual(await engine.textsKey(), { ok: false, error: 'locked' })
})

/** A server that has these records, and a page over it; `kept`: whether the vault takes the index. */
function page(engine: { textsKey: Engine['textsKey'], takeTexts: Engine['takeTexts'] }, rows: SealedText[], { key,
    size = 2 }: { key?: string, size?: number } = {}) {
    const server = { rows: [...rows], key, asked: [] as string[], keeps: true }
    const json = async (method: string, path: string, body?: { ids?: string[], key?: string }) => {
        server.asked.push(`${method} ${path}`)
        if (method === 'PUT') server.key = body!.key
        if (path.endsWith('/taken')) server.rows = server.rows.filter(one => !body!.ids!.includes(one.id))
        if (method !== 'GET') return { ok: true, value: {} }
        const before = /before=(.*)/.exec(path)?.[1]
        const from = before === undefined ? 0 : server.rows.findIndex(one => one.id === before) + 1
        const shown = server.rows.slice(from, from + size)
        return { ok: true, value: { isAtLevelTwo: true, count: server.rows.length, key: server.key,
            ciphertexts: shown.map(one => toBase64(one.ciphertext)),
            records: shown.map((one, i) => ({ id: one.id, receivedAt: '2026-11-30T10:00:00Z', ciphertext: i,
                index: one.index, sealed: toBase64(one.sealed) })),
            ...from + size < server.rows.length && { next: shown.at(-1)!.id } } }
    }
    const signal = { value: false }
    const openPgp = { worker: { call: (name: 'textsKey' | 'takeTexts', ...all: never[]) =>
        (engine[name] as (...args: never[]) => unknown)(...all) }, vault: { json }, textsKeyIsOther: signal,
        nameTextsKey: async (there?: string) => {
            const own = await engine.textsKey()
            const mine = own.ok ? toBase64(own.value) : ''
            signal.value = there !== undefined && there !== mine
            return there !== undefined || (await json('PUT', '/api/vault/texts/key', { key: mine })).ok
        } }
    return { server, signal, texts: new ClientTexts(openPgp as never, async () => server.keeps) }
}

/** An engine whose key is the one of the golden file. */
function annas() {
    const engine = new Engine()
    Object.assign(engine, { texts: new TextOpener('anna', seed.slice()) })
    return engine
}

test('all pages are taken, and the server has them until the vault does', async () => {
    const engine = annas()
    const { server, texts } = page(engine, records)
    server.keeps = false
    assert.equal(await texts.take(), 3)
    assert.equal(server.rows.length, 3, 'the vault did not take it')
    assert.equal(await texts.take(), 0, 'the same once more is nothing new')
    server.keeps = true
    assert.equal(await texts.take(), 0)
    assert.deepEqual(server.rows, [])
    assert.equal(await texts.take(), 0)
    const found = got(await engine.searchFind({ terms: [{ field: 'any', words: ['caffè'] }] }, 10))
    assert.deepEqual(found, [{ id: 'M1', at: Date.UTC(2026, 10, 30, 10), subject: 'Perché no?',
        preview: 'Il caffè di domani.' }])
    assert.deepEqual(got(await engine.searchMissing(['M1', 'M2', 'M3'])), [])
    assert.equal(server.asked.filter(one => one.startsWith('PUT')).length, 1, 'the key is named once')
    assert.equal(server.key, toBase64(got(await engine.textsKey())))
})

test('what does not open is left to who opens the message, and does not come again', async () => {
    const engine = annas()
    const [one, ...others] = records as [SealedText, ...SealedText[]]
    const { server, texts } = page(engine, [{ ...one, sealed: one.sealed.slice(1) }, ...others])
    await texts.take()
    assert.deepEqual(server.rows, [])
    assert.deepEqual(got(await engine.searchMissing(['M1', 'M2'])), ['M1'])
})

test('a key that is not this account’s is told', async () => {
    const own = toBase64(got(await annas().textsKey()))
    const right = page(annas(), records, { key: own })
    await right.texts.take()
    assert.equal(right.signal.value, false)
    const wrong = page(annas(), records, { key: toBase64(new Uint8Array(1216)) })
    await wrong.texts.take()
    assert.equal(wrong.signal.value, true)
    assert.ok(!wrong.server.asked.some(one => one.startsWith('PUT')))
})
