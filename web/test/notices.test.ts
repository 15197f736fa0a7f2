import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Notices, type Wish } from '../src/worker/notices'

const ORIGIN = 'https://mail.example'
const WISH: Wish = { language: 'en', inbox: 'm1', shows: false }
const CHANGE = { '@type': 'StateChange', changed: { a1: { EmailDelivery: 's2' } } }
interface Call { url: string, body?: { methodCalls: [string, Record<string, unknown>, string][] }, token?: string }

/** A server at which somebody is signed in, or nobody; `newest`: what of the inbox is unread. */
function server(newest: object[], isSignedIn = true, apiUrl = '/jmap/api') {
    const calls: Call[] = []
    const notices = new Notices(async (url, init) => {
        const fields = init?.headers as Record<string, string> | undefined
        calls.push({ url, ...init?.body && { body: JSON.parse(String(init.body)) }, ...fields
            && { token: fields['Sigillo-Token']! } })
        if (!isSignedIn) return new Response('{}', { status: 401 })
        if (url === '/api/session') return new Response(JSON.stringify({ token: 't' }))
        if (url === '/.well-known/jmap') return new Response(JSON.stringify({ apiUrl,
            primaryAccounts: { 'urn:ietf:params:jmap:mail': 'a1' } }))
        return new Response(JSON.stringify({ methodResponses: [['Email/query', {}, 'q'],
            ['Email/get', { list: newest }, 'g']] }))
    }, ORIGIN)
    return { notices, calls }
}

const MAIL = { id: 'e1', from: [{ name: 'Bruno', email: 'bruno@x.example' }], subject: 'Secret plans' }

test('what is told says nothing of the mail, unless its owner wants it', async () => {
    assert.deepEqual(await server([MAIL]).notices.of(CHANGE, WISH), { title: 'New mail', body: '', emailId: 'e1' })
    assert.deepEqual(await server([MAIL]).notices.of(CHANGE, { ...WISH, language: 'it' }),
        { title: 'Nuova posta', body: '', emailId: 'e1' })
    assert.deepEqual(await server([MAIL]).notices.of(CHANGE, { ...WISH, shows: true }),
        { title: 'Bruno', body: 'Secret plans', emailId: 'e1' })
})

test('of what is encrypted that it is, and not what stands outside for its subject', async () => {
    const ofType = (type: string) => server([{ ...MAIL, subject: '[...]', 'header:Content-Type:asRaw': type }])
        .notices.of(CHANGE, { ...WISH, language: 'it', shows: true })
    assert.deepEqual(await ofType(' multipart/encrypted; boundary=b'),
        { title: 'Bruno', body: 'Messaggio cifrato', emailId: 'e1' })
    assert.equal((await ofType(' text/plain'))!.body, '[...]', 'what came in clear is not said to be encrypted')
})

test('who is not signed in is told that something came, whatever he wants', async () => {
    assert.deepEqual(await server([MAIL], false).notices.of(CHANGE, { ...WISH, shows: true }),
        { title: 'New mail', body: '' })
})

test('what came into another mailbox is not told', async () => { assert.equal(await server([]).notices.of(CHANGE, WISH), undefined) })

test('a header of a stranger is a line of text', async () => {
    const mail = { id: 'e1', from: [{ name: '\u202eBr\r\nuno\u0000', email: 'b@x.example' }], subject: `a\n\u2066b${'x'.repeat(500)}` }
    const shown = await server([mail]).notices.of(CHANGE, { ...WISH, shows: true })
    assert.equal(shown!.title, 'Br uno')
    assert.ok(shown!.body.startsWith('a b') && shown!.body.length <= 200)
})

test('a code that comes is said to the server, by the session', async () => {
    const { notices, calls } = server([])
    assert.deepEqual(await notices.of({ '@type': 'PushVerification', pushSubscriptionId: 'P1', verificationCode: 'c' }, WISH), { title: 'Notices are on', body: '' })
    const { url, body, token } = calls.at(-1)!
    assert.deepEqual([url, token, body!.methodCalls], ['/jmap/api', 't',
        [['PushSubscription/set', { update: { P1: { verificationCode: 'c' } } }, 'v']]])
})

test('the token goes nowhere else, and what is no push of ours does nothing', async () => {
    const away = server([MAIL], true, 'https://evil.example/jmap')
    assert.deepEqual(await away.notices.of(CHANGE, WISH), { title: 'New mail', body: '' })
    assert.ok(!away.calls.some(one => one.token !== undefined))
    for (const other of [undefined, null, 1, 'x', {}, { '@type': 'Other' }, []]) assert.equal(await server([MAIL]).notices.of(other, WISH), undefined)
})
