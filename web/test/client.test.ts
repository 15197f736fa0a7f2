import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from '../src/jmap/client'
import { FakeClock } from './fake-clock'
import { ACCOUNT, BASE, CREDENTIALS, FakeServer } from './fake-server'

async function open(server = new FakeServer(), clock = new FakeClock()) {
    const client = await Client.open({ base: BASE, credentials: CREDENTIALS, fetch: server.fetch, clock })
    assert(client.ok)
    return { client: client.value, server, clock }
}

test('calls of one turn go in one request, and refer to each other', async () => {
    const { client, server } = await open()
    const box = server.data.add('Mailbox', { name: 'Inbox' })
    const email = server.data.add('Email', { mailboxIds: { [box]: true } })
    const query = client.call('Email/query', { accountId: ACCOUNT, filter: { inMailbox: box } })
    const get = client.call('Email/get', { accountId: ACCOUNT, '#ids': query.ref('/ids') })
    const boxes = client.call('Mailbox/get', { accountId: ACCOUNT, ids: null })
    const [, emails, mailboxes] = await Promise.all([query.answer, get.answer, boxes.answer])
    assert(emails.ok && mailboxes.ok)
    assert.deepEqual(emails.value.list.map(one => one.id), [email])
    assert.deepEqual(mailboxes.value.list.map(one => one.id), [box])
    assert.equal(server.requests.length, 1)
})

test('calls of later turns go by themselves', async () => {
    const { client, server } = await open()
    await client.call('Core/echo', { a: 1 }).answer
    await client.call('Core/echo', { a: 2 }).answer
    assert.equal(server.requests.length, 2)
})

test('no request has more calls than the session allows, and none is torn from what it refers to', async () => {
    const { client, server } = await open()
    const answers = []
    for (let i = 0; i < 21; i++) {
        const query = client.call('Email/query', { accountId: ACCOUNT })
        answers.push(query.answer, client.call('Email/get', { accountId: ACCOUNT, '#ids': query.ref('/ids') }).answer)
    }
    for (const one of await Promise.all(answers)) assert(one.ok)
    assert.deepEqual(server.requests.map(calls => calls.length), [8, 8, 8, 8, 8, 2])
})

test('a chain of calls that is longer than a request is told and not sent', async () => {
    const { client, server } = await open()
    let last = client.call('Email/query', { accountId: ACCOUNT })
    const all = [last.answer]
    for (let i = 0; i < 8; i++) {
        last = client.call('Email/query', { accountId: ACCOUNT, '#x': last.ref('/ids') })
        all.push(last.answer)
    }
    for (const one of await Promise.all(all)) {
        assert.deepEqual(one, { ok: false, error: { kind: 'limit', limit: 'maxCallsInRequest' } })
    }
    assert.equal(server.requests.length, 0)
})

test('large calls go in several requests; one that is too large for any is told', async () => {
    const { client, server } = await open()
    const text = 'é'.repeat(20_000)
    const small = [1, 2, 3].map(() => client.call('Core/echo', { text }).answer)
    const large = client.call('Core/echo', { text: text.repeat(3) }).answer
    for (const one of await Promise.all(small)) assert(one.ok)
    assert.deepEqual(await large, { ok: false, error: { kind: 'limit', limit: 'maxSizeRequest' } })
    assert.deepEqual(server.requests.map(calls => calls.length), [2, 1])
})

test('ids beyond maxObjectsInGet are asked for in parts, and the state is that of the first', async () => {
    const { client, server } = await open()
    const ids = Array.from({ length: 120 }, () => server.data.add('Email', { mailboxIds: {} }))
    const state = String(server.data.revision)
    const all = await client.get('Email/get', [...ids, 'none'])
    assert(all.ok)
    assert.equal(all.value.list.length, 120)
    assert.deepEqual(all.value.notFound, ['none'])
    assert.equal(all.value.state, state)
    assert.deepEqual(server.requests[0]!.map(call => (call[1]['ids'] as string[]).length), [50, 50, 21])
})

test('not more requests run at the same time than the session allows', async () => {
    const { client, server } = await open()
    const all = []
    for (let i = 0; i < 6; i++) {
        all.push(client.call('Core/echo', {}).answer)
        await new Promise(resolve => setTimeout(resolve, 0))
    }
    await Promise.all(all)
    assert.equal(server.requests.length, 6)
    assert(server.runningMost <= 2)
})

