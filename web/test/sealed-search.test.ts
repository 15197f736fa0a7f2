import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Result } from '../src/base/result'
import { askedOf } from '../src/mail/found-query'
import { Engine } from '../src/openpgp/engine'
import type { Found, SearchAsked, Term } from '../src/openpgp/search-index'
import { parseSearch } from '../src/text/search'

const NOVEMBER = Date.UTC(2026, 10, 30)
const PEPPER = new Uint8Array(32)
const SECRET = new Uint8Array(32).fill(7)

function got<T>(result: Result<T, string>): T {
    assert.ok(result.ok, `refused: ${result.ok ? '' : result.error}`)
    return result.value
}

const NONE: Found = { subject: '', from: '', to: '', cc: '', names: '', text: '', hasAttachment: false }
const said = (text: string): Found => ({ ...NONE, text })

async function ids(engine: Engine, ...words: string[]) { return asked(engine, { terms: [{ field: 'any', words }] }) }

async function asked(engine: Engine, what: SearchAsked) { return got(await engine.searchFind(what, 10))
    .map(one => one.id) }

async function other(engine: Engine): Promise<Engine> {
    const wrapped = got(await engine.wrapRoot('password', SECRET, PEPPER))
    const second = new Engine()
    got(await second.openRoot('a1', 'password', [wrapped], SECRET, PEPPER))
    return second
}

test('what is sealed is found by all of its words, with and without accents, the newest first', async () => {
    const engine = new Engine()
    await engine.searchAdd('old', NOVEMBER - 1000, said('Il  caffè di Anna, domani'))
    await engine.searchAdd('new', NOVEMBER, said('Un caffe\u0300\nanche domani'))
    await engine.searchAdd('none', NOVEMBER, said('tè'))
    assert.deepEqual(await ids(engine, 'CAFFE', 'domani'), ['new', 'old'])
    assert.deepEqual(await ids(engine, 'caffè', 'anna'), ['old'])
    assert.deepEqual(await ids(engine, 'di anna'), ['old'])
    assert.deepEqual(await ids(engine, ' '), [])
    assert.deepEqual(got(await engine.searchMissing(['old', 'other'])), ['other'])
})

test('another device finds the same by shards, which are by month and of a bound size', async () => {
    const engine = new Engine()
    await engine.makeRoot('a1')
    for (let i = 0; i < 1_001; i++) await engine.searchAdd(`n${i}`, NOVEMBER, said(`number ${i}.`))
    await engine.searchAdd('december', Date.UTC(2026, 11, 1), said('number 7.'))
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
    await engine.searchAdd('one', NOVEMBER, said('from the first'))
    await second.searchAdd('two', NOVEMBER, said('from the second'))
    got(await second.openShard('search.2026-11.0', 1, got(await engine.sealShard('search.2026-11.0', 1))))
    got(await engine.openShard('search.2026-11.0', 2, got(await second.sealShard('search.2026-11.0', 2))))
    assert.deepEqual((await ids(engine, 'from the')).sort(), ['one', 'two'])
})

test('signing out forgets it', async () => {
    const engine = new Engine()
    await engine.searchAdd('one', NOVEMBER, said('word'))
    await engine.lock()
    assert.deepEqual(await ids(engine, 'word'), [])
})

/** What a program of before has put into the vault, as it is packed there. */
async function olderShard(rows: [string, number, string][]) {
    const stream = new Blob([JSON.stringify({ v: 1, rows })]).stream().pipeThrough(new CompressionStream('deflate-raw'))
    return new Uint8Array(await new Response(stream).arrayBuffer())
}

test('a shard of before is found by its words, and made whole by who opens its messages', async () => {
    const engine = new Engine()
    await engine.makeRoot('a1')
    const root = (engine as unknown as { root: { sealBlob(name: string, version: number,
        clear: Uint8Array): Promise<Result<Uint8Array<ArrayBuffer>, string>> } }).root
    const sealed = got(await root.sealBlob('search.2026-11.0', 1, await olderShard([['old', NOVEMBER,
        'anna caffe domani']])))
    got(await engine.openShard('search.2026-11.0', 1, sealed))
    assert.deepEqual(await ids(engine, 'caffè'), ['old'])
    assert.deepEqual(await asked(engine, { terms: [{ field: 'subject', words: ['caffè'] }] }), [],
        'nobody knows where it stands')
    assert.deepEqual(got(await engine.searchMissing(['old'])), ['old'])
    assert.deepEqual(got(await engine.searchShown(['old'])), [])
    await engine.searchAdd('old', NOVEMBER, { ...NONE, subject: 'Caffè', from: 'Anna', text: 'domani' })
    assert.deepEqual(await asked(engine, { terms: [{ field: 'subject', words: ['caffè'] }] }), ['old'])
    assert.deepEqual(got(await engine.searchMissing(['old'])), [])
    assert.deepEqual(got(await engine.searchChanged()), ['search.2026-11.0'])
    // another device that has it as it was takes what is better
    const second = await other(engine)
    got(await second.openShard('search.2026-11.0', 1, sealed))
    got(await second.openShard('search.2026-11.0', 2, got(await engine.sealShard('search.2026-11.0', 2))))
    assert.deepEqual(got(await second.searchShown(['old', 'none'])), [{ id: 'old', at: NOVEMBER, subject: 'Caffè',
        preview: 'domani' }])
})

