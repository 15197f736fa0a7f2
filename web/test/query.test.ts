import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from '../src/jmap/client'
import type { EmailRow } from '../src/jmap/types'
import { EmailQuery } from '../src/store/query'
import { Records } from '../src/store/records'
import { FakeClock } from './fake-clock'
import { BASE, CREDENTIALS, FakeServer } from './fake-server'
import { Random, seeds } from './random'

async function open(emails: number) {
    const server = new FakeServer()
    server.core = { ...server.core, maxObjectsInGet: 500 }
    const box = server.data.add('Mailbox', { name: 'Inbox' })
    const other = server.data.add('Mailbox', { name: 'Other' })
    for (let i = 0; i < emails; i++) server.data.add('Email', { subject: `${i}`, mailboxIds: { [box]: true } })
    const client = await Client.open({ base: BASE, credentials: CREDENTIALS, fetch: server.fetch,
        clock: new FakeClock() })
    assert(client.ok)
    const records = new Records<EmailRow>('Email')
    const query = new EmailQuery(client.value, records,
        { filter: { inMailbox: box }, sort: [{ property: 'receivedAt', isAscending: false }], collapseThreads: false })
    return { server, box, other, records, query }
}

type Opened = Awaited<ReturnType<typeof open>>

/** The rows of a window, as a list would draw them. */
function drawn({ query }: Opened, from: number, to: number): (string | undefined)[] {
    const end = Math.min(to, query.ids.value.length)
    return Array.from({ length: Math.max(0, end - from) }, (_, i) => query.ids.value.at(from + i))
}

function asked(server: FakeServer, name: string) {
    return server.requests.flat().filter(call => call[0] === name).map(call => call[1])
}

test('of 200,000 rows only those are fetched that are to be seen', async () => {
    const one = await open(200_000)
    await one.query.need(0, 40)
    assert.equal(one.query.ids.value.length, 200_000)
    await one.query.need(150_010, 150_060)
    const order = one.server.data.order(one.box)
    assert.deepEqual(drawn(one, 150_010, 150_060), order.slice(150_010, 150_060))
    assert.deepEqual(asked(one.server, 'Email/query').map(args => [args['position'], args['limit']]),
        [[0, 50], [150_000, 100]])
    assert.equal(one.query.ids.value.known, 150)
    assert.equal(one.server.requests.length, 2)
    assert.equal(one.records.said(order[0]!)?.subject, '199999')
})

test('who scrolls past does not fetch what is no longer seen', async () => {
    const one = await open(5_000)
    await one.query.need(0, 50)
    await Promise.all([100, 1_000, 2_000, 3_000, 4_000].map(from => one.query.need(from, from + 50)))
    assert(asked(one.server, 'Email/query').length <= 3)
    assert.deepEqual(drawn(one, 4_000, 4_050), one.server.data.order(one.box).slice(4_000, 4_050))
})

test('rows are kept around what is seen, and not without end', async () => {
    const one = await open(10_000)
    for (let from = 0; from < 9_900; from += 250) await one.query.need(from, from + 300)
    assert(one.query.ids.value.known <= 3_300)
})

test('what comes is seen without asking for the list again', async () => {
    const one = await open(1_000)
    await one.query.need(0, 50)
    const id = one.server.data.add('Email', { subject: 'new', mailboxIds: { [one.box]: true } })
    one.server.data.add('Email', { subject: 'elsewhere', mailboxIds: { [one.other]: true } })
    await one.query.refresh()
    assert.equal(one.query.ids.value.at(0), id)
    assert.equal(one.query.ids.value.length, 1_001)
    assert.equal(one.records.said(id)?.subject, 'new')
    assert.equal(asked(one.server, 'Email/query').length, 1)
})

for (const reason of ['forgotten', 'too many', 'never']) {
    test(`where changes cannot be had what is seen is fetched anew: ${reason}`, async () => {
        const one = await open(2_000)
        if (reason === 'never') one.server.data.canCalculateQueryChanges = false
        await one.query.need(500, 550)
        const changes = reason === 'too many' ? 400 : 3
        for (let i = 0; i < changes; i++) one.server.data.add('Email', { mailboxIds: { [one.box]: true } })
        if (reason === 'forgotten') one.server.data.knownSince = one.server.data.revision
        await one.query.refresh()
        assert.deepEqual(drawn(one, 500, 550), one.server.data.order(one.box).slice(500, 550))
        assert.equal(one.query.failure.value, undefined)
    })
}

test('an empty mailbox is there, and empty', async () => {
    const one = await open(0)
    await one.query.need(0, 50)
    assert(one.query.isThere.value)
    assert.equal(one.query.ids.value.length, 0)
    assert.equal(one.server.requests.length, 1)
})

test('what cannot be fetched is told, and what is seen stays', async () => {
    const one = await open(200)
    await one.query.need(0, 50)
    one.server.faults.push(401)
    await one.query.need(100, 150)
    assert.equal(one.query.failure.value?.kind, 'signedOut')
    assert.equal(drawn(one, 0, 50).length, 50)
    await one.query.need(100, 150)
    assert.equal(one.query.failure.value, undefined)
})

for (const seed of seeds()) {
    test(`a window shows what the server has, whatever happens between: seed ${seed}`, async () => {
        const random = new Random(seed)
        const one = await open(random.below(600))
        const { data } = one.server
        if (random.below(4) === 0) data.canCalculateQueryChanges = false
        const act = () => {
            const all = data.order()
            const kind = random.below(4)
            if (kind === 0 || all.length === 0) data.add('Email',
                { mailboxIds: { [random.pick([one.box, one.other])]: true } })
            else if (kind === 1) data.remove('Email', random.pick(all))
            else data.patch('Email', random.pick(all), { [`mailboxIds/${one.box}`]: random.below(2) ? true : null })
            if (random.below(20) === 0) data.knownSince = data.revision
        }
        for (let round = 0; round < 15; round++) {
            const from = random.below(600)
            const seen = one.query.need(from, from + random.below(120))
            for (let i = random.below(6); i > 0; i--) act()
            await seen
            for (let i = random.below(6); i > 0; i--) act()
            await one.query.refresh()
            const order = data.order(one.box)
            assert.equal(one.query.ids.value.length, order.length, `round ${round}`)
            for (const [index, id] of one.query.ids.value.entries()) assert.equal(id, order[index], `round ${round}`)
        }
        await one.query.need(0, 100)
        assert.deepEqual(drawn(one, 0, 100), data.order(one.box).slice(0, 100))
    })
}
