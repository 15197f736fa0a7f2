import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Pages } from '../src/login/pages'
import { muttrc, type MailServer, thunderbirdCode } from '../src/settings/programs'
import { byDomain, isSameHouse } from '../src/settings/writers'
import { accountEn } from '../src/text/account-en'
import { accountIt } from '../src/text/account-it'

const SERVERS: MailServer[] = [{ kind: 'imap', host: 'mail.home.example', port: 993, isTls: true },
    { kind: 'imap', host: 'mail.home.example', port: 143, isTls: false },
    { kind: 'smtp', host: 'mail.home.example', port: 587, isTls: false }]

function pages(...answers: [number, unknown][]) {
    const asked: { path: string, init: RequestInit }[] = []
    const made = new Pages('anna@home.example', () => ({ 'Sigillo-Token': 't' }),
        async password => password === 'odd' ? undefined : { sent: { authenticating: 'a', opening: 'o' },
        kept: new Uint8Array(32) },
        async (path, init) => {
            asked.push({ path, init })
            const [status, body] = answers.shift() ?? [500, {}]
            return new Response(JSON.stringify(body), { status })
        })
    return { pages: made, asked }
}

test('a password is shown by what was made of it, and nothing of it opens anything', async () => {
    const { pages: own, asked } = pages([200, {}], [200, { number: 1 }])
    assert.deepEqual(await own.postWith('/api/app-passwords', 'a secret of hers', { name: 'phone' }),
        { ok: true, value: { number: 1 } })
    assert.deepEqual(JSON.parse(asked[1]!.init.body as string), { name: 'phone', authenticating: 'a' })
    assert.equal((asked[1]!.init.headers as Record<string, string>)['Sigillo-Token'], 't')
    assert.ok(!JSON.stringify(asked).includes('a secret of hers'))
})

test('a browser that cannot stretch asks for nothing more', async () => {
    const { pages: own, asked } = pages([200, {}])
    assert.deepEqual(await own.postWith('/api/kit', 'odd', {}), { ok: false, error: { kind: 'broken' } })
    assert.equal(asked.length, 1)
})

test('what the server says is told apart', async () => {
    const { pages: own } = pages([403, { error: 'passwordWrong' }], [401, {}], [429, { retryAfter: 3 }], [503, {}])
    const errors = []
    for (let i = 0; i < 4; i++) errors.push(await own.get('/api/level'))
    assert.deepEqual(errors.map(one => !one.ok && one.error),
        [{ kind: 'said', error: 'passwordWrong' }, { kind: 'signedOut' }, { kind: 'slowed', after: 3 },
        { kind: 'broken' }])
})

test('Thunderbird for Android reads its settings from one code', () => {
    assert.deepEqual(JSON.parse(thunderbirdCode(SERVERS, { address: 'anna@home.example', secret: 's' })!), [1, [1, 1],
        [0, 'mail.home.example', 993, 3, 1, 'anna@home.example', null, 's'],
        [[[0, 'mail.home.example', 587, 2, 1, 'anna@home.example', 's'], ['anna@home.example', 'anna']]]])
    assert.equal(thunderbirdCode(SERVERS.slice(0, 2), { address: 'anna@home.example', secret: 's' }), undefined)
    assert.equal(thunderbirdCode(SERVERS, { address: 'jürgen@home.example', secret: 's' }), undefined)
})

test('a muttrc has no password, and nothing of an address runs in it', () => {
    const lines = muttrc(SERVERS, 'a"`$b@home.example')!
    assert.ok(lines.includes('imaps://ab%40home.example@mail.home.example:993/') && lines.includes('smtp://ab%40home.example@mail.home.example:587/'), lines)
    assert.ok(!/[`$]/.test(lines))
    assert.ok(lines.endsWith('set ssl_force_tls = yes'))
})

test('who wrote is counted by house', () => {
    const mail = (email: string, receivedAt: string) => ({ from: [{ name: null, email }], receivedAt })
    assert.deepEqual(byDomain([mail('a@Shop.example', '2026-01-02'), mail('b@shop.example', '2026-01-01'),
        mail('c@evil.example', '2026-01-03'), { from: null, receivedAt: '2026-01-01' }])
        .map(one => `${one.domain} ${one.count}`), ['shop.example 2', ' 1', 'evil.example 1'])
    assert.ok(isSameHouse('news.shop.example', 'shop.example') && isSameHouse('a.shop.co.uk', 'shop.co.uk'))
    assert.ok(!isSameHouse('shop.co.uk', 'other.co.uk') && !isSameHouse('shop.example', 'evil.example'))
})

test('both languages have the same lists', () => {
    const lengths = (words: typeof accountEn | typeof accountIt) => [...Object.values(words.passwords.steps), words.level.alwaysList, words.level.L0List, words.level.L1List].map(one => one.length)
    assert.deepEqual(lengths(accountEn), lengths(accountIt))
})
