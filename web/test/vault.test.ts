import assert from 'node:assert/strict'
import { hkdfSync } from 'node:crypto'
import { test } from 'node:test'
import type { Result } from '../src/base/result'
import { OpenPgp } from '../src/openpgp/openpgp'
import { OpenPgpWorker } from '../src/openpgp/page'
import { freshRecovery, typedRecovery } from '../src/openpgp/recovery'
import { Vault } from '../src/openpgp/vault'
import { FakeVault, NearWorker } from './fake-vault'

const ACCOUNT = 'a1'
const COST = { salt: btoa('salt'), memoryKib: 256, passes: 1, lanes: 1 }

function got<T>(result: Result<T, string>): T {
    assert.ok(result.ok, `refused: ${result.ok ? '' : result.error}`)
    return result.value
}

/** What stays here of a password; another salt makes it another one. */
async function stretch(password: string, { salt }: { salt: string }) { return new TextEncoder().encode(`${password} ${salt}`.padEnd(32, '.')) }

function browser(server: FakeVault) {
    const worker = new NearWorker()
    const openPgp = new OpenPgp({ address: 'anna@one.example', account: ACCOUNT, ask: server.ask, stretch },
        undefined, new OpenPgpWorker(() => worker))
    return { openPgp, worker }
}

async function begun() {
    const server = new FakeVault()
    const { openPgp, worker } = browser(server)
    assert.equal(await openPgp.ready(), 'none')
    const secret = await stretch('her passphrase', COST)
    const code = got(await openPgp.begin('proof', { kind: 'password', secret, cost: COST }))
    got(await openPgp.makeKeys('Anna'))
    return { server, openPgp, worker, code }
}

test('another browser opens the vault by password, and by recovery code, and by nothing else', async () => {
    const { server, openPgp, code } = await begun()
    const [{ certificate }] = openPgp.keys.value as [typeof openPgp.keys.value[0]]
    const other = browser(server).openPgp
    assert.equal(await other.ready(), 'locked')
    assert.deepEqual(await other.unlock('another'), { ok: false, error: 'passphrase' })
    got(await other.unlock('her passphrase'))
    assert.equal(other.state.value, 'open')
    assert.equal(other.keys.value[0]!.certificate.fingerprint, certificate.fingerprint)
    const third = browser(server).openPgp
    await third.ready()
    assert.deepEqual(await third.unlockByCode(code.text.replace(/^./, one => one === '7' ? '8' : '7')), { ok: false, error: 'passphrase' })
    got(await third.unlockByCode(` ${code.text.toLowerCase()} `))
    assert.equal(third.keys.value[0]!.certificate.fingerprint, certificate.fingerprint)
})

test('nothing that opens anything is in what is sent', async () => {
    const { server, openPgp, worker, code } = await begun()
    const armoured = got(await worker.engine.exportKeys('p'))
    const sent = Buffer.concat(server.bodies.map(one => Buffer.from(one as string))).toString('latin1')
    const root = (worker.engine as unknown as { root: { octets: Uint8Array } }).root.octets
    const ring = (worker.engine as unknown as { ring: { all: { getKeys(): { keyPacket: { privateParams: Record<string, Uint8Array> } }[] }[] } }).ring
    const secrets = [root, code.secret, await stretch('her passphrase', COST),
        ...ring.all[0]!.getKeys().flatMap(one => Object.values(one.keyPacket.privateParams))]
    assert.ok(armoured.length > 0 && secrets.length >= 5)
    for (const one of secrets) {
        const octets = Buffer.from(one)
        for (const form of [octets.toString('latin1'), octets.toString('base64').replace(/=*$/, ''), octets.toString('hex')]) assert.ok(!sent.includes(form))
    }
    assert.ok(!sent.includes(code.text) && !sent.includes('her passphrase'))
    await openPgp.leave()
})

test('what is exchanged at the server does not open', async () => {
    const { server } = await begun()
    const keys = server.blobs.get('openpgp.keys')!
    const opens = async () => (await browser(server).openPgp.unlock('her passphrase')).ok
    assert.ok(await opens())
    for (const at of [0, 12, 40, keys.octets.length - 1]) {
        const octets = new Uint8Array(keys.octets)
        octets[at]! ^= 1
        server.blobs.set('openpgp.keys', { ...keys, octets })
        assert.ok(!await opens(), `octet ${at}`)
    }
    // an older one under a newer version
    server.blobs.set('openpgp.keys', { ...keys, version: keys.version + 1 })
    assert.ok(!await opens())
    server.blobs.set('openpgp.keys', keys)
    // another blob in its place, and slots of another account
    server.pepper = btoa('another pepper')
    assert.ok(!await opens())
})

