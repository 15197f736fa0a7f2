import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Guest } from '../src/invitation/guest'
import { whyNotPassphrase } from '../src/login/passphrase'

const INVITATION = { domain: 'home.example', server: 'mail.home.example', level: 'L1', until: '2026-12-07T00:00:00Z',
    version: 1, account: 'abc',
    salt: btoa('sixteen octets !'), memoryKib: 256, passes: 1, lanes: 1 }
const SESSION = { address: 'carla@home.example', token: 't', kitToConfirm: true, isWhole: true }

interface Asked { path: string, init: RequestInit }

function server(...answers: [number, unknown][]): { guest: Guest, asked: Asked[] } {
    const asked: Asked[] = []
    const guest = new Guest('s', async (_, how) => ({ sent: { authenticating: `a for ${how.account}`, opening: 'o' }, kept: new Uint8Array(32) }), async (path, init) => {
        asked.push({ path, init })
        const [status, body] = answers.shift() ?? [500, {}]
        return new Response(JSON.stringify(body), { status })
    })
    return { guest, asked }
}

test('the passphrase is in no request, and the secret in no address', async () => {
    const { guest, asked } = server([200, INVITATION], [200, { ...SESSION, code: 'c' }])
    const invitation = await guest.invitation()
    assert.ok(invitation.ok)
    const made = await guest.accept(invitation.value, 'carla', 'a secret of hers')
    assert.ok(made.ok)
    const { own, ...rest } = made.value
    assert.deepEqual(rest, { address: 'carla@home.example', code: 'c', session: { ...SESSION, code: 'c' } })
    assert.ok(!asked.some(one => String(one.init.body).includes('"kept"') || String(one.init.body).includes('secret":{')), 'and what stays here neither')
    assert.equal(own.secret.kind, 'password')
    assert.ok(!JSON.stringify(asked).includes('a secret of hers'))
    assert.deepEqual(asked.map(one => one.path), ['/api/invitation', '/api/invitation/accept'])
    assert.equal(JSON.parse(asked[1]!.init.body as string).account, 'abc')
})

test('it is stretched once more when the server wants that', async () => {
    const { guest, asked } = server([409, { error: 'again' }], [200, { ...INVITATION, account: 'def' }],
        [200, { address: 'c@h.example', code: 'c' }])
    const made = await guest.accept(INVITATION, 'c', 'p')
    assert.ok(made.ok)
    const { own, ...rest } = made.value
    assert.deepEqual(rest, { address: 'c@h.example', code: 'c' }, 'and where there is no session he signs in himself')
    assert.deepEqual([own.account, own.authenticating], ['def', 'a for def'])
    assert.equal(JSON.parse(asked[2]!.init.body as string).authenticating, 'a for def')
    const ever = server([409, { error: 'again' }], [200, INVITATION], [409, { error: 'again' }])
    assert.deepEqual(await ever.guest.accept(INVITATION, 'c', 'p'), { ok: false, error: { kind: 'busy' } })
})

test('what goes wrong is told apart', async () => {
    for (const kind of ['gone', 'nameTaken', 'nameUnfit', 'busy', 'slowed']) {
        assert.deepEqual(await server([409, { error: kind }]).guest.accept(INVITATION, 'c', 'p'),
            { ok: false, error: { kind } })
    }
    for (const body of [{}, { error: 'toString' }, { error: 7 }]) {
        assert.deepEqual(await server([500, body]).guest.accept(INVITATION, 'c', 'p'),
            { ok: false, error: { kind: 'broken' } })
    }
    assert.deepEqual(await server([200, { code: 1 }]).guest.accept(INVITATION, 'c', 'p'),
        { ok: false, error: { kind: 'broken' } })
    const lost = new Guest('s', async () => undefined, async () => { throw new TypeError('lost') })
    assert.deepEqual(await lost.invitation(), { ok: false, error: { kind: 'lost' } })
    assert.deepEqual(await lost.accept(INVITATION, 'c', 'p'), { ok: false, error: { kind: 'broken' } },
        'a browser that cannot stretch sends nothing')
})

test('passphrases', () => {
    const cases = [['eleven sign', 'short'], ['twelve signs', undefined], ['😀'.repeat(12), undefined],
        ['😀'.repeat(11), 'short'], ['a'.repeat(1025), 'unfit'],
        ['abcde-fghjk-mnpqr-stvwx-yz0123', 'unfit'], ['with a tab\tinside', 'unfit']] as const
    for (const [passphrase, want] of cases) assert.equal(whyNotPassphrase(passphrase, passphrase), want, passphrase)
    assert.equal(whyNotPassphrase('twelve signs', 'twelve sings'), 'differs')
})