test('an error of a method is the value of that call alone', async () => {
    const { client } = await open()
    const wrong = client.call('Identity/get', { accountId: ACCOUNT }).answer
    const right = client.call('Core/echo', { a: 1 }).answer
    assert.deepEqual(await wrong, { ok: false, error: { kind: 'method', error: { type: 'unknownMethod' } } })
    assert((await right).ok)
})

test('what is busy is asked again, no sooner than it says', async () => {
    const { client, server, clock } = await open()
    server.faults.push(503, 429)
    server.retryAfter = '7'
    assert((await client.call('Email/set', { accountId: ACCOUNT }).answer).ok)
    assert.deepEqual(clock.slept, [7000, 7000])
})

test('too many requests at a time, as of two pages of one person, are asked again', async () => {
    const { client, server, clock } = await open()
    server.faults.push('too-many-at-once', 'too-many-at-once')
    assert((await client.call('Email/set', { accountId: ACCOUNT }).answer).ok)
    assert.equal(clock.slept.length, 2)
})

test('what stays busy is told', async () => {
    const { client, server } = await open()
    server.faults.push(503, 503, 503, 503, 503)
    assert.deepEqual(await client.call('Core/echo', {}).answer, { ok: false, error: { kind: 'busy' } })
    assert.equal(server.requests.length, 0)
})

test('after a lost connection only that is asked again which may be done twice', async () => {
    const { client, server } = await open()
    server.faults.push('lost-after')
    assert((await client.call('Mailbox/get', { accountId: ACCOUNT }).answer).ok)
    server.faults.push('lost-after')
    const set = client.call('Mailbox/set', { accountId: ACCOUNT, create: { k: { name: 'New' } } }).answer
    assert.deepEqual(await set, { ok: false, error: { kind: 'lost' } })
    assert.equal(server.data.rows['Mailbox']!.size, 1)
})

test('wrong credentials are told, also in the midst', async () => {
    const server = new FakeServer()
    const credentials = { kind: 'basic', user: 'anna', password: 'no' } as const
    const wrong = await Client.open({ base: BASE, credentials, fetch: server.fetch, clock: new FakeClock() })
    assert.deepEqual(wrong, { ok: false, error: { kind: 'signedOut' } })
    const { client } = await open(server)
    server.faults.push(401)
    assert.deepEqual(await client.call('Core/echo', {}).answer, { ok: false, error: { kind: 'signedOut' } })
})

test('a session that has changed is read anew, once', async () => {
    const { client, server } = await open()
    server.sessionState = 's2'
    server.core = { ...server.core, maxCallsInRequest: 3 }
    await client.call('Core/echo', {}).answer
    await new Promise(resolve => setTimeout(resolve, 5))
    await client.call('Core/echo', {}).answer
    assert.equal(server.sessionsAsked, 2)
    assert.equal(client.limitsNow.maxCallsInRequest, 3)
})

test('credentials go to no other origin', async () => {
    const server = new FakeServer()
    const session = server.session.bind(server)
    server.session = () => ({ ...session(), apiUrl: 'https://elsewhere.example/api' })
    const opened = await Client.open({ base: BASE, credentials: CREDENTIALS, fetch: server.fetch,
        clock: new FakeClock() })
    assert(!opened.ok && opened.error.kind === 'malformed')
})

test('a closed client answers all, at once', async () => {
    const { client } = await open()
    const open1 = client.call('Core/echo', {}).answer
    client.close()
    assert.deepEqual(await open1, { ok: false, error: { kind: 'closed' } })
    assert.deepEqual(await client.call('Core/echo', {}).answer, { ok: false, error: { kind: 'closed' } })
})

test('what a call causes beside its answer comes with it', async () => {
    const { client, server } = await open()
    const [drafts, sent] = ['drafts', 'sent'].map(name => server.data.add('Mailbox', { name }))
    const email = server.data.add('Email', { mailboxIds: { [drafts!]: true }, keywords: { $draft: true } })
    const call = client.call('EmailSubmission/set', { accountId: ACCOUNT,
        create: { s: { emailId: email, identityId: 'i' } },
        onSuccessUpdateEmail: { '#s': { [`mailboxIds/${drafts}`]: null, [`mailboxIds/${sent}`]: true } } })
    const [answer, besides] = await Promise.all([call.answer, call.besides])
    assert(answer.ok && answer.value.created?.['s'])
    assert.deepEqual(besides.map(([name, args]) => [name, args['updated']]), [['Email/set', { [email]: null }]])
    const echo = client.call('Core/echo', {})
    assert.deepEqual(await echo.besides, [])
})
