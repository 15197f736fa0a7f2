import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applied, holds, inverse } from '../src/store/patch'
import { Shown } from '../src/store/shown'
import { SparseIds } from '../src/store/sparse'
import { Random, seeds } from './random'

/** Takes some ids out of a list and puts others in, and says so as RFC 8620 section 5.6 does. */
function change(random: Random, before: string[], next: () => string) {
    const removed = before.filter(() => random.below(before.length) < 3)
    const after = before.filter(id => !removed.includes(id))
    const moved = removed.filter(() => random.below(2) === 0)
    for (const id of [...moved, ...Array.from({ length: random.below(4) }, next)]) {
        after.splice(random.below(after.length + 1), 0, id)
    }
    const isNew = new Set([...moved, ...after.filter(id => !before.includes(id))])
    const added = after.flatMap((id, index) => isNew.has(id) ? [{ id, index }] : [])
    const strangers = random.below(3) === 0 ? ['elsewhere1', 'elsewhere2'] : []
    return { after, changes: { removed: [...removed, ...strangers], added, total: after.length } }
}

for (const seed of seeds()) {
    test(`what is known after changes is where the server has it: seed ${seed}`, () => {
        const random = new Random(seed)
        let last = 0
        const next = () => `id${last++}`
        let truth = Array.from({ length: 1 + random.below(300) }, next)
        let ids = SparseIds.empty(truth.length)
        let keptWithGaps = 0
        for (let round = 0; round < 60; round++) {
            const from = random.below(truth.length + 1)
            ids = ids.with(from, truth.slice(from, from + random.below(40)), truth.length)
            const { after, changes } = change(random, truth, next)
            ids = ids.changed(changes)
            truth = after
            assert.equal(ids.length, truth.length, `length, round ${round}`)
            for (const [index, id] of ids.entries()) assert.equal(id, truth[index], `row ${index}, round ${round}`)
            if (ids.known > ids.prefix) keptWithGaps++
        }
        assert(keptWithGaps > 0 || truth.length < 60)
    })
}

test('ids of other queries that are removed cost nothing', () => {
    const ids = SparseIds.empty(200_000).with(100_000, ['a', 'b', 'c'], 200_000)
    const changed = ids.changed({ removed: ['x', 'b'], added: [{ id: 'n', index: 0 }], total: 200_000 })
    assert.deepEqual(changed.entries(), [[0, 'n'], [100_001, 'a'], [100_002, 'c']])
})

test('an id that was removed in a gap makes unsure what follows the gap', () => {
    const ids = SparseIds.empty(10).with(0, ['a', 'b'], 10).with(7, ['h'], 10)
    assert.deepEqual(ids.changed({ removed: ['e'], added: [], total: 9 }).entries(), [[0, 'a'], [1, 'b']])
})

const EMAIL = { id: 'e', keywords: { $seen: true } as Record<string, true>,
    mailboxIds: { a: true } as Record<string, true> }

test('a patch is applied, seen to hold, and undone', () => {
    const patch = { 'keywords/$seen': null, 'mailboxIds/a': null, 'mailboxIds/b~1c': true }
    const after = applied(EMAIL, patch)
    assert.deepEqual(after, { id: 'e', keywords: {}, mailboxIds: { 'b/c': true } })
    assert(holds(after, patch) && !holds(EMAIL, patch))
    assert.deepEqual(applied(after, inverse(EMAIL, patch)), EMAIL)
})

for (const seed of seeds()) {
    test(`what is on its way out is not shown, and the rest closes up: seed ${seed}`, () => {
        const random = new Random(seed)
        const all = Array.from({ length: 80 }, (_, i) => `id${i}`)
        const hidden = new Set(all.filter(() => random.below(4) === 0))
        const shown = new Shown(SparseIds.empty(80).with(0, all, 80), new Set([...hidden, 'elsewhere']))
        const left = all.filter(id => !hidden.has(id))
        assert.deepEqual(Array.from({ length: shown.length }, (_, row) => shown.at(row)), left)
        for (const id of all) assert.equal(shown.rowOf(id), left.indexOf(id))
    })
}