test('each field is found by itself, and what is not to be in it', async () => {
    const engine = new Engine()
    const bill = { ...NONE, subject: 'La bolletta', from: 'Énergie SA conti@energie.example', to: 'anna@one.example',
        cc: 'bruno@one.example', names: 'conto.pdf', text: 'in allegato' }
    await engine.searchAdd('bill', NOVEMBER, { ...bill, hasAttachment: true })
    await engine.searchAdd('talk', NOVEMBER - 86_400_000, { ...NONE, subject: 'Pranzo',
        from: 'Bruno bruno@one.example', to: 'anna@one.example', text: 'la bolletta è arrivata' })
    const cases: [SearchAsked, string[]][] = [
        [{ terms: [term('any', 'bolletta')] }, ['bill', 'talk']],
        [{ terms: [term('subject', 'bolletta')] }, ['bill']],
        [{ terms: [term('body', 'bolletta')] }, ['talk']],
        [{ terms: [term('from', 'energie')] }, ['bill']],
        [{ terms: [term('from', 'bruno')] }, ['talk']],
        [{ terms: [term('to', 'anna@one.example')] }, ['bill', 'talk']],
        [{ terms: [term('cc', 'bruno')] }, ['bill']],
        [{ terms: [term('any', 'conto.pdf')] }, ['bill']],
        [{ terms: [term('any', 'bolletta'), { ...term('from', 'bruno'), isNot: true }] }, ['bill']],
        [{ terms: [{ ...term('any', 'allegato'), isNot: true }] }, ['talk']],
        [{ terms: [], hasAttachment: true }, ['bill']],
        [{ terms: [], hasAttachment: false }, ['talk']],
        [{ terms: [term('any', 'bolletta')], before: NOVEMBER }, ['talk']],
        [{ terms: [term('any', 'bolletta')], after: NOVEMBER }, ['bill']],
        // two fields are not one text
        [{ terms: [term('any', 'bolletta energie')] }, []],
        [{ terms: [] }, []],
    ]
    for (const [what, found] of cases) assert.deepEqual(await asked(engine, what), found, JSON.stringify(what))
})

function term(field: Term['field'], ...words: string[]): Term { return { field, words } }

test('shards stay below what the vault keeps of one, however long their rows are', async () => {
    const engine = new Engine()
    await engine.makeRoot('a1')
    // nothing of it can be packed, and each character has three octets
    const random = () => String.fromCharCode(...Array.from({ length: 2_500 }, () => 0x4e00
        + Math.floor(Math.random() * 0x5000)))
    for (let i = 0; i < 600; i++) await engine.searchAdd(`n${i}`, NOVEMBER, { ...said(random()), subject: random() })
    const names = got(await engine.searchChanged())
    assert.ok(names.length > 1)
    for (const name of names) assert.ok(got(await engine.sealShard(name, 1)).length < 4 << 20)
})

test('what is asked of the index is what the server cannot say', () => {
    const boxes = [{ id: 't', name: 'Trash', role: 'trash' }, { id: 'w', name: 'Work', role: null }]
    const of = (text: string) => askedOf(parseSearch(text, boxes, new Date(2026, 10, 30)).filter)
    assert.deepEqual(of('caffè "di anna"')!.index, { terms: [term('any', 'caffè', 'di anna')] })
    assert.deepEqual(of('from:anna caffè')!.index, { terms: [term('from', 'anna'), term('any', 'caffè')] })
    assert.deepEqual(of('subject:"la bolletta" has:attachment')!.index, { terms: [term('subject', 'la bolletta')],
        hasAttachment: true })
    assert.deepEqual(of('-tè caffè')!.index, { terms: [{ ...term('any', 'tè'), isNot: true }, term('any', 'caffè')] })
    assert.deepEqual(of('-has:attachment')!.index, { terms: [], hasAttachment: false })
    const november = of('caffè before:2026-12-01 after:2026-11-01')!.index
    assert.deepEqual([november.before, november.after], [new Date(2026, 11, 1).getTime(), new Date(2026, 10, 1)
        .getTime()])
    assert.deepEqual([of('caffè')!.misleads, of('-tè caffè')!.misleads, of('has:attachment')!.misleads], [false, true,
        true])
    // who wrote to whom, and when, it knows, and of any number
    for (const text of ['from:anna', 'to:anna before:2026-01-01', '-from:anna', 'is:unread', 'in:work',
        '']) assert.equal(of(text), undefined, text)
})

test('where a message lies, how it is marked and how large it is its row says', () => {
    const boxes = [{ id: 't', name: 'Trash', role: 'trash' }, { id: 'w', name: 'Work', role: null }]
    const row = (mailboxIds: Record<string, true>, keywords: Record<string, true>, size: number) => ({ mailboxIds,
        keywords, size }) as never
    const holds = (text: string) => askedOf(parseSearch(text, boxes, new Date()).filter)!.holds
    assert.equal(holds('caffè')(row({ w: true }, {}, 1)), true)
    assert.equal(holds('caffè')(row({ t: true }, {}, 1)), false, 'what is in the trash is left out')
    assert.equal(holds('caffè in:work')(row({ w: true }, {}, 1)), true)
    assert.equal(holds('caffè in:work')(row({ i: true }, {}, 1)), false)
    assert.equal(holds('caffè is:unread')(row({ w: true }, { $seen: true }, 1)), false)
    assert.equal(holds('caffè -is:read')(row({ w: true }, {}, 1)), true)
    assert.equal(holds('caffè larger:2k')(row({ w: true }, {}, 1_999)), false)
    assert.equal(holds('caffè -larger:2k')(row({ w: true }, {}, 1_999)), true)
})
