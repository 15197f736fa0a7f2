import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fail, ok, type Result } from '../src/base/result'
import { FoundQuery } from '../src/mail/found-query'
import { SealedSearch } from '../src/mail/sealed-search'
import { OpenPgp } from '../src/openpgp/openpgp'
import { OpenPgpWorker } from '../src/openpgp/page'
import { FakeVault, NearWorker } from './fake-vault'

const COST = { salt: btoa('salt'), memoryKib: 256, passes: 1, lanes: 1 }
const NOVEMBER = Date.UTC(2026, 10, 30)
const SHARD = 'search.2026-11.0'

function got<T>(result: Result<T, string>): T {
    assert.ok(result.ok, `refused: ${result.ok ? '' : result.error}`)
    return result.value
}

async function stretch(password: string) { return new TextEncoder().encode(password.padEnd(32, '.')) }

/** A server that has one record, which opens nowhere, until it is taken; `puts`: what becomes of shards. */
class Home extends FakeVault {
    records = [{ id: 'M1', receivedAt: '2026-11-30T10:00:00Z' }]
    puts: () => Promise<number | undefined> = async () => undefined
    gets: () => number | undefined = () => undefined
    arrived = () => {}

    readonly answer = async (path: string, init: RequestInit): Promise<Response> => {
        if (path.startsWith('/api/vault/texts')) {
            this.calls.push(`${init.method} ${path}`)
            if (path.endsWith('/taken')) this.records = []
            return Response.json({ isAtLevelTwo: false, count: this.records.length, ciphertexts: [],
                records: this.records })
        }
        if (path.includes('/blobs/search.')) {
            this.arrived()
            const status = init.method === 'PUT' ? await this.puts() : this.gets()
            if (status !== undefined) return Response.json({}, { status })
        }
        return this.ask(path, init)
    }
}

async function page(home: Home) {
    const openPgp = new OpenPgp({ address: 'anna@one.example', account: 'a1', ask: home.answer, stretch }, undefined,
        new OpenPgpWorker(() => new NearWorker()))
    if (await openPgp.ready() === 'none') got(await openPgp.begin('proof', { kind: 'password',
        secret: await stretch('hers'), cost: COST }))
    else got(await openPgp.unlock('hers'))
    const clock = { sleep: () => new Promise(() => undefined) }
    const search = new SealedSearch({ clock } as never, openPgp, {} as never, {} as never, () => undefined)
    const add = (id: string) => openPgp.worker.call('searchAdd', id, NOVEMBER, { subject: id, from: '', to: '', cc: '',
        names: '', text: '', hasAttachment: false })
    return { openPgp, search, add }
}

const asked = { terms: [{ field: 'any' as const, words: ['one'] }] }
const kept = (search: SealedSearch) => (search as unknown as { keep(): Promise<boolean> }).keep()

test('the server is not told that records are taken while what keeps them is on its way', async () => {
    const home = new Home()
    const { search, add } = await page(home)
    await add('one')
    let end: (status: number) => void = () => undefined
    const there = new Promise<void>(resolve => { home.arrived = resolve })
    home.puts = () => new Promise(resolve => { end = resolve })
    const first = kept(search)
    await there
    const second = kept(search)
    const isFirst = await Promise.race([second, new Promise(resolve => setTimeout(resolve, 50, 'waits'))])
    assert.equal(isFirst, 'waits')
    home.puts = async () => 507
    end(507)
    assert.deepEqual([await first, await second], [false, false], 'there is no room')
    await search.find(asked, 10, () => undefined)
    assert.deepEqual([home.records.length, home.blobs.has(SHARD)], [1, false])
    home.puts = async () => undefined
    await search.find(asked, 10, () => undefined)
    assert.deepEqual([home.records.length, home.blobs.has(SHARD)], [0, true])
})

test('what another browser has put there and cannot be had now is not written over', async () => {
    const home = new Home()
    const [one, other] = [await page(home), await page(home)]
    await one.add('one')
    assert.ok(await kept(one.search))
    const { version } = home.blobs.get(SHARD)!
    got(await other.openPgp.vault.look())
    await other.add('two')
    home.gets = () => 503
    assert.equal(await kept(other.search), false)
    assert.equal(home.blobs.get(SHARD)!.version, version)
    home.gets = () => undefined
    assert.ok(await kept(other.search))
    const last = await page(home)
    await last.search.load()
    assert.deepEqual(got(await last.openPgp.worker.call('searchMissing', ['one', 'two'])), [])
})

test('without a connection a search says so, whatever the index does, and goes on when it is back', async () => {
    let isLost = true
    const answer = () => Promise.resolve(isLost ? fail({ kind: 'lost' }) : ok({ list: [] }))
    const client = { accountId: 'a', call: () => ({ ref: () => '', answer: answer() }) }
    const around = { records: { now: 0, put: () => undefined }, none: { with: () => ({}) }, properties: [],
        besides: () => undefined, tell: () => undefined }
    const finder = { unknown: async () => new Set<string>(),
        find: () => isLost ? new Promise<never>(() => undefined) : Promise.resolve([]) }
    const query = new FoundQuery(client as never, null, { index: asked, holds: () => true, misleads: false },
        around as never, finder)
    await query.refresh()
    assert.deepEqual([query.failure.value?.kind, query.isThere.value], ['lost', false])
    isLost = false
    await query.refresh()
    assert.deepEqual([query.failure.value, query.isThere.value], [undefined, true])
})

test('a search that hears that there is more asks once more, and not for ever', async () => {
    let asks = 0
    const client = { accountId: 'a', call: () => ({ ref: () => '', answer: Promise.resolve(ok({ list: [] })) }) }
    const around = { records: { now: 0, put: () => undefined }, none: { with: () => ({}) }, properties: [],
        besides: () => undefined, tell: () => undefined }
    const finder = { unknown: async () => new Set<string>(), find: async (_: unknown, _most: number,
        whenMore: () => void) => {
        asks++
        if (asks < 50) setTimeout(whenMore)
        return []
    } }
    const query = new FoundQuery(client as never, null, { index: asked, holds: () => true, misleads: false },
        around as never, finder)
    await query.refresh()
    await new Promise(resolve => setTimeout(resolve, 100))
    assert.equal(asks, 2)
    await query.refresh()
    await new Promise(resolve => setTimeout(resolve, 100))
    assert.equal(asks, 4, 'who asks again hears again')
})
