import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Build, Shell, type Stores } from '../src/worker/shell'

/** Caches of a browser, in the order in which they came. */
class Kept implements Stores {
    readonly all = new Map<string, Map<string, Response>>()
    async keys() { return [...this.all.keys()] }
    async open(name: string) {
        const one = this.all.get(name) ?? new Map<string, Response>()
        this.all.set(name, one)
        return { put: async (url: RequestInfo | URL, response: Response) => { one.set(String(url), response) },
            match: async (url: RequestInfo | URL) => one.get(String(url))?.clone() }
    }
    async delete(name: string) { return this.all.delete(name) }
    async match(url: string) { return [...this.all.values()].flatMap(one => one.get(url) ?? [])[0]?.clone() }
}

const build = (version: string): Build => ({ version, files: { '': `sha256-page${version}`, [`assets/main-${version}.js`]: `sha256-main${version}`, 'icon.png': 'sha256-icon' }, later: { [`assets/pdf-${version}.js`]: `sha256-pdf${version}` } })

/** A server that has one build; what is not as it was named is refused, as browsers do it by `integrity`. */
const server = (has: Build) => async (url: string, init: RequestInit) => {
    const file = url.slice('/mail/'.length)
    const hash = has.files[file] ?? has.later[file]
    if (hash === undefined) return new Response('', { status: 404 })
    if (hash !== init.integrity) throw new TypeError('integrity')
    return new Response(`${file} of ${has.version}`)
}
const shell = (version: string, stores: Stores, has = build(version)) => new Shell('/mail/', build(version),
    stores, server(has))

test('a build is kept whole, and answered from what is kept', async () => {
    const stores = new Kept()
    const one = shell('a', stores)
    await one.install()
    assert.equal(await (await one.answer('/mail/'))!.text(), ' of a')
    assert.equal(await (await one.answer('/mail/assets/main-a.js'))!.text(), 'assets/main-a.js of a')
    assert.ok(!one.has('/mail/sw.js') && !one.has('/api/session') && !one.has('/mail/assets') && !one.has('/account'))
})

test('what is of two builds is not taken, and nothing of it is kept', async () => {
    const stores = new Kept()
    await shell('a', stores).install()
    // the server went on between the list and the files: the page is another one, the script has gone
    await assert.rejects(shell('b', stores, build('c')).install())
    await assert.rejects(shell('b', stores, { version: 'c', later: {}, files: { ...build('b').files, '': 'sha256-pagec' } }).install())
    assert.deepEqual(await stores.keys(), ['sigillo mail a'])
    assert.equal(await (await shell('a', stores).answer('/mail/'))!.text(), ' of a')
})

test('the build before stays, as long as a page of it may be open; older ones and those of others do not, or do',
    async () => {
    const stores = new Kept()
    await stores.open('of somebody else')
    for (const version of ['a', 'b', 'c']) {
        await shell(version, stores).install()
        await shell(version, stores).tidy()
    }
    assert.deepEqual(await stores.keys(), ['of somebody else', 'sigillo mail b', 'sigillo mail c'])
    const now = shell('c', stores)
    assert.equal(await (await now.answer('/mail/assets/main-b.js'))!.text(), 'assets/main-b.js of b',
        'a part of the page that is still open')
    assert.equal(await (await now.answer('/mail/'))!.text(), ' of c')
    assert.equal(await now.answer('/mail/assets/main-a.js'), undefined)
    await now.erase()
    assert.deepEqual(await stores.keys(), ['of somebody else'])
})

test('a browser whose storage is broken asks the server', async () => {
    const broken: Stores = { keys: () => Promise.reject(new Error()), open: () => Promise.reject(new Error()),
        delete: () => Promise.reject(new Error()),
        match: () => Promise.reject(new Error()) }
    assert.equal(await shell('a', broken).answer('/mail/'), undefined)
    assert.equal(await shell('a', broken).answer('/mail/assets/x.js'), undefined)
})

test('what few want is not fetched with the program; once it was used it is kept, if it is as it was named', async () => {
    const stores = new Kept()
    await shell('a', stores).install()
    assert.ok(![...stores.all.get('sigillo mail a')!.keys()].some(one => one.includes('pdf')))
    assert.equal(await shell('a', stores, build('b')).answer('/mail/assets/pdf-a.js').then(one => one?.status), 404, 'the server has it no more')
    assert.equal(await shell('a', stores, { ...build('a'), later: { 'assets/pdf-a.js': 'sha256-other' } }).answer('/mail/assets/pdf-a.js'), undefined, 'another one is not taken')
    assert.equal(await (await shell('a', stores).answer('/mail/assets/pdf-a.js'))!.text(), 'assets/pdf-a.js of a')
    const away: Shell = new Shell('/mail/', build('a'), stores, () => Promise.reject(new TypeError('no connection')))
    assert.equal(await (await away.answer('/mail/assets/pdf-a.js'))!.text(), 'assets/pdf-a.js of a')
})
