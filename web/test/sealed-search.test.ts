import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Result } from '../src/base/result'
import { wordsOf } from '../src/mail/found-query'
import { Engine } from '../src/openpgp/engine'
import { parseSearch } from '../src/text/search'

const NOVEMBER = Date.UTC(2026, 10, 30)
const PEPPER = new Uint8Array(32)
const SECRET = new Uint8Array(32).fill(7)

function got<T>(result: Result<T, string>): T {
    assert.ok(result.ok, `refused: ${result.ok ? '' : result.error}`)
    return result.value
}

async function ids(engine: Engine, ...words: string[]) { return got(await engine.searchFind(words, 10)).map(one => one.id) }

async function other(engine: Engine): Promise<Engine> {
    const wrapped = got(await engine.wrapRoot('password', SECRET, PEPPER))
    const second = new Engine()
    got(await second.openRoot('a1', 'password', [wrapped], SECRET, PEPPER))
    return second
}

test('what is sealed is found by all of its words, with and without accents, the newest first', async () => {
    const engine = new Engine()
    await engine.searchAdd('old', NOVEMBER - 1000, 'Il  caffè di Anna, domani')
    await engine.searchAdd('new', NOVEMBER, 'Un caffe\u0300\nanche domani')
    await engine.searchAdd('none', NOVEMBER, 'tè')
    assert.deepEqual(await ids(engine, 'CAFFE', 'domani'), ['new', 'old'])
    assert.deepEqual(await ids(engine, 'caffè', 'anna'), ['old'])
    assert.deepEqual(await ids(engine, 'di anna'), ['old'])
    assert.deepEqual(await ids(engine, ' '), [])
    assert.deepEqual(got(await engine.searchMissing(['old', 'other'])), ['other'])
})

test('another device finds the same by shards, which are by month and of a bound size', async () => {
    const engine = new Engine()
    await engine.makeRoot('a1')
    for (let i = 0; i < 1_001; i++) await engine.searchAdd(`n${i}`, NOVEMBER, `number ${i}.`)
    await engine.searchAdd('december', Date.UTC(2026, 11, 1), 'number 7.')
    const names = got(await engine.searchChanged())
    assert.deepEqual(names, ['search.2026-11.0', 'search.2026-11.1', 'search.2026-12.0'])
    const second = await other(engine)
    for (const name of names) {
        const sealed = got(await engine.sealShard(name, 1))
        assert.ok(!Buffer.from(sealed).includes('number'))
        assert.equal((await second.openShard(name, 2, sealed)).ok, false, 'an older one')
        got(await second.openShard(name, 1, sealed))
    }
    assert.deepEqual(await ids(second, 'number 1000.'), ['n1000'])
    assert.deepEqual(await ids(second, 'number 7.'), ['december', 'n7'])
    assert.deepEqual(got(await engine.searchChanged()), [])
    assert.equal((await engine.sealShard('contacts.pins', 1)).ok, false)
})

test('two devices that add to one month have both afterwards', async () => {
    const engine = new Engine()
    await engine.makeRoot('a1')
    const second = await other(engine)
    await engine.searchAdd('one', NOVEMBER, 'from the first')
    await second.searchAdd('two', NOVEMBER, 'from the second')
    got(await second.openShard('search.2026-11.0', 1, got(await engine.sealShard('search.2026-11.0', 1))))
    got(await engine.openShard('search.2026-11.0', 2, got(await second.sealShard('search.2026-11.0', 2))))
    assert.deepEqual((await ids(engine, 'from the')).sort(), ['one', 'two'])
})

test('signing out forgets it', async () => {
    const engine = new Engine()
    await engine.searchAdd('one', NOVEMBER, 'word')
    await engine.lock()
    assert.deepEqual(await ids(engine, 'word'), [])
})

test('only words are looked for here; for more the server alone is asked', () => {
    const boxes = [{ id: 't', name: 'Trash', role: 'trash' }]
    const of = (text: string) => wordsOf(parseSearch(text, boxes, new Date()).filter)
    assert.deepEqual(of('caffè "di anna"'), ['caffè', 'di anna'])
    for (const text of ['from:anna caffè', '-tè caffè', 'has:attachment', '']) assert.equal(of(text), undefined, text)
})