test('two browsers write to one blob, and nothing is lost', async () => {
    const { server } = await begun()
    const [one, other] = [browser(server).openPgp, browser(server).openPgp]
    for (const each of [one, other]) got(await each.unlock('her passphrase'))
    got(await one.vault.update<string[]>('contacts.pins', before => [...before ?? [], 'bea']))
    got(await other.vault.update<string[]>('contacts.pins', before => [...before ?? [], 'carl']))
    got(await one.vault.update<string[]>('contacts.pins', before => [...before ?? [], 'dora']))
    assert.deepEqual(got(await other.vault.read<string[]>('contacts.pins')), ['bea', 'carl', 'dora'])
})

test('a worker that ends is begun anew, without keys, and says so', async () => {
    const { openPgp, worker } = await begun()
    const asked = openPgp.worker.call('ownKeys')
    worker.onerror!({} as ErrorEvent)
    assert.deepEqual(await asked, { ok: false, error: 'lost' })
    assert.equal(openPgp.state.value, 'unknown')
    assert.deepEqual(openPgp.keys.value, [])
})

test('a recovery code is that of the server, and its part is not its secret', async () => {
    const code = await freshRecovery()
    assert.match(code.text, /^([0-9A-Z]{4}-){8}[0-9A-Z]{4}$/)
    const again = await typedRecovery(code.text.replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('-', ' '))
    assert.deepEqual(again, code)
    assert.notDeepEqual(code.part, code.secret)
    assert.equal(await typedRecovery(code.text.slice(0, -1)), undefined)
    // as login.RecoveryCode makes it of octets of 0: 32 signs of 0, then SHA-256
    const zero = await typedRecovery('0000-0000-0000-0000-0000-0000-0000-0000-VS3W')
    assert.deepEqual(Buffer.from(zero!.part), Buffer.from(hkdfSync('sha256', new Uint8Array(20), new Uint8Array(),
        'sigillo/v1/recovery', 32)))
})

test('a vault of an account that has none says so', async () => {
    const worker = new OpenPgpWorker(() => new NearWorker())
    const vault = new Vault(worker, ACCOUNT, new FakeVault().ask)
    assert.deepEqual(await vault.open({ kind: 'password', secret: new Uint8Array(32) }), { ok: false, error: 'none' })
    assert.deepEqual(await vault.read('contacts.pins'), { ok: false, error: 'none' })
})

test('a page that was open while another browser has made a key changes nothing but its own', async () => {
    const { server } = await begun()
    const [one, other, third] = [browser(server).openPgp, browser(server).openPgp, browser(server).openPgp]
    for (const each of [one, other, third]) got(await each.unlock('her passphrase'))
    const current = (page: OpenPgp) => page.keys.value.find(key => key.isCurrent)!.certificate.fingerprint
    const first = current(one)
    got(await one.makeKeys('Anna'))
    // a search looks at what the vault has, and reads no keys
    got(await other.vault.look())
    got(await other.makeKeys('Anna'))
    const { engine } = new NearWorker()
    got(await engine.makeKeys('anna@one.example', 'Anna'))
    const armoured = got(await engine.exportKeys('a long passphrase'))
    got(await third.vault.look())
    got(await third.importKeys(armoured, 'a long passphrase', true))
    const last = browser(server).openPgp
    got(await last.unlock('her passphrase'))
    const all = last.keys.value.map(key => key.certificate.fingerprint)
    assert.deepEqual(all, [current(third), current(other), current(one), first])
    assert.equal(new Set(all).size, 4)
})

test('keys that cannot be had are not written over', async () => {
    const { server, openPgp } = await begun()
    const before = server.blobs.get('openpgp.keys')!
    const { ask } = server
    const away = browser({ ...server, ask: async (path: string, init: RequestInit) => path.endsWith('openpgp.keys')
        && init.method === 'GET' && isAway ? new Response('', { status: 503 }) : ask(path, init) } as FakeVault).openPgp
    let isAway = false
    got(await away.unlock('her passphrase'))
    isAway = true
    assert.deepEqual(await away.makeKeys('Anna'), { ok: false, error: 'busy' })
    assert.equal(server.blobs.get('openpgp.keys'), before)
    isAway = false
    got(await away.makeKeys('Anna'))
    await openPgp.keysAgain()
    assert.equal(openPgp.keys.value.length, 2)
})
