import assert from 'node:assert/strict'
import { hkdfSync } from 'node:crypto'
import { test } from 'node:test'
import { argon2id } from 'hash-wasm'
import { Account } from '../src/login/account'
import { isFair, stretch } from '../src/stretch/stretch'

const PARAMETERS = { version: 1, account: 'abc', salt: btoa('sixteen octets !'), memoryKib: 256, passes: 1, lanes: 1 }
const SESSION = { address: 'anna@home.example', token: 't', kitToConfirm: false, isWhole: true }

interface Asked { path: string, init: RequestInit }

/** A server that gives these answers, one after the other. */
function server(...answers: [number, unknown][]): { account: Account, asked: Asked[] } {
    const asked: Asked[] = []
    const account = new Account(async password => ({ sent: { authenticating: `a of ${password.length}`, opening: 'o' }, kept: new Uint8Array([7, 7, 7]) }), async (path, init) => {
        asked.push({ path, init })
        const [status, body] = answers.shift() ?? [500, {}]
        return new Response(JSON.stringify(body), { status })
    })
    return { account, asked }
}

test('the password is in no request', async () => {
    const { account, asked } = server([200, PARAMETERS], [200, SESSION])
    const got = await account.signIn('anna@home.example', 'a secret of hers', true)
    assert.deepEqual(got, { ok: true, value: { session: SESSION } })
    assert.ok(!JSON.stringify(asked).includes('a secret of hers'))
    assert.deepEqual(asked.map(one => one.path), ['/api/sign-in/parameters', '/api/sign-in/stretched'])
    assert.deepEqual(JSON.parse(asked[1]!.init.body as string),
        { address: 'anna@home.example', authenticating: 'a of 16', opening: 'o', stay: true })
    // what opens the vault is in no request, in no form
    assert.ok(!/\b7\b|Bw/.test(asked[1]!.init.body as string))
    assert.deepEqual([...account.takeSecret()!.secret], [7, 7, 7])
    assert.equal(account.takeSecret(), undefined)
})

test('a code is asked for, and once more when it was wrong', async () => {
    const wanted = (continuation: string, wasWrong: boolean) => ({ codeWanted: { continuation, wasWrong } })
    const { account, asked } = server([200, PARAMETERS], [200, wanted('c1', false)], [403, wanted('c2', true)],
        [200, SESSION])
    assert.deepEqual(await account.signIn('anna@home.example', 'p', false), { ok: true, value: wanted('c1', false) })
    assert.deepEqual(await account.code('c1', '1', false), { ok: true, value: wanted('c2', true) })
    assert.deepEqual(await account.code('c2', '2', false), { ok: true, value: { session: SESSION } })
    assert.deepEqual(JSON.parse(asked[3]!.init.body as string), { continuation: 'c2', code: '2', stay: false })
})

test('what goes wrong is told apart', async () => {
    const failures = [[403, { error: 'refused' }, { kind: 'refused' }],
        [401, { error: 'notSignedIn' }, { kind: 'refused' }],
        [429, { error: 'slowed', retryAfter: 7 }, { kind: 'slowed', after: 7 }], [503, {}, { kind: 'broken' }], [200, { token: 1 }, { kind: 'broken' }]] as const
    for (const [status, body, error] of failures) {
        assert.deepEqual(await server([status, body]).account.session(), { ok: false, error })
    }
    const lost = new Account(async () => undefined, async () => { throw new TypeError('lost') })
    assert.deepEqual(await lost.session(), { ok: false, error: { kind: 'lost' } })
})

test('a browser that cannot stretch sends nothing more', async () => {
    const asked: string[] = []
    const account = new Account(async () => undefined, async path => {
        asked.push(path)
        return new Response(JSON.stringify(PARAMETERS))
    })
    assert.deepEqual(await account.signIn('a@b.example', 'p', true), { ok: false, error: { kind: 'broken' } })
    assert.deepEqual(asked, ['/api/sign-in/parameters'])
})

test('the session shows its token when it ends', async () => {
    const { account, asked } = server([200, {}])
    await account.signOut('t')
    assert.equal((asked[0]!.init.headers as Record<string, string>)['Sigillo-Token'], 't')
})

test('both parts are HKDF of what Argon2 gives, by another HKDF', async () => {
    const both = await stretch('la citta\u0300', PARAMETERS)
    const stretched = await argon2id({ password: 'la citt\u00e0', salt: new TextEncoder().encode('sixteen octets !'),
        memorySize: 256, iterations: 1,
        parallelism: 1, hashLength: 64, outputType: 'binary' })
    const part = (label: string) => Buffer.from(hkdfSync('sha256', stretched, Buffer.alloc(0), Buffer.from(`${String.fromCharCode(label.length)}${label}abc`), 32)).toString('base64')
    assert.deepEqual(both.sent, { authenticating: part('sigillo/v1/auth'), opening: part('sigillo/v1/slotS') })
    assert.equal(Buffer.from(both.kept).toString('base64'), part('sigillo/v1/slotC'))
})

test('a hostile server does not keep the browser busy', () => {
    assert.ok(isFair({ ...PARAMETERS, memoryKib: 65_536, passes: 3 }))
    for (const much of [{ version: 2 }, { memoryKib: 1 << 30 }, { passes: 1_000 }, { lanes: 200 }]) assert.ok(!isFair({ ...PARAMETERS, ...much }))
})
