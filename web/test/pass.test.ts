import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Mail, type Outcome, pass } from '../src/settings/pass'

interface One { id: string, at: number, isClear: boolean }

/**
 * Mail of an account as `Email/query` sorts it: by the second in which it came, then by id. An exchanged one has a
 * new id, behind all others.
 */
class Account implements Mail<One> {
    all: One[] = []
    worked: string[] = []
    sleeps = 0
    /** Before the nth call of `work`, of ids or of get: what others do meanwhile. */
    meanwhile: (what: 'ids' | 'get' | 'work', n: number) => Outcome | 'silent' | undefined = () => undefined
    private calls = { ids: 0, get: 0, work: 0 }
    private next = 1

    add(at: number): One {
        const one = { id: String(this.next++).padStart(6, '0'), at, isClear: true }
        this.all.push(one)
        return one
    }

    exchange(one: One): string {
        this.all = this.all.filter(other => other !== one)
        const now = this.add(one.at)
        now.isClear = false
        return now.id
    }

    get clear(): number { return this.all.filter(one => one.isClear).length }

    private sorted(): One[] { return this.all.toSorted((a, b) => a.at - b.at || a.id.localeCompare(b.id)) }

    async ids(after: string | undefined, count: number) {
        if (this.meanwhile('ids', ++this.calls.ids) === 'silent') return undefined
        const ids = this.sorted().map(one => one.id)
        const from = after === undefined ? 0 : ids.indexOf(after) + 1
        return after !== undefined && from === 0 ? 'moved' as const : ids.slice(from, from + count)
    }

    async get(ids: string[]) {
        if (this.meanwhile('get', ++this.calls.get) === 'silent') return undefined
        return this.all.filter(one => ids.includes(one.id))
    }

    async work(one: One): Promise<Outcome> {
        const said = this.meanwhile('work', ++this.calls.work)
        if (said !== undefined && said !== 'silent') return said
        if (!this.all.includes(one) || !one.isClear) return 'done'
        this.worked.push(one.id)
        return { as: this.exchange(one) }
    }

    async sleep() { this.sleeps++ }
}

function of(count: number, at: (n: number) => number = n => n): Account {
    const account = new Account()
    for (let n = 0; n < count; n++) account.add(at(n))
    return account
}

const run = (account: Account, stop = new AbortController()) => pass(account, () => undefined, stop.signal)

test('each message is worked on once, also where all came in one second', async () => {
    for (const at of [(n: number) => n, () => 7, (n: number) => n >> 6, (n: number) => -n]) {
        const account = of(1234, at)
        const ended = await run(account)
        assert.deepEqual(ended, { done: 1234, all: 1234, left: 0, full: 0 })
        assert.equal(account.clear, 0)
        assert.equal(account.worked.length, 1234)
        assert.equal(new Set(account.worked).size, 1234)
    }
})

test('what is deleted before, behind and under it makes it pass over nothing', async () => {
    const account = of(1600, n => n >> 5)
    account.meanwhile = (what, n) => {
        // the very one from which the listing goes on, and many before it
        if (what === 'ids' && n === 3) account.all = account.all.filter((_, i) => i > 300 && i !== 999 && i !== 998)
        if (what === 'work' && n % 10 === 0) account.all.splice(account.all.findIndex(one => !one.isClear), 1)
        return undefined
    }
    const ended = await run(account)
    assert.equal(ended?.left, 0)
    assert.equal(account.clear, 0)
})

test('what comes meanwhile is looked at too, and another browser is no trouble', async () => {
    const account = of(200, n => n >> 3)
    account.meanwhile = (what, n) => {
        if (what === 'work' && n % 9 === 0 && n < 150) account.add(n)
        if (what === 'work' && n % 4 === 0) {
            const others = account.all.find(one => one.isClear)
            if (others) account.exchange(others)
        }
        return undefined
    }
    const ended = await run(account)
    assert.equal(ended?.left, 0)
    assert.equal(account.clear, 0)
})

test('a lost connection is waited for; what was done in it is not done again', async () => {
    const account = of(30)
    account.meanwhile = (what, n) => {
        if (what === 'work' && n === 5) account.exchange(account.all.find(one => one.isClear)!)
        return what === 'work' && n >= 5 && n < 10 ? 'lost' : n === 1 && what !== 'work' ? 'silent' : undefined
    }
    const ended = await run(account)
    assert.deepEqual([ended?.left, account.clear, account.sleeps], [0, 0, 7])
    assert.equal(account.all.length, 30)
})

test('a server that stays away ends it, and so does a session that is over', async () => {
    const away = of(10)
    away.meanwhile = what => what === 'work' ? 'lost' : undefined
    assert.equal(await run(away), undefined)
    assert.equal(away.clear, 10)
    const over = of(10)
    over.meanwhile = (what, n) => what === 'work' && n > 3 ? 'ended' : undefined
    assert.equal(await run(over), undefined)
    assert.equal(over.clear, 7)
    assert.equal(over.sleeps, 0)
})

test('what cannot be done is counted and not tried without end', async () => {
    const account = of(10)
    account.meanwhile = (what, n) => what !== 'work' ? undefined : n === 2 ? 'left' : n === 3 ? 'full' : undefined
    assert.deepEqual(await run(account), { done: 10, all: 10, left: 2, full: 1 })
    assert.equal(account.clear, 2)
})

test('it stops when it is told to, and goes on from there', async () => {
    const account = of(300, n => n >> 4)
    const stop = new AbortController()
    account.meanwhile = (what, n) => {
        if (what === 'work' && n === 120) stop.abort()
        return undefined
    }
    assert.ok(await run(account, stop))
    assert.ok(account.clear > 150)
    assert.equal((await run(account))?.left, 0)
    assert.equal(account.clear, 0)
    assert.equal(account.worked.length, 300)
})

test('a server that says the same full page again and again is not listened to for ever', async () => {
    const account = of(600)
    const first = account.all.slice(0, 500).map(one => one.id)
    account.ids = async () => first
    const work = account.work.bind(account)
    account.work = async one => { await work(one); return 'done' }
    assert.deepEqual(await run(account), { done: 500, all: 500, left: 0, full: 0 })
    assert.equal(account.worked.length, 500)
})
